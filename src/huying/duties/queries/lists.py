"""Lists for those who keep and read them: versions, items, differences, what is broken, open proposals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from huying.duties.models import ListDoc, ListItem, ListProposal
from huying.duties.rules import list_rules, proposal_rules
from huying.duties.states import OPEN
from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key

ITEM_FIELDS: tuple[str, ...] = tuple(
    field.name for field in ListItem._meta.concrete_fields if field.name not in {"id", "doc", "kind", "code"}
)
OLD_AFTER = timedelta(days=30)


def list_for(actor: Actor, doc_id: int, *, to: str = "see", lock: bool = False) -> ListDoc:
    """The single door to one version of a list."""
    return list_rules.door(actor, ListDoc.objects.select_related("area", "replaces"), to=to, lock=lock, pk=doc_id)


def lists_seen(actor: Actor, *, kind: str = "", state: str = "") -> QuerySet[ListDoc]:
    rows = list_rules.permitted(actor, to="see", rows=ListDoc.objects.select_related("area"))
    given = {"kind": kind, "state": state}
    rows = rows.filter(**{column: value for column, value in given.items() if value})
    return rows.annotate(item_count=Count("items")).order_by("kind", "area__path", "-version")


def items_of(doc: ListDoc) -> QuerySet[ListItem]:
    return doc.items.select_related("category").order_by("code")


def item_page(doc: ListDoc, *, after: str = "") -> Page[ListItem]:
    return page_by_key(items_of(doc), order=("code", "id"), after=after, size=100)


def proposal_for(actor: Actor, proposal_id: int, *, to: str = "see", lock: bool = False) -> ListProposal:
    rows = ListProposal.objects.select_related("category", "lead_body")
    return proposal_rules.door(actor, rows, to=to, lock=lock, pk=proposal_id)


@dataclass(frozen=True, slots=True)
class Changed:
    code: str
    title: str
    fields: tuple[tuple[str, object, object], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """From an older version to a newer one, by item code."""

    added: tuple[ListItem, ...]
    changed: tuple[Changed, ...]
    removed: tuple[ListItem, ...]


def difference(old: ListDoc, new: ListDoc) -> Difference:
    before = {item.code: item for item in items_of(old)}
    after = {item.code: item for item in items_of(new)}
    both = [(before[code], after[code]) for code in after if code in before]
    changed = [Changed(b.code, b.title, fields) for a, b in both if (fields := _differing(a, b))]
    return Difference(
        added=tuple(after[code] for code in after if code not in before),
        changed=tuple(changed),
        removed=tuple(before[code] for code in before if code not in after),
    )


def open_proposals(actor: Actor) -> QuerySet[ListProposal]:
    rows = proposal_rules.permitted(actor, to="see", rows=ListProposal.objects.filter(state=OPEN))
    return rows.select_related("category", "lead_body", "item__doc").order_by("opened_at", "id")


def old_proposals(actor: Actor, *, at: datetime) -> QuerySet[ListProposal]:
    """Open for more than 30 days: shown until someone decides."""
    return open_proposals(actor).filter(opened_at__lt=at - OLD_AFTER)


def newest_version(*, kind: str, area_id: int) -> int:
    return (
        ListDoc.objects.filter(kind=kind, area_id=area_id)
        .order_by("-version")
        .values_list("version", flat=True)
        .first()
        or 0
    )


def current(*, kind: str, area_id: int, on: date) -> ListDoc | None:
    """The version of this list of this area that is in force on that day."""
    rows = ListDoc.objects.exclude(state="draft").filter(kind=kind, area_id=area_id, effective_from__lte=on)
    return rows.exclude(effective_to__lte=on).first()


def _differing(old: ListItem, new: ListItem) -> tuple[tuple[str, object, object], ...]:
    pairs = ((name, _plain(old, name), _plain(new, name)) for name in ITEM_FIELDS)
    return tuple((name, was, is_now) for name, was, is_now in pairs if was != is_now)


def _plain(item: ListItem, name: str) -> object:
    return item.category_code if name == "category" else getattr(item, name)
