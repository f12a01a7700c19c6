"""Who may do what with the machinery of the kernel."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import RuleBook, office

delivery_rules = RuleBook(name="deliveries")
journal_rules = RuleBook(name="journal")
key_rules = RuleBook(name="keys")


@delivery_rules.add
def may_see(actor: Actor) -> Q:
    """The system administrator, who keeps the machinery running."""
    return office(actor, "system_admin")


@delivery_rules.add
def may_retry(actor: Actor) -> Q:
    """The system administrator."""
    return may_see(actor)


class JournalRules:
    """Over the rows of the journal. Nobody changes them, so there is no rule to change them."""

    @staticmethod
    @journal_rules.add
    def may_see(actor: Actor) -> Q:
        """The audit administrator, who changes nothing and sees what everybody did."""
        return office(actor, "audit_admin")

    @staticmethod
    @journal_rules.add
    def may_keep_months(actor: Actor) -> Q:
        """Months are made ahead, taken out to be kept elsewhere and put back by the system administrator."""
        return office(actor, "system_admin")


class KeyRules:
    """Over the keys under which sealed columns lie."""

    @staticmethod
    @key_rules.add
    def may_rotate(actor: Actor) -> Q:
        """The security administrator."""
        return office(actor, "security_admin")
