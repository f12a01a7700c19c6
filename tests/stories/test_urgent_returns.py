"""An urgent order that is returned does not stand still for a working day."""

from datetime import timedelta

import pytest

from huying.cases import actions as do
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from tests.cases.makers import GAS, RUBBISH
from tests.stories.plot import begin, clock, due

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("category", "stands"), [(GAS, timedelta(minutes=30)), (RUBBISH, timedelta(hours=3))], ids=["urgent", "ordinary"]
)
def test_the_clock_stands_half_an_hour_for_an_urgent_return_and_longer_for_an_ordinary_one(category, stands):
    life = begin(S.DISPATCHED, category_code=category, words="燃气味道很大，请快来人。")
    before = due(life)
    life.return_order()
    assert not clock(life).running
    returned = life.at

    life.at += stands - timedelta(minutes=1)
    life.wait(seconds=0)
    assert not clock(life).running
    life.wait(minutes=2)
    assert clock(life).running is (category == GAS)
    assert life.case.state == S.RETURNED

    if category == GAS:
        assert due(life) - before == timedelta(minutes=30)
        assert life.at - returned < timedelta(hours=1)


def test_a_place_may_set_its_own_pause():
    life = begin(S.DISPATCHED, category_code=GAS, words="燃气味道很大，请快来人。")
    limits = {"return_pause": (10, "minute")}
    new = do.NewLimits(life.case.klass, life.at.date(), "区政府办公会议定", limits)
    do.keep_limits(SYSTEM, new=new, at=life.at)
    life.return_order()
    life.wait(minutes=11)

    assert clock(life).running
