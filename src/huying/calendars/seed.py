"""Published holidays and exchanged days from chinesecalendar, as far as they are published there."""

from datetime import date
from functools import lru_cache

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from huying.calendars.workcalendar import SpecialDay

SOURCE = "chinesecalendar"


@lru_cache(maxsize=1)
def years() -> tuple[int, ...]:
    return tuple(sorted({day.year for day in holidays}))


@lru_cache(maxsize=1)
def special_days() -> dict[date, SpecialDay]:
    """Holidays (also those that fall on a weekend) and days worked in exchange."""
    return {day: SpecialDay(False) for day in holidays} | {day: SpecialDay(True) for day in workdays}


def name_of(day: date) -> str:
    """The Chinese name of the holiday that a day belongs to or is worked for."""
    english = holidays.get(day) or workdays.get(day)
    return next((kind.chinese for kind in Holiday if kind.value == english), "")
