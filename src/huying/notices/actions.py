"""Every write of notices."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.cipher import seal
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.kernel.journal import announce
from huying.kernel.prepared import insert_unless_there
from huying.notices import composing, events, letters, queries, ways, worker
from huying.notices.channels import group
from huying.notices.models import BodyChannel, Message, Preference, ReadMark, Sending, Template
from huying.notices.moments import LANGUAGES, Moment, Words, moment
from huying.notices.recipients import Recipient
from huying.notices.rules import rules
from huying.notices.states import SENDING_FLOW, Channel
from huying.people.public import AccountBrief, reached


@transaction.atomic(savepoint=False)
def send(
    *,
    to: Recipient,
    template: str,
    facts: Mapping[str, object],
    about: tuple[str, int],
    at: datetime,
    round: int = 1,
    occasion: str = "",
) -> Message:
    """Tell someone. In the caller's transaction; what goes out of the app goes after the commit.

    Facts may be words, lazy words or moments; they are said in the reader's language.

    The same (about, template, round, occasion, recipient) is told once: again gives the first message.
    """
    told = moment(template)
    known, contact_id = (to.account_id and reached(to.account_id)) or (None, None)
    language = _language(to, known)
    said = composing.checked_facts(told, facts, language=language, at=at)
    message = Message(
        about_thing=about[0],
        about_id=about[1],
        template=template,
        round=round,
        occasion=occasion,
        recipient=to.key,
        account_id=to.account_id,
        record_id=to.record_id,
        body_id=to.body_id,
        box_thing=to.box_thing,
        box_id=to.box_id,
        language=language,
        urgent=told.urgent,
        made_at=at,
    )
    return _made(message, told, said, known=known, contact_id=contact_id, at=at)


def send_many(
    *,
    to: Sequence[Recipient],
    template: str,
    facts: Mapping[str, object],
    about: tuple[str, int],
    at: datetime,
    round: int = 1,
    occasion: str = "",
) -> list[Message]:
    """The same to each."""
    return [
        send(to=one, template=template, facts=facts, about=about, at=at, round=round, occasion=occasion) for one in to
    ]


@transaction.atomic
def mark_read(actor: Actor, *, message_ids: Sequence[int] | None = None, at: datetime) -> int:
    """The reader's own marks, for the count only: not in the journal, since nobody is to be watched reading."""
    rows = rules.permitted(actor, to="see", rows=Message.objects.all())
    rows = rows if message_ids is None else rows.filter(pk__in=message_ids)
    if actor.account_id is None:
        return rows.filter(read_at=None).update(read_at=at)
    own = rows.filter(account_id=actor.account_id, read_at=None).update(read_at=at)
    bodies = rows.filter(body_id__isnull=False).exclude(read_marks__account_id=actor.account_id)
    marks = [ReadMark(message_id=pk, account_id=actor.account_id) for pk in bodies.values_list("pk", flat=True)[:1000]]
    ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
    return own + len(marks)


@transaction.atomic
def set_preference(
    actor: Actor, *, sms: bool, email: bool, quiet_from: time, quiet_to: time, at: datetime
) -> Preference:
    """An account chooses its own ways and its own quiet hours."""
    if actor.account_id is None:
        raise NotAllowed(to="set_preference")
    row, _made_now = Preference.objects.update_or_create(
        account_id=actor.account_id,
        defaults={"sms": sms, "email": email, "quiet_from": quiet_from, "quiet_to": quiet_to},
    )
    announce(events.PreferenceSet(account_id=actor.account_id, sms=sms, email=email), by=actor, at=at)
    return row


@transaction.atomic
def change_template(
    actor: Actor, *, code: str, language: str, channel: str = "", words: Words, reason: str, at: datetime
) -> Template:
    """A new version of a wording, in force at once. Placeholders are checked first."""
    rules.enter(actor, to="manage")
    told = moment(code)
    if language not in LANGUAGES or channel not in ("", *Channel.values):
        raise Invalid(reason="language_or_channel")
    composing.check_words(told, words)
    if not reason.strip():
        raise Invalid(fields={"reason": _("请写明为什么修改。")})
    newest = next(iter(queries.versions(code, language=language, channel=channel)), None)
    row = Template.objects.create(
        code=code,
        channel=channel,
        language=language,
        version=newest.version + 1 if newest else 1,
        subject=words.subject.strip(),
        text=words.text.strip(),
        reason=reason.strip(),
        account_id=actor.account_id,
        at=at,
    )
    fact = events.TemplateChanged(
        template_id=row.pk, template=code, channel=channel, language=language, version=row.version
    )
    announce(fact, by=actor, at=at)
    return row


