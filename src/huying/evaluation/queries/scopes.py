"""Whose figures one may look at. A stranger finds nothing."""

from dataclasses import replace

from huying.cases.public import AREA_ROLES, hidden_cases
from huying.evaluation.models import Entry
from huying.evaluation.queries.sums import Scope, Told, area_scope, unit_scope
from huying.evaluation.reading import COLUMNS, Line
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
    return told_to(actor, found)


def told_to(actor: Actor, scope: Scope) -> Scope:
    """The scope as this reader is told of it (decision 8): a number never counts what its rows hide from them."""
    if actor.is_system:
        return scope
    if not _opens_rows(actor, scope):
        return replace(scope, told=Told(plain=True, bodies=_bodies(actor)))
    cases = tuple(hidden_cases(actor))
    lines = Entry.objects.filter(case_id__in=cases).values_list(*COLUMNS) if cases else ()
    return replace(scope, told=Told(bodies=_bodies(actor), cases=cases, lines=tuple(Line(*row) for row in lines)))


def _opens_rows(actor: Actor, scope: Scope) -> bool:
    """Desks of the place, and who works on the orders of the unit."""
    above = any(scope.path.startswith(path) for path in actor.areas_as(*AREA_ROLES))
    return above or (scope.kind == "unit" and scope.id in actor.bodies_as("handler", "unit_lead"))


def _bodies(actor: Actor) -> tuple[int, ...]:
    return tuple(sorted({post.body_id for post in actor.posts if post.body_id is not None}))


def own_scope(actor: Actor) -> Scope | None:
    """Where somebody begins: the widest area they look after, else the unit they work for."""
    found = _widest(actor)
    return told_to(actor, found) if found else None


def _widest(actor: Actor) -> Scope | None:
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
