"""What somebody may see, in parts of which the database finds each by an index of its own."""

from typing import Any

from django.db.models import Q

from huying.cases.queries.filters import in_area
from huying.cases.rules import ways_to_see
from huying.kernel.actor import Actor
from huying.kernel.rulebook import NOBODY

UNDER = "area__path__startswith"


def ways(actor: Actor) -> list[Q]:
    """Together the rule `see`."""
    return [_with_ids(way) for way in ways_to_see(actor)] or [NOBODY]


def _with_ids(part: Any) -> Any:
    """The same rule with the ids of areas in place of the beginning of their path, where they are few."""
    if not isinstance(part, Q):
        return in_area(part[1]) if isinstance(part, tuple) and part[0] == UNDER else part
    said = Q(*(_with_ids(one) for one in part.children), _connector=part.connector)
    return ~said if part.negated else said
