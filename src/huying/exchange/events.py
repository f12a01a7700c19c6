"""Facts of exchange."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class AttributeSet(Event):
    """Apps ask one question more about a kind of matter, or ask it otherwise."""

    code: ClassVar[str] = "exchange.attribute_set"
    thing: ClassVar[str] = "service_attribute"
    attribute_id: int
    category_code: str
    required: bool


@event
@dataclass(frozen=True)
class AttributeEnded(Event):
    code: ClassVar[str] = "exchange.attribute_ended"
    thing: ClassVar[str] = "service_attribute"
    attribute_id: int
