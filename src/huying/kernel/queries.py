"""What can be asked about the machinery of the kernel."""

from huying.kernel.actor import Actor
from huying.kernel.models import Delivery
from huying.kernel.paging import Page, page_by_key
from huying.kernel.rules import delivery_rules


def stuck_deliveries(actor: Actor, *, after: str | None = None, size: int = 50) -> Page[Delivery]:
    """Deliveries that gave up, newest first."""
    rows = delivery_rules.permitted(actor, to="see", rows=Delivery.objects.filter(stuck=True))
    return page_by_key(rows, order=("-id",), after=after, size=size)


def waiting_deliveries(actor: Actor) -> int:
    """How many are on their way."""
    rows = delivery_rules.permitted(actor, to="see", rows=Delivery.objects.filter(stuck=False, done_at=None))
    return rows.count()
