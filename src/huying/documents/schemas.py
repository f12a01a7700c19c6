"""What documents say on the wire."""

from typing import Literal

from ninja import Schema
from pydantic import Field


class DocumentOut(Schema):
    """`thumb` and `href` are signed links that end after 15 minutes; "" when the reader may see nothing yet."""

    id: int
    kind: str
    name: str
    size: int
    state: Literal["private", "masked", "removed"]
    purpose: str
    thumb: str
    href: str


class TakenOut(DocumentOut):
    """`handle` attaches the document to what is sent in next."""

    handle: str


class BoxIn(Schema):
    """What to cover, in shares of the picture (0 to 1) from its upper left corner."""

    left: float = Field(ge=0, le=1)
    top: float = Field(ge=0, le=1)
    width: float = Field(gt=0, le=1)
    height: float = Field(gt=0, le=1)
    way: Literal["solid", "mosaic"] = "solid"


class MaskIn(Schema):
    """No box means: someone looked, nothing has to be covered."""

    boxes: list[BoxIn] = Field(max_length=200)


class ShownIn(Schema):
    """Whether everybody may see the masked photo; `looked`: a person has looked at it before it is shown."""

    shown: bool
    looked: bool = False


class ShownOut(Schema):
    """`href` is the address for everybody; "" when nobody else sees it."""

    id: int
    href: str


class UploadLimitOut(Schema):
    """What one purpose may hold."""

    purpose: str
    kinds: list[str]
    max_bytes: int
    max_count: int
    staff_only: bool


class UploadLimitIn(Schema):
    kinds: list[str] = Field(min_length=1, max_length=30)
    max_bytes: int = Field(ge=1024, le=200 * 1024 * 1024)
    max_count: int = Field(ge=1, le=100)
    reason: str = Field(min_length=2, max_length=200, pattern=r"^[^\x00]*$")


class TakeBackIn(Schema):
    handles: list[str] = Field(min_length=1, max_length=100)


class TakenBackOut(Schema):
    removed: int
