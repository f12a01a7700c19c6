"""Who may do what with a document: who took it in until it is attached; then whoever its thing lets."""

from datetime import datetime

from django.db.models import Q

from huying.documents import guards
from huying.documents.models import Document
from huying.documents.states import DocumentState
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook

rules = RuleBook()


@rules.add
def may_attach(actor: Actor) -> Q:
    """Who took it in. A guest proves it by the handle, which the query for handles asks."""
    if actor.is_system:
        return EVERYTHING
    return Q(account_id=actor.account_id, attached_at=None) if actor.account_id else NOBODY


@rules.add
def may_set_limits(actor: Actor) -> Q:
    """The system administrator."""
    return EVERYTHING if actor.is_system or actor.holds("system_admin") else NOBODY


def document_for(actor: Actor, document_id: int, *, to: str, at: datetime, lock: bool = False) -> Document:
    """The door to one document: `to` is "see" (unmasked) or "handle" (mask, remove)."""
    rows = Document.objects.exclude(state=DocumentState.REMOVED).filter(pk=document_id)
    document = (rows.select_for_update() if lock else rows).first()
    if document is None or not _seen(actor, document, at):
        raise NotFound(document=document_id)
    if to == "handle" and not _handled(actor, document, at):
        raise NotAllowed(to=to)
    return document


def _seen(actor: Actor, document: Document, at: datetime) -> bool:
    if document.thing_id is not None and guards.sees(actor, document.thing, document.thing_id, at):
        return True
    return _handled(actor, document, at)


def _handled(actor: Actor, document: Document, at: datetime) -> bool:
    if actor.is_system:
        return True
    if document.thing_id is None:
        return actor.account_id is not None and actor.account_id == document.account_id
    return guards.handles(actor, document.thing, document.thing_id, at)
