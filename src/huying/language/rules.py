"""Who may see how well the suggestions are, and choose which version makes them."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, office

rules = RuleBook()
READERS = ("system_admin", "list_keeper", "county_command", "dispatcher")
KEEPERS = ("system_admin", "list_keeper")


@rules.add
def may_see(actor: Actor) -> Q:
    """Those who keep the categories, and those who work with them."""
    return office(actor, *READERS)


@rules.add
def may_choose(actor: Actor) -> Q:
    """The keeper of the lists and the system administrator: go back to an older version, or on to a newer one."""
    return office(actor, *KEEPERS)


@rules.add
def may_suggest(actor: Actor) -> Q:
    """Every colleague: what a text sounds like is asked over JSON; pages ask for whoever stands before them."""
    return EVERYTHING if actor.is_system or actor.is_staff else NOBODY
