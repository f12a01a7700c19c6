"""What goes in and out of the JSON routes of working time."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from huying.calendars.actions import PublishedDay
from huying.calendars.workcalendar import Hours
from huying.kernel.schemas import Strict


class DayOut(Schema):
    """One day that differs from its weekday."""

    day: date
    works: bool
    kind: str
    name: str


class YearOut(Schema):
    """A year; provisional until its notice is in."""

    year: int
    published: bool
    source: str
    working_days: int
    special: list[DayOut]


class LimitIn(Strict):
    start: datetime = Field(strict=False)
    amount: int = Field(ge=1, le=10_000)
    unit: Literal["minute", "hour", "work_hour", "work_day", "day"]


class DueOut(Schema):
    at: datetime
    provisional: bool


class DayIn(Strict):
    works: bool
    as_weekday: int = Field(0, ge=0, le=6)
    name: str = Field("", max_length=80)
    reason: str = Field(min_length=1, max_length=500)


class PublishedDayIn(Strict):
    day: date = Field(strict=False)
    works: bool
    name: str = Field("", max_length=80)

    def value(self) -> PublishedDay:
        return PublishedDay(self.day, self.works, self.name)


class YearIn(Strict):
    source: str = Field(min_length=1, max_length=200)
    days: list[PublishedDayIn] = Field(max_length=366)


class WhyIn(Strict):
    reason: str = Field(min_length=1, max_length=500)


class SpanIn(Strict):
    """One stretch of working time, e.g. 09:00 to 12:00."""

    opens: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    closes: str = Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")

    def value(self) -> tuple[int, int]:
        return _seconds(self.opens), _seconds(self.closes)


class HoursIn(Strict):
    valid_from: date = Field(strict=False)
    week: list[list[SpanIn]] = Field(min_length=7, max_length=7)
    reason: str = Field(min_length=1, max_length=500)

    def value(self) -> Hours:
        one, two, three, four, five, six, seven = (tuple(span.value() for span in day[:8]) for day in self.week)
        return one, two, three, four, five, six, seven


def _seconds(hour: str) -> int:
    hours, minutes = hour.split(":")
    return int(hours) * 3600 + int(minutes) * 60
