"""Limits and clocks: the vectors of the domain, stops and goes, extensions, halves, a year not yet published."""

from datetime import date, datetime, timedelta

import pytest

from huying.calendars.public import Limit, calendar
from huying.cases import actions as do
from huying.cases import timing
from huying.cases.errors import OnceOnly
from huying.cases.limits import DEFAULTS, half_of, limits_for
from huying.cases.models import Clock, SlaRule, Timer
from huying.cases.states import S
from huying.cases.words import CLASSES
from tests.cases.makers import (
    GAS,
    HUAYUAN,
    LIFT,
    MONDAY,
    NOISE,
    Life,
    Settled,
    a_case,
    on,
    run_worker,
    settle,
)

pytestmark = pytest.mark.django_db


def clock(case, kind: str = "finish") -> Clock:
    found = timing.live_clock(case, kind)
    assert found is not None
    return found


def sent_at(town: Settled, at: datetime, **given) -> Life:
    """A case whose order went out exactly then."""
    life = Life(town, a_case(town, in_state=S.ACCEPTED, at=at - timedelta(minutes=2), **given).pk, at)
    do.dispatch(town.actor("派单员"), case_id=life.case_id, sending=life.sending(), at=at)
    return life


def test_class_g_dispatched_monday_nine_is_due_on_the_next_monday_at_half_past_five():
    life = sent_at(settle(), on(16))

    assert clock(life.case).due_at == on(23, 17, 30)


def test_class_g_dispatched_friday_four_is_due_on_the_next_friday():
    life = sent_at(settle(), on(20, 16))

    assert clock(life.case).due_at == on(27, 17, 30)


def test_a_worked_saturday_counts():
    """The 10th of October 2026 is a worked Saturday."""
    assert calendar().is_working_day(date(2026, 10, 10))
    start = datetime(2026, 10, 8, 16, tzinfo=MONDAY.tzinfo)

    assert timing.due_of(start, Limit(2, "work_day")) == datetime(2026, 10, 10, 17, 30, tzinfo=MONDAY.tzinfo)


def test_stopped_wednesday_ten_with_27_hours_left_and_gone_on_friday_three():
    """The vector of C.4: due on Thursday of the next week at 14:00."""
    case = sent_at(settle(), on(16)).case

    timing.stop(case, "finish", at=on(18, 10))
    assert clock(case).seconds_left == 27 * 3600
    timing.go_on(case, "finish", at=on(20, 15))

    assert clock(case).due_at == on(26, 14)


def test_three_quarters_of_the_limit_warn():
    case = sent_at(settle(), on(16)).case

    found = clock(case)
    whole = calendar().working_seconds(found.started_at, found.due_at)
    assert calendar().working_seconds(found.started_at, found.warn_at) == pytest.approx(whole * 3 / 4, abs=1)


@pytest.mark.parametrize(
    ("category", "sign", "contact", "finish"),
    [
        (GAS, timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=2)),
        ("010203", timedelta(minutes=30), timedelta(hours=2), timedelta(hours=24)),
    ],
)
def test_urgent_classes_run_day_and_night(category, sign, contact, finish):
    """Sent on a Saturday night."""
    case = sent_at(settle(), on(21, 23), category_code=category).case

    due = {kind: clock(case, kind).due_at - on(21, 23) for kind in ("sign", "contact", "finish")}
    assert due == {"sign": sign, "contact": contact, "finish": finish}


def test_a_complex_case_has_fifteen_days_and_a_plan_by_day_five():
    case = sent_at(settle(), on(2), category_code=HUAYUAN).case

    assert case.klass == "X"
    assert clock(case).due_at == on(23, 17, 30)
    assert clock(case, "plan").due_at == on(9, 17, 30)


def test_every_class_has_the_limits_of_the_table():
    assert set(DEFAULTS) == set(CLASSES)
    needed = {"accept", "dispatch", "sign", "finish", "return_window", "callback", "objection", "archive"}
    assert all(needed <= set(table) for table in DEFAULTS.values())
    assert "extension" not in DEFAULTS["E"]
    assert "contact" not in DEFAULTS["C"]


@pytest.mark.parametrize(
    ("klass", "limit", "half"),
    [
        ("G", Limit(5, "work_day"), Limit(3, "work_day")),
        ("X", Limit(15, "work_day"), Limit(8, "work_day")),
        ("C", Limit(1, "work_day"), Limit(1, "work_day")),
        ("E", Limit(2, "hour"), Limit(2, "hour")),
        ("U", Limit(24, "hour"), Limit(24, "hour")),
        ("G", Limit(4, "work_hour"), Limit(1, "work_day")),
    ],
)
def test_rework_gets_half_at_least_a_working_day_and_urgent_ones_their_full_limit(klass, limit, half):
    assert half_of(limit, klass) == half


