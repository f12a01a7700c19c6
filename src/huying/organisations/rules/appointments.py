"""Who may see and change who holds a post."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import NOBODY, RuleBook, within
from huying.organisations.rules.keepers import kept_by

rules = RuleBook()


@rules.add
def may_see(actor: Actor) -> Q:
    """Security administrators and auditors of the area, and each person their own."""
    own = Q(account_id=actor.account_id) if actor.account_id else NOBODY
    return (
        own | kept_by(actor, "post__body__area__path") | within(actor.areas_as("audit_admin"), "post__body__area__path")
    )


@rules.add
def may_manage(actor: Actor) -> Q:
    """The security administrator of the area in which the body stands."""
    return kept_by(actor, "post__body__area__path")
