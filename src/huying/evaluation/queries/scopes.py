"""Whose figures one may look at. A stranger finds nothing."""

from huying.evaluation.queries.sums import Scope, area_scope, unit_scope
from huying.evaluation.rules import LOOKERS, area_rules, sees_unit
from huying.kernel.actor import Actor
from huying.kernel.edge import whole_number
from huying.kernel.errors import NotFound
from huying.organisations.public import body_brief
from huying.territory.public import Area, home


def scope_for(actor: Actor, kind: str, pk: int) -> Scope:
    """The single door to a scope."""
    if kind == "area":
        area_rules.door(actor, Area.objects.all(), to="see", pk=pk)
        found = area_scope(pk)
    elif kind == "unit" and (body := body_brief(pk)) and sees_unit(actor, body):
        found = unit_scope(pk)
    else:
        found = None
    if found is None:
        raise NotFound(scope=f"{kind}-{pk}")
    return found


def own_scope(actor: Actor) -> Scope | None:
    """Where somebody begins: the widest area they look after, else the unit they work for."""
    paths = actor.areas_as(*LOOKERS)
    place = home()
    if place and any(place.path.startswith(path) for path in paths):
        return area_scope(place.id)
    if paths:
        return area_scope(int(min(paths, key=len).rstrip("/").rsplit("/", 1)[-1]))
    bodies = [post.body_id for post in actor.posts if post.body_id is not None]
    return unit_scope(bodies[0]) if bodies else None


def scope_named(actor: Actor, code: str) -> Scope:
    """area-17 or unit-4, as an address says it."""
    kind, _dash, number = code.partition("-")
    pk = whole_number(number)
    if pk is None:
        raise NotFound(scope=code)
    return scope_for(actor, kind, pk)
