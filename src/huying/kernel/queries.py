"""What can be asked about the machinery of the kernel."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from huying.kernel import merkle, sealing
from huying.kernel.actor import Actor
from huying.kernel.clock import midnight
from huying.kernel.errors import NotFound
from huying.kernel.models import Delivery, JournalRow, Seal
from huying.kernel.paging import Page, page_by_key
from huying.kernel.rules import delivery_rules, journal_rules


def stuck_deliveries(actor: Actor, *, after: str | None = None, size: int = 50) -> Page[Delivery]:
    """Deliveries that gave up, newest first. Raises NotAllowed for whoever does not keep the machinery."""
    delivery_rules.enter(actor, to="see")
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


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which rows of the journal are asked for: about one kind of thing or one thing, of one code, by one account."""

    since: date
    until: date
    thing: str = ""
    thing_id: int | None = None
    code: str = ""
    by: int | None = None


def journal_rows(actor: Actor, wanted: JournalFilter) -> QuerySet[JournalRow]:
    """Rows of these days, both included. Raises NotAllowed for whoever does not audit."""
    journal_rules.enter(actor, to="see")
    rows = JournalRow.objects.filter(at__gte=midnight(wanted.since), at__lt=midnight(wanted.until + timedelta(days=1)))
    named = {"thing": wanted.thing, "thing_id": wanted.thing_id, "code": wanted.code, "by": wanted.by}
    return rows.filter(**{name: value for name, value in named.items() if value not in ("", None)})
