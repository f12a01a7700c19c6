"""Working time is data: days, years and hours change with a reason, and nobody is served an old calendar."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huying.calendars import queries
from huying.calendars.actions import (
    PublishedDay,
    change_day,
    change_hours,
    preview,
    publish_year,
    restore_day,
    seed_calendar,
)
from huying.calendars.errors import DayIsPast
from huying.calendars.models import CalendarDay, CalendarYear, WorkSpan, WorkWeek
from huying.calendars.moves import Moved, counts_moves
from huying.calendars.notice_file import read_notice
from huying.calendars.public import Limit, calendar
from huying.calendars.workcalendar import USUAL_DAY, USUAL_WEEK
from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.kernel.journal import story
from tests.calendars.makers import ADMIN, on

pytestmark = pytest.mark.django_db
NOW = on("2026-11-16 10:00")
NEW_YEAR = [
    PublishedDay(date(2027, 1, 1), False, "元旦"),
    PublishedDay(date(2027, 1, 2), False, "元旦"),
    PublishedDay(date(2027, 1, 3), False, "元旦"),
    PublishedDay(date(2027, 1, 9), True, "元旦"),
]


def test_before_anything_is_set_the_published_years_hold():
    assert not WorkWeek.objects.exists()
    assert calendar().due(on("2026-09-30 17:00"), Limit(3, "work_day")).at == on("2026-10-10 17:30")
    assert calendar().is_provisional(2027)


def test_seeding_writes_the_same_calendar_into_the_tables_and_only_once():
    before = calendar()
    assert seed_calendar(SYSTEM, at=NOW)
    assert not seed_calendar(SYSTEM, at=NOW)
    after = calendar()
    assert (after._days, after.published) == (before._days, before.published)
    assert CalendarYear.objects.count() == 23
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).name == "国庆节"


def test_a_day_of_our_own_stands_over_what_is_published_until_it_is_taken_back():
    day = date(2026, 12, 7)
    due = on("2026-12-04 10:00"), Limit(1, "work_day")
    row = change_day(ADMIN, day=day, works=False, reason="全区停水检修", name="停办", at=NOW)
    assert calendar().due(*due).at == on("2026-12-08 17:30")
    fact = story("calendar_day", row.pk).get()
    assert (fact.facts["day"], fact.facts["works"], fact.by) == ("2026-12-07", False, ADMIN.account_id)
    restore_day(ADMIN, day=day, reason="检修取消", at=NOW)
    assert calendar().due(*due).at == on("2026-12-07 17:30")
    with pytest.raises(NotFound):
        restore_day(ADMIN, day=day, reason="再来", at=NOW)


def test_a_saturday_may_be_worked_with_the_hours_of_another_day():
    change_hours(ADMIN, valid_from=date(2026, 12, 1), hours=hours_with_short_friday(), reason="周五学习", at=NOW)
    change_day(ADMIN, day=date(2026, 12, 12), works=True, as_weekday=4, reason="集中办理日", at=NOW)
    assert calendar().close_of(date(2026, 12, 12)) == on("2026-12-12 16:00")
    change_day(ADMIN, day=date(2026, 12, 12), works=True, as_weekday=0, reason="改全天", at=NOW)
    assert calendar().close_of(date(2026, 12, 12)) == on("2026-12-12 17:30")


def hours_with_short_friday():
    return (*USUAL_WEEK[:4], ((9 * 3600, 12 * 3600), (13 * 3600, 16 * 3600)), (), ())


def test_new_hours_hold_from_their_day_on_and_leave_the_days_before_alone():
    change_hours(ADMIN, valid_from=date(2026, 12, 1), hours=hours_with_short_friday(), reason="周五学习", at=NOW)
    table = calendar()
    assert table.close_of(date(2026, 11, 27)) == on("2026-11-27 17:30")
    assert table.close_of(date(2026, 12, 4)) == on("2026-12-04 16:00")
    assert table.working_seconds(on("2026-12-04 00:00"), on("2026-12-05 00:00")) == 6 * 3600


def test_a_year_that_arrives_ends_the_provisional_time_and_is_announced():
    sent, limit = on("2026-12-31 10:00"), Limit(1, "work_day")
    assert calendar().due(sent, limit).provisional
    publish_year(ADMIN, year=2027, days=NEW_YEAR, source="国办发明电〔2026〕9号", at=NOW)
    due = calendar().due(sent, limit)
    assert (due.at, due.provisional) == (on("2027-01-04 17:30"), False)
    assert calendar().is_working_day(date(2027, 1, 9))
    assert story("calendar_year", 2027).get().facts["was_provisional"] is True
    publish_year(ADMIN, year=2027, days=NEW_YEAR[:3], source="更正", at=NOW)
    assert not calendar().is_working_day(date(2027, 1, 9))
    assert [row.facts["was_provisional"] for row in story("calendar_year", 2027)] == [True, False]


def test_a_day_of_our_own_survives_a_year_that_is_published_again():
    change_day(ADMIN, day=date(2027, 1, 4), works=False, reason="搬迁", at=NOW)
    publish_year(ADMIN, year=2027, days=NEW_YEAR, source="通知", at=NOW)
    assert calendar().due(on("2026-12-31 10:00"), Limit(1, "work_day")).at == on("2027-01-05 17:30")


def test_the_notice_is_read_from_a_file_with_errors_told_row_by_row():
    days = read_notice(["date,kind,name", "2027-01-01,休,元旦", "2027-01-09,班,元旦"])
    assert [d.works for d in days] == [False, True]
    with pytest.raises(Invalid) as refused:
        read_notice(["date,kind,name", "1月1日,休,元旦", "2027-01-02,也许,元旦"])
    assert set(refused.value.fields) == {"2", "3"}
    with pytest.raises(Invalid):
        read_notice(["日期"])


@pytest.mark.parametrize(
    ("days", "source", "field"),
    [
        ([PublishedDay(date(2028, 1, 1), False)], "通知", "1"),
        ([PublishedDay(date(2027, 1, 1), False), PublishedDay(date(2027, 1, 1), False)], "通知", "2"),
        ([PublishedDay(date(2027, 1, 1), False), PublishedDay(date(2027, 1, 4), True)], "通知", "2"),
        ([PublishedDay(date(2027, 1, 9), True)], "通知", "days"),
        (NEW_YEAR, " ", "source"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_whole(days, source, field):
    with pytest.raises(Invalid) as refused:
        publish_year(ADMIN, year=2027, days=days, source=source, at=NOW)
    assert set(refused.value.fields) == {field}
    assert calendar().is_provisional(2027)


def test_the_past_is_not_changed_and_a_reason_is_needed():
    with pytest.raises(DayIsPast):
        change_day(ADMIN, day=date(2026, 11, 15), works=True, reason="补", at=NOW)
    with pytest.raises(DayIsPast):
        change_hours(ADMIN, valid_from=date(2026, 1, 1), hours=USUAL_WEEK, reason="补", at=NOW)
    with pytest.raises(Invalid):
        change_day(ADMIN, day=date(2026, 12, 1), works=False, reason="  ", at=NOW)


@pytest.mark.parametrize(
    "hours",
    [
        ((), (), (), (), (), (), ()),
        (((43200, 32400),), (), (), (), (), (), ()),
        (((32400, 43200), (39600, 61200)), (), (), (), (), (), ()),
        (((32400, 90000),), (), (), (), (), (), ()),
    ],
)
def test_hours_that_cannot_be_worked_are_refused(hours):
    with pytest.raises(Invalid):
        change_hours(ADMIN, valid_from=date(2026, 12, 1), hours=hours, reason="试", at=NOW)


@pytest.mark.constraint
def test_overlapping_hours_are_also_refused_by_the_database():
    seed_calendar(SYSTEM, at=NOW)
    week = WorkWeek.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkSpan.objects.create(week=week, weekday=0, opens=11 * 60, closes=14 * 60)


def test_only_system_administrators_change_working_time():
    secretary = Actor(kind="person", account_id=1, posts=(Post("community_secretary", "/1/"),))
    for actor in (GUEST, secretary):
        with pytest.raises(NotAllowed):
            change_day(actor, day=date(2026, 12, 7), works=False, reason="试", at=NOW)
    assert not WorkWeek.objects.exists()


def test_a_preview_counts_what_would_move_and_changes_nothing(monkeypatch):
    monkeypatch.setattr("huying.calendars.moves._counters", {})
    sent = [on(f"2026-12-{day:02d} 10:00") for day in (1, 2, 3, 4)]

    @counts_moves("orders", "工单")
    def moved(before, after):
        limit = Limit(1, "work_day")
        return sum(before.due(one, limit) != after.due(one, limit) for one in sent)

    before = calendar().version
    told = preview(lambda: change_day(ADMIN, day=date(2026, 12, 3), works=False, reason="试", at=NOW))
    assert told == [Moved("工单", 1)]
    assert calendar().version == before
    assert not CalendarDay.objects.filter(kind="own").exists()


def test_a_calendar_kept_in_memory_is_used_again_only_while_its_version_holds(django_assert_num_queries):
    kept = calendar()
    with django_assert_num_queries(0):
        assert calendar() is kept
    change_day(ADMIN, day=date(2026, 12, 7), works=False, reason="停办", at=NOW)
    assert calendar() is not kept
    assert queries.calendar().version != kept.version


def test_the_year_view_names_holidays_exchanged_days_and_our_own():
    change_day(ADMIN, day=date(2026, 12, 7), works=False, reason="停水检修", name="停办", at=NOW)
    days = {note.day: note for note in queries.year_days(2026)}
    assert len(days) == 365
    assert (days[date(2026, 10, 1)].name, days[date(2026, 10, 1)].works) == ("国庆节", False)
    assert (days[date(2026, 10, 10)].kind, days[date(2026, 10, 10)].works) == ("shifted", True)
    assert (days[date(2026, 12, 7)].kind, days[date(2026, 12, 7)].reason) == ("own", "停水检修")
    assert days[date(2026, 12, 8)].hours == USUAL_DAY
    assert queries.year_note(2026).published
    assert not queries.year_note(2027).published
