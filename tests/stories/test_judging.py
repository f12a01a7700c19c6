"""The resident judges: solved, in part, not solved once, twice, three times, not reached, and again later."""

from datetime import timedelta

import pytest

from huying.cases import actions as do
from huying.cases.errors import TriesExhausted, WindowOver
from huying.cases.models import Card, Rating
from huying.cases.states import S
from huying.kernel.errors import StepNotAllowed
from huying.notices.public import box
from tests.cases.makers import ALL_WELL, NOT_SOLVED, PARTLY, on
from tests.stories.plot import begin, due, live_on, send_again, steps_of, told_to, told_unit, unsolved_twice

pytestmark = pytest.mark.django_db


def test_the_first_not_solved_opens_it_again_at_once_with_half_the_time():
    life = begin(S.REOPENED)
    assert "unit.reopened" in told_unit(life, "城管")
    do.redispatch(life.by("派单员"), sending=life.sending(), **life.next())

    assert (life.case.state, life.case.round) == (S.DISPATCHED, 2)
    assert due(life) == on(19, 17, 30)


def test_solved_in_part_and_more_is_wanted_opens_it_again():
    life = begin(S.TO_BE_JUDGED)
    do.rate(life.by("张先生"), answers=PARTLY, **life.next())

    assert (life.case.state, life.case.round) == (S.REOPENED, 2)
    assert Rating.objects.get().solved == "partly"


def test_the_second_not_solved_is_a_red_card_and_the_dispatcher_decides():
    life = unsolved_twice()
    assert life.case.state == S.TO_BE_JUDGED
    assert Card.objects.get(colour="red").cause == "unsolved_twice"
    do.grant_reopening(life.by("派单员"), text="确实没有修好", **life.next())

    assert (life.case.state, life.case.round) == (S.REOPENED, 3)


def test_the_third_not_solved_goes_to_the_county_whose_decision_sets_the_date():
    life = unsolved_twice()
    do.grant_reopening(life.by("派单员"), text="确实没有修好", **life.next())
    send_again(life)
    life.unsolved()
    with pytest.raises(StepNotAllowed):
        do.grant_reopening(life.by("派单员"), text="再办一次", **life.next())
    do.escalate_round(life.by("派单员"), text="三次没有解决", **life.next())
    assert life.case.state == S.ESCALATED
    decision = do.Decision("住建牵头改造", life.town.body("住建"), 10)
    do.decide_escalation(life.by("指挥长"), decision=decision, **life.next())

    assert (life.case.state, life.case.lead_body_id) == (S.IN_HANDLING, life.town.body("住建"))
    assert told_to(life)[-1] == "escalation_decided"


def test_nobody_answers_three_calls_on_two_days_it_is_closed_not_rated():
    life = begin(S.TO_BE_JUDGED)
    for _nth in range(2):
        do.record_call(life.by("回访员"), way="phone", reached=False, **life.next())
    with pytest.raises(TriesExhausted):
        do.record_call(life.by("回访员"), way="phone", reached=False, **life.next())
    life.wait(days=1)
    do.record_call(life.by("回访员"), way="phone", reached=False, **life.next())
    life.wait(days=8)

    assert life.case.state == S.CLOSED
    assert list(Rating.objects.values_list("rated", "solved", "satisfied")) == [(False, "", "")]
    assert told_to(life)[-1] == "closed_unrated"


def test_nobody_ever_called_the_desk_gets_two_days_more_before_it_is_closed():
    life = begin(S.TO_BE_JUDGED)
    first = due(life, "callback")
    life.at = first
    life.wait(minutes=1)

    assert life.case.state == S.TO_BE_JUDGED
    assert due(life, "callback") > first
    assert "callback_due" in told_to(life, who="staff")


def test_the_result_was_not_true_a_red_card_and_back_to_work():
    life = begin(S.HANDED_IN)
    do.reject_result(life.by("派单员"), rejection="untrue", text="现场没有动过", **life.next())

    assert life.case.state == S.IN_HANDLING
    assert Card.objects.get().cause == "untrue"
    assert "answered" not in told_to(life)
    assert told_to(life)[-1] == "sent_back"
    assert "没有通过，因为与实际情况不符" in box("case", life.case_id)[-1].text


def test_the_grid_worker_finds_it_not_done():
    life = begin(S.SITE_CHECK)
    do.fail_site_check(life.by("网格员"), text="还有一堆", **life.next())
    assert (life.case.state, life.case.handed_in_at) == (S.IN_HANDLING, None)

    live_on(life, "hand_in", "approve", "solved")
    assert life.case.state == S.CLOSED


def test_it_came_back_within_fifteen_days_and_is_opened_again_though_it_was_rated():
    life = begin(S.CLOSED)
    life.wait(days=14)
    do.reopen(life.by("张先生"), reason="came_back", text="又堆满了", **life.next())

    assert (life.case.state, life.case.round) == (S.REOPENED, 2)


def test_after_fifteen_days_it_is_told_to_be_reported_anew():
    life = begin(S.CLOSED)
    life.wait(days=16)

    with pytest.raises(WindowOver):
        do.reopen(life.by("张先生"), reason="came_back", text="又堆满了", **life.next())
    assert "reopen" not in steps_of(life)


def test_an_explanation_that_the_resident_takes_closes_as_explained_not_as_solved():
    life = begin(S.IN_HANDLING)
    life.hand_in(kind="explained", text="按规定不能在这里设点。", basis="市容条例第 20 条")
    life.approve()
    taken = do.Answers(contacted=True, solved="no", satisfied="mostly", accepts=True)
    do.rate(life.by("张先生"), answers=taken, **life.next())

    assert (life.case.state, life.case.result_kind) == (S.CLOSED, "explained")
    assert Rating.objects.get().solved == "no"


def test_whoever_joined_and_whoever_was_merged_is_answered_and_judges_alone():
    """李阿姨's own report was merged into that of 王先生; hers is not solved, and hers alone is opened again."""
    life = begin(S.ACCEPTED, by="李阿姨")
    main = begin(S.IN_HANDLING, town=life.town, by="王先生")
    life.at = main.at = max(life.at, main.at)
    do.merge(life.by("派单员"), main_id=main.case_id, text="同一处垃圾", **life.next())
    main.at = life.at + timedelta(minutes=1)
    live_on(main, "hand_in", "approve")
    do.rate(life.by("王先生"), answers=ALL_WELL, **main.next())
    life.at = main.at
    do.rate(life.by("李阿姨"), answers=NOT_SOLVED, **life.next())

    assert told_to(life).count("merged_answered") == 1
    assert (main.case.state, life.case.state) == (S.CLOSED, S.REOPENED)
    assert life.case.merged_into_id is None


def test_wrongly_merged_it_goes_its_own_way_again():
    life = begin(S.MERGED)
    do.unmerge(life.by("派单员"), text="不是同一处", **life.next())

    assert (life.case.state, life.case.merged_into_id) == (S.ACCEPTED, None)
    assert told_to(life)[-2:] == ["merged", "unmerged"]
