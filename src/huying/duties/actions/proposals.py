"""A ruling always proposes a change of the list; someone decides it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.duties.events import ListChangeProposed, ListProposalDecided
from huying.duties.models import Category, ListProposal
from huying.duties.rules import proposal_rules
from huying.duties.rules.proposals import may_propose
from huying.duties.states import DECLINED, OPEN, TAKEN
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotAllowed, NotFound, StepNotAllowed
from huying.kernel.journal import announce


@transaction.atomic
def propose_change(
    actor: Actor, *, item_id: int | None, category_code: str, lead_body_id: int, ruling_ref: str, at: datetime
) -> ListProposal:
    """Once for each ruling: a second call with the same `ruling_ref` gives back the first proposal."""
    if not may_propose(actor):
        raise NotAllowed(to="propose")
    category = Category.objects.filter(code=category_code).first()
    if category is None:
        raise NotFound(category=category_code)
    proposal, fresh = ListProposal.objects.get_or_create(
        ruling_ref=ruling_ref,
        defaults={"item_id": item_id, "category": category, "lead_body_id": lead_body_id, "opened_at": at},
    )
    if fresh:
        announce(
            ListChangeProposed(
                proposal_id=proposal.pk,
                category_code=category_code,
                lead_body_id=lead_body_id,
                item_id=item_id,
                ruling_ref=ruling_ref,
            ),
            by=actor,
            at=at,
        )
    return proposal


@transaction.atomic
def decide_proposal(actor: Actor, *, proposal_id: int, taken: bool, note: str, at: datetime) -> ListProposal:
    """Taken into the next version, or declined with a reason."""
    proposal = proposal_rules.door(actor, ListProposal.objects.all(), to="decide", lock=True, pk=proposal_id)
    if proposal.state != OPEN:
        raise StepNotAllowed(state=proposal.state)
    if not note.strip():
        raise Invalid(fields={"note": _("请写明处理意见。")})
    proposal.state = TAKEN if taken else DECLINED
    proposal.decided_at, proposal.decided_by_id, proposal.decision_note = at, actor.account_id, note.strip()[:300]
    proposal.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
    announce(ListProposalDecided(proposal_id=proposal.pk, state=proposal.state), by=actor, at=at)
    return proposal
