"""What notices say on the wire."""

from datetime import datetime, time
from typing import Literal

from ninja import Schema
from pydantic import Field


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
    quiet_from: time
    quiet_to: time


class PreferenceOut(Schema):
    sms: bool
    email: bool
    quiet_from: time
    quiet_to: time


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


class ReasonIn(Schema):
    reason: str = Field(min_length=1, max_length=200)
