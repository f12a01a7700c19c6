"""Dispatch and the unit's work: guards of orders, returns, contact, parts, more time, suspension, whistles."""

from datetime import date, timedelta

import pytest

from huying.cases import actions as do
from huying.cases import timing
from huying.cases.errors import (
    ConflictOfInterest,
    NotMergeable,
    OnceOnly,
    PartsOpen,
    ReturnRefused,
    SafetyOfOthers,
    TooLong,
    UrgentNotAllowed,
    WindowOver,
)
from huying.cases.models import Card, WorkOrder
from huying.cases.states import S
from huying.duties.public import NotOnTheList, explained, open_proposals
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.errors import Invalid, NotFound
from tests.cases.makers import GAS, LIFT, RUBBISH, STALLS, Life, a_case, filed, fresh, on, run_worker, settle

pytestmark = pytest.mark.django_db


def send(town, case, unit: str, **given):
    sending = do.Sending(town.body(unit), **{"by_phone": True, **given})
    return do.dispatch(town.actor("派单员"), case_id=case.pk, sending=sending, at=on(16, 10))


def test_the_order_keeps_why_this_unit_and_until_when():
    town = settle()
    case = a_case(town, in_state=S.DISPATCHED)

    order = WorkOrder.objects.get(case=case)
    assert (order.body_id, order.limit_text) == (town.body("城管"), "5 work_day")
    assert order.finish_due_at == timing.live_clock(case, "finish").due_at
    assert "生活垃圾清运" in explained(order.why).reason
    assert order.list_item_id


def test_another_unit_than_the_suggested_needs_a_reason():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)

    with pytest.raises(Invalid) as refused:
        send(town, case, "住建")
    assert "reason" in refused.value.fields
    send(town, case, "住建", reason="现场是在建工地")
    assert fresh(case).lead_body_id == town.body("住建")


def test_a_community_never_leads_what_is_not_on_its_list():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)

    with pytest.raises(NotOnTheList) as refused:
        send(town, case, "社区", reason="社区近，让社区去办")

    assert refused.value.facts["nearest"]["body_id"] == town.body("城管")


def test_nobody_answers_a_complaint_about_themselves():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED, target_body_id=town.body("城管"))

    with pytest.raises(ConflictOfInterest):
        send(town, case, "城管", reason="本来就是他们的职责")


def test_urgent_ones_go_by_telephone_too_and_are_not_consulted():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED, category_code=GAS)

    with pytest.raises(Invalid) as refused:
        send(town, case, "城管", by_phone=False)
    assert "by_phone" in refused.value.fields
    with pytest.raises(UrgentNotAllowed):
        do.consult(town.actor("派单员"), case_id=case.pk, text="与住建商量", at=on(16, 10))


def test_an_accepted_return_gives_the_new_unit_its_full_limits():
    town = settle()
    case = a_case(town, in_state=S.RETURNED)

    sending = do.Sending(town.body("住建"), reason="按清单属住建", by_phone=True)
    do.accept_return(town.actor("派单员"), case_id=case.pk, sending=sending, text="有理", at=on(17))

    order = WorkOrder.objects.get(case=case, closed_at=None)
    assert (order.body_id, order.hop) == (town.body("住建"), 2)
    assert order.finish_due_at == on(24, 17, 30)
    assert not Card.objects.filter(case=case).exists()


def test_a_rejected_return_goes_on_with_the_time_used_and_a_yellow_card():
    town = settle()
    case = a_case(town, in_state=S.RETURNED)
    left = timing.live_clock(case, "finish").seconds_left

    do.reject_return(town.actor("派单员"), case_id=case.pk, text="清单写明是城管", at=on(16, 11))

    clock = timing.live_clock(case, "finish")
    assert timing.seconds_between(clock, on(16, 11), clock.due_at) == left
    assert Card.objects.get(case=case).cause == "bad_return"


