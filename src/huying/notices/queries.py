"""Every read of notices."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.paging import Page, page_by_key
from huying.kernel.prepared import Given, Question
from huying.notices import letters
from huying.notices.models import BodyChannel, Message, Preference, ReadMark, Sending, Template
from huying.notices.rules import READERS_OF_A_BODY, rules
from huying.notices.states import SendingState

KEEP_WORDS_DAYS = 365


@dataclass(frozen=True, slots=True)
class MessageBrief:
    """One message as its reader sees it."""

    id: int
    subject: str
    text: str
    at: datetime
    read: bool
    urgent: bool
    about_thing: str
    about_id: int
    template: str


def inbox(actor: Actor, *, after: str = "", size: int = 30, unread_only: bool = False) -> Page[MessageBrief]:
    """What this account was told, newest first."""
    rows = _mine(actor)
    rows = _not_read(actor, rows) if unread_only else rows
    page = page_by_key(rows, order=("-id",), after=after, size=size)
    return Page(items=[brief(row) for row in page.items], next_cursor=page.next_cursor)


MOST_COUNTED, LATELY = 100, 500
"""How far waiting messages are counted, and among how many of the newest of a body."""

_WAITING = Question[tuple[int]](
    lambda: Message.objects.filter(account_id=Given("account_id"), read_at__isnull=True).values_list("pk")[
        :MOST_COUNTED
    ]
)
_LATEST = Question[tuple[int, bool]](
    lambda: (
        Message.objects.filter(body_id=Given("body_id"))
        .order_by("-id")
        .values_list("pk", Exists(ReadMark.objects.filter(message=OuterRef("pk"), account_id=Given("account_id"))))[
            :LATELY
        ]
    )
)


def unread(actor: Actor) -> int:
    """How many messages wait, up to 100: all of one's own, and of a body's the newest. On every page of staff."""
    if actor.account_id is None:
        return 0
    if actor.keys:
        return _not_read(actor, _mine(actor)).order_by()[:MOST_COUNTED].count()
    waiting = {pk for (pk,) in _WAITING.all(account_id=actor.account_id)}
    for body_id in actor.bodies_as(*READERS_OF_A_BODY):
        latest = _LATEST.all(body_id=body_id, account_id=actor.account_id)
        waiting |= {pk for pk, seen in latest if not seen}
    return min(len(waiting), MOST_COUNTED)


def message_for(actor: Actor, message_id: int) -> MessageBrief:
    """The door to one message."""
    row = _mine(actor).filter(pk=message_id).first()
    if row is None:
        raise NotFound(message=message_id)
    return brief(row)


def box(thing: str, thing_id: int) -> list[MessageBrief]:
    """The message box of a thing, oldest first; the caller has checked the tracking code or the right to see it."""
    return [brief(row) for row in _IN_BOX.all(thing=thing, thing_id=thing_id)]


_IN_BOX = Question[Message](
    lambda: Message.objects.filter(box_thing=Given("thing"), box_id=Given("thing_id")).order_by("id")[:500]
)


def brief(message: Message) -> MessageBrief:
    words = letters.opened(message)
    return MessageBrief(
        id=message.pk,
        subject=words.subject if words else _("（内容已按保存期限清除）"),
        text=words.text if words else "",
        at=message.made_at,
        read=message.read_at is not None or getattr(message, "seen", False),
        urgent=message.urgent,
        about_thing=message.about_thing,
        about_id=message.about_id,
        template=message.template,
    )


def failed(*, after: str = "", size: int = 50) -> Page[Sending]:
    """Messages that did not go out, newest first."""
    rows = Sending.objects.filter(state=SendingState.FAILED).select_related("message", "body_channel")
    return page_by_key(rows, order=("-id",), after=after, size=size)


def sending_counts(*, since: datetime) -> dict[str, int]:
    """How many wait, failed, and were sent since then."""
    return {
        "waiting": Sending.objects.filter(state=SendingState.WAITING).count(),
        "failed": Sending.objects.filter(state=SendingState.FAILED).count(),
        "sent": Sending.objects.filter(state=SendingState.SENT, sent_at__gte=since).count(),
    }


def due(*, at: datetime) -> QuerySet[Sending]:
    """Sendings to try now, oldest first; a lease that ran out belongs to a worker that died."""
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    return Sending.objects.filter(free, state=SendingState.WAITING, next_at__lte=at).order_by("next_at", "id")


def to_reduce(*, at: datetime) -> QuerySet[Message]:
    """Messages whose words are kept no longer."""
    return Message.objects.filter(reduced_at=None, made_at__lte=at - timedelta(days=KEEP_WORDS_DAYS)).order_by("pk")


def versions(code: str, *, language: str, channel: str) -> list[Template]:
    rows = Template.objects.filter(code=code, language=language, channel=channel)
    return list(rows.order_by("-version"))


def changed_codes() -> set[str]:
    """Moments with a wording of the place's own."""
    return set(Template.objects.values_list("code", flat=True).distinct())


def channels_of(body_id: int) -> list[BodyChannel]:
    return _ROBOTS.all(body_id=body_id)


_ROBOTS = Question[BodyChannel](
    lambda: BodyChannel.objects.filter(body_id=Given("body_id"), active=True).order_by("pk")
)


def body_channels() -> list[BodyChannel]:
    return list(BodyChannel.objects.order_by("-active", "body_id", "pk"))


_CHOSEN = Question[Preference](lambda: Preference.objects.filter(account_id=Given("account_id")))


def preference(account_id: int) -> Preference:
    """The account's own choice, or the default: SMS for what is marked for it, no mail."""
    row = _CHOSEN.first(account_id=account_id)
    return row or Preference(account_id=account_id, sms=True, email=False)


def _mine(actor: Actor) -> QuerySet[Message]:
    return rules.permitted(actor, to="see", rows=Message.objects.annotate(seen=Exists(_marks(actor))))


def _not_read(actor: Actor, rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.filter(~Exists(_marks(actor)), read_at=None)


def _marks(actor: Actor) -> QuerySet[ReadMark]:
    return ReadMark.objects.filter(message=OuterRef("pk"), account_id=actor.account_id or 0)
