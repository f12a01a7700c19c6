"""One line of a worklist as a value, with names looked up for the whole page at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from huying.cases.models import Case
from huying.cases.states import OPEN, STATES, S, StateWords, Word
from huying.cases.words import CLASSES, CLOCK_KINDS
from huying.duties.public import CategoryBrief, categories
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs

Light = Literal["red", "yellow", "green", ""]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a list shows of a case. `light` is empty when nothing is owed any more."""

    id: int
    number: str
    title: str
    category: str
    klass: str
    klass_word: Word
    state: str
    words: StateWords
    area: str
    place: str
    lead: str
    light: Light
    due_at: datetime
    due_word: Word
    provisional: bool
    round: int
    returns: int
    supervised: int
    confidentiality: str
    filed_at: datetime
    version: int


def light_of(case: Case, *, at: datetime) -> Light:
    if case.state not in OPEN:
        return ""
    if case.due_at < at:
        return "red"
    return "yellow" if case.warn_at <= at else "green"


def rows_of(cases: Iterable[Case], *, at: datetime) -> list[CaseRow]:
    """Three queries for the names of a page, whatever its size."""
    found = list(cases)
    areas = area_briefs({case.area_id for case in found})
    bodies = body_briefs({case.lead_body_id for case in found if case.lead_body_id})
    names = categories({case.category_code for case in found})
    return [_row(case, areas, bodies, names, at) for case in found]


def _row(case: Case, areas: dict, bodies: dict, names: dict[str, CategoryBrief], at: datetime) -> CaseRow:
    lead = bodies.get(case.lead_body_id)
    return CaseRow(
        id=case.pk, number=case.number, title=case.title,
        category=names[case.category_code].label if case.category_code in names else case.category_code,
        klass=case.klass, klass_word=CLASSES[case.klass], state=case.state, words=STATES[S(case.state)],
        area=areas[case.area_id].name if case.area_id in areas else "", place=case.place,
        lead=(lead.short_name or lead.name) if lead else "", light=light_of(case, at=at), due_at=case.due_at,
        due_word=CLOCK_KINDS.get(case.due_kind, case.due_kind), provisional=case.provisional, round=case.round,
        returns=case.returns, supervised=case.supervised, confidentiality=case.confidentiality,
        filed_at=case.filed_at, version=case.version,
    )  # fmt: skip
