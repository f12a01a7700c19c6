"""What can be asked about the machinery of the kernel."""

from dataclasses import dataclass
from datetime import datetime

from huying.kernel import merkle, sealing
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.models import Delivery, Seal
from huying.kernel.paging import Page, page_by_key
from huying.kernel.rulebook import NOBODY
from huying.kernel.rules import delivery_rules


def stuck_deliveries(actor: Actor, *, after: str | None = None, size: int = 50) -> Page[Delivery]:
    """Deliveries that gave up, newest first. Raises NotAllowed for whoever does not keep the machinery."""
    if delivery_rules.query(actor, to="see") == NOBODY:
        raise NotAllowed(to="see")
    rows = delivery_rules.permitted(actor, to="see", rows=Delivery.objects.filter(stuck=True))
    return page_by_key(rows, order=("-id",), after=after, size=size)


def waiting_deliveries(actor: Actor) -> int:
    """How many are on their way."""
    rows = delivery_rules.permitted(actor, to="see", rows=Delivery.objects.filter(stuck=False, done_at=None))
    return rows.count()


@dataclass(frozen=True, slots=True)
class SealBrief:
    """A seal as everyone may see it."""

    id: int
    size: int
    root: str
    prev_root: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Consistency:
    """A proof that the tree of the newer seal begins with the tree of the older."""

    old: SealBrief
    new: SealBrief
    path: list[str]


def seal(seal_id: int | None = None) -> SealBrief:
    """One seal, or the newest. Raises NotFound."""
    found = Seal.objects.filter(pk=seal_id).first() if seal_id is not None else Seal.objects.last()
    if found is None:
        raise NotFound(seal=seal_id)
    return SealBrief(found.id, found.size, bytes(found.root).hex(), bytes(found.prev_root).hex(), found.at)


def consistency(old_id: int, new_id: int) -> Consistency:
    """That nothing was changed between two seals. Raises NotFound, also when the order is wrong."""
    old, new = seal(old_id), seal(new_id)
    if old.size > new.size:
        raise NotFound(seal=new_id)
    path = merkle.consistency_path(old.size, new.size, sealing.stored_span())
    return Consistency(old, new, [step.hex() for step in path])