@transaction.atomic
def resend(actor: Actor, *, sending_id: int, reason: str, at: datetime) -> Sending:
    """A failed sending starts again; its words stay unseen."""
    sending = _failed(actor, sending_id, reason)
    sending.state = SENDING_FLOW.after("resend", sending.state)
    sending.tries, sending.next_at, sending.leased_until, sending.reason = 0, at, None, reason.strip()
    sending.save(update_fields=["state", "tries", "next_at", "leased_until", "reason"])
    announce(events.SendingResent(message_id=sending.message_id, sending_id=sending.pk), by=actor, at=at)
    transaction.on_commit(worker.wake)
    return sending


@transaction.atomic
def drop_sending(actor: Actor, *, sending_id: int, reason: str, at: datetime) -> Sending:
    """Give up on a failed sending, with the reason; the message stays in the inbox or box."""
    sending = _failed(actor, sending_id, reason)
    sending.state, sending.reason = SENDING_FLOW.after("drop", sending.state), reason.strip()
    sending.save(update_fields=["state", "reason"])
    announce(events.SendingDropped(message_id=sending.message_id, sending_id=sending.pk), by=actor, at=at)
    return sending


@transaction.atomic
def set_body_channel(
    actor: Actor, *, body_id: int, name: str, address: str, at: datetime, reason: str = ""
) -> BodyChannel:
    """Give a body a group robot. The address is sealed and never shown again."""
    rules.enter(actor, to="manage")
    if not group.readable(address.strip()):
        known = "、".join(sorted(group.SCHEMES))
        raise Invalid(fields={"address": _("地址读不懂，或不是允许的类型（%(known)s）。") % {"known": known}})
    row = BodyChannel.objects.create(
        body_id=body_id,
        name=name.strip(),
        scheme=group.scheme_of(address.strip()),
        address=seal(address.strip().encode(), ways.address_context(body_id)),
        account_id=actor.account_id,
        at=at,
    )
    announce(_channel_fact(row), by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def switch_off_body_channel(actor: Actor, *, body_channel_id: int, at: datetime, reason: str = "") -> BodyChannel:
    """No more messages by this robot."""
    rules.enter(actor, to="manage")
    row = BodyChannel.objects.select_for_update().filter(pk=body_channel_id).first()
    if row is None:
        raise NotFound(body_channel=body_channel_id)
    row.active = False
    row.save(update_fields=["active"])
    announce(_channel_fact(row), by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def reduce_messages(*, at: datetime, limit: int = 1000) -> int:
    """Empty the words whose time is over; that something was told, and when, stays."""
    rows = list(queries.to_reduce(at=at).select_for_update(skip_locked=True)[:limit])
    ids = [row.pk for row in rows]
    Message.objects.filter(pk__in=ids).update(words=b"", reduced_at=at)
    Sending.objects.filter(message_id__in=ids).update(words=None)
    return len(rows)


def _same(message: Message) -> dict[str, Any]:
    same = ("about_thing", "about_id", "template", "round", "occasion", "recipient")
    return {name: getattr(message, name) for name in same}


def _made(
    message: Message,
    told: Moment,
    said: dict[str, str],
    *,
    known: AccountBrief | None,
    contact_id: int | None,
    at: datetime,
) -> Message:
    wording = composing.in_force(message.template, language=message.language)
    message.template_version = wording.version
    message.words = letters.closed(composing.composed(wording.words, said), message=message)
    if not insert_unless_there(message):  # told before, or by somebody else at the same moment
        return Message.objects.get(**_same(message))
    fact = events.MessageMade(
        message_id=message.pk,
        about_thing=message.about_thing,
        about_id=message.about_id,
        template=message.template,
        template_version=message.template_version,
        round=message.round,
    )
    announce(fact, by=SYSTEM, at=at)
    found_ways = ways.ways_for(message, told, known=known, contact_id=contact_id)
    for way in found_ways:
        _sending(message, way, said, at=at).save()
    if found_ways:
        transaction.on_commit(worker.wake)
    return message


def _sending(message: Message, way: ways.Way, said: dict[str, str], *, at: datetime) -> Sending:
    own = composing.for_channel(message.template, language=message.language, channel=way.channel)
    words = letters.closed(composing.composed(own, said), message=message) if own else None
    next_at = ways.quiet_until(message, at=at)
    return Sending(message=message, channel=way.channel, body_channel=way.body_channel, next_at=next_at, words=words)


def _language(to: Recipient, known: AccountBrief | None) -> str:
    if to.language:
        return composing.language_of(to.language)
    return composing.language_of(known.language) if known else "zh-hans"


def _failed(actor: Actor, sending_id: int, reason: str) -> Sending:
    rules.enter(actor, to="manage")
    if not reason.strip():
        raise Invalid(fields={"reason": _("请写明理由。")})
    sending = Sending.objects.select_for_update().filter(pk=sending_id).first()
    if sending is None:
        raise NotFound(sending=sending_id)
    return sending


def _channel_fact(row: BodyChannel) -> events.BodyChannelSet:
    return events.BodyChannelSet(body_channel_id=row.pk, body_id=row.body_id, scheme=row.scheme, active=row.active)
