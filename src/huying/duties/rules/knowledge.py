"""Who may see and change knowledge entries."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, office

rules = RuleBook()
KEEPERS = ("list_keeper", "system_admin", "county_command")


@rules.add
def may_see(actor: Actor) -> Q:
    """Every colleague, so that the same question gets the same answer at every desk."""
    return EVERYTHING if actor.is_staff or actor.is_system else NOBODY


@rules.add
def may_manage(actor: Actor) -> Q:
    """List keepers, the command centre and system administrators."""
    return office(actor, *KEEPERS)
