"""Two people for every export with personal data (red line 4)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, StepNotAllowed
from huying.kernel.journal import announce
from huying.people import rules
from huying.people.actions.steps import reason_hash
from huying.people.errors import ApprovalNeeded, SamePerson
from huying.people.events import ExportAsked, ExportDecided, ExportUsed
from huying.people.models import ExportApproval
from huying.people.states import ApprovalState

GOOD_FOR = timedelta(hours=24)


def filter_hash(filters: Mapping[str, object]) -> str:
    """What exactly is to be exported: an approval holds for these rows and no others."""
    return hashlib.sha256(json.dumps(filters, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def ask_for_export(
    actor: Actor, *, what: str, filters: Mapping[str, object], row_count: int, reason: str, at: datetime
) -> ExportApproval:
    """Ask for an export such as "cases.contacts"."""
    if actor.kind != "person" or actor.account_id is None or not actor.is_staff:
        raise NotAllowed
    reason_hash(reason)
    approval = ExportApproval.objects.create(
        what=what,
        filter_hash=filter_hash(filters),
        row_count=row_count,
        reason=reason.strip()[:200],
        asked_by_id=actor.account_id,
        asked_at=at,
    )
    announce(ExportAsked(approval_id=approval.pk, what=what, row_count=row_count), by=actor, at=at)
    return approval


@transaction.atomic
def decide_export(actor: Actor, *, approval_id: int, approved: bool, reason: str, at: datetime) -> ExportApproval:
    """A second person says yes or no, with a reason."""
    approval = rules.exports.door(actor, ExportApproval.objects.all(), to="see", lock=True, pk=approval_id)
    if approval.asked_by_id == actor.account_id:
        raise SamePerson
    rules.exports.demand(actor, to="decide", row=approval)
    if approval.state != ApprovalState.ASKED:
        raise StepNotAllowed(state=approval.state)
    reason_hash(reason)
    approval.state = ApprovalState.APPROVED if approved else ApprovalState.REFUSED
    approval.decided_by_id, approval.decided_at = actor.account_id, at
    approval.decision_reason = reason.strip()[:200]
    approval.expires_at = at + GOOD_FOR if approved else None
    approval.save()
    announce(ExportDecided(approval_id=approval.pk, state=approval.state), by=actor, at=at)
    return approval


@transaction.atomic
def use_export(
    actor: Actor, *, approval_id: int, what: str, filters: Mapping[str, object], at: datetime
) -> ExportApproval:
    """Spend an approval: once, within a day, by the one who asked, for exactly these rows."""
    rows = ExportApproval.objects.select_for_update().filter(
        pk=approval_id,
        asked_by=actor.account_id,
        what=what,
        filter_hash=filter_hash(filters),
        state=ApprovalState.APPROVED,
        expires_at__gt=at,
    )
    approval = rows.first()
    if approval is None:
        raise ApprovalNeeded(what=what)
    approval.state, approval.used_at = ApprovalState.USED, at
    approval.save(update_fields=["state", "used_at"])
    announce(ExportUsed(approval_id=approval.pk), by=actor, at=at)
    return approval
