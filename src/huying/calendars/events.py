"""Facts about the working calendar. After each of them, what is due in the days named has to be worked out again."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class CalendarYearPublished(Event):
    """The holidays of a year arrived (or were published again, changed)."""

    code: ClassVar[str] = "calendars.year_published"
    thing: ClassVar[str] = "calendar_year"
    year: int
    was_provisional: bool = True


@event
@dataclass(frozen=True)
class WorkDayChanged(Event):
    """One day was made a working day or a free one."""

    code: ClassVar[str] = "calendars.day_changed"
    thing: ClassVar[str] = "calendar_day"
    calendar_day_id: int
    day: date
    works: bool


@event
@dataclass(frozen=True)
class WorkHoursChanged(Event):
    """The usual hours change from a day on."""

    code: ClassVar[str] = "calendars.hours_changed"
    thing: ClassVar[str] = "work_week"
    work_week_id: int
    valid_from: date
