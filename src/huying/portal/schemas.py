"""What the portal says on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class FeedbackIn(Schema):
    """What somebody thinks of the product itself; phone and identity numbers are shortened before they are kept."""

    kind: Literal["fault", "idea", "complaint", "praise"]
    text: Words
    page: Line = ""


class FeedbackSentOut(Schema):
    """`code` opens the answer; it is shown this once."""

    id: int
    code: str


class FeedbackOut(Schema):
    id: int
    kind: str
    text: str
    page: str
    state: str
    answer: str
    sent_at: datetime
    answered_at: datetime | None


class FeedbackPageOut(Schema):
    items: list[FeedbackOut]
    next_cursor: str | None


class FeedbackAnswerIn(Schema):
    answer: Words


class SiteIn(Schema):
    """The fields that change; the others stay."""

    facts: dict[str, Line] = Field(min_length=1, max_length=20)
    reason: Annotated[str, StringConstraints(min_length=2, max_length=300, pattern=r"^[^\x00]*$")]


class SiteOut(Schema):
    name: str
    hosted_by: str
    run_by: str
    contact: str
    duty_desk: str
    duty_phone: str
    duty_hours: str
    privacy_contact: str
    icp: str
    police_record: str
    site_code: str
    demonstration: bool
