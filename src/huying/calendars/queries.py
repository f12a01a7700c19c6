"""Reads of the working calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, When

from huying.calendars import seed
from huying.calendars.models import CalendarDay, CalendarVersion, CalendarYear, WorkWeek
from huying.calendars.workcalendar import USUAL_WEEK, Hours, Spans, SpecialDay, WorkCalendar, work_calendar
from huying.kernel.kept import Kept, group

KEPT = group(
    "calendars", "calendars_calendarversion", "calendars_workweek", "calendars_workspan", "calendars_calendarday",
    "calendars_calendaryear",
)  # fmt: skip
_kept: Kept[str, WorkCalendar] = Kept(KEPT)


def calendar_version() -> str:
    """One small query; the token is fresh after each change and never comes back."""
    token = CalendarVersion.objects.values_list("token", flat=True).first()
    return str(token) if token else "seed"


def calendar() -> WorkCalendar:
    """The calendar in force, built anew after any change; before anything was set, the published seed."""
    return _kept.one("in force", lambda: build(calendar_version()))


def build(version: str) -> WorkCalendar:
    """The calendar from the tables as they are in this transaction."""
    weeks = work_weeks()
    if version == "seed" or not weeks:
        return work_calendar(
            version=version, weeks=[(date(2000, 1, 1), USUAL_WEEK)], days=seed.special_days(), published=seed.years()
        )
    rows = CalendarDay.objects.values_list("day", "works", "as_weekday").order_by(
        Case(When(kind="own", then=1), default=0)
    )
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


@dataclass(frozen=True, slots=True)
class DayNote:
    """One day of the year view."""

    day: date
    works: bool
    kind: str
    name: str
    reason: str
    hours: Spans


def year_days(year: int) -> list[DayNote]:
    """Every day of a year with what is special about it; three queries."""
    table = calendar()
    special = _special(year)
    found = []
    for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        day = date(year, 1, 1) + timedelta(days=offset)
        kind, name, reason = special.get(day, ("", "", ""))
        hours = table.spans_of(day)
        found.append(DayNote(day, bool(hours), kind, name, reason, hours))
    return found


def _special(year: int) -> dict[date, tuple[str, str, str]]:
    if not WorkWeek.objects.exists():
        return {
            day: ("shifted" if one.works else "holiday", seed.name_of(day), "")
            for day, one in seed.special_days().items()
            if day.year == year
        }
    rows = CalendarDay.objects.filter(day__year=year).order_by(Case(When(kind="own", then=1), default=0))
    return {row.day: (row.kind, row.name, row.reason) for row in rows}


@dataclass(frozen=True, slots=True)
class YearNote:
    year: int
    published: bool
    source: str
    published_at: datetime | None


def year_note(year: int) -> YearNote:
    """Whether a year is published, and by which notice."""
    row = CalendarYear.objects.filter(year=year).first()
    if row is not None:
        return YearNote(year, True, row.source, row.published_at)
    known = not calendar().is_provisional(year)
    return YearNote(year, known, seed.SOURCE if known else "", None)
