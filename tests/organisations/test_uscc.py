"""The check character of GB 32100."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huying.organisations.uscc import ALPHABET, check_character, is_uscc

bodies = st.builds(
    "{}{}{}".format,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(bodies)
def test_a_code_with_its_check_character_is_right_and_with_any_other_wrong(first17):
    right = check_character(first17)
    assert [last for last in ALPHABET if is_uscc(first17 + last)] == [right]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(bodies, st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(first17, place, other):
    code = first17 + check_character(first17)
    wrong = code[:place] + other + code[place + 1 :]
    assert is_uscc(wrong) == (wrong == code)


@pytest.mark.parametrize(
    "code", ["", "1" * 17, "1" * 19, "9135010OM000100Y43", "91350100M000100Y4I", "9I350100M000100Y43"]
)
def test_letters_that_are_never_used_and_wrong_lengths_are_refused(code):
    assert not is_uscc(code)


def test_the_sample_of_the_standard_is_right():
    assert is_uscc("91350100M000100Y43")
