"""Rate limits that really limit: counted in the database, for all processes, and kept when what was tried fails."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from huying.kernel import keyring
from huying.kernel.errors import TooMany
from huying.kernel.models import RateCount
from huying.kernel.prepared import cursor

TAKE = """
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS said), before AS (
    SELECT COALESCE((SELECT hits FROM kernel_ratecount WHERE subject = %(subject)s AND window_start = %(previous)s), 0)
           AS hits
)
INSERT INTO kernel_ratecount AS c (subject, window_start, hits, expires_at)
SELECT %(subject)s, %(start)s, 1, %(expires)s FROM before, quick
WHERE quick.said = 'off' AND before.hits * %(weight)s::float8 + 1 <= %(limit)s
ON CONFLICT (subject, window_start) DO UPDATE SET hits = c.hits + 1
WHERE (SELECT before.hits FROM before) * %(weight)s::float8 + c.hits + 1 <= %(limit)s
RETURNING hits
"""
"""One statement is its own transaction and waits for no disk: after a crash a few tries of an instant are free."""


def check(key: str, limit: int, window: timedelta, at: datetime) -> None:
    """Count one try of this subject, e.g. "report:10.0.0.7". Raises TooMany when the window is full.

    A sliding window: what is left of the window before counts in proportion. A refused try is not counted. Must be
    called outside of a transaction, so that the count stays although what was tried fails and is rolled back.
    """
    subject = _subject(key, window)
    start, share = _window(window, at)
    values: dict[str, Any] = {
        "subject": subject, "start": start, "previous": start - window, "expires": start + 2 * window,
        "weight": 1 - share, "limit": limit,
    }  # fmt: skip
    _outside()
    with cursor() as asked:
        asked.execute(TAKE, values)
        taken = asked.fetchone() is not None
    if not taken:
        raise TooMany(retry_after=_wait(subject, limit, window, at))


def _outside() -> None:
    """As `atomic(durable=True)` looks: the transactions that tests wrap around everything do not count."""
    blocks: list[Any] = connection.atomic_blocks
    if blocks and not blocks[-1]._from_testcase:
        raise RuntimeError("a count of tries is durable: it is made outside of transactions")


def forget(key: str, window: timedelta) -> None:
    """Start this subject afresh, e.g. after a successful sign-in."""
    RateCount.objects.filter(subject=_subject(key, window)).delete()


def sweep(at: datetime) -> int:
    """Throw away counts whose time is over."""
    return RateCount.objects.filter(expires_at__lt=at).delete()[0]


def _subject(key: str, window: timedelta) -> str:
    """A keyed hash, so that the table holds no address and no number."""
    secret = keyring.derive(keyring.seal_keys().keys[keyring.seal_keys().current], "throttle")
    return keyring.keyed_hash(secret, f"{int(window.total_seconds())}|{key}".encode(), "sha256").hex()


def _window(window: timedelta, at: datetime) -> tuple[datetime, float]:
    """Where the window of this moment starts, and which share of it is over."""
    seconds = window.total_seconds()
    number, rest = divmod(at.timestamp(), seconds)
    return datetime.fromtimestamp(number * seconds, tz=UTC), rest / seconds


def _wait(subject: str, limit: int, window: timedelta, at: datetime) -> int:
    """Whole seconds until one more try would be taken."""
    start, share = _window(window, at)
    counts = dict(RateCount.objects.filter(subject=subject).values_list("window_start", "hits"))
    before, hits, seconds = counts.get(start - window, 0), counts.get(start, 0), window.total_seconds()
    if limit < 1:
        return math.ceil(seconds)
    if hits + 1 <= limit:
        needed = 1 - (limit - hits - 1) / before if before else 0.0
        return max(1, math.ceil((needed - share) * seconds))
    return math.ceil((1 - share) * seconds + (1 - (limit - 1) / hits) * seconds)
