"""What notices say on the wire."""

from datetime import datetime, time
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, PlainSerializer, WithJsonSchema


def _without_zone(moment: time) -> time:
    if moment.tzinfo:
        raise ValueError("an hour of the day on the clock of the place, without a zone: 21:00")
    return moment


# JSON Schema's own "time" wants an offset from UTC, which an hour of the day has not.
HourOfDay = Annotated[
    time,
    AfterValidator(_without_zone),
    PlainSerializer(lambda moment: moment.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["21:00"]}),
]


class MessageOut(Schema):
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


class InboxOut(Schema):
    """One page; `next_cursor` is the `after` of the next one."""

    items: list[MessageOut]
    next_cursor: str | None
    unread: int


class PreferenceIn(Schema):
    """One's own ways and quiet hours."""

    sms: bool = Field(strict=True)
    email: bool = Field(strict=True)
    quiet_from: HourOfDay
    quiet_to: HourOfDay


class PreferenceOut(Schema):
    sms: bool
    email: bool
    quiet_from: HourOfDay
    quiet_to: HourOfDay


class MomentOut(Schema):
    """A moment at which someone is told something. `needs` must be given, `may` can be missing."""

    code: str
    label: str
    label_en: str
    audience: Literal["resident", "unit", "staff"]
    needs: list[str]
    may: list[str]
    ways: list[str]
    urgent: bool


class WordsIn(Schema):
    """A new wording, in force at once."""

    language: Literal["zh-hans", "en"] = "zh-hans"
    channel: Literal["", "sms", "email", "group"] = ""
    subject: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1, max_length=1000)
    reason: str = Field(min_length=1, max_length=200)


class WordsOut(Schema):
    """A version of a wording."""

    code: str
    language: str
    channel: str
    version: int
    subject: str
    text: str
    reason: str
    at: datetime


class SendingOut(Schema):
    """A message that did not go out: never its words or its address."""

    id: int
    message_id: int
    channel: str
    tries: int
    trouble: str
    state: str


class FailedOut(Schema):
    items: list[SendingOut]
    next_cursor: str | None


class MessageReasonIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


class BodyChannelIn(Schema):
    """A group robot or mailbox of a body, as apprise writes it."""

    body_id: int = Field(ge=1, lt=2**63)
    name: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")
    address: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")
    reason: str = Field(min_length=2, max_length=300, pattern=r"^[^\x00]*$")


class BodyChannelOut(Schema):
    """Never its address."""

    id: int
    body_id: int
    name: str
    scheme: str
    active: bool
    at: datetime
