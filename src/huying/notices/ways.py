"""Which ways out a message takes, where each leads, and when: preferences, 长辈版, quiet hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from huying.kernel.actor import SYSTEM
from huying.kernel.cipher import unseal as open_address
from huying.notices import queries
from huying.notices.channels import Refused, email, sms
from huying.notices.models import BodyChannel, Message, Sending
from huying.notices.moments import Moment
from huying.notices.states import Channel
from huying.people.public import AccountBrief, Erased, contact_record, masked, unseal

QUIET = (time(21, 0), time(8, 0))


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: a channel, and for `group` which robot."""

    channel: str
    body_channel: BodyChannel | None = None


def ways_for(message: Message, told: Moment, *, known: AccountBrief | None, contact_id: int | None) -> list[Way]:
    """Ways that are switched on, fit the recipient, and that the moment or the recipient wants. `contact_id` is the
    sealed record with the account's own phone and mail."""
    if message.body_id is not None and "group" in told.ways:
        return [Way(Channel.GROUP, channel) for channel in queries.channels_of(message.body_id)]
    record_id = message.record_id or contact_id
    if record_id is None or not (sms.is_on() or email.is_on()):
        return []
    wanted = _wanted(message, told, known)
    if not (("sms" in wanted and sms.is_on()) or ("email" in wanted and email.is_on())):
        return []
    there, found = set(masked(record_id)), []
    if "sms" in wanted and sms.is_on() and "phone" in there:
        found.append(Way(Channel.SMS))
    if "email" in wanted and email.is_on() and "email" in there:
        found.append(Way(Channel.EMAIL))
    return found


def quiet_until(message: Message, *, at: datetime) -> datetime:
    """Now, or for what is not urgent the end of the quiet hours."""
    if message.urgent:
        return at
    start, end = QUIET
    if message.account_id is not None:
        chosen = queries.preference(message.account_id)
        start, end = chosen.quiet_from, chosen.quiet_to
    there = timezone.localtime(at)
    if not _within(there.time(), start, end):
        return at
    day = there.date() + timedelta(days=1 if there.time() >= end else 0)
    return datetime.combine(day, end, tzinfo=there.tzinfo)


def address_of(sending: Sending, *, at: datetime) -> str:
    """Opened for this one message only; the look at a phone is written down with the message as its task."""
    message = sending.message
    if sending.body_channel is not None:
        return open_address(bytes(sending.body_channel.address), address_context(sending.body_channel.body_id)).decode()
    record_id = message.record_id or (contact_record(message.account_id) if message.account_id else None)
    wanted = "phone" if sending.channel == Channel.SMS else "email"
    if record_id is None:
        raise Refused("no_address")
    try:
        told = unseal(SYSTEM, record_id=record_id, task=f"message:{message.pk}", at=at, fields=(wanted,))
    except Erased:
        raise Refused("address_erased") from None
    if not told.get(wanted):
        raise Refused("no_address")
    return told[wanted]


def address_context(body_id: int) -> str:
    return f"notices.body_channel:{body_id}"


def _wanted(message: Message, told: Moment, brief: AccountBrief | None) -> set[str]:
    """A phone left for one matter gets what the moment sends by SMS; an account gets what it chose."""
    if message.account_id is None:
        return set(told.ways)
    chosen = queries.preference(message.account_id)
    wanted = set(told.ways) - ({"sms"} if not chosen.sms else set())
    if brief is not None and brief.elder and chosen.sms and not brief.staff:
        wanted.add("sms")
    return wanted | ({"email"} if chosen.email else set())


def _within(moment: time, start: time, end: time) -> bool:
    if start == end:
        return False
    return start <= moment < end if start < end else moment >= start or moment < end
