"""Mechanisms of the lists, each shown as the inventory asks for it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from huying.cases import actions as do
from huying.cases.models import OrderPart, WorkOrder
from huying.cases.states import S
from huying.duties.public import NotOnTheList
from tests.cases.keeping import _one_town
from tests.cases.makers import RUBBISH, STALLS, Life, settle
from tests.duties.makers import a_list, an_item
from tests.stories.plot import begin

__all__ = ["_one_town"]
pytestmark = pytest.mark.django_db


def _leading(life: Life) -> do.Sending:
    return do.Sending(life.town.body("社区"), reason="社区离得最近", by_phone=True)


def _helping(life: Life) -> do.HelperPart:
    return do.HelperPart(life.town.body("社区"), "请去看看")


def _dispatch(life: Life) -> object:
    return do.dispatch(life.by("派单员"), sending=_leading(life), **life.next())


def _dispatch_beside(life: Life) -> object:
    sending = life.sending(helpers=(_helping(life),))
    return do.dispatch(life.by("派单员"), sending=sending, **life.next())


def _redispatch(life: Life) -> object:
    return do.redispatch(life.by("派单员"), sending=_leading(life), **life.next())


def _accept_return(life: Life) -> object:
    return do.accept_return(life.by("派单员"), sending=_leading(life), text="退单有理", **life.next())


def _adjudicate(life: Life) -> object:
    given = {"sending": _leading(life), "ruling_ref": "裁〔2026〕1 号", "text": "由社区主办"}
    return do.adjudicate(life.by("裁定员"), **given, **life.next())


def _add_helper(life: Life) -> object:
    return do.add_helper(life.unit("负责人"), helper=_helping(life), working_days=2, **life.next())


def _whistle(life: Life) -> object:
    there = (life.town.body("住建"), life.town.body("社区"))
    meet = life.at + timedelta(hours=3)
    call = do.Call("W1", "departments", "3 单元", "需几家一起", "条例第五条", there, meet)
    return do.whistle(life.by("统筹员"), call=call, **life.next())


def _decide(life: Life) -> object:
    decision = do.Decision("改由社区牵头办理", life.town.body("社区"), 5)
    return do.decide_escalation(life.by("统筹员"), decision=decision, **life.next())


def _decide_beside(life: Life) -> object:
    lead = life.case.lead_body_id
    assert lead
    decision = do.Decision("城管继续牵头，社区配合", lead, 5, helpers=(_helping(life),))
    return do.decide_escalation(life.by("统筹员"), decision=decision, **life.next())


def _list_it(life: Life) -> object:
    given = do.Listing(
        reason="目前没有资金", plan="明年列入改造计划", public_text="老楼加装要等改造", body_id=life.town.body("社区"),
        review_on=date(2026, 12, 30),
    )  # fmt: skip
    return do.list_open_matter(life.by("考评员"), listing=given, **life.next())


SENT: dict[str, tuple[S, Callable[[Life], object]]] = {
    "dispatched": (S.ACCEPTED, _dispatch),
    "dispatched beside another": (S.ACCEPTED, _dispatch_beside),
    "sent again": (S.REOPENED, _redispatch),
    "after a return": (S.RETURNED, _accept_return),
    "by a ruling": (S.DISPUTED, _adjudicate),
    "as a co-handler": (S.IN_HANDLING, _add_helper),
    "called by a whistle": (S.IN_HANDLING, _whistle),
    "as an open matter": (S.SUSPENDED, _list_it),
    "by a joint decision": (S.ESCALATED, _decide),
    "by a joint decision, beside the same lead": (S.ESCALATED, _decide_beside),
}
"""Every way in which a body is given something to do."""
BESIDE = ("dispatched beside another", "as a co-handler", "by a joint decision, beside the same lead")


@pytest.mark.parametrize("way", SENT)
def test_a_task_that_was_not_admitted_is_sent_to_a_community_by_no_way(way):
    state, send = SENT[way]
    life = begin(state)

    with pytest.raises(NotOnTheList):
        send(life)

    community = life.town.body("社区")
    assert not WorkOrder.objects.filter(body_id=community).exists()
    assert not OrderPart.objects.filter(body_id=community).exists()
    assert life.case.state == state


def test_what_a_community_has_does_not_become_what_it_was_not_given():
    """Another category for its order would give it by the back door what no dispatch may."""
    town = settle()
    a_list("L3", town.county, an_item(RUBBISH, work_kind="lawful", stream="government", title="垃圾分类宣传"))
    life = begin(S.ACCEPTED, town=town)
    do.dispatch(life.by("派单员"), sending=_leading(life), **life.next())

    with pytest.raises(NotOnTheList):
        do.reclassify(
            life.by("派单员"), change=do.Reclassification("wrong_category", category_code=STALLS), **life.next()
        )

    assert life.case.category_code == RUBBISH


@pytest.mark.parametrize("way", BESIDE)
def test_what_the_list_of_the_community_lets_it_help_with_is_sent(way):
    town = settle()
    a_list("L3", town.county, an_item(RUBBISH, work_kind="assist", stream="government", title="垃圾分类宣传"))
    state, send = SENT[way]
    life = begin(state, town=town)

    send(life)

    assert OrderPart.objects.get(body_id=town.body("社区")).returned_at is None