def test_the_most_particular_rule_holds_from_its_day_on():
    town = settle()
    asked = {"klass": "G", "category_code": "030101", "area_id": town.grid.pk, "area_path": town.grid.path}
    SlaRule.objects.create(klass="G", limits={"finish": [3, "work_day"]}, valid_from=date(2026, 1, 1))
    SlaRule.objects.create(
        klass="G", category_code="0301", limits={"finish": [4, "work_hour"]}, valid_from=date(2026, 11, 10)
    )

    assert limits_for(**asked, on=date(2025, 12, 31)).need("finish") == Limit(5, "work_day")
    assert limits_for(**asked, on=date(2026, 11, 9)).need("finish") == Limit(3, "work_day")
    assert limits_for(**asked, on=date(2026, 11, 10)).need("finish") == Limit(4, "work_hour")
    assert limits_for(**asked, on=date(2026, 11, 10)).need("sign") == Limit(1, "work_day")


def test_a_higher_urgency_never_moves_the_limit_later():
    town = settle()
    life = sent_at(town, on(16))
    before = clock(life.case).due_at

    change = do.Reclassification("more_urgent", klass="U")
    do.reclassify(town.actor("派单员"), case_id=life.case_id, change=change, at=on(20, 10))

    assert clock(life.case).due_at == on(17)
    assert clock(life.case).due_at < before


def test_a_wrong_class_is_counted_again_from_the_first_dispatch():
    town = settle()
    life = sent_at(town, on(16))

    change = do.Reclassification("less_urgent", klass="X")
    do.reclassify(town.actor("派单员"), case_id=life.case_id, change=change, at=on(18, 10))

    assert clock(life.case).due_at == timing.due_of(on(16), Limit(15, "work_day"))


def test_an_extension_counts_from_the_old_end_and_only_once():
    town = settle()
    life = sent_at(town, on(16))
    life.at = on(16, 10)
    life.sign()
    do.ask_extension(town.actor("城管负责人"), case_id=life.case_id, amount=3, text="等配件", at=on(18))
    do.decide_extension(town.actor("派单员"), case_id=life.case_id, agreed=True, text="", at=on(18, 10))

    assert clock(life.case).due_at == on(26, 17, 30)
    with pytest.raises(OnceOnly):
        do.ask_extension(town.actor("城管负责人"), case_id=life.case_id, amount=1, text="还要等", at=on(19))


def test_a_limit_in_a_year_not_yet_published_is_provisional_and_recounted():
    town = settle()
    case = sent_at(town, datetime(2026, 12, 28, 10, tzinfo=MONDAY.tzinfo), category_code=NOISE).case

    assert calendar().is_provisional(2027)
    assert clock(case).provisional
    assert case.provisional is False or case.due_at == clock(case).due_at


def test_words_and_notes_move_no_clock():
    town = settle()
    case = sent_at(town, on(16)).case
    before = list(Clock.objects.filter(case=case).order_by("pk").values())
    timers = list(Timer.objects.filter(case=case).order_by("pk").values())

    do.add_words(town.actor("张先生"), case_id=case.pk, text="今天又闻到味道", at=on(17))
    do.write_note(town.actor("派单员"), case_id=case.pk, text="已电话催问", at=on(17, 11))

    assert list(Clock.objects.filter(case=case).order_by("pk").values()) == before
    assert list(Timer.objects.filter(case=case).order_by("pk").values()) == timers


def test_a_case_nobody_took_is_late_too():
    town = settle()
    case = a_case(town, category_code=LIFT)

    run_worker(at=on(16, 9, 30))

    assert Timer.objects.filter(case=case, kind="late", fired_at__isnull=False).exists()


@pytest.mark.django_db
def test_while_a_result_is_read_the_unit_owes_no_call_and_owes_it_again_when_the_result_comes_back():
    town = settle()
    life = Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 10))
    running = Clock.objects.filter(case_id=life.case_id, running=True).values_list("kind", flat=True)
    assert "contact" in set(running.all())

    life.hand_in()
    assert set(running.all()) == {"result_review"}
    do.reject_result(life.by("派单员"), rejection="empty", text="请写清做了什么", **life.next())

    assert {"finish", "contact"} <= set(running.all())
