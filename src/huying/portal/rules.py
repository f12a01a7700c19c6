"""Who may read and answer feedback, and describe the site."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook

feedback_rules = RuleBook()
site_rules = RuleBook()


@feedback_rules.add
def may_see(actor: Actor) -> Q:
    """Whoever sent it, and the system administrator."""
    own = Q(pk__in=actor.key_ids("feedback"))
    if actor.account_id:
        own |= Q(account_id=actor.account_id)
    return EVERYTHING if actor.holds("system_admin") else own


@feedback_rules.add
def may_answer(actor: Actor) -> Q:
    """The system administrator."""
    return EVERYTHING if actor.holds("system_admin") else NOBODY


@site_rules.add
def may_describe(actor: Actor) -> Q:
    """The system administrator."""
    return EVERYTHING if actor.is_system or actor.holds("system_admin") else NOBODY
