"""Holding the timers back while a place is filled with past cases, on which today's clock must not act."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

KEY = 4_101_974_220_001
"""The number of the advisory lock; it means nothing else."""


@contextmanager
def timers_held() -> Iterator[None]:
    """While this lasts, no worker fires a timer. It ends with the connection, so a killed filler holds nobody back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def timers_free() -> bool:
    """Whether nobody holds the timers back now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [KEY])
        return bool(cursor.fetchone()[0])
