"""What is written many at once is written exactly as one by one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.kernel import bulkload, chain
from tests.kernel.world import PathSwept

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(st.integers(-2 * 10**15, 4 * 10**15))
@settings(deadline=None)
def test_a_moment_is_said_as_the_chain_says_it(microseconds: int) -> None:
    at = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).astimezone(SHANGHAI)
    assert bulkload.moment(at) == chain.moment(at)
    assert bulkload.moment(at.replace(microsecond=0)) == chain.moment(at.replace(microsecond=0))


def test_what_is_filled_in_must_stand_there_in_this_order() -> None:
    fact = PathSwept(path_id=918, broom_code="mark")
    said = bulkload.template(fact, "mark", "918")
    assert said % ("b.1", 7) == bulkload.template(PathSwept(path_id=7, broom_code="b.1"))
    for wrong in (("918", "mark"), ("nowhere",)):
        with pytest.raises(ValueError, match="order"):
            bulkload.template(fact, *wrong)
