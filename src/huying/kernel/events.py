"""Facts the kernel itself announces."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huying.kernel.registry import Event, event


@event
@dataclass(frozen=True)
class DeliveryRetried(Event):
    """Someone put a stuck delivery back into the queue. The reason stands in the table, its hash here."""

    code: ClassVar[str] = "kernel.delivery_retried"
    thing: ClassVar[str] = "delivery"
    delivery_id: int
    row_id: int
    reason_hash: str


@event
@dataclass(frozen=True)
class DataKeyRotated(Event):
    """A new data key seals from now on."""

    code: ClassVar[str] = "kernel.data_key_rotated"
    thing: ClassVar[str] = "data_key"
    data_key_id: int
    provider: str
    reason_hash: str


@event
@dataclass(frozen=True)
class DataKeysRewrapped(Event):
    """All data keys lie under the current outer key."""

    code: ClassVar[str] = "kernel.data_keys_rewrapped"
    thing: ClassVar[str] = "data_key"
    data_key_id: int
    wrapped_by: str
    count: int


@event
@dataclass(frozen=True)
class JournalRead(Event):
    """Somebody looked into the journal itself: how the rows were chosen, and how many were shown."""

    code: ClassVar[str] = "kernel.journal_read"
    thing: ClassVar[str] = "journal_reader"
    reader_id: int
    since: date
    until: date
    about: str
    about_id: int | None
    only: str
    done_by: int | None
    shown: int


@event
@dataclass(frozen=True)
class MonthDetached(Event):
    """A month was taken out of the journal; its rows lie in a table of their own."""

    code: ClassVar[str] = "kernel.month_detached"
    thing: ClassVar[str] = "journal_month"
    month_id: int
    month: date
    rows: int


@event
@dataclass(frozen=True)
class MonthAttached(Event):
    """A month that lay apart is part of the journal again."""

    code: ClassVar[str] = "kernel.month_attached"
    thing: ClassVar[str] = "journal_month"
    month_id: int
    month: date
    rows: int
