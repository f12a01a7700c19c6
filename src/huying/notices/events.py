"""Facts that notices announce; ids and codes only, never words."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class MessageMade(Event):
    code: ClassVar[str] = "notices.made"
    begins: ClassVar[bool] = True
    thing: ClassVar[str] = "message"
    message_id: int
    about_thing: str
    about_id: int
    template: str
    template_version: int
    round: int


@event
@dataclass(frozen=True)
class SendingFailed(Event):
    code: ClassVar[str] = "notices.sending_failed"
    thing: ClassVar[str] = "message"
    message_id: int
    sending_id: int
    channel: str
    trouble: str


@event
@dataclass(frozen=True)
class SendingResent(Event):
    code: ClassVar[str] = "notices.resent"
    thing: ClassVar[str] = "message"
    message_id: int
    sending_id: int


@event
@dataclass(frozen=True)
class SendingDropped(Event):
    code: ClassVar[str] = "notices.dropped"
    thing: ClassVar[str] = "message"
    message_id: int
    sending_id: int


@event
@dataclass(frozen=True)
class TemplateChanged(Event):
    code: ClassVar[str] = "notices.template_changed"
    thing: ClassVar[str] = "template"
    template_id: int
    template: str
    channel: str
    language: str
    version: int


@event
@dataclass(frozen=True)
class BodyChannelSet(Event):
    code: ClassVar[str] = "notices.body_channel_set"
    thing: ClassVar[str] = "body_channel"
    body_channel_id: int
    body_id: int
    scheme: str
    active: bool


@event
@dataclass(frozen=True)
class PreferenceSet(Event):
    code: ClassVar[str] = "notices.preference_set"
    thing: ClassVar[str] = "account"
    account_id: int
    sms: bool
    email: bool
