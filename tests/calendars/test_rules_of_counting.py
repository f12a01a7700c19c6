"""The rules of counting, compared with a straightforward recount day by day, and as laws over random moments."""

from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.calendars.public import Limit, OutOfCalendar
from huying.calendars.workcalendar import ZONE
from tests.calendars.makers import on

HOURS = ((time(9), time(12)), (time(13, 30), time(17, 30)))


def is_workday(day: date) -> bool:
    """As published; a year that is not published goes by its weekdays."""
    return chinese_calendar.is_workday(day) if day.year <= 2026 else day.weekday() < 5


def recount(sent: datetime, days: int) -> datetime:
    """One day after another, as a clerk would do it on a wall calendar."""
    day, left = sent.date(), days
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return datetime.combine(day, time(17, 30), tzinfo=ZONE)


def recount_seconds(a: datetime, b: datetime) -> int:
    """Working time between two moments, one day after another."""
    total, day = 0.0, a.date()
    while day <= b.date():
        if is_workday(day):
            for opens, closes in HOURS:
                low = max(a, datetime.combine(day, opens, tzinfo=ZONE))
                high = min(b, datetime.combine(day, closes, tzinfo=ZONE))
                total += max(0.0, (high - low).total_seconds())
        day += timedelta(days=1)
    return int(total)


@pytest.mark.parametrize("days", [1, 3, 5, 7, 15])
def test_every_deadline_of_2026_is_right(published, days):
    wrong, compared = [], 0
    day = date(2025, 12, 1)
    while day.year < 2027:
        for hour, minute in ((0, 0), (8, 59), (10, 0), (12, 30), (17, 30), (23, 59)):
            sent = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
            right, due = recount(sent, days), published.due(sent, Limit(days, "work_day"))
            compared += 1
            if due.at != right or due.provisional != (right.year > 2026):
                wrong.append((sent, due, right))
        day += timedelta(days=1)
    assert compared == 6 * 396
    assert wrong == []


moments = st.integers(0, 1064 * 86_400).map(lambda n: on("2024-01-01 00:00") + timedelta(seconds=n))
seconds = st.integers(1, 200 * 3600)


@given(moments, moments)
def test_working_time_between_two_moments_is_what_a_clerk_counts(published, a, b):
    a, b = min(a, b), max(a, b)
    assert published.working_seconds(a, b) == recount_seconds(a, b)
    assert published.working_seconds(b, a) == -recount_seconds(a, b)


@given(moments, seconds)
def test_adding_working_time_and_counting_it_are_inverse(published, start, amount):
    end = published.plus_working_seconds(start, amount).at
    assert published.working_seconds(start, end) == amount
    assert end > start
    just_before = published.working_seconds(start, end - timedelta(seconds=1))
    assert just_before == amount - 1


@given(moments, st.integers(1, 60), st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 900_000)), max_size=5))
def test_stopping_and_going_on_any_number_of_times_loses_no_second(published, start, hours, stops):
    amount, left, clock = hours * 3600, hours * 3600, start
    for runs, stands in stops:
        stop = clock + timedelta(seconds=runs)
        due = published.plus_working_seconds(clock, left).at
        if stop >= due:
            break
        left = published.working_seconds(stop, due)
        clock = stop + timedelta(seconds=stands)
    worked_before = hours * 3600 - left
    assert 0 < left <= amount
    assert published.working_seconds(clock, published.plus_working_seconds(clock, left).at) + worked_before == amount


@given(moments, moments, st.sampled_from(["work_day", "work_hour", "day", "hour", "minute"]), st.integers(1, 40))
def test_what_is_sent_later_is_never_due_earlier_nor_is_a_longer_limit_shorter(published, a, b, unit, n):
    a, b = min(a, b), max(a, b)
    assert published.due(a, Limit(n, unit)).at <= published.due(b, Limit(n, unit)).at
    assert published.due(a, Limit(n, unit)).at < published.due(a, Limit(n + 1, unit)).at or unit == "day"
    assert published.due(a, Limit(n, unit)).at > a


