"""The working calendar changes while cases are open: what is due moves, once, and those concerned are told why."""

from datetime import date

import pytest

from huying.calendars.actions import PublishedDay, change_day, change_hours, preview, publish_year, restore_day
from huying.calendars.events import WorkDayChanged
from huying.calendars.workcalendar import USUAL_WEEK
from huying.cases.firing import recount_clocks
from huying.cases.handlers import recount_what_moved
from huying.cases.models import Case, Clock
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.kernel.models import JournalRow
from huying.notices.models import Message
from tests.cases.makers import ZONE, Settled, a_case, on, settle

pytestmark = pytest.mark.django_db
NOW = on(16, 11)


@pytest.fixture
def town() -> Settled:
    return settle()


def finish(case: Case) -> Clock:
    return Clock.objects.get(case=case, kind="finish", running=True)


def local(clock: Clock) -> str:
    assert clock.due_at is not None
    return f"{clock.due_at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def news() -> int:
    """What residents and units were told about a moved date."""
    return Message.objects.filter(template__in=["case.calendar_moved", "unit.calendar_moved"]).count()


def test_a_day_off_moves_every_case_due_after_it_and_taking_it_back_moves_them_again(town: Settled) -> None:
    case = a_case(town, in_state=S.IN_HANDLING)
    assert local(finish(case)) == "2026-11-23 17:30"
    change_day(SYSTEM, day=date(2026, 11, 18), works=False, reason="全区停水", at=NOW)
    assert recount_clocks(at=NOW) >= 1
    assert local(finish(case)) == "2026-11-24 17:30"
    told = news()
    assert told == 2  # Mr Zhang, and the unit
    assert recount_clocks(at=NOW) == 0
    assert news() == told
    restore_day(SYSTEM, day=date(2026, 11, 18), reason="取消", at=NOW)
    recount_clocks(at=NOW)
    assert local(finish(case)) == "2026-11-23 17:30"


def test_hours_that_change_move_the_close_of_the_last_day(town: Settled) -> None:
    case = a_case(town, in_state=S.IN_HANDLING)
    early = ((9 * 3600, 12 * 3600), (13 * 3600, 16 * 3600))
    hours = (early, early, early, early, early, (), ())
    change_hours(SYSTEM, valid_from=date(2026, 11, 20), hours=hours, reason="冬季作息", at=NOW)
    recount_clocks(at=NOW)
    assert local(finish(case)) == "2026-11-23 16:00"
    change_hours(SYSTEM, valid_from=date(2026, 11, 20), hours=USUAL_WEEK, reason="恢复", at=NOW)
    recount_clocks(at=NOW)
    assert local(finish(case)) == "2026-11-23 17:30"


def test_a_case_due_in_a_year_not_published_is_provisional_until_the_notice_arrives(town: Settled) -> None:
    case = a_case(town, in_state=S.IN_HANDLING, at=on(59))  # 29 December
    before = finish(case)
    assert before.provisional
    days = [PublishedDay(date(2027, 1, day), False, "元旦") for day in (1, 2, 3)] + [
        PublishedDay(date(2027, 1, 4), False, "元旦")
    ]
    publish_year(SYSTEM, year=2027, days=days, source="通知", at=on(59, 15))
    recount_clocks(at=on(59, 15))
    after = finish(case)
    assert not after.provisional
    assert before.due_at is not None
    assert after.due_at is not None
    assert after.due_at > before.due_at
    assert news() == 2


def test_a_stopped_clock_and_one_that_runs_day_and_night_stay_as_they_are(town: Settled) -> None:
    case = a_case(town, in_state=S.SUSPENDED)
    kept = list(Clock.objects.filter(case=case).order_by("id").values_list("id", "due_at", "seconds_left"))
    change_day(SYSTEM, day=date(2026, 11, 18), works=False, reason="停水", at=NOW)
    recount_clocks(at=NOW)
    stopped = Clock.objects.filter(case=case, running=False).order_by("id")
    assert {row for row in stopped.values_list("id", "due_at", "seconds_left")} <= set(kept)


def test_the_calendar_page_is_told_how_many_cases_would_move_and_nothing_moves(town: Settled) -> None:
    cases = [a_case(town, in_state=S.IN_HANDLING) for _again in range(2)]

    def change() -> object:
        return change_day(SYSTEM, day=date(2026, 11, 18), works=False, reason="试", at=NOW)

    moved = {str(one.label): one.count for one in preview(change)}
    assert moved["在办诉求"] == 2
    assert {local(finish(case)) for case in cases} == {"2026-11-23 17:30"}


def test_the_news_of_a_changed_day_is_handled_and_may_come_twice(town: Settled) -> None:
    case = a_case(town, in_state=S.IN_HANDLING)
    row = change_day(SYSTEM, day=date(2026, 11, 18), works=False, reason="停水", at=NOW)
    fact = JournalRow.objects.get(thing="calendar_day", thing_id=row.pk)
    event = WorkDayChanged(row.pk, row.day, row.works)
    recount_what_moved(event, fact)
    told = news()
    recount_what_moved(event, fact)
    assert local(finish(case)) == "2026-11-24 17:30"
    assert news() == told
