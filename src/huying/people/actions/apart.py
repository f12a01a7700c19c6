"""Rows that must stay although the transaction around them is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def apart() -> Iterator[BaseDatabaseWrapper]:
    """A connection whose writes stand by themselves.

    Outside of a transaction that is the ordinary one. Inside, a second one is opened for this one row: a look into
    sealed data is rare and must be written down whatever happens next.
    """
    if not connection.in_atomic_block:
        yield connection
        return
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()
