"""A step of an administrator has a reason: the words stay here, their hash goes into the journal."""

import hashlib
from datetime import datetime

from huying.kernel.actor import Actor
from huying.people.errors import ReasonNeeded
from huying.people.models import Account, AccountStep


def reason_hash(reason: str) -> str:
    """The hash of a reason that was really given."""
    if len(reason.strip()) < 2:
        raise ReasonNeeded(fields={"reason": ReasonNeeded.message})
    return f"sha256:{hashlib.sha256(reason.strip().encode()).hexdigest()}"


def note_step(actor: Actor, *, account: Account, step: str, reason: str, at: datetime) -> str:
    """Keep who did what to an account and why; the hash is for the journal."""
    hashed = reason_hash(reason)
    AccountStep.objects.create(account=account, step=step, reason=reason.strip()[:200], by_id=actor.account_id, at=at)
    return hashed
