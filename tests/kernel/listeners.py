"""Handlers for the tests of deliveries; also loaded by the worker process that gets killed."""

from dataclasses import dataclass
from time import sleep as pause
from typing import Any, ClassVar

from huying.kernel.journal import Event, event, on
from huying.kernel.models import JournalRow, RateCount
from tests.kernel.world import AT

heard: list[Any] = []
troubles: list[Exception] = []


@event
@dataclass(frozen=True)
class BellRung(Event):
    code: ClassVar[str] = "test.bell_rung"
    thing: ClassVar[str] = "bell"
    bell_id: int
    seconds: int = 0


@on(BellRung)
def count_the_bell(event: BellRung, row: JournalRow) -> None:
    """Writes a row, so that a test can see what of a handler's work was kept."""
    RateCount.objects.create(subject=f"bell {row.pk}", window_start=row.at, expires_at=AT)
    if event.seconds:
        pause(event.seconds)
    if troubles:
        raise troubles[0]
    heard.append(event)


@on(BellRung)
def open_the_door(event: BellRung) -> None:
    heard.append(event.bell_id)
