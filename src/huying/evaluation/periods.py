"""Months, quarters and years, as they stand in an address: 2026-11, 2026Q4, 2026."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, QUARTER, YEAR = re.compile(r"(\d{4})-(\d{2})"), re.compile(r"(\d{4})Q([1-4])"), re.compile(r"(\d{4})")
FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `start` up to `end`, which is the first day after."""

    code: str
    start: date
    months: int

    @property
    def end(self) -> date:
        return month_after(self.start, self.months)

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def before(self) -> "Period":
        """The one of the same length just before."""
        return _made(month_after(self.start, -self.months), self.months)

    def after(self) -> "Period":
        return _made(self.end, self.months)

    def days_gone(self, today: date) -> int:
        """How many of its days have begun."""
        return max(0, min((self.end - self.start).days, (today - self.start).days + 1))

    def is_over(self, today: date) -> bool:
        return self.end <= today


def month_after(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _made(start: date, months: int) -> Period:
    if months == 12:
        return Period(f"{start.year}", start, 12)
    if months == 3:
        return Period(f"{start.year}Q{start.month // 3 + 1}", start, 3)
    return Period(f"{start:%Y-%m}", start, 1)


def month_of(day: date) -> Period:
    return _made(day.replace(day=1), 1)


def period_of(text: str, *, today: date) -> Period:
    """What an address says; this month when it says nothing that is a period."""
    if found := MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR:
            return _made(date(year, month, 1), 1)
    elif found := QUARTER.fullmatch(text):
        if FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return _made(date(int(found[1]), int(found[2]) * 3 - 2, 1), 3)
    elif (found := YEAR.fullmatch(text)) and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return _made(date(int(found[1]), 1, 1), 12)
    return month_of(today)


def to_choose(today: date) -> list[Period]:
    """This month and the eleven before, this quarter and the one before, this year and the one before."""
    this = month_of(today).start
    months = [_made(month_after(this, -back), 1) for back in range(12)]
    quarter = _made(date(this.year, (this.month - 1) // 3 * 3 + 1, 1), 3)
    return [*months, quarter, quarter.before(), _made(date(this.year, 1, 1), 12), _made(date(this.year - 1, 1, 1), 12)]
