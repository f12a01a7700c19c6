"""After the commit each handler's share of a fact is delivered at least once, retried, and seen when stuck.

A share is claimed first, in a transaction of its own: whoever dies with it leaves a claim that runs out, and the count
of attempts says so. What a handler writes commits together with "done", so a second delivery happens only to a handler
whose work outlived its claim; handlers are idempotent all the same.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from huying.kernel.models import Delivery, JournalRow
from huying.kernel.registry import events, handlers_of, read_back, wants_row

log = logging.getLogger(__name__)
TASK = "kernel.deliver"
MOST_ATTEMPTS = 10
CLAIM = timedelta(minutes=5)
SLOWEST = timedelta(hours=1)
KEPT = timedelta(days=30)


def queue(row: JournalRow, handlers: Iterable[str]) -> None:
    """Write down who must hear of this row and wake the worker; both in the transaction of the row."""
    shares = [Delivery(row_id=row.id, row_at=row.at, handler=name, next_at=row.at) for name in handlers]
    if shares:
        Delivery.objects.bulk_create(shares)
        wake(row.id)


def wake(row_id: int) -> None:
    """Tell the worker, when this transaction commits."""
    app.configure_task(TASK, queue="deliveries").defer(row_id=row_id)


def deliver_row(row_id: int, *, at: datetime) -> int:
    """What is still open of one row."""
    open_now = Q(row_id=row_id) & (Q(attempts=0) | Q(next_at__lte=at))
    return sum(_deliver(share, at=at) for share in _claim(open_now, at=at, most=100))


def deliver_due(*, at: datetime, most: int = 500) -> int:
    """Everything that is due: forgotten by a dead worker, or waiting for another attempt. Says how many were done."""
    done = 0
    for _ in range(most):
        shares = _claim(Q(next_at__lte=at), at=at, most=1)
        if not shares:
            break
        done += sum(_deliver(share, at=at) for share in shares)
    return done


@transaction.atomic
def _claim(which: Q, *, at: datetime, most: int) -> list[Delivery]:
    """Take open shares that nobody else holds, oldest first."""
    waiting = Delivery.objects.select_for_update(skip_locked=True).filter(which, done_at=None, stuck=False)
    shares = list(waiting.order_by("next_at", "id")[:most])
    for share in shares:
        share.attempts += 1
        share.next_at = at + CLAIM
    Delivery.objects.bulk_update(shares, ["attempts", "next_at"])
    return shares


def _deliver(claimed: Delivery, *, at: datetime) -> bool:
    """Call one handler. Its writes and the word "done" commit together."""
    with transaction.atomic():
        # Waits: whoever claims at the same moment may hold the row for an instant although it is no longer theirs.
        share = (
            Delivery.objects.select_for_update()
            .filter(pk=claimed.pk, attempts=claimed.attempts, done_at=None, stuck=False)
            .first()
        )
        if share is None:
            return False
        failure = _call(share)
        share.last_error = failure
        if not failure:
            share.done_at = at
        elif share.attempts >= MOST_ATTEMPTS or failure in ("no_handler", "no_fact", "lost"):
            share.stuck = True
        else:
            share.next_at = at + patience(share.attempts)
        share.save(update_fields=["last_error", "done_at", "stuck", "next_at"])
    if failure:
        log.warning("delivery %s of row %s to %s: %s", share.pk, share.row_id, share.handler, failure)
    return not failure


def _call(share: Delivery) -> str:
    """Run the handler in a savepoint; the code of what went wrong, or "". Never an error's words: they may name."""
    row = JournalRow.objects.filter(pk=share.row_id, at=share.row_at).first()
    if row is None or row.code not in events():
        return "no_fact"
    handler = handlers_of(row.code).get(share.handler)
    if handler is None:
        return "no_handler"
    if share.attempts > MOST_ATTEMPTS:
        return "lost"
    try:
        with transaction.atomic():
            fact = read_back(row)
            handler(fact, row) if wants_row(handler) else handler(fact)
    except Exception as error:  # whatever a handler does wrong, the others must still hear
        return type(error).__name__[:100]
    return ""


def patience(attempts: int) -> timedelta:
    """10 s, 20 s, 40 s, … at most an hour."""
    return min(timedelta(seconds=5 * 2**attempts), SLOWEST)


def forget_done(*, at: datetime) -> int:
    """Drop what was delivered long ago. The journal itself keeps everything."""
    return Delivery.objects.filter(done_at__lt=at - KEPT).delete()[0]
