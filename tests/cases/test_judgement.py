"""Results, checks, call-backs, ratings, rounds, ends, cards and the archive."""

from datetime import date, timedelta

import pytest

from huying.cases import actions as do
from huying.cases import timing
from huying.cases.actions.endings import links_to_rate
from huying.cases.errors import (
    AlreadyRated,
    CheckNeeded,
    ConsentNeeded,
    LinkUsed,
    TriesExhausted,
    WindowOver,
)
from huying.cases.models import Card, Rating
from huying.cases.queries import open_matters_for_all
from huying.cases.states import S
from huying.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, StepNotAllowed
from huying.kernel.journal import story
from tests.cases.makers import ALL_WELL, NOISE, NOT_SOLVED, PARTLY, Life, Settled, a_case, fresh, on, run_worker, settle
from tests.organisations.makers import an_actor

pytestmark = pytest.mark.django_db


def again(life: Life) -> None:
    """One more round up to the question."""
    life.at += timedelta(hours=1)
    do.redispatch(life.by("派单员"), sending=life.sending(), **life.next())
    for step in ("sign", "hand_in", "approve"):
        getattr(life, step)()


def judged(town: Settled) -> Life:
    return Life(town, a_case(town, in_state=S.TO_BE_JUDGED).pk, on(16, 12))


def test_a_kind_marked_for_the_spot_is_looked_at_before_approval():
    town = settle()
    case = a_case(town, in_state=S.HANDED_IN)
    assert case.on_site_check

    with pytest.raises(CheckNeeded):
        do.approve_result(town.actor("派单员"), case_id=case.pk, at=on(16, 12))


def test_a_failed_check_goes_back_with_the_time_used():
    town = settle()
    case = a_case(town, in_state=S.SITE_CHECK)
    left = timing.live_clock(case, "finish").seconds_left

    do.fail_site_check(town.actor("网格员"), case_id=case.pk, text="还有一堆", at=on(17))

    clock = timing.live_clock(case, "finish")
    assert timing.seconds_between(clock, on(17), clock.due_at) == left
    assert fresh(case).state == S.IN_HANDLING


def test_an_untrue_result_is_a_red_card_on_the_unit():
    town = settle()
    case = a_case(town, in_state=S.HANDED_IN)

    do.reject_result(town.actor("派单员"), case_id=case.pk, rejection="untrue", text="照片是去年的", at=on(17))

    card = Card.objects.get(case=case)
    assert (card.colour, card.cause, card.body_id) == ("red", "untrue", town.body("城管"))
    assert not any("account" in f.name or f.name in ("person", "by") for f in Card._meta.get_fields())


def test_a_lifted_card_says_why():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    run_worker(at=on(23, 17, 31))
    card = Card.objects.get(case=case, colour="red")

    given = {"card_id": card.pk, "reason": "force_majeure", "text": "连续暴雨，气象台有证明"}
    do.lift_card(town.actor("考评员"), case_id=case.pk, **given, at=on(24))

    card.refresh_from_db()
    assert card.lifted_reason == "force_majeure"
    with pytest.raises(NotAllowed):
        do.lift_card(town.actor("督办员"), case_id=case.pk, **given, at=on(24))


def test_the_first_unsolved_reopens_the_second_asks_the_third_escalates():
    town = settle()
    life = judged(town)

    life.unsolved()
    assert (life.case.state, life.case.round) == (S.REOPENED, 2)
    again(life)
    life.unsolved()
    assert life.case.state == S.TO_BE_JUDGED
    assert Card.objects.filter(case=life.case, cause="unsolved_twice").exists()
    with pytest.raises(StepNotAllowed):
        do.escalate_round(life.by("派单员"), text="还早", **life.next())
    do.grant_reopening(life.by("派单员"), text="同意", **life.next())
    again(life)
    life.unsolved()
    with pytest.raises(StepNotAllowed):
        do.grant_reopening(life.by("派单员"), text="再来一次", **life.next())
    do.escalate_round(life.by("派单员"), text="三次没解决", **life.next())

    assert (life.case.state, life.case.round) == (S.ESCALATED, 4)


def test_rework_has_half_of_the_limit():
    town = settle()
    life = judged(town)
    life.unsolved()

    do.redispatch(life.by("派单员"), sending=life.sending(), **life.next())

    assert timing.live_clock(life.case, "finish").due_at == on(19, 17, 30)


def test_partly_solved_reopens_only_when_more_is_wanted():
    town = settle()
    wants, content = judged(town), judged(town)

    do.rate(town.actor("张先生"), case_id=wants.case_id, answers=PARTLY, at=on(17))
    enough = do.Answers(True, "partly", "mostly")
    do.rate(town.actor("张先生"), case_id=content.case_id, answers=enough, at=on(17))

    assert (wants.case.state, content.case.state) == (S.REOPENED, S.CLOSED)


def test_nobody_of_the_handling_unit_calls_back():
    town = settle()
    life = judged(town)
    own = an_actor("callback", town.county, body=town.bodies["城管"])

    with pytest.raises(DomainError) as refused:
        do.record_call(own, case_id=life.case_id, way="phone", reached=True, answers=ALL_WELL, at=on(17))

    assert refused.value.code in ("not_found", "not_allowed")
    assert not Rating.objects.filter(case_id=life.case_id).exists()


def test_three_tries_on_two_days_at_most():
    town = settle()
    life = judged(town)
    desk = town.actor("回访员")

    for hour in (10, 11):
        do.record_call(desk, case_id=life.case_id, way="phone", reached=False, at=on(17, hour))
    with pytest.raises(TriesExhausted):
        do.record_call(desk, case_id=life.case_id, way="phone", reached=False, at=on(17, 15))
    do.record_call(desk, case_id=life.case_id, way="phone", reached=False, at=on(18))
    with pytest.raises(TriesExhausted):
        do.record_call(desk, case_id=life.case_id, way="phone", reached=False, at=on(19))


