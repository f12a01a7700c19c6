"""Sealing stored files again under the current key: a new file beside the old one, then the row, then the old goes."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from huying.documents import storage
from huying.documents.models import Variant

Again = Callable[[bytes, str], bytes | None]
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
    if variant is None or not storage.stale(variant.key, again):
        return False
    with storage.workspace() as clear:
        storage.copied(variant.key, sealed=True, into=clear)
        fresh = storage.keep(clear, at=variant.document.taken_at, sealed=True)
    transaction.on_commit(partial(storage.discard, variant.key))
    variant.key = fresh.key
    variant.save(update_fields=["key"])
    return True
