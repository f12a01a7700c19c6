"""What goes in and out of the JSON routes of working time."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from huying.calendars.actions import PublishedDay
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
