"""Every morning yesterday's red cards go to supervision and to the units: units and orders, never persons, once."""

from datetime import timedelta

import pytest
from django.utils import translation

from huying.cases import actions as do
from huying.cases.actions.daily import tell_red_list
from huying.cases.models import Card
from huying.cases.states import S
from huying.notices.models import Message
from huying.notices.public import inbox
from tests.cases.makers import Life, on, settle
from tests.organisations.makers import an_actor
from tests.stories.plot import begin, live_on

pytestmark = pytest.mark.django_db


def lists() -> list[Message]:
    return list(Message.objects.filter(about_thing="red_list").order_by("pk"))


def untrue(life: Life) -> Life:
    """The result was not true: a red card today."""
    do.reject_result(life.by("派单员"), rejection="untrue", text="现场没有动过", **life.next())
    assert Card.objects.filter(case_id=life.case_id, colour="red").exists()
    return life


def read(actor) -> str:
    with translation.override("zh-hans"):
        return " ".join(one.text for one in inbox(actor).items if one.about_thing == "red_list")


def test_the_morning_after_supervision_and_the_unit_read_which_orders_and_why():
    life = untrue(begin(S.HANDED_IN))
    assert tell_red_list(at=on(16, 20)) == 0
    assert tell_red_list(at=on(17, 7, 50)) == 0
    assert tell_red_list(at=on(17, 8, 0)) == 2

    for who in ("督办员", "城管负责人"):
        told = read(life.by(who))
        assert life.case.number in told, who
        assert "区城管局" in told, who
        assert "结果与事实不符" in told, who
    assert read(life.by("住建负责人")) == ""
    for name in ("城管经办", "城管负责人", "张"):
        assert name not in read(life.by("督办员"))


def test_however_often_it_runs_each_is_told_once_a_day():
    untrue(begin(S.HANDED_IN))
    for minute in range(0, 60, 10):
        tell_red_list(at=on(17, 8, minute))

    assert len(lists()) == 2
    tell_red_list(at=on(18, 8, 0))
    assert len(lists()) == 2


def test_a_card_that_was_lifted_stands_on_no_list():
    life = untrue(begin(S.HANDED_IN))
    card = Card.objects.get(case_id=life.case_id, colour="red")
    do.lift_card(life.by("考评员"), card_id=card.pk, reason="wrong_card", text="核查有误，现场已清理", **life.next())

    assert tell_red_list(at=on(17, 8, 0)) == 0


def test_what_complains_about_a_body_stands_on_no_list_that_its_people_read():
    town = settle()
    inside = an_actor("supervisor", town.street, body=town.bodies["街道"])
    life = begin(S.HANDED_IN, town=town, target_body_id=town.body("街道"))
    untrue(life)
    tell_red_list(at=on(17, 8, 0))

    assert read(inside) == ""
    assert life.case.number in read(life.by("督办员"))


def test_nothing_red_nothing_told():
    live_on(begin(S.HANDED_IN), "approve")

    assert tell_red_list(at=on(17, 8, 0) + timedelta(hours=1)) == 0
    assert lists() == []
