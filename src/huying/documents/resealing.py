"""Sealing stored files again under the current key of their class: a new file beside the old one, then the row, then
the old goes."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from huying.documents import events, storage
from huying.documents.models import Document, Variant
from huying.documents.showing import hide
from huying.kernel.actor import Actor
from huying.kernel.journal import announce

Again = Callable[..., bytes | None]
BATCH = 100


def seal_files_again(again: Again) -> int:
    """Every sealed file whose first chunk is not under the current key; safe to run again. Says how many changed."""
    done, last = 0, 0
    while ids := list(
        Variant.objects.filter(sealed=True, pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        done += sum(_one(variant_id, again) for variant_id in ids)
        last = ids[-1]
    return done


@transaction.atomic
def _one(variant_id: int, again: Again) -> bool:
    rows = Variant.objects.select_for_update(of=("self",)).select_related("document")
    variant = rows.filter(pk=variant_id).first()
    if variant is None or not storage.stale(variant.key, again, apart=variant.document.apart):
        return False
    _seal_anew(variant)
    return True


def _seal_anew(variant: Variant) -> None:
    """One file under the keys of its document's class."""
    document = variant.document
    with storage.workspace() as clear:
        storage.copied(variant.key, sealed=variant.sealed, into=clear)
        fresh = storage.keep(clear, at=document.taken_at, sealed=True, apart=document.apart)
    transaction.on_commit(partial(storage.discard, variant.key))
    variant.key, variant.sealed = fresh.key, True
    variant.save(update_fields=["key", "sealed"])


@transaction.atomic
def keep_apart(actor: Actor, *, thing: str, thing_id: int, at: datetime) -> int:
    """The thing is confidential: its files pass under the keys of class L4, the masked ones too. Says how many did."""
    rows = Document.objects.select_for_update().filter(thing=thing, thing_id=thing_id, apart=False)
    found = list(rows.order_by("pk"))
    for document in found:
        hide(actor, document, at=at)
        document.apart = True
        document.save(update_fields=["apart"])
        for variant in document.variants.all():
            variant.document = document
            _seal_anew(variant)
        announce(events.DocumentKeptApart(document_id=document.pk), by=actor, at=at)
    return len(found)
