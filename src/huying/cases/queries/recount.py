"""Which running clocks a change of the working calendar moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from huying.calendars.public import Due, Limit, WorkCalendar
from huying.cases.models import Clock

BY_THE_WALL = ("second", "minute", "hour")


@dataclass(frozen=True, slots=True)
class Moving:
    """A running clock that ends at another moment by this calendar, or is no longer provisional."""

    clock_id: int
    case_id: int
    due: Due


def clocks_that_move(table: WorkCalendar) -> Iterator[Moving]:
    """Every running clock in working time counted once more; no lock, no query but one."""
    rows = Clock.objects.filter(running=True).exclude(counted_unit__in=BY_THE_WALL).order_by("due_at", "id")
    fields = ("id", "case_id", "due_at", "provisional", "counted_from", "counted_amount", "counted_unit")
    for pk, case_id, due_at, provisional, start, amount, unit in rows.values_list(*fields).iterator(chunk_size=2000):
        due = _due(table, start, amount, unit)
        if (due.at, due.provisional) != (due_at, provisional):
            yield Moving(pk, case_id, due)


def _due(table: WorkCalendar, start: datetime, amount: int, unit: str) -> Due:
    if unit == "work_second":
        return table.plus_working_seconds(start, amount)
    return table.due(start, Limit(amount, unit))  # type: ignore[arg-type]
