"""A masked photo for everybody: shown by a decision of its own, at an address without signing in, and hidden again."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.documents import events, guards
from huying.documents.errors import NotMasked
from huying.documents.kinds import KINDS
from huying.documents.models import Document
from huying.documents.rules import document_for
from huying.documents.states import DocumentState
from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict, Invalid
from huying.kernel.journal import announce

KEY_LENGTH = 18


@transaction.atomic
def show_everybody(actor: Actor, *, document_id: int, looked: bool, at: datetime) -> Document:
    """Whoever may mask it says that the masked photo is fit for everybody, having looked at it (`looked`). Not of what
    is hidden itself."""
    document = document_for(actor, document_id, to="handle", at=at, lock=True)
    if not looked:
        raise Invalid(_("请先看一遍遮挡后的照片，再勾选确认。"), reason="not_looked_at")
    if not KINDS[document.kind].picture:
        raise Invalid(_("只有照片可以公开。"), reason="not_a_picture")
    if document.state != DocumentState.MASKED:
        raise NotMasked(document=document_id)
    if document.apart or not may_show(document):
        raise Conflict(_("这件事不公开，它的照片也不能公开。"), document=document_id)
    if document.public_key is None:
        document.public_key, document.shown_at = secrets.token_urlsafe(KEY_LENGTH), at
        document.save(update_fields=["public_key", "shown_at"])
        announce(events.DocumentShown(document_id=document.pk), by=actor, at=at)
    return document


@transaction.atomic
def hide_again(actor: Actor, *, document_id: int, at: datetime) -> Document:
    """The address ends at once and never comes back; shown again it gets another one."""
    document = document_for(actor, document_id, to="handle", at=at, lock=True)
    hide(actor, document, at=at)
    return document


def hide(actor: Actor, document: Document, *, at: datetime) -> None:
    """Also when it is masked anew, removed, or its matter becomes confidential. The caller holds the row."""
    if document.public_key is not None:
        document.public_key, document.shown_at = None, None
        document.save(update_fields=["public_key", "shown_at"])
        announce(events.DocumentHidden(document_id=document.pk), by=actor, at=at)


def may_show(document: Document) -> bool:
    """Whether everybody may know of what it belongs to."""
    return document.thing_id is not None and document.thing_id in guards.open_ones(document.thing, [document.thing_id])
