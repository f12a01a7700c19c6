"""Who may see and change a post."""

from django.db.models import Q

from huying.kernel.actor import Actor
from huying.kernel.rulebook import RuleBook
from huying.organisations.rules.keepers import any_colleague, kept_by

rules = RuleBook()


@rules.add
def may_see(actor: Actor) -> Q:
    """Which seats a body has is no secret among colleagues."""
    return any_colleague(actor)


@rules.add
def may_manage(actor: Actor) -> Q:
    """The security administrator of the area in which the body stands."""
    return kept_by(actor, "body__area__path")
