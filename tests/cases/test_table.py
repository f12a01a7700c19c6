"""Every state × every step: allowed exactly where the table says, and it leads where the table says."""

from datetime import datetime

import pytest
from django.db import transaction

from huying.cases.actions.results import WHY_NOT
from huying.cases.errors import AlreadyRated
from huying.cases.models import Case
from huying.cases.states import CASE_FLOW, CASE_STEPS, STATES, STORED, S
from huying.cases.words import REJECTIONS
from huying.kernel.errors import DomainError, NotAllowed, NotFound, StepNotAllowed
from huying.kernel.journal import story
from huying.notices.models import Message
from tests.cases.makers import Life, a_case, settle
from tests.cases.steps import TAKE, WITHIN_OTHERS

GUARDED = {(S.OPEN_MATTER, "archive")}
"""Allowed by the table and refused by a guard here: a matter with a review day ahead is not archived."""
REFUSED = (StepNotAllowed, NotAllowed, NotFound, AlreadyRated)


TOLD = {
    "accept": "accepted", "accept_return": "redispatched", "adjudicate": "redispatched", "answer": "answered_at_once",
    "answer_question": "more_received", "approve_result": "answered", "ask": "ask_more",
    "change_confidentiality": "confidential", "close_unrated": "callback_tried closed_unrated",
    "contest_answer": "accepted", "decide_escalation": "escalation_decided", "decide_extension": "extended",
    "decline_objection": "objection_received objection_rejected", "dispatch": "dispatched",
    "fail_site_check": "sent_back", "reject_result": "sent_back",
    "judge_partly": "reopened", "judge_solved": "closed", "judge_unsolved": "reopened",
    "lapse": "withdrawn_unanswered", "list_open_matter": "open_matter", "merge": "merged",
    "object": "objection_received", "pass_on": "transferred", "prolong_suspension": "suspension_reviewed",
    "reclassify": "changed", "redispatch": "redispatched", "refuse": "not_accepted", "reopen": "reopened",
    "reopen_matter": "reopened", "resume": "resumed", "review_open_matter": "open_matter_review",
    "settle_open_matter": "open_matter_solved", "split": "split", "step_back": "goes_on_without_you",
    "supervise": "supervised", "suspend": "suspended", "terminate": "ended", "unmerge": "unmerged",
    "uphold_objection": "objection_received objection_upheld", "whistle": "escalated", "withdraw": "withdrawn",
}  # fmt: skip
"""Which messages the reporter finds in the box after a step; what is not named is the office's own affair."""
TOLD_OF_AN_ENDED_CASE = {"uphold_objection": "objection_received ended_reversed"}
"""It lives again."""


class Undone(Exception):
    """Rolls one attempt back."""


def attempt(life: Life, step: str) -> tuple[str, str, str] | DomainError | None:
    """Where this step led from and to by the journal and what was told to the reporter, or why it was refused; None
    when another step was taken. Nothing stays."""
    found: tuple[str, str, str] | DomainError | None = None
    told = len(in_the_box(life))
    before = story("case", life.case_id).count()
    try:
        with transaction.atomic():
            try:
                TAKE[step](life)
                taken = [row.facts for row in story("case", life.case_id)[before:] if row.facts.get("edge")]
                said = " ".join(in_the_box(life)[told:])
                found = next(((one["source"], one["target"], said) for one in taken if one["step"] == step), None)
            except DomainError as error:
                found = error
            raise Undone
    except Undone:
        return found


def in_the_box(life: Life) -> list[str]:
    rows = Message.objects.filter(box_thing="case", box_id=life.case_id).order_by("pk")
    return [template.removeprefix("case.") for template in rows.values_list("template", flat=True)]


def expected(case: Case, step: str) -> str:
    """Of a reminder to a desk, where no unit answers yet, the resident hears nothing."""
    if step == "supervise" and case.lead_body_id is None:
        return ""
    ended = TOLD_OF_AN_ENDED_CASE if case.state == S.TERMINATED else {}
    return ended.get(step, TOLD.get(step, ""))


def kind_for(state: S, step: str) -> dict[str, str]:
    return {"kind": "enquiry"} if state is S.ANSWERED or step == "answer" else {}


def test_the_table_holds_all_53_transitions_and_24_states():
    assert {edge.id for edge in CASE_FLOW.edges} == {f"T{number:02}" for number in range(1, 54)}
    assert len(STATES) == 24
    assert CASE_FLOW.states == {state.value for state in S}
    assert CASE_FLOW.final == {S.ARCHIVED}


def test_every_step_is_tried():
    assert set(WHY_NOT) == {*REJECTIONS, "looked"}
    assert set(TAKE) | set(WITHIN_OTHERS) == set(CASE_STEPS)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STORED)
def test_from_each_state_exactly_the_steps_of_the_table_and_the_reporter_is_told(state: S):
    town = settle()
    a_case(town, in_state=S.IN_HANDLING, by="王先生")
    usual = a_case(town, in_state=state, **kind_for(state, ""))
    enquiry = a_case(town, in_state=state, kind="enquiry") if state is S.SUBMITTED else usual
    wrong = []

    for step in TAKE:
        case = enquiry if step == "answer" else usual
        found = attempt(Life(town, case.pk, _now(case)), step)
        said = expected(case, step)
        edges = [edge for edge in CASE_FLOW.edges if edge.step == step and edge.source == state]
        ways = {(edge.source, edge.after, said) for edge in edges}
        if ways and found not in ways and (state, step) not in GUARDED:
            wrong.append((step, found, getattr(found, "facts", "")))
        elif not ways and found is not None and not isinstance(found, REFUSED):
            wrong.append((step, found, "was allowed"))

    assert wrong == []


def _now(case: Case) -> datetime:
    """Just after the last thing that happened to it."""
    return story("case", case.pk).last().at