def test_returns_pause_the_finish_for_one_working_day_at_most():
    town = settle()
    case = a_case(town, in_state=S.RETURNED)

    assert timing.live_clock(case, "finish").running is False
    run_worker(at=on(18, 9))

    assert fresh(case).state == S.RETURNED
    assert timing.live_clock(case, "finish").running is True


def test_the_second_return_goes_to_the_adjudicator_and_then_there_is_none():
    town = settle()
    life = Life(town, a_case(town, in_state=S.RETURNED).pk, on(16, 11))
    do.reject_return(town.actor("派单员"), case_id=life.case_id, text="清单写明是城管", at=on(16, 11))
    life.return_order()
    with pytest.raises(ReturnRefused):
        do.reject_return(town.actor("派单员"), case_id=life.case_id, text="还是城管的事", at=on(16, 12))
    do.refer_dispute(town.actor("派单员"), case_id=life.case_id, text="", at=on(16, 12))

    sending = do.Sending(town.body("住建"), by_phone=True)
    given = {"sending": sending, "ruling_ref": "裁〔2026〕1 号", "text": "按清单由住建主办"}
    do.adjudicate(town.actor("裁定员"), case_id=life.case_id, **given, at=on(17))

    assert timing.live_clock(life.case, "finish").due_at == on(24, 17, 30)
    assert [one.lead_body_id for one in open_proposals(SYSTEM)] == [town.body("住建")]
    life.at = on(17, 10)
    with pytest.raises(ReturnRefused):
        life.return_order()


def test_a_return_names_clause_and_unit_within_its_window():
    town = settle()
    case = a_case(town, in_state=S.DISPATCHED)
    for given, field in (
        (do.Return("not_ours", "", "不属本单位职责", town.body("住建")), "clause"),
        (do.Return("not_ours", "第 3 条", "不属本单位职责", None), "suggested_body_id"),
        (do.Return("whim", "第 3 条", "不属本单位职责", town.body("住建")), "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            do.return_order(town.actor("城管负责人"), case_id=case.pk, given=given, at=on(16, 10))
        assert field in refused.value.fields
    late = do.Return("not_ours", "第 3 条", "不属本单位职责", town.body("住建"))
    with pytest.raises(ReturnRefused):
        do.return_order(town.actor("城管负责人"), case_id=case.pk, given=late, at=on(17, 18))


def test_two_tries_apart_count_as_contact_and_one_does_not():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    handler = town.actor("城管经办")

    do.log_contact(handler, case_id=case.pk, way="phone", reached=False, text="", at=on(16, 10))
    do.log_contact(handler, case_id=case.pk, way="phone", reached=False, text="", at=on(16, 10, 5))
    assert timing.live_clock(case, "contact") is not None
    do.log_contact(handler, case_id=case.pk, way="phone", reached=False, text="", at=on(16, 11))

    assert timing.live_clock(case, "contact") is None


def test_a_result_waits_for_the_co_handlers():
    town = settle()
    life = Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 11))
    helper = do.HelperPart(town.body("住建"), "查看管线")
    part = do.add_helper(town.actor("城管负责人"), case_id=life.case_id, helper=helper, working_days=30, at=on(16, 11))

    assert part.due_at == timing.live_clock(life.case, "finish").due_at
    with pytest.raises(PartsOpen):
        life.hand_in()
    do.return_part(town.actor("住建经办"), case_id=life.case_id, text="管线没有问题", at=on(17))
    life.at = on(17)
    life.hand_in()
    with pytest.raises(NotFound):
        do.write_note(town.actor("住建经办"), case_id=life.case_id, text="再看看", at=on(18))


def test_more_time_is_asked_before_the_limit_and_within_what_the_class_allows():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    lead = town.actor("城管负责人")

    with pytest.raises(TooLong):
        do.ask_extension(lead, case_id=case.pk, amount=11, text="等配件到货", at=on(17))
    with pytest.raises(WindowOver):
        do.ask_extension(lead, case_id=case.pk, amount=3, text="等配件到货", at=on(24))
    urgent = a_case(town, in_state=S.IN_HANDLING, category_code=GAS)
    with pytest.raises(OnceOnly):
        do.ask_extension(lead, case_id=urgent.pk, amount=1, text="等配件到货", at=on(16, 9, 10))


