"""What duties say on the wire."""

from datetime import date
from typing import Any

from ninja import Schema

from huying.duties.answers import Answer
from huying.duties.models import Knowledge, ListDoc, ListItem


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
