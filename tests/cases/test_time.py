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
from huying.kernel.errors import Invalid
from huying.notices.public import box
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


COLUMNS = ("accept", "accept_phone", "dispatch", "sign", "contact", "finish", "extension", "return_window", "progress")
C4 = {
    "E": "5 minute | – | 5 minute | 15 minute | 30 minute | 2 hour | – | 15 minute | 2 hour",
    "U": "15 minute | – | 15 minute | 30 minute | 2 hour | 24 hour | 24 hour | 30 minute | –",
    "C": "1 wh | – | 4 wh | 4 wh | – | 1 wd | 2 wd | 4 wh | –",
    "G": "4 wh | 2 hour | 4 wh | 1 wd | 24 hour | 5 wd | 10 wd | 1 wd | –",
    "X": "4 wh | 2 hour | 1 wd | 1 wd | 24 hour | 15 wd | 15 wd | 2 wd | –",
    "L": "4 wh | 2 hour | 4 wh | 1 wd | 24 hour | 20 wd | 20 wd | 2 wd | 5 wd",
}
"""The table of C.4, as it is read. An enquiry is answered “at once”: it may wait an hour of work at most.
wh: hours of work, wd: working days; the others run day and night."""


def test_every_class_has_the_limits_of_the_table():
    assert set(DEFAULTS) == set(CLASSES)
    written = {
        klass: " | ".join(" ".join(map(str, table.get(name, ("–",)))) for name in COLUMNS)
        for klass, table in DEFAULTS.items()
    }
    assert {klass: row.replace("work_hour", "wh").replace("work_day", "wd") for klass, row in written.items()} == C4
    assert DEFAULTS["X"]["plan"] == (5, "work_day")
    assert [name for name, table in DEFAULTS.items() if "plan" in table] == ["X"]


LAW = "1401"


@pytest.mark.parametrize(
    ("category", "klass", "first", "second"),
    [
        (GAS, "E", on(21, 1, 5), on(21, 2, 35)),  # at night too, each two hours after the last word
        (LAW, "L", on(27, 17, 30), None),  # told once, at five working days
    ],
)
def test_progress_is_told_every_two_hours_in_danger_and_at_five_working_days_by_law(category, klass, first, second):
    town = settle()
    at = on(20, 23, 5) if klass == "E" else on(20, 9)
    life = Life(town, a_case(town, in_state=S.ACCEPTED, at=at - timedelta(minutes=2), category_code=category).pk, at)
    if life.case.klass != klass:
        change = do.Reclassification("new_facts", klass=klass)
        do.reclassify(life.by("派单员"), case_id=life.case_id, change=change, at=at)
    do.dispatch(life.by("派单员"), case_id=life.case_id, sending=life.sending(), at=at)
    do.sign(life.unit("经办"), case_id=life.case_id, at=at + timedelta(minutes=1))
    assert clock(life.case, "progress").due_at == first

    told = at + timedelta(minutes=90)
    do.report_progress(life.unit("经办"), case_id=life.case_id, text="阀门已关，正在换管", at=told)

    running = timing.live_clock(life.case, "progress")
    assert (running.due_at if running else None) == second
    assert box("case", life.case_id)[-1].template == "case.progress"
    if klass == "E":
        run_worker(at=on(21, 2, 36))
        assert Timer.objects.filter(case_id=life.case_id, kind="late", fired_at__gte=second).exists()


WHISTLES = {
    # kind: (the meeting is asked for, the answer is owed, there is to be)
    "W1": (on(17, 15), on(17, 17, 30), on(17, 17, 30)),
    "W2": (on(16, 16), on(16, 12, 4), on(16, 16)),
    "W3": (on(16, 11), on(16, 10, 19), on(16, 11, 4)),
    "W4": (on(18, 10), on(17, 17, 30), on(18, 10)),
}


def test_each_kind_of_whistle_has_its_limits_and_both_clocks_run():
    town = settle()
    for kind, (meet_at, answer, there) in WHISTLES.items():
        life = Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 10, 4))
        call = do.Call(kind, "departments", "3 单元", "需几个部门一起", "条例第五条", (town.body("住建"),), meet_at)
        do.whistle(life.by("统筹员"), case_id=life.case_id, call=call, at=life.at)
        running = Clock.objects.filter(case=life.case, running=True, kind__in=("whistle_answer", "arrival"))
        due = dict(running.values_list("kind", "due_at"))
        assert (kind, due) == (kind, {"whistle_answer": answer, "arrival": there})

    life = Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 10, 4))
    for kind, too_late in (("W1", on(19, 9)), ("W2", on(17, 0, 1)), ("W4", on(19, 9))):
        call = do.Call(kind, "departments", "3 单元", "需几个部门一起", "条例第五条", (town.body("住建"),), too_late)
        with pytest.raises(Invalid) as refused:
            do.whistle(life.by("统筹员"), case_id=life.case_id, call=call, at=life.at)
        assert set(refused.value.fields) == {"meet_at"}


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
