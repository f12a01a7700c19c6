"""From which database a read is answered: the primary, or a replica of it where the asker tolerates a moment's delay.

Only the edge decides (`config.replica`, for the length of one request). Inside a transaction, and for what a process
keeps (`kernel.kept`), reads always come from the primary.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connection

REPLICA = "replica"

_from: ContextVar[str] = ContextVar("huying_reads_from", default=DEFAULT_DB_ALIAS)


def source() -> str:
    """The alias of the database that answers a read asked now."""
    found = _from.get()
    return DEFAULT_DB_ALIAS if found != DEFAULT_DB_ALIAS and connection.in_atomic_block else found


@contextmanager
def from_replica() -> Iterator[None]:
    """Reads inside come from the replica, as far as they may."""
    before = _from.set(REPLICA)
    try:
        yield
    finally:
        _from.reset(before)


@contextmanager
def from_primary() -> Iterator[None]:
    before = _from.set(DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _from.reset(before)


def go_on_from_primary() -> None:
    """Something was written: whoever wrote reads the own words, so the rest of this request asks the primary."""
    _from.set(DEFAULT_DB_ALIAS)
