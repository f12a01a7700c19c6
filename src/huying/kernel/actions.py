"""What can be done with the machinery of the kernel."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel import cipher, datakeys, keyring, queries
from huying.kernel.actor import Actor
from huying.kernel.deliveries import wake
from huying.kernel.errors import Conflict, Invalid
from huying.kernel.events import DataKeyRotated, DataKeysRewrapped, DeliveryRetried, JournalRead
from huying.kernel.journal import announce
from huying.kernel.models import DataKey, Delivery, JournalRow
from huying.kernel.paging import Page, page_by_key
from huying.kernel.rules import delivery_rules, key_rules


@transaction.atomic
def retry_delivery(actor: Actor, *, delivery_id: int, reason: str, at: datetime) -> Delivery:
    """Put one stuck delivery back into the queue."""
    reason = _reason(reason)
    share = delivery_rules.door(actor, Delivery.objects.all(), to="retry", lock=True, pk=delivery_id)
    if not share.stuck:
        raise Conflict(_("这一条已经不在积压里"))
    _put_back(actor, share, reason, at)
    return share


@transaction.atomic
def retry_deliveries(
    actor: Actor, *, reason: str, at: datetime, ids: list[int] | None = None, handler: str = ""
) -> int:
    """Put stuck deliveries back into the queue: these, those of one handler, or all. Says how many."""
    reason = _reason(reason)
    delivery_rules.enter(actor, to="retry")
    stuck = delivery_rules.permitted(actor, to="retry", rows=Delivery.objects.filter(stuck=True))
    stuck = stuck.filter(handler=handler) if handler else stuck
    stuck = stuck.filter(pk__in=ids) if ids is not None else stuck
    shares = list(stuck.select_for_update(skip_locked=True).order_by("id")[:10_000])
    for share in shares:
        _put_back(actor, share, reason, at)
    return len(shares)


def _put_back(actor: Actor, share: Delivery, reason: str, at: datetime) -> None:
    share.stuck, share.attempts, share.next_at, share.retry_reason = False, 0, at, reason
    share.save(update_fields=["stuck", "attempts", "next_at", "retry_reason"])
    wake(share.row_id)
    fact = DeliveryRetried(delivery_id=share.pk, row_id=share.row_id, reason_hash=hash_of(reason))
    announce(fact, by=actor, at=at)


def _reason(text: str) -> str:
    text = text.strip()
    if not 2 <= len(text) <= 200:
        raise Invalid(fields={"reason": _("请写明原因（2 到 200 个字）。")})
    return text


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did. Resealing the columns comes after it, in small transactions of its own."""

    rewrapped: int
    data_key_id: int


@transaction.atomic
def rotate_keys(actor: Actor, *, reason: str, at: datetime) -> Rotation:
    """Wrap all data keys with the current outer key, and make fresh data keys for the current family.

    One for ordinary personal data and one for sensitive data, so that neither class outlives the other's rotation.
    """
    reason = _reason(reason)
    key_rules.enter(actor, to="rotate")
    rewrapped = _rewrap()
    fresh, sensitive = (_fresh_key(cipher.provider_of(cipher.suite(), sensitive=one), at=at) for one in (False, True))
    ring = keyring.seal_keys()
    announce(DataKeysRewrapped(data_key_id=fresh.pk, wrapped_by=ring.current, count=rewrapped), by=actor, at=at)
    for key in (fresh, sensitive):
        fact = DataKeyRotated(data_key_id=key.pk, provider=key.provider, reason_hash=hash_of(reason))
        announce(fact, by=actor, at=at)
    return Rotation(rewrapped, fresh.pk)


def _fresh_key(provider: str, *, at: datetime) -> DataKey:
    DataKey.objects.select_for_update().filter(provider=provider, retired_at=None).update(retired_at=at)
    fresh = datakeys.make(provider, at=at)
    fresh.save()
    return fresh


def _rewrap() -> int:
    stale = DataKey.objects.select_for_update().exclude(wrapped_by=keyring.seal_keys().current)
    rows = list(stale.order_by("pk"))
    for row in rows:
        row.wrapped, row.wrapped_by = datakeys.wrap(row.provider, datakeys.unwrap(row))
    DataKey.objects.bulk_update(rows, ["wrapped", "wrapped_by"])
    return len(rows)


@transaction.atomic
def read_journal(
    actor: Actor, *, wanted: queries.JournalFilter, at: datetime, after: str = "", size: int = 50
) -> Page[JournalRow]:
    """A page of the journal, newest first. The look, and how the rows were chosen, is a row of its own."""
    page = page_by_key(queries.journal_rows(actor, wanted), order=("-at", "-id"), after=after, size=size)
    fact = JournalRead(
        reader_id=actor.account_id or 0,
        since=wanted.since,
        until=wanted.until,
        about=wanted.thing,
        about_id=wanted.thing_id,
        only=wanted.code,
        done_by=wanted.by,
        shown=len(page),
    )
    announce(fact, by=actor, at=at)
    return page
