"""Who may see and change the lists."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, within

rules = RuleBook()
KEEPER = "list_keeper"


@rules.add
def may_see(actor: Actor) -> Q:
    """Lists say who answers for what: every colleague may read them, drafts too."""
    return EVERYTHING if actor.is_staff or actor.is_system else NOBODY


@rules.add
def may_manage(actor: Actor) -> Q:
    """The list keeper of the area for which the list holds."""
    return EVERYTHING if actor.is_system else within(actor.areas_as(KEEPER))


def demand_keeper(actor: Actor, *, area_path: str) -> None:
    """For a list that does not exist yet."""
    if not actor.is_system and not any(area_path.startswith(path) for path in actor.areas_as(KEEPER)):
        raise NotAllowed(to="manage")
