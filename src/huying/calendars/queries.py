"""Reads of the working calendar."""

from datetime import date

from huying.calendars import seed
from huying.calendars.models import CalendarDay, CalendarVersion, CalendarYear, WorkWeek
from huying.calendars.workcalendar import USUAL_WEEK, Hours, SpecialDay, WorkCalendar, work_calendar

_kept: list[WorkCalendar] = []


def calendar_version() -> str:
    """One small query; the token is fresh after each change and never comes back."""
    token = CalendarVersion.objects.values_list("token", flat=True).first()
    return str(token) if token else "seed"


def calendar() -> WorkCalendar:
    """The calendar in force, built anew after any change; before anything was set, the published seed."""
    version = calendar_version()
    if not _kept or _kept[0].version != version:
        _kept[:] = [build(version)]
    return _kept[0]


def build(version: str) -> WorkCalendar:
    """The calendar from the tables as they are in this transaction."""
    weeks = work_weeks()
    if version == "seed" or not weeks:
        return work_calendar(
            version=version, weeks=[(date(2000, 1, 1), USUAL_WEEK)], days=seed.special_days(), published=seed.years()
        )
    rows = CalendarDay.objects.values_list("day", "works", "as_weekday")
    return work_calendar(
        version=version,
        weeks=weeks,
        days={day: SpecialDay(works, as_weekday) for day, works, as_weekday in rows.iterator()},
        published=CalendarYear.objects.values_list("year", flat=True),
    )


def work_weeks() -> list[tuple[date, Hours]]:
    """The usual hours with the day from which they hold."""
    found = []
    for week in WorkWeek.objects.order_by("valid_from").prefetch_related("spans"):
        days: list[list[tuple[int, int]]] = [[] for _weekday in range(7)]
        for span in sorted(week.spans.all(), key=lambda s: s.opens):
            days[span.weekday].append((span.opens * 60, span.closes * 60))
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = (tuple(spans) for spans in days)
        found.append((week.valid_from, (monday, tuesday, wednesday, thursday, friday, saturday, sunday)))
    return found
