"""Who may do what with the machinery of the kernel."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook

delivery_rules = RuleBook(name="deliveries")


@delivery_rules.add
def may_see(actor: Actor) -> Q:
    """The system administrator, who keeps the machinery running."""
    return EVERYTHING if actor.holds("system_admin") or actor.is_system else NOBODY


@delivery_rules.add
def may_retry(actor: Actor) -> Q:
    """The system administrator."""
    return may_see(actor)
