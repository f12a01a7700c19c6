"""Carrying messages out: leased, tried, and written down, each by itself; a worker that dies loses nothing."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huying.kernel.actor import SYSTEM
from huying.kernel.journal import announce
from huying.notices import letters, queries, ways
from huying.notices.channels import Carry, Later, Parcel, Refused, email, group, sms
from huying.notices.events import SendingDropped, SendingFailed
from huying.notices.models import Sending
from huying.notices.states import SENDING_FLOW, Channel, SendingState

TASK = "notices.deliver"
LEASE = timedelta(minutes=5)
PAUSES = (1, 5, 30, 120, 360)  # minutes before the next try; after the last one it is a failure
GONE = {"address_erased", "no_address"}
CARRIERS: dict[str, Carry] = {Channel.SMS: sms.carry, Channel.EMAIL: email.carry, Channel.GROUP: group.carry}
log = logging.getLogger(__name__)


def wake() -> None:
    """Ask the worker to look now; it looks every minute anyway, so nothing is lost when this does not arrive."""
    try:
        app.configure_task(TASK, queueing_lock=TASK).defer(timestamp=0)
    except AlreadyEnqueued:
        return


def deliver_due(*, at: datetime, limit: int = 50) -> int:
    """Try everything that is due, oldest first. Safe to run on many machines at once."""
    leased = _lease(at=at, limit=limit)
    for sending in leased:
        _deliver(sending, at=at)
    return len(leased)


@transaction.atomic
def _lease(*, at: datetime, limit: int) -> list[Sending]:
    rows = list(queries.due(at=at).select_for_update(skip_locked=True)[:limit])
    ids = [row.pk for row in rows]
    Sending.objects.filter(pk__in=ids).update(leased_until=at + LEASE)
    found = Sending.objects.filter(pk__in=ids).select_related("message", "body_channel")
    return list(found.order_by("next_at", "id"))


def _deliver(sending: Sending, *, at: datetime) -> None:
    """No transaction is open while the other side is spoken to."""
    try:
        _carry(sending, at=at)
    except Refused as error:
        _write(sending, "drop" if error.trouble in GONE else "fail", error.trouble, at=at)
    except Later as error:
        _write(sending, "retry" if sending.tries < len(PAUSES) else "fail", error.trouble, at=at)
    except Exception as error:
        log.error("notices: sending %s broke: %s", sending.pk, type(error).__name__)
        _write(sending, "retry" if sending.tries < len(PAUSES) else "fail", type(error).__name__, at=at)
    else:
        _write(sending, "deliver", "", at=at)


def _carry(sending: Sending, *, at: datetime) -> None:
    words = letters.to_send(sending)
    if words is None:
        raise Refused("words_emptied")
    address = ways.address_of(sending, at=at)
    CARRIERS[sending.channel](Parcel(f"message:{sending.message_id}:{sending.pk}", address, words))


@transaction.atomic
def _write(leased: Sending, step: str, trouble: str, *, at: datetime) -> None:
    """Write down how it went, unless the lease was lost to another worker meanwhile."""
    sending = Sending.objects.select_for_update().get(pk=leased.pk)
    if sending.state != SendingState.WAITING or sending.leased_until != leased.leased_until:
        return
    sending.state = SENDING_FLOW.after(step, sending.state)
    sending.tries, sending.trouble, sending.leased_until = sending.tries + 1, trouble[:60], None
    if step == "retry":
        sending.next_at = at + timedelta(minutes=PAUSES[min(sending.tries, len(PAUSES)) - 1])
    if step == "deliver":
        sending.sent_at = at
    sending.save(update_fields=["state", "tries", "trouble", "leased_until", "next_at", "sent_at"])
    _tell(sending, step, at=at)


def _tell(sending: Sending, step: str, *, at: datetime) -> None:
    if step == "fail":
        fact = SendingFailed(
            message_id=sending.message_id, sending_id=sending.pk, channel=sending.channel, trouble=sending.trouble
        )
        announce(fact, by=SYSTEM, at=at)
    if step == "drop":
        announce(SendingDropped(message_id=sending.message_id, sending_id=sending.pk), by=SYSTEM, at=at)
