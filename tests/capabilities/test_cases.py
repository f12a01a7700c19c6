"""Mechanisms of cases, each shown as the inventory asks for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huying.cases import actions as do
from huying.cases.actions.endings import links_to_rate
from huying.cases.states import CASE_FLOW, S
from huying.duties.public import NotOnTheList
from huying.kernel.errors import Invalid
from tests.cases.keeping import _one_town
from tests.cases.makers import ALL_WELL, Life, a_case, on, settle
from tests.organisations.makers import a_body
from tests.stories.plot import begin, live_on, send_again, steps_of, told_to

__all__ = ["_one_town"]
pytestmark = pytest.mark.django_db


def test_a_task_outside_its_list_goes_to_none_of_the_three_bodies_without_a_reason():
    """居委会 and 工作站 never lead what is not on the community's list; a centre does only with a reason kept."""
    town = settle()
    station = a_body(town.community, "颐和路社区工作站", kind="S10", parent=town.bodies["街道"])
    centre = a_body(town.community, "颐和路党群服务中心", kind="S20", parent=town.bodies["社区"])
    case = a_case(town, in_state=S.ACCEPTED)

    def send(body_id: int, reason: str = "") -> None:
        sending = do.Sending(body_id, reason=reason, by_phone=True)
        do.dispatch(town.actor("派单员"), case_id=case.pk, sending=sending, at=on(16, 10))

    for body in (town.bodies["社区"], station):
        for reason in ("", "离得近，请去看看"):
            with pytest.raises(NotOnTheList):
                send(body.pk, reason)
    with pytest.raises(Invalid) as refused:
        send(centre.pk)
    assert set(refused.value.fields) == {"reason"}

    send(centre.pk, "垃圾就在中心院内，由中心清理")
    assert case.orders.get().reason == "垃圾就在中心院内，由中心清理"


def _rated() -> Life:
    return live_on(begin(S.TO_BE_JUDGED), "solved")


def _by_link() -> Life:
    life = begin(S.TO_BE_JUDGED)
    token = links_to_rate(life.case, at=life.at)(life.case.reporters.get()).rstrip("/").rsplit("/", 1)[-1]
    do.rate_by_link(token=token, answers=ALL_WELL, at=life.at)
    return life


def _by_call() -> Life:
    life = begin(S.TO_BE_JUDGED)
    do.record_call(life.by("回访员"), way="phone", reached=True, answers=ALL_WELL, **life.next())
    return life


def _nobody_reached() -> Life:
    life = begin(S.TO_BE_JUDGED)
    do.record_call(life.by("回访员"), way="phone", reached=False, **life.next())
    life.wait(days=8)
    return life


def _in_a_second_round() -> Life:
    life = begin(S.REOPENED)
    send_again(life)
    return live_on(life, "solved")


def _answered_at_once() -> Life:
    life = live_on(begin(kind="enquiry"), "answer")
    life.wait(days=4)
    return life


def _merged() -> Life:
    life = begin(S.MERGED)
    main = life.case.merged_into_id
    assert main
    live_on(Life(life.town, main, life.at), "hand_in", "approve")
    life.at += timedelta(hours=1)
    return live_on(life, "solved")


def _settled(in_state: S) -> Life:
    life = live_on(begin(in_state), "list_open")
    do.settle_open_matter(life.by("考评员"), text="已经提前改造完成", **life.next())
    return life


def _settled_after_judgement() -> Life:
    return _settled(S.TO_BE_JUDGED)


def _settled_after_a_pause() -> Life:
    return _settled(S.SUSPENDED)


CLOSED = (
    _rated, _by_link, _by_call, _nobody_reached, _in_a_second_round, _answered_at_once, _merged,
    _settled_after_judgement, _settled_after_a_pause,
)  # fmt: skip
"""Every way of the table into S80."""
TAKEN_IN = {"accept", "answer"}
DONE = {"hand_in", "answer", "follow_main", "settle_open_matter"}
TOLD = {"answered", "answered_at_once", "merged_answered", "open_matter_solved"}
JUDGED = {"judge_solved", "close_unrated", "close_answered", "list_open_matter"}
"""By who reported it, by the end of the time to say so, or by the reviewer (考评员) who listed it."""


def test_every_way_into_the_end_is_lived_below():
    lived = {"judge_solved", "close_unrated", "close_answered", "settle_open_matter"}
    assert {edge.step for edge in CASE_FLOW.edges if edge.target == S.CLOSED} == lived


@pytest.mark.parametrize("live", CLOSED, ids=[one.__name__.strip("_") for one in CLOSED])
def test_a_closed_case_has_an_event_for_each_of_the_four_links(live: Callable[[], Life]):
    """受理、解决落实、结果反馈、考核评价."""
    life = live()
    assert life.case.state == S.CLOSED

    steps = set(steps_of(life))
    for link in (TAKEN_IN, DONE, JUDGED):
        assert steps & link
    assert set(told_to(life)) & TOLD
