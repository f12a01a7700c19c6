"""One line of a list: what is owed, by when, how urgent. No personal data, no free text but the title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from django.db.models import QuerySet

from huying.cases.models import Case
from huying.cases.states import STATES, S, Word
from huying.cases.words import CLASSES, CLOCK_KINDS
from huying.duties.public import CategoryBrief, categories
from huying.organisations.public import BodyBrief, body_briefs
from huying.territory.public import AreaBrief, area_briefs

Light = Literal["green", "yellow", "red"]


def light_of(due_at: datetime | None, warn_at: datetime | None, *, at: datetime) -> Light:
    """Red when the limit has passed, yellow when three quarters are used."""
    if due_at is not None and at > due_at:
        return "red"
    return "yellow" if warn_at is not None and at >= warn_at else "green"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of a worklist."""

    id: int
    number: str
    title: str
    category: str
    klass: str
    klass_word: Word
    state: str
    state_word: Word
    resident_word: Word
    tone: str
    area_id: int
    area_name: str
    unit: str
    handler_id: int | None
    filed_at: datetime
    due_at: datetime
    due_kind: Word
    light: Light
    provisional: bool
    round: int
    confidentiality: str
    supervised: int
    version: int


LISTED = (
    "id", "number", "title", "category_code", "klass", "state", "area_id", "lead_body_id", "handler_id", "filed_at",
    "due_at", "warn_at", "due_kind", "ended_at", "provisional", "round", "confidentiality", "supervised", "version",
)  # fmt: skip
"""The columns that a line is made of."""


class Listed(Protocol):
    """A case, or only its columns of a list."""

    id: Any
    number: Any
    title: Any
    category_code: Any
    klass: Any
    state: Any
    area_id: Any
    lead_body_id: Any
    handler_id: Any
    filed_at: Any
    due_at: Any
    warn_at: Any
    due_kind: Any
    ended_at: Any
    provisional: Any
    round: Any
    confidentiality: Any
    supervised: Any
    version: Any


def listed(rows: QuerySet[Case]) -> QuerySet[Case, Listed]:
    """Only what a line needs: a case has three times as many columns, and some are sealed."""
    return rows.values_list(*LISTED, named=True)  # type: ignore[return-value]


def row_values(cases: Sequence[Listed], *, at: datetime) -> list[CaseRow]:
    """Lines for these cases; what they name is known to the process, or read at once however many they are."""
    labels = categories({case.category_code for case in cases})
    units = body_briefs({case.lead_body_id for case in cases if case.lead_body_id})
    areas = area_briefs({case.area_id for case in cases})
    return [_row(case, labels, units, areas, at=at) for case in cases]


def _row(
    case: Listed,
    labels: dict[str, CategoryBrief],
    units: dict[int, BodyBrief],
    areas: dict[int, AreaBrief],
    *,
    at: datetime,
) -> CaseRow:
    words = STATES[S(case.state)]
    matter, unit, area = labels.get(case.category_code), units.get(case.lead_body_id), areas[case.area_id]
    return CaseRow(
        id=case.id,
        number=case.number,
        title=case.title,
        category=matter.label if matter else case.category_code,
        klass=case.klass,
        klass_word=CLASSES[case.klass],
        state=case.state,
        state_word=words.staff,
        resident_word=words.resident,
        tone=words.tone,
        area_id=case.area_id,
        area_name=area.short_name or area.name,
        unit=unit.short_name if unit else "",
        handler_id=case.handler_id,
        filed_at=case.filed_at,
        due_at=case.due_at,
        due_kind=CLOCK_KINDS.get(case.due_kind, ""),
        light=light_of(case.due_at, case.warn_at, at=at) if case.ended_at is None else "green",
        provisional=case.provisional,
        round=case.round,
        confidentiality=case.confidentiality,
        supervised=case.supervised,
        version=case.version,
    )
