"""Who may see, make and decide proposals to change a list."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, RuleBook, within

rules = RuleBook()


@rules.add
def may_see(actor: Actor) -> Q:
    """List keepers, adjudicators and the command centre of the area."""
    areas = actor.areas_as("list_keeper", "adjudicator", "county_command")
    return EVERYTHING if actor.is_system else within(areas, "lead_body__area__path")


@rules.add
def may_decide(actor: Actor) -> Q:
    """The list keeper of the area of the body that was ruled to lead."""
    return EVERYTHING if actor.is_system else within(actor.areas_as("list_keeper"), "lead_body__area__path")


def may_propose(actor: Actor) -> bool:
    return actor.is_system or actor.holds("adjudicator", "list_keeper", "county_command", "dispatcher")
