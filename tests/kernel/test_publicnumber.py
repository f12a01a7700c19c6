"""Numbers and codes that people read out, mistype and keep."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel import publicnumber as numbers
from huying.kernel.opening import opening_number
from tests.kernel.world import AT, together


@pytest.mark.django_db
def test_numbers_rise_within_series_and_year_and_some_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [nth(numbers.next_number("shown", at=AT)) for _ in range(64)]
    made += [nth(one) for one in numbers.next_numbers("shown", year=2026, count=64)]
    made += [nth(opening_number("shown", at=AT)) for _ in range(64)]
    assert made == sorted(set(made))
    for some in (made[:64], made[64:128], made[128:]):
        assert some[-1] - some[0] > 63, "gaps by chance: nobody counts the others by them"
    monkeypatch.setattr(numbers, "LEFT_OUT", bytes(256))
    assert numbers.next_number("other", at=AT) == "GL-2026-000001"
    assert numbers.next_number("shown", at=datetime(2026, 12, 31, 16, tzinfo=UTC)) == "GL-2027-000001"


def nth(number: str) -> int:
    return int(number.rpartition("-")[2])


def test_half_of_the_time_none_is_left_out_and_one_on_average() -> None:
    assert list(numbers.LEFT_OUT[:8]) == [0, 1, 0, 2, 0, 1, 0, 3]
    assert sum(numbers.LEFT_OUT) == 255


@pytest.mark.django_db
def test_a_series_is_a_word_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="series"):
        numbers.next_number('case"; DROP TABLE x', at=AT)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_numbers() -> None:
    made = together([lambda: numbers.next_number("race", at=AT) for _ in range(20)])
    assert len(set(made)) == 20
    assert all(isinstance(one, str) for one in made)


TYPED = [
    ("GL-2026-008213", "GL-2026-008213"),
    (" gl 2026 8213 ", "GL-2026-008213"),
    ("gl-2026-8213", "GL-2026-008213"),
    ("ＧＬ－２０２６－００８２１３", "GL-2026-008213"),
    ("gl2026008213", "GL-2026-008213"),
    ("hello", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_a_number_is_understood_however_it_is_typed(typed: str, meant: str | None) -> None:
    assert numbers.typed_number(typed) == meant


def test_a_tracking_code_has_sixteen_letters_without_look_alikes_and_eighty_bits() -> None:
    codes = {numbers.tracking_code() for _ in range(500)}
    letters = set("".join(codes)) - {"-"}
    assert len(codes) == 500
    assert all(len(code.replace("-", "")) == 16 and code[4::5] == "---" for code in codes)
    assert letters == set(numbers.ALPHABET)
    assert not letters & set("ILOU")
    assert 16 * (len(numbers.ALPHABET).bit_length() - 1) >= 75


@given(st.text(alphabet=numbers.ALPHABET, min_size=16, max_size=16), st.randoms())
def test_a_code_is_understood_however_it_is_typed(code: str, random) -> None:
    looks = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(random.choice(looks.get(c, c + c.lower())) + random.choice(["", " ", "-", "—"]) for c in code)
    assert numbers.typed_code(typed) == numbers.grouped(code)


@pytest.mark.parametrize(
    "typed", ["", "7F2K", "7F2K-9QXD-M3TA-81VU", "7F2K-9QXD-M3TA-81VCC", "楼道灯不亮楼道灯不亮楼道灯不亮灯"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert numbers.typed_code(typed) is None
    assert numbers.code_hashes(typed, "case") == []


@pytest.mark.django_db
def test_only_a_keyed_hash_of_a_code_is_kept(settings) -> None:
    code = numbers.tracking_code()
    stored = numbers.code_hash(code, "case")
    assert code.replace("-", "") not in stored
    assert numbers.code_holds(code.lower().replace("-", " "), stored, "case")
    assert not numbers.code_holds(numbers.tracking_code(), stored, "case")
    assert not numbers.code_holds(code, stored, "wish")
    settings.HUYING_CIPHER = "gm"
    assert numbers.code_hash(code, "case") != stored
    assert numbers.code_holds(code, stored, "case")
    assert stored in numbers.code_hashes(code, "case")
