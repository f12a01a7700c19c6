"""Facts the portal announces."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class SiteDescribed(Event):
    """`changed` names the facts that were changed, not what they say."""

    code: ClassVar[str] = "portal.site_described"
    thing: ClassVar[str] = "site"
    site_id: int
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class FeedbackSent(Event):
    code: ClassVar[str] = "portal.feedback_sent"
    thing: ClassVar[str] = "feedback"
    feedback_id: int
    kind: str


@event
@dataclass(frozen=True)
class FeedbackAnswered(Event):
    code: ClassVar[str] = "portal.feedback_answered"
    thing: ClassVar[str] = "feedback"
    feedback_id: int
