"""Who may do what with the machinery of the kernel."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook

delivery_rules = RuleBook(name="deliveries")
journal_rules = RuleBook(name="journal")


@delivery_rules.add
def may_see(actor: Actor) -> Q:
    """The system administrator, who keeps the machinery running."""
    return EVERYTHING if actor.holds("system_admin") or actor.is_system else NOBODY


@delivery_rules.add
def may_retry(actor: Actor) -> Q:
    """The system administrator."""
    return may_see(actor)


class JournalRules:
    """Over the rows of the journal. Nobody changes them, so there is one rule."""

    @staticmethod
    @journal_rules.add
    def may_see(actor: Actor) -> Q:
        """The audit administrator, who changes nothing and sees what everybody did."""
        return EVERYTHING if actor.holds("audit_admin") or actor.is_system else NOBODY
