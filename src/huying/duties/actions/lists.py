"""The life of a list: drafted, filled, put in force in the place of the one before, repealed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huying.duties.errors import ListInForce, ListOverlap
from huying.duties.events import ListDrafted, ListItemRemoved, ListItemSaved, ListPutInForce, ListRepealed
from huying.duties.items import NewItem, Words, columns, faults
from huying.duties.models import Category, ListDoc, ListItem
from huying.duties.queries.lists import current, items_of, list_for, newest_version
from huying.duties.rules.lists import demand_keeper
from huying.duties.states import DRAFT, IN_FORCE, LIST_FLOW, list_kinds
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce
from huying.organisations.public import function_list
from huying.territory.public import area_brief


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved the list, by which paper, from which day."""

    effective_from: date
    approved_by: str
    basis_file: str = ""


@transaction.atomic
def draft_list(
    actor: Actor, *, kind: str, area_id: int, no: str, title: str, at: datetime, reason: str = ""
) -> ListDoc:
    """A new version; it begins with the items of the version in force, so that only what changes is typed."""
    try:
        area = area_brief(area_id)
    except KeyError:
        raise NotFound(area=area_id) from None
    demand_keeper(actor, area_path=area.path)
    if kind not in dict(list_kinds()):
        raise Invalid(fields={"kind": _("没有这种清单，请从列表中选择。")})
    if not no.strip() or not title.strip():
        raise Invalid(fields={"no": _("请填写编号和标题。")})
    before = current(kind=kind, area_id=area_id, on=at.date())
    doc = ListDoc.objects.create(
        kind=kind,
        area_id=area_id,
        no=no.strip(),
        title=title.strip(),
        version=newest_version(kind=kind, area_id=area_id) + 1,
        replaces=before,
    )
    for item in items_of(before) if before else ():
        item.pk, item.doc = None, doc
        item.save(force_insert=True)
    drafted = ListDrafted(list_id=doc.pk, kind=kind, area_id=area_id, version=doc.version)
    announce(drafted, by=actor, at=at, reason=reason)
    return doc


@transaction.atomic
def save_item(
    actor: Actor, *, doc_id: int, item: NewItem, at: datetime, item_id: int | None = None, reason: str = ""
) -> ListItem:
    """A new item of a draft, or another wording of one."""
    doc = draft_for(actor, doc_id)
    words = known_words()
    if wrong := faults(item, kind=doc.kind, words=words):
        raise Invalid(fields=wrong)
    row = ListItem(doc=doc, kind=doc.kind) if item_id is None else doc.items.filter(pk=item_id).first()
    if row is None:
        raise NotFound(item=item_id)
    if doc.items.filter(code=item.code.strip()).exclude(pk=row.pk).exists():
        raise Invalid(fields={"code": _("这份清单里已有相同序号的事项。")})
    for name, value in columns(item, words=words).items():
        setattr(row, name, value)
    row.save()
    saved = ListItemSaved(list_id=doc.pk, item_id=row.pk, item_code=row.code)
    announce(saved, by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def remove_item(actor: Actor, *, doc_id: int, item_id: int, at: datetime, reason: str = "") -> None:
    doc = draft_for(actor, doc_id)
    row = doc.items.filter(pk=item_id).first()
    if row is None:
        raise NotFound(item=item_id)
    announce(ListItemRemoved(list_id=doc.pk, item_code=row.code), by=actor, at=at, reason=reason)
    row.delete()


@transaction.atomic
def put_in_force(actor: Actor, *, doc_id: int, approval: Approval, at: datetime) -> ListDoc:
    """From that day this version holds and the one before no longer; orders keep the version that routed them."""
    doc = list_for(actor, doc_id, to="manage", lock=True)
    state = LIST_FLOW.after("put_in_force", doc.state)
    if not doc.items.exists():
        raise Invalid(_("清单还没有事项，不能生效。"))
    if not approval.approved_by.strip():
        raise Invalid(fields={"approved_by": _("请填写审定机关。")})
    before = current(kind=doc.kind, area_id=doc.area_id, on=approval.effective_from)
    if before is not None:
        before.effective_to = approval.effective_from
        before.save(update_fields=["effective_to"])
    doc.state, doc.replaces = state, before or doc.replaces
    doc.effective_from = approval.effective_from
    doc.approved_by, doc.basis_file = approval.approved_by.strip(), approval.basis_file.strip()
    _save(doc)
    announce(
        ListPutInForce(
            list_id=doc.pk, effective_from=approval.effective_from, replaced_id=before.pk if before else None
        ),
        by=actor,
        at=at,
    )
    return doc


@transaction.atomic
def repeal_list(actor: Actor, *, doc_id: int, on: date, at: datetime, reason: str = "") -> ListDoc:
    """From that day the list no longer holds and nothing takes its place. A draft is discarded."""
    doc = list_for(actor, doc_id, to="manage", lock=True)
    step = "discard" if doc.state == DRAFT else "repeal"
    state = LIST_FLOW.after(step, doc.state)
    if doc.state == IN_FORCE and doc.effective_from is not None:
        if on < doc.effective_from:
            raise Invalid(fields={"on": _("废止日期不能早于生效日期。")})
        doc.effective_to = min(on, doc.effective_to) if doc.effective_to else on
    doc.state = state
    doc.save(update_fields=["state", "effective_to"])
    announce(ListRepealed(list_id=doc.pk, on=on), by=actor, at=at, reason=reason)
    return doc


def draft_for(actor: Actor, doc_id: int) -> ListDoc:
    """A list that may be edited: kept by this actor and still a draft."""
    doc = list_for(actor, doc_id, to="manage", lock=True)
    if doc.state != DRAFT:
        raise ListInForce(list=doc.pk, state=doc.state)
    return doc


def known_words() -> Words:
    return Words(
        categories=dict(Category.objects.filter(active_to=None).values_list("code", "pk")),
        functions=frozenset(function.code for function in function_list() if function.active),
    )


def _save(doc: ListDoc) -> None:
    try:
        with transaction.atomic():
            doc.save()
    except IntegrityError as refused:
        if "list_one_version_in_force" in str(refused):
            raise ListOverlap(fields={"effective_from": ListOverlap.message}) from refused
        raise