def test_a_suspension_needs_a_listed_reason_a_near_review_and_ends_by_itself():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    lead = town.actor("城管负责人")
    for pause, field in (
        (do.Pause("busy", "太忙了没空", "有空", date(2026, 12, 1)), "reason"),
        (do.Pause("season", "要等天暖", "回暖", date(2026, 12, 30)), "review_on"),
    ):
        with pytest.raises(Invalid) as refused:
            do.ask_suspension(lead, case_id=case.pk, pause=pause, at=on(17))
        assert field in refused.value.fields

    suspended = a_case(town, in_state=S.SUSPENDED)
    left = timing.live_clock(suspended, "finish").seconds_left
    run_worker(at=on(40, 9, 1))
    assert fresh(suspended).state == S.IN_HANDLING
    clock = timing.live_clock(suspended, "finish")
    assert timing.seconds_between(clock, on(40), clock.due_at) == left


def test_a_suspension_is_180_days_in_all():
    town = settle()
    life = Life(town, a_case(town, in_state=S.SUSPENDED).pk, on(16, 12))
    for _nth in range(6):
        life.at += timedelta(days=23)
        given = {"review_on": (life.at + timedelta(days=29)).date(), "text": "条件仍未具备"}
        do.prolong_suspension(town.actor("派单员"), case_id=life.case_id, at=life.at, **given)

    life.at += timedelta(days=28)
    given = {"review_on": (life.at + timedelta(days=29)).date(), "text": "条件仍未具备"}
    with pytest.raises(TooLong):
        do.prolong_suspension(town.actor("派单员"), case_id=life.case_id, at=life.at, **given)


def test_a_whistle_calls_departments_with_clocks_and_both_sides_are_rated():
    town = settle()
    case = a_case(town, in_state=S.ESCALATED)
    do.answer_whistle(town.actor("住建经办"), case_id=case.pk, coming=True, text="", at=on(16, 10))
    do.arrive(town.actor("住建经办"), case_id=case.pk, at=on(16, 12), rating_of_caller=4)

    decision = do.Decision("由城管牵头，住建配合", town.body("城管"), 8, ratings=((town.body("住建"), 5),))
    do.decide_escalation(town.actor("统筹员"), case_id=case.pk, decision=decision, at=on(16, 14))

    arrival = case.whistles.get().arrivals.get()
    assert (arrival.rating_by_caller, case.whistles.get().caller_rating) == (5, 4)
    assert timing.live_clock(case, "finish").due_at == on(26, 17, 30)
    assert fresh(case).state == S.IN_HANDLING


def test_both_sides_of_a_whistle_are_rated_on_the_page(client_as):
    """003-14: the departments say how they were called, the caller how each of them came."""
    town = settle()
    case, unit = a_case(town, in_state=S.ESCALATED), town.body("住建")
    address = f"/desk/cases/{case.number}/"
    do.answer_whistle(town.actor("住建经办"), case_id=case.pk, coming=True, text="", at=on(16, 10))
    came = client_as(town.actor("住建经办")).post(f"{address}arrive/", {"rating_of_caller": "4"})
    desk = client_as(town.actor("统筹员"))
    page = desk.get(address).content.decode()
    decision = {"lead_body_id": town.body("城管"), "working_days": 8, "text": "由城管牵头，住建配合"}
    wrong = desk.post(f"{address}decide_escalation/", {**decision, f"rating_{unit}": "9"})
    done = desk.post(f"{address}decide_escalation/", {**decision, f"rating_{unit}": "5"}, follow=True).content.decode()

    assert (came.status_code, wrong.status_code) == (302, 422)
    assert "区住建局应哨怎样（1–5 分，可不评）" in page
    arrival = case.whistles.get().arrivals.get()
    assert (arrival.rating_by_caller, case.whistles.get().caller_rating) == (5, 4)
    assert "应哨 5 分" in done
    assert "对吹哨 4 分" in done


