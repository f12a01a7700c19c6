"""The working calendar as a frozen value: due times, working seconds, and whether a year is still provisional.

Rules. A limit in working days does not count the day of dispatch, whatever its hour and whether it was worked or not;
it ends at the close of working time of its last day. A limit in working hours runs through working time from its start.
Minutes and hours are calendar time. A limit in calendar days does not count its first day either and ends at the close
of its last day, or of the next working day when that one is not worked (Civil Code, articles 201 to 203).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from huying.calendars.states import Unit

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2000, 1, 1), date(2070, 12, 31)
Spans = tuple[tuple[int, int], ...]
Hours = tuple[Spans, Spans, Spans, Spans, Spans, Spans, Spans]
USUAL_DAY: Spans = ((9 * 3600, 12 * 3600), (13 * 3600 + 1800, 17 * 3600 + 1800))
USUAL_WEEK: Hours = (USUAL_DAY, USUAL_DAY, USUAL_DAY, USUAL_DAY, USUAL_DAY, (), ())


class OutOfCalendar(ValueError):
    """A moment before 2000 or a limit that ends after 2070."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as the rules say it, e.g. five working days."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least one")


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due. `provisional`: it lies in or after a year that is not published yet and may still move."""

    at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday. `as_weekday` gives the hours when it is worked."""

    works: bool
    as_weekday: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class WorkCalendar:
    """Made by `work_calendar`; every method is arithmetic on tables made once."""

    version: str
    published: frozenset[int]
    _days: tuple[Spans, ...]
    _before: tuple[int, ...]  # working seconds before each day, from FIRST
    _worked: tuple[int, ...]  # positions of the days that are worked

    def due(self, start: datetime, limit: Limit) -> Due:
        """When a limit that starts now is over."""
        if limit.unit == "minute":
            return Due(start + timedelta(minutes=limit.amount), False)
        if limit.unit == "hour":
            return Due(start + timedelta(hours=limit.amount), False)
        if limit.unit == "work_hour":
            return self.plus_working_seconds(start, limit.amount * 3600)
        place, _second = _place(start)
        if limit.unit == "work_day":
            index = bisect_right(self._worked, place) + limit.amount - 1
        else:
            index = bisect_left(self._worked, place + limit.amount)
        if index >= len(self._worked):
            raise OutOfCalendar(limit)
        last = self._worked[index]
        return self._ending(place, last, self._days[last][-1][1])

    def plus_working_seconds(self, start: datetime, seconds: int) -> Due:
        """When this much working time has passed. A clock that was stopped goes on with this."""
        if seconds < 0:
            raise ValueError("working time does not run backwards")
        place, second = _place(start)
        if seconds == 0:
            return Due(start, False)
        goal = self._passed(place, second) + seconds
        day = bisect_left(self._before, goal) - 1
        if day >= len(self._days):
            raise OutOfCalendar(seconds)
        rest = goal - self._before[day]
        for opens, closes in self._days[day]:
            if rest <= closes - opens:
                return self._ending(place, day, opens + rest)
            rest -= closes - opens
        raise OutOfCalendar(seconds)

    def working_seconds(self, a: datetime, b: datetime) -> int:
        """Whole seconds of working time between two moments; negative when they are the wrong way round."""
        return self._passed(*_place(b)) - self._passed(*_place(a))

    def is_working_day(self, day: date) -> bool:
        return bool(self.spans_of(day))

    def spans_of(self, day: date) -> Spans:
        """Working time of a day, in seconds from midnight."""
        return self._days[_position(day)]

    def close_of(self, day: date) -> datetime | None:
        """The end of working time; None when the day is not worked."""
        spans = self.spans_of(day)
        return _moment(day, spans[-1][1]) if spans else None

    def open_of(self, day: date) -> datetime | None:
        spans = self.spans_of(day)
        return _moment(day, spans[0][0]) if spans else None

    def is_working_time(self, at: datetime) -> bool:
        place, second = _place(at)
        return any(opens <= second < closes for opens, closes in self._days[place])

    def is_provisional(self, year: int) -> bool:
        """Whether the holidays of a year are not published yet."""
        return year not in self.published

    def _passed(self, place: int, second: int) -> int:
        return self._before[place] + sum(
            min(second, closes) - opens for opens, closes in self._days[place] if second > opens
        )

    def _ending(self, first: int, last: int, second: int) -> Due:
        day = FIRST + timedelta(days=last)
        years = range((FIRST + timedelta(days=first)).year, day.year + 1)
        return Due(_moment(day, second), any(year not in self.published for year in years))


def work_calendar(
    *,
    version: str,
    weeks: Iterable[tuple[date, Hours]],
    days: Mapping[date, SpecialDay],
    published: Iterable[int],
) -> WorkCalendar:
    """Tables from data. The first week also holds for the days before it."""
    changes = sorted(weeks)
    hours = changes[0][1]
    coming = dict(changes)
    table: list[Spans] = []
    for place in range(_position(LAST) + 1):
        day = FIRST + timedelta(days=place)
        hours = coming.get(day, hours)
        special = days.get(day)
        if special is None:
            table.append(hours[day.weekday()])
        else:
            table.append((hours[special.as_weekday] or USUAL_DAY) if special.works else ())
    lengths = [sum(closes - opens for opens, closes in spans) for spans in table]
    return WorkCalendar(
        version=version,
        published=frozenset(published),
        _days=tuple(table),
        _before=tuple(accumulate(lengths, initial=0)),
        _worked=tuple(place for place, spans in enumerate(table) if spans),
    )


def _position(day: date) -> int:
    place = (day - FIRST).days
    if place < 0 or day > LAST:
        raise OutOfCalendar(day)
    return place


def _place(at: datetime) -> tuple[int, int]:
    local = at.astimezone(ZONE)
    return _position(local.date()), local.hour * 3600 + local.minute * 60 + local.second


def _moment(day: date, second: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(seconds=second)