@given(moments, st.integers(1, 40))
def test_a_limit_in_days_ends_at_the_close_of_a_working_day(published, start, n):
    for unit in ("work_day", "day"):
        at = published.due(start, Limit(n, unit)).at
        assert at == published.close_of(at.date())


@pytest.mark.parametrize(
    ("sent", "amount", "unit", "due"),
    [
        ("2026-03-07 11:00", 1, "work_day", "2026-03-09 17:30"),  # Saturday: Monday is the first day
        ("2026-03-06 20:00", 1, "work_day", "2026-03-09 17:30"),  # Friday evening: Friday does not count
        ("2026-03-06 07:00", 1, "work_day", "2026-03-09 17:30"),  # Friday before hours: the same
        ("2026-03-06 16:30", 4, "work_hour", "2026-03-09 12:00"),  # an hour on Friday, three on Monday morning
        ("2026-03-06 20:00", 4, "work_hour", "2026-03-09 14:30"),
        ("2026-03-07 11:00", 4, "work_hour", "2026-03-09 14:30"),
        ("2026-03-09 11:00", 1, "work_hour", "2026-03-09 12:00"),  # ends at the close, not after the break
        ("2026-03-09 11:30", 1, "work_hour", "2026-03-09 14:00"),
        ("2026-03-09 12:15", 1, "work_hour", "2026-03-09 14:30"),
        ("2026-03-06 22:00", 2, "hour", "2026-03-07 00:00"),  # classes E and U run day and night
        ("2026-03-06 23:50", 15, "minute", "2026-03-07 00:05"),
        ("2026-02-14 10:00", 24, "hour", "2026-02-15 10:00"),
        ("2026-03-02 10:00", 15, "day", "2026-03-17 17:30"),
        ("2026-03-06 10:00", 1, "day", "2026-03-09 17:30"),  # Saturday rolls on to Monday
        ("2026-02-10 10:00", 10, "day", "2026-02-24 17:30"),  # 20 February is a holiday, so is the weekend after
    ],
)
def test_dispatch_at_odd_hours_and_on_days_off(published, sent, amount, unit, due):
    assert published.due(on(sent), Limit(amount, unit)).at == on(due)


def test_a_due_time_in_a_year_not_published_is_provisional(published):
    assert not published.due(on("2026-12-30 10:00"), Limit(1, "work_day")).provisional
    assert published.due(on("2026-12-31 10:00"), Limit(1, "work_day")).provisional
    assert published.due(on("2027-03-01 10:00"), Limit(4, "work_hour")).provisional
    assert not published.due(on("2026-12-31 20:00"), Limit(24, "hour")).provisional


def test_a_limit_is_at_least_one_and_lies_within_the_tables(published):
    with pytest.raises(ValueError, match="at least one"):
        Limit(0, "work_day")
    with pytest.raises(OutOfCalendar):
        published.due(on("1999-12-31 10:00"), Limit(1, "work_day"))
    for unit in ("work_day", "work_hour", "day"):
        with pytest.raises(OutOfCalendar):
            published.due(on("2070-12-30 10:00"), Limit(400, unit))
    with pytest.raises(ValueError, match="backwards"):
        published.plus_working_seconds(on("2026-01-05 10:00"), -1)
    assert published.plus_working_seconds(on("2026-01-05 20:00"), 0).at == on("2026-01-05 20:00")


def test_moments_in_another_time_zone_are_the_same_moments(published):
    utc = datetime.fromisoformat("2026-03-02T01:00:00+00:00")
    assert published.due(utc, Limit(5, "work_day")) == published.due(on("2026-03-02 09:00"), Limit(5, "work_day"))
    late = datetime.fromisoformat("2026-03-01T17:00:00+00:00")  # already Monday in Shanghai
    assert published.due(late, Limit(1, "work_day")).at == on("2026-03-03 17:30")
