"""Every state × every step: allowed exactly where the table says, and it leads where the table says."""

from datetime import datetime

import pytest
from django.db import transaction

from huying.cases.errors import AlreadyRated
from huying.cases.models import Case
from huying.cases.states import CASE_FLOW, CASE_STEPS, STATES, STORED, S
from huying.kernel.errors import DomainError, NotAllowed, NotFound, StepNotAllowed
from huying.kernel.journal import story
from tests.cases.makers import Life, a_case, settle
from tests.cases.steps import TAKE, WITHIN_OTHERS

GUARDED = {(S.OPEN_MATTER, "archive")}
"""Allowed by the table and refused by a guard here: a matter with a review day ahead is not archived."""
REFUSED = (StepNotAllowed, NotAllowed, NotFound, AlreadyRated)


class Undone(Exception):
    """Rolls one attempt back."""


def attempt(life: Life, step: str) -> tuple[str, str] | DomainError | None:
    """Where this step led from and to by the journal, or why it was refused; None when another step was taken.
    Nothing stays."""
    found: tuple[str, str] | DomainError | None = None
    before = story("case", life.case_id).count()
    try:
        with transaction.atomic():
            try:
                TAKE[step](life)
                taken = [row.facts for row in story("case", life.case_id)[before:] if row.facts.get("edge")]
                found = next(((one["source"], one["target"]) for one in taken if one["step"] == step), None)
            except DomainError as error:
                found = error
            raise Undone
    except Undone:
        return found


def kind_for(state: S, step: str) -> dict[str, str]:
    return {"kind": "enquiry"} if state is S.ANSWERED or step == "answer" else {}


def test_the_table_holds_all_53_transitions_and_24_states():
    assert {edge.id for edge in CASE_FLOW.edges} == {f"T{number:02}" for number in range(1, 54)}
    assert len(STATES) == 24
    assert CASE_FLOW.states == {state.value for state in S}
    assert CASE_FLOW.final == {S.ARCHIVED}


def test_every_step_is_tried():
    assert set(TAKE) | set(WITHIN_OTHERS) == set(CASE_STEPS)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STORED)
def test_from_each_state_exactly_the_steps_of_the_table(state: S):
    town = settle()
    a_case(town, in_state=S.IN_HANDLING, by="王先生")
    usual = a_case(town, in_state=state, **kind_for(state, ""))
    enquiry = a_case(town, in_state=state, kind="enquiry") if state is S.SUBMITTED else usual
    wrong = []

    for step in TAKE:
        case = enquiry if step == "answer" else usual
        found = attempt(Life(town, case.pk, _now(case)), step)
        ways = {(edge.source, edge.after) for edge in CASE_FLOW.edges if edge.step == step and edge.source == state}
        if ways and found not in ways and (state, step) not in GUARDED:
            wrong.append((step, found, getattr(found, "facts", "")))
        elif not ways and found is not None and not isinstance(found, REFUSED):
            wrong.append((step, found, "was allowed"))

    assert wrong == []


def _now(case: Case) -> datetime:
    """Just after the last thing that happened to it."""
    return story("case", case.pk).last().at