def test_no_answer_is_not_rated_and_never_satisfied():
    town = settle()
    life = judged(town)
    do.record_call(town.actor("回访员"), case_id=life.case_id, way="phone", reached=False, at=on(17))

    run_worker(at=on(23, 17, 31))

    rating = Rating.objects.get(case_id=life.case_id)
    assert (rating.rated, rating.solved, rating.satisfied) == (False, "", "")
    assert life.case.state == S.CLOSED


def test_a_window_without_one_try_is_prolonged_once():
    town = settle()
    life = judged(town)

    run_worker(at=on(23, 17, 31))
    assert life.case.state == S.TO_BE_JUDGED
    run_worker(at=on(25, 17, 31))
    assert life.case.state == S.CLOSED


def test_a_link_rates_once_and_not_in_the_next_round():
    town = settle()
    life = judged(town)
    token = links_to_rate(life.case, at=on(16, 13))(life.case.reporters.get()).rstrip("/").rsplit("/", 1)[-1]

    do.rate_by_link(token=token, answers=NOT_SOLVED, at=on(17))
    with pytest.raises(LinkUsed):
        do.rate_by_link(token=token, answers=ALL_WELL, at=on(17))

    assert life.case.state == S.REOPENED


def test_a_rating_is_not_the_end_of_the_right_to_reopen():
    """The fifteen days count from the closing, whatever is written later."""
    town = settle()
    case = a_case(town, in_state=S.CLOSED)
    with pytest.raises(AlreadyRated):
        do.rate(town.actor("张先生"), case_id=case.pk, answers=NOT_SOLVED, at=on(17))
    do.add_words(town.actor("张先生"), case_id=case.pk, text="谢谢，再看看", at=on(25))

    with pytest.raises(WindowOver):
        do.reopen(town.actor("张先生"), case_id=case.pk, reason="came_back", text="又堆满了垃圾", at=on(33))
    do.reopen(town.actor("张先生"), case_id=case.pk, reason="came_back", text="又堆满了垃圾", at=on(29))

    assert (fresh(case).state, fresh(case).round) == (S.REOPENED, 2)
    assert story("case", case.pk).last().facts["step"] == "reopen"


def test_an_open_matter_has_a_plan_a_public_line_and_comes_back_on_its_day():
    town = settle()
    case = a_case(town, in_state=S.OPEN_MATTER)

    line = open_matters_for_all().items[0]
    assert (line.text, line.unit, line.review_on) == ("老旧管网待改造", "区住建局", date(2026, 12, 20))
    run_worker(at=on(55))

    assert (fresh(case).state, fresh(case).round) == (S.REOPENED, 2)


def test_a_settled_matter_is_told_and_may_be_rated():
    town = settle()
    case = a_case(town, in_state=S.OPEN_MATTER)

    do.settle_open_matter(town.actor("考评员"), case_id=case.pk, text="已经提前改造完成", at=on(20))
    assert fresh(case).state == S.CLOSED
    do.rate(town.actor("张先生"), case_id=case.pk, answers=ALL_WELL, at=on(21))

    assert Rating.objects.filter(case=case, solved="yes").count() == 1


def test_an_upheld_objection_to_an_ending_goes_on_with_the_time_left():
    town = settle()
    case = a_case(town, in_state=S.TERMINATED)
    left = timing.live_clock(case, "finish").seconds_left
    do.object_to(town.actor("张先生"), case_id=case.pk, text="我在家，没人敲门", at=on(17))

    do.uphold_objection(town.actor("裁定员"), case_id=case.pk, text="记录不足", at=on(18))

    clock = timing.live_clock(case, "finish")
    assert timing.seconds_between(clock, on(18), clock.due_at) == left
    assert fresh(case).orders.filter(closed_at=None).count() == 1


def test_supervision_only_gets_stronger():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    given = {"cause": "harm", "text": "请两日内办结", "working_days": 2}

    do.supervise(town.actor("督办员"), case_id=case.pk, level=2, at=on(17), **given)
    with pytest.raises(Invalid):
        do.supervise(town.actor("督办员"), case_id=case.pk, level=1, at=on(17), **given)
    do.answer_supervision(town.actor("城管负责人"), case_id=case.pk, text="已经安排明天清运", at=on(18))

    assert case.supervise_orders.get().answered_at == on(18)


def test_confidentiality_goes_up_freely_and_down_only_with_consent():
    town = settle()
    case = a_case(town, category_code=NOISE, name="张三", phone="13800001234")
    dpo = town.actor("信息官")

    do.change_confidentiality(dpo, case_id=case.pk, level="P1", at=on(17))
    with pytest.raises(ConsentNeeded):
        do.change_confidentiality(dpo, case_id=case.pk, level="P0", at=on(17))
    do.change_confidentiality(dpo, case_id=case.pk, level="P0", consent=True, text="来电同意", at=on(18))
    do.change_confidentiality(dpo, case_id=case.pk, level="P2", at=on(19))

    case = fresh(case)
    assert (case.filed_by_id, case.reporters.get().record_id) == (None, None)


def test_the_archive_closes_name_and_telephone_for_all_but_the_data_officer():
    town = settle()
    case = a_case(town, in_state=S.CLOSED, name="张三", phone="13800001234")

    run_worker(at=on(50))

    assert fresh(case).state == S.ARCHIVED
    for who in ("受理员", "城管负责人", "回访员"):
        with pytest.raises((NotAllowed, NotFound)):
            do.read_reporter(town.actor(who), case_id=case.pk, at=on(51))
    assert do.read_reporter(town.actor("信息官"), case_id=case.pk, at=on(51))["name"] == "张三"
