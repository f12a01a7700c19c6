"""Who may see and change working time. The calendar is public; system administrators change it."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook

rules = RuleBook()


@rules.add
def may_see(actor: Actor) -> Q:
    """Everyone."""
    return EVERYTHING


@rules.add
def may_change(actor: Actor) -> Q:
    """System administrators: there is one calendar for the whole place."""
    return EVERYTHING if actor.is_system or actor.holds("system_admin") else NOBODY
