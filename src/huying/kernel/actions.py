"""What can be done with the machinery of the kernel."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.deliveries import wake
from huying.kernel.errors import Conflict, Invalid, NotAllowed
from huying.kernel.events import DeliveryRetried
from huying.kernel.journal import announce
from huying.kernel.models import Delivery
from huying.kernel.rules import delivery_rules


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
    if not actor.holds("system_admin"):
        raise NotAllowed(to="retry")
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
