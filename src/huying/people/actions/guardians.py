"""What a guardian says for a child under fourteen, and the end of that age."""

from datetime import datetime

from django.db import transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict
from huying.kernel.journal import announce
from huying.people.actions.consents import FOR_CHILDREN, consent_as_guardian, purpose_now, withdraw_as_guardian
from huying.people.actions.sealing import seal_by_class, seal_person
from huying.people.actions.steps import note_step
from huying.people.events import MinorCleared
from huying.people.models import Account
from huying.people.queries import account_for


@transaction.atomic
def agree_as_guardian(actor: Actor, *, minor_id: int, name: str, phone: str, relation: str, at: datetime) -> None:
    """A guardian whose number was proved by a code agrees to everything for which a child needs a yes."""
    record_id = seal_person(
        actor,
        purpose="guardian",
        fields={"name": name, "phone": phone},
        agreed=purpose_now("guardian").version,
        at=at,
    )
    for purpose in FOR_CHILDREN:
        consent_as_guardian(
            actor, minor_id=minor_id, guardian_record_id=record_id, relation=relation, purpose=purpose, at=at
        )


@transaction.atomic
def clear_minor(actor: Actor, *, account_id: int, reason: str, at: datetime) -> Account:
    """The child has turned fourteen, or the flag was a mistake. What a guardian agreed to ends with it."""
    account = account_for(actor, account_id, to="clear_minor", lock=True)
    if not account.minor:
        raise Conflict(account=account_id)
    hashed = note_step(actor, account=account, step="minor_cleared", reason=reason, at=at)
    withdraw_as_guardian(actor, minor_id=account.pk, at=at)
    account.minor = False
    account.save(update_fields=["minor"])
    seal_by_class(account.pk)
    announce(MinorCleared(account_id=account.pk, reason_hash=hashed), by=actor, at=at)
    return account
