"""Who may look at figures of a place or a unit, and who decides what they mean. Nobody sees figures of a person:
there are none."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import EVERYTHING, NOBODY, RuleBook, either, office, within
from huying.organisations.public import BodyBrief

LOOKERS = (
    "intake", "dispatcher", "adjudicator", "street_coordinator", "county_command", "supervisor", "callback", "reviewer",
    "dpo", "list_keeper", "community_secretary",
)  # fmt: skip
DECIDERS = ("county_command",)

area_rules = RuleBook(name="evaluation.areas")
alert_rules = RuleBook(name="evaluation.alerts")
definition_rules = RuleBook(name="evaluation.definitions")


class AreaRules:
    """Over areas whose figures are looked at."""

    @staticmethod
    @area_rules.add
    def may_see(actor: Actor) -> Q:
        """Whoever holds a desk in the area or above it."""
        return EVERYTHING if actor.is_system else within(actor.areas_as(*LOOKERS), field="path")


class AlertRules:
    """Over alerts that were given to somebody."""

    @staticmethod
    @alert_rules.add
    def may_see(actor: Actor) -> Q:
        """The one it was given to; supervisors and the command of the county look over all that were given out."""
        if actor.is_system:
            return EVERYTHING
        mine = Q(owner_id=actor.account_id) if actor.account_id else NOBODY
        return either(mine, Q(owner__isnull=False) if actor.holds("county_command", "supervisor") else NOBODY)

    @staticmethod
    @alert_rules.add
    def may_close(actor: Actor) -> Q:
        """Whoever it was given to."""
        return Q(owner_id=actor.account_id) if actor.account_id else NOBODY


class DefinitionRules:
    """Over what an indicator means and how the rates are weighed."""

    @staticmethod
    @definition_rules.add
    def may_see(actor: Actor) -> Q:
        """Every colleague, and systems with a token."""
        return EVERYTHING if actor.is_system or actor.is_staff or actor.kind == "token" else NOBODY

    @staticmethod
    @definition_rules.add
    def may_decide(actor: Actor) -> Q:
        """The county's command."""
        return office(actor, *DECIDERS)


def sees_unit(actor: Actor, body: BodyBrief) -> bool:
    """A unit is seen by those who work there, and by whoever looks after the place it belongs to."""
    own = any(post.body_id == body.id for post in actor.posts)
    above = any((body.area_path or "").startswith(path) for path in actor.areas_as(*LOOKERS))
    return actor.is_system or own or above
