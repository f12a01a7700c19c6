"""Who may see and change the category tree."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, RuleBook, office

rules = RuleBook()
KEEPERS = ("list_keeper", "system_admin")


@rules.add
def may_see(actor: Actor) -> Q:
    """Categories are no secret to anyone."""
    return EVERYTHING


@rules.add
def may_manage(actor: Actor) -> Q:
    """List keepers and system administrators; the tree is one for the whole place."""
    return office(actor, *KEEPERS)