def test_a_refused_whistle_is_told_to_the_county_and_the_round_can_go_up():
    town = settle()
    case = a_case(town, in_state=S.ESCALATED)
    do.answer_whistle(town.actor("住建经办"), case_id=case.pk, coming=False, text="人手都在外面", at=on(16, 10))
    do.raise_level(town.actor("统筹员"), case_id=case.pk, text="街道叫不来部门", at=on(16, 11))
    do.raise_level(town.actor("指挥长"), case_id=case.pk, text="要开专题会", at=on(16, 12))

    assert case.escalations.get().level == "meeting"
    with pytest.raises(Invalid):
        do.raise_level(town.actor("指挥长"), case_id=case.pk, text="还要再往上", at=on(16, 13))


def test_merging_answers_each_and_undoing_restores_the_time():
    town = settle()
    merged = a_case(town, in_state=S.MERGED)
    main = merged.merged_into
    with pytest.raises(NotMergeable):
        do.merge(town.actor("派单员"), case_id=main.pk, main_id=merged.pk, text="反过来并", at=on(16, 10))
    life = Life(town, main.pk, on(16, 11))
    life.hand_in()
    life.approve()

    assert fresh(merged).state == S.TO_BE_JUDGED
    assert fresh(merged).lead_body_id == main.lead_body_id

    wrong = a_case(town, in_state=S.MERGED, at=on(17))
    do.unmerge(town.actor("派单员"), case_id=wrong.pk, text="不是同一处", at=on(18))
    assert fresh(wrong).state == S.ACCEPTED
    clock = timing.live_clock(wrong, "dispatch")
    assert timing.seconds_between(clock, on(18), clock.due_at) < 4 * 3600


def test_a_split_matter_keeps_reporter_and_filing_time():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)

    second = do.SecondMatter("另外楼下有流动摊贩占道", STALLS)
    child = do.split(town.actor("派单员"), case_id=case.pk, second=second, at=on(17))

    assert (child.filed_at, child.split_from_id, child.state) == (case.filed_at, case.pk, S.SUBMITTED)
    assert child.reporters.get().account_id == case.filed_by_id
    assert timing.live_clock(child, "accept").started_at == on(17)


def test_what_was_split_off_an_anonymous_case_is_opened_by_the_same_code(client_as):
    """The old code is all that an anonymous reporter has; somebody who joined does not come in by it."""
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED, confidentiality="P2", consent_version="")
    second = do.SecondMatter("另外楼下有流动摊贩占道", STALLS)
    child = do.split(town.actor("派单员"), case_id=case.pk, second=second, at=on(17))
    holder, stranger = (client_as(Actor("guest", keys=(f"case:{key}",))) for key in (case.pk, case.pk + 1000))

    old = holder.get(f"/c/{case.number}/")
    assert child.number in old.content.decode()
    assert "流动摊贩" in holder.get(f"/c/{child.number}/").content.decode()
    assert stranger.get(f"/c/{child.number}/").status_code == 404


def test_an_urgent_case_can_be_withdrawn_unless_others_are_in_danger():
    town = settle()
    case = filed(town, category_code=LIFT, safety_of_others=True).case

    with pytest.raises(SafetyOfOthers):
        do.withdraw(town.actor("张先生"), case_id=case.pk, at=on(16, 10))
    do.step_back(town.actor("张先生"), case_id=case.pk, at=on(16, 11))

    assert fresh(case).state == S.SUBMITTED
    assert case.reporters.get().left_at is not None


def test_a_wrong_category_is_put_right_with_its_class():
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED, category_code=RUBBISH)

    change = do.Reclassification("wrong_category", category_code="0404")
    do.reclassify(town.actor("派单员"), case_id=case.pk, change=change, at=on(16, 10))

    assert (fresh(case).category_code, fresh(case).klass) == ("0404", "E")
