"""What duties say on the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from huying.duties.answers import Answer
from huying.duties.models import Knowledge, ListDoc, ListItem, ListProposal

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
NO_NUL = r"^[^\x00]*$"
Word = Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=300, pattern=NO_NUL)]
Number = Annotated[int, Field(ge=0, le=100_000)]


class ListIn(Schema):
    """A new version; it begins with the items of the version in force."""

    kind: Literal["L1", "L2", "L3"]
    area_id: Key
    no: Word
    title: Line
    reason: Reason


class HelperIn(Schema):
    function: Word
    part: Line = ""


class ItemIn(Schema):
    """One item as typed; which fields are needed depends on the kind of the list."""

    code: Annotated[str, StringConstraints(max_length=20, pattern=NO_NUL)]
    title: Line
    category: Annotated[str, StringConstraints(pattern=r"^([0-9]{2}){0,3}$")] = ""
    lead_function: Word = ""
    lead_level: Word = ""
    helpers: list[HelperIn] = Field(default_factory=list, max_length=30)
    basis: Text = ""
    klass: Literal["", "E", "U", "C", "G", "X", "L"] = ""
    limit_amount: Number | None = None
    limit_unit: Literal["", "minute", "hour", "work_hour", "work_day", "day"] = ""
    filing_standard: Text = ""
    closing_standard: Text = ""
    escalation: Text = ""
    site_check: bool = False
    lead_duty: Text = ""
    street_duty: Text = ""
    community_part: Text = ""
    boundary_case: Text = ""
    joint_trigger: Text = ""
    exemption: Text = ""
    work_kind: Literal["", "lawful", "assist", "negative"] = ""
    stream: Literal["", "party", "residents", "government"] = ""
    frequency: Text = ""
    material: Text = ""
    minutes_a_month: Number | None = None
    paying_body: Line = ""
    reason: Reason


class ApprovalIn(Schema):
    effective_from: date
    approved_by: Line
    basis_file: Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)] = ""


class RepealIn(Schema):
    on: date
    reason: Reason


class CategoryIn(Schema):
    """An entry as typed; empty class, leads and flags (null) are inherited."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=NO_NUL)]
    name_en: Line = ""
    default_class: Literal["", "E", "U", "C", "G", "X", "L"] = ""
    default_leads: list[Word] = Field(default_factory=list, max_length=30)
    default_confidential: bool | None = None
    on_site: bool | None = None
    citymgmt_map: Annotated[str, StringConstraints(max_length=20, pattern=NO_NUL)] = ""
    keywords: list[Annotated[str, StringConstraints(max_length=20, pattern=NO_NUL)]] = Field(
        default_factory=list, max_length=60
    )
    active_from: date | None = None
    active_to: date | None = None
    reason: Reason


class NewCategoryIn(CategoryIn):
    code: Annotated[str, StringConstraints(pattern=r"^([0-9]{2}){1,3}$")]


class ProposalDecisionIn(Schema):
    taken: bool
    note: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_NUL)]


class ProposalOut(Schema):
    """A change of a list that a ruling proposes."""

    id: int
    state: str
    category: str
    item_id: int | None
    lead_body_id: int
    ruling_ref: str
    opened_at: datetime
    decision_note: str

    @staticmethod
    def resolve_category(proposal: ListProposal) -> str:
        return proposal.category.code


class KnowledgeIn(Schema):
    """A question with its answer and where it comes from."""

    question: Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
    answer: Annotated[str, StringConstraints(max_length=3000, pattern=NO_NUL)]
    source: Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
    valid_from: date
    valid_to: date | None = None
    category: Annotated[str, StringConstraints(pattern=r"^([0-9]{2}){0,3}$")] = ""
    keywords: list[Annotated[str, StringConstraints(max_length=20, pattern=NO_NUL)]] = Field(
        default_factory=list, max_length=30
    )
    reason: Reason


class CategoryOut(Schema):
    """One entry; class, leads and flags are its own or inherited. `label` follows the language asked for."""

    code: str
    level: int
    parent_code: str
    name: str
    name_en: str
    label: str
    klass: str
    leads: list[str]
    confidential: bool
    on_site: bool
    citymgmt_map: str
    keywords: list[str]
    active: bool


class ListOut(Schema):
    """One version of a list."""

    id: int
    kind: str
    area_id: int
    no: str
    version: int
    title: str
    state: str
    effective_from: date | None
    effective_to: date | None
    approved_by: str
    basis_file: str
    replaces_id: int | None

    @staticmethod
    def resolve_id(doc: ListDoc) -> int:
        return doc.pk


class HelperOut(Schema):
    function: str
    part: str


class ItemOut(Schema):
    """One item; which fields are used depends on the kind of the list."""

    id: int
    code: str
    title: str
    category: str
    lead_function: str
    lead_level: str
    helpers: list[HelperOut]
    basis: str
    klass: str
    limit_amount: int | None
    limit_unit: str
    filing_standard: str
    closing_standard: str
    escalation: str
    site_check: bool
    lead_duty: str
    street_duty: str
    community_part: str
    boundary_case: str
    joint_trigger: str
    exemption: str
    work_kind: str
    stream: str
    frequency: str
    material: str
    minutes_a_month: int | None
    paying_body: str

    @staticmethod
    def resolve_category(item: ListItem) -> str:
        return item.category_code


class ItemsOut(Schema):
    items: list[ItemOut]
    next_cursor: str | None


class LimitOut(Schema):
    amount: int
    unit: str


class AnsweringBodyOut(Schema):
    id: int
    name: str
    function: str
    level: str


class HelpingOut(Schema):
    function: str
    part: str
    body: AnsweringBodyOut | None


class NotMatchedOut(Schema):
    title: str
    why: str


class AnswerOut(Schema):
    """Who answers, and why. `lead` is empty for a gap and when several match (`choices`)."""

    lead: AnsweringBodyOut | None
    helpers: list[HelpingOut]
    limit: LimitOut | None
    basis: str
    doc_no: str
    item_code: str
    item_id: int | None
    reason: str
    others: list[NotMatchedOut]
    choices: list[AnsweringBodyOut]
    is_gap: bool

    @staticmethod
    def resolve_helpers(answer: Answer) -> list[Any]:
        return list(answer.helpers)


class KnowledgeOut(Schema):
    id: int
    question: str
    answer: str
    category: str
    keywords: list[str]
    source: str
    valid_from: date
    valid_to: date | None

    @staticmethod
    def resolve_category(entry: Knowledge) -> str:
        return entry.category.code if entry.category else ""


class KnowledgePageOut(Schema):
    items: list[KnowledgeOut]
    next_cursor: str | None
