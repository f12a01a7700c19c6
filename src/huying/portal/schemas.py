"""What the portal says on the wire."""

from datetime import date, datetime
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


class SearchIn(Schema):
    """What is looked for; the narrowing words are for cases. `as_text`: days among the words are words."""

    q: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")] = ""
    kind: Literal["cases", "items", "lists", "knowledge", "bodies", "wordings"] = "cases"
    as_text: bool = False
    state: str = Field("", pattern=r"^(open|S[0-9]{2})?$")
    category: str = Field("", pattern=r"^([0-9]{2}){0,3}$")
    area_id: int | None = Field(None, ge=1, le=2**53)
    since: date | None = None
    until: date | None = None
    after: Annotated[str, StringConstraints(max_length=800, pattern=r"^[^\x00]*$")] = ""
    size: int = Field(20, ge=1, le=50)


class HitOut(Schema):
    """One thing that was found. `title` and `text` are HTML that is safe to show: escaped, with what was found in
    <mark>. `href` is its page; cases have a number, a state and a place, and no personal data."""

    id: str
    title: str
    text: str
    href: str
    number: str = ""
    state: str = ""
    place: str = ""


class FoundOut(Schema):
    """`words` and the days are what was understood. `next_cursor` goes on; when it is there without items, nothing was
    found so far back as `looked_back_to`, and older ones have not been looked at. `number` is the case whose whole
    number was typed, when it may be seen."""

    kind: str
    words: str
    since: date | None
    until: date | None
    number: str
    items: list[HitOut]
    next_cursor: str | None
    looked_back_to: datetime | None
