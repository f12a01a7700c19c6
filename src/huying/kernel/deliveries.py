"""After the commit each handler's share of a fact is delivered at least once, retried, and seen when stuck."""

from collections.abc import Iterable

from procrastinate.contrib.django import app

from huying.kernel.models import Delivery, JournalRow

TASK = "kernel.deliver"


def queue(row: JournalRow, handlers: Iterable[str]) -> None:
    """Write down who must hear of this row and wake the worker; both in the transaction of the row."""
    shares = [Delivery(row_id=row.id, row_at=row.at, handler=name, next_at=row.at) for name in handlers]
    if shares:
        Delivery.objects.bulk_create(shares)
        app.configure_task(TASK, queue="deliveries").defer(row_id=row.id)
