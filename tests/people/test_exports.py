"""Rows with personal data leave only when two people agreed (red line 4)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound, StepNotAllowed
from huying.people import public
from huying.people.errors import ApprovalNeeded, ReasonNeeded, SamePerson
from huying.people.models import ExportApproval
from tests.people.makers import a_resident, person, with_role

pytestmark = pytest.mark.django_db

WHAT, FILTERS = "cases.contacts", {"area": 15, "month": "2026-11"}


def asked(at: datetime, actor: Actor | None = None) -> tuple[Actor, ExportApproval]:
    who = actor or with_role("supervisor")
    made = public.ask_for_export(who, what=WHAT, filters=FILTERS, row_count=12, reason="核对回访名单", at=at)
    return who, made


def test_asked_by_one_approved_by_another_used_once(at: datetime) -> None:
    who, approval = asked(at)
    public.decide_export(with_role("dpo"), approval_id=approval.pk, approved=True, reason="必要", at=at)
    used = public.use_export(who, approval_id=approval.pk, what=WHAT, filters=FILTERS, at=at)
    assert (used.state, used.used_at) == ("used", at)
    with pytest.raises(ApprovalNeeded):
        public.use_export(who, approval_id=approval.pk, what=WHAT, filters=FILTERS, at=at)


def test_nobody_approves_their_own(at: datetime) -> None:
    who, approval = asked(at, with_role("dpo"))
    with pytest.raises(SamePerson):
        public.decide_export(who, approval_id=approval.pk, approved=True, reason="必要", at=at)


@pytest.mark.constraint
def test_not_even_past_the_product(at: datetime) -> None:
    who, approval = asked(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportApproval.objects.filter(pk=approval.pk).update(state="approved", decided_by=who.account_id, decided_at=at)


def test_without_approval_nothing_leaves(at: datetime) -> None:
    who, approval = asked(at)
    with pytest.raises(ApprovalNeeded):
        public.use_export(who, approval_id=approval.pk, what=WHAT, filters=FILTERS, at=at)
    public.decide_export(with_role("dpo"), approval_id=approval.pk, approved=False, reason="范围过大", at=at)
    with pytest.raises(ApprovalNeeded):
        public.use_export(who, approval_id=approval.pk, what=WHAT, filters=FILTERS, at=at)


@pytest.mark.parametrize(
    "change", [{"filters": {"area": 1}}, {"what": "cases.all"}, {"at_later": True}, {"somebody_else": True}]
)
def test_an_approval_holds_for_these_rows_this_person_and_this_day(at: datetime, change: dict[str, object]) -> None:
    who, approval = asked(at)
    public.decide_export(with_role("dpo"), approval_id=approval.pk, approved=True, reason="必要", at=at)
    with pytest.raises(ApprovalNeeded):
        public.use_export(
            with_role("dpo") if change.get("somebody_else") else who,
            approval_id=approval.pk,
            what=str(change.get("what", WHAT)),
            filters=change.get("filters", FILTERS),  # type: ignore[arg-type]
            at=at + timedelta(hours=24) if change.get("at_later") else at,
        )


def test_a_decision_is_made_once(at: datetime) -> None:
    _who, approval = asked(at)
    public.decide_export(with_role("dpo"), approval_id=approval.pk, approved=False, reason="范围过大", at=at)
    with pytest.raises(StepNotAllowed):
        public.decide_export(with_role("dpo"), approval_id=approval.pk, approved=True, reason="又想了想", at=at)


def test_both_say_why(at: datetime) -> None:
    with pytest.raises(ReasonNeeded):
        public.ask_for_export(with_role("supervisor"), what=WHAT, filters=FILTERS, row_count=1, reason=" ", at=at)
    _who, approval = asked(at)
    with pytest.raises(ReasonNeeded):
        public.decide_export(with_role("dpo"), approval_id=approval.pk, approved=True, reason="", at=at)


def test_residents_and_strangers_have_no_part_in_it(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        asked(at, person(a_resident()))
    _who, approval = asked(at)
    with pytest.raises(NotFound):
        public.decide_export(with_role("handler"), approval_id=approval.pk, approved=True, reason="帮忙", at=at)
