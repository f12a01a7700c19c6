"""What a change of the calendar would move elsewhere: others say how to count it, as the calendar knows no one above.

A context above registers a counter once, in its `handlers`; the administration page shows the figures beforehand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huying.calendars.workcalendar import WorkCalendar

Counter = Callable[[WorkCalendar, WorkCalendar], int]
_counters: dict[str, tuple[Any, Counter]] = {}


@dataclass(frozen=True, slots=True)
class Moved:
    """So many things of this kind would be due at another time."""

    label: Any
    count: int


def counts_moves(name: str, label: Any) -> Callable[[Counter], Counter]:
    """Register how to count, e.g. `@counts_moves("cases", _("在办诉求"))` over `def moved(before, after) -> int`."""

    def register(counter: Counter) -> Counter:
        _counters[name] = (label, counter)
        return counter

    return register


def what_moves(before: WorkCalendar, after: WorkCalendar) -> list[Moved]:
    return [Moved(label, counter(before, after)) for label, counter in _counters.values()]
