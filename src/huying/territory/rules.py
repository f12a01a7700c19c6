"""Who may see and change areas. The tree is public; the system administrator of a place changes it."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, RuleBook, within

rules = RuleBook()


@rules.add
def may_see(actor: Actor) -> Q:
    """Everyone: divisions and grids are public."""
    return EVERYTHING


@rules.add
def may_change(actor: Actor) -> Q:
    """System administrators of the area or of one above it."""
    return EVERYTHING if actor.is_system else within(actor.areas_as("system_admin"), field="path")
