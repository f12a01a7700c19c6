"""Who may see and end a role that was granted."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import NOBODY, RuleBook, within
from huying.organisations.rules.keepers import kept_by

rules = RuleBook()


@rules.add
def may_see(actor: Actor) -> Q:
    """Security administrators and auditors of the area, and each person their own."""
    own = Q(account_id=actor.account_id) if actor.account_id else NOBODY
    return own | kept_by(actor, "area__path") | within(actor.areas_as("audit_admin"))


@rules.add
def may_end(actor: Actor) -> Q:
    """The security administrator of the area, but never their own roles."""
    kept = kept_by(actor, "area__path")
    return kept & ~Q(account_id=actor.account_id) if actor.account_id else kept
