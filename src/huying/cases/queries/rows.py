"""One line of a list: what is owed, by when, how urgent. No personal data, no free text but the title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from huying.cases.models import Case
from huying.cases.states import STATES, S, Word
from huying.cases.words import CLASSES, CLOCK_KINDS
from huying.duties.public import categories
from huying.organisations.public import body_briefs

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


def row_values(cases: Sequence[Case], *, at: datetime) -> list[CaseRow]:
    """Lines for these cases, with three queries however many."""
    labels = categories({case.category_code for case in cases})
    units = body_briefs({case.lead_body_id for case in cases if case.lead_body_id})
    return [_row(case, labels, units, at=at) for case in cases]


def _row(case: Case, labels: dict, units: dict, *, at: datetime) -> CaseRow:  # type: ignore[type-arg]
    words = STATES[S(case.state)]
    matter, unit = labels.get(case.category_code), units.get(case.lead_body_id)
    return CaseRow(
        id=case.pk,
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
        area_name=case.area.short_name or case.area.name,
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
