"""Whether a row that is already in the hand fulfils a rule, without asking the database again.

A rule stays one query (`Q`); for a single loaded row most of it can be seen on the row itself. What cannot be seen
there (a join, a subquery without a twin) is unknown, and then the database is asked as before.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, Model, Q, QuerySet

Look = Callable[[Any], tuple[bool, Any]]
"""From a row to (known, value)."""
UNKNOWN = (False, None)


class Aside(Exists):
    """What stands in another table about a row: for lists a subquery, for one row in the hand `holds(row)`."""

    def __init__(self, rows: QuerySet[Any, Any], holds: Callable[[Any], bool], **how: Any) -> None:
        super().__init__(rows, **how)
        self.holds = holds


def aside(rows: QuerySet[Any, Any], holds: Callable[[Any], bool]) -> Q:
    """Both ways of one condition; a test compares them over rules × roles × rows."""
    return Q(Aside(rows, holds))


def holds(rule: Q, row: Model) -> bool | None:
    """True, False, or None when the row alone does not tell."""
    found = _any(rule, row) if rule.connector == Q.OR else _all(rule, row) if rule.connector == Q.AND else None
    return found if found is None or not rule.negated else not found


def _all(rule: Q, row: Model) -> bool | None:
    unknown = False
    for child in rule.children:
        found = _one(child, row)
        if found is False:
            return False
        unknown = unknown or found is None
    return None if unknown else True


def _any(rule: Q, row: Model) -> bool | None:
    if not rule.children:
        return True
    unknown = False
    for child in rule.children:
        found = _one(child, row)
        if found:
            return True
        unknown = unknown or found is None
    return None if unknown else False


def _one(child: Any, row: Model) -> bool | None:
    if isinstance(child, Q):
        return holds(child, row)
    if isinstance(child, Aside):
        return child.holds(row)
    if not isinstance(child, tuple):
        return None
    name, wanted = child
    look, compare = _way(type(row), name)
    if compare is None or hasattr(wanted, "resolve_expression") or isinstance(wanted, QuerySet):
        return None
    known, value = look(row)
    return compare(value, wanted) if known else None


def _exact(value: Any, wanted: Any) -> bool:
    return value is None if wanted is None else value is not None and bool(value == wanted)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": _exact,
    "in": lambda value, wanted: value is not None and value in wanted,
    "startswith": lambda value, wanted: value is not None and str(value).startswith(wanted),
    "isnull": lambda value, wanted: (value is None) == wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
    "gte": lambda value, wanted: value is not None and value >= wanted,
    "lt": lambda value, wanted: value is not None and value < wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
}


@cache
def _way(model: type[Model], name: str) -> tuple[Look, Callable[[Any, Any], bool] | None]:
    """How to come from a row to the value of `area__path__startswith`, and how to compare it."""
    steps = name.split("__")
    compare = COMPARE.get(steps[-1]) if steps[-1] in COMPARE else COMPARE["exact"]
    path = steps[:-1] if steps[-1] in COMPARE else steps
    relations, here = [], model
    for step in path[:-1]:
        try:
            field: Any = here._meta.get_field(step)
        except FieldDoesNotExist:
            return _nowhere, None
        if not field.is_relation or not field.concrete:
            return _nowhere, None
        relations.append(field)
        here = field.related_model
    column = _column(here, path[-1])
    return (_nowhere, None) if column is None else (_look(relations, column), compare)


def _column(model: type[Model], name: str) -> str | None:
    """The attribute that holds it; None for what is no column of its own."""
    if name == "pk":
        return "pk"
    for field in model._meta.concrete_fields:
        if name in (field.name, field.attname):
            return field.attname
    return None


def _nowhere(_row: Any) -> tuple[bool, Any]:
    return UNKNOWN


def _look(relations: list[Any], column: str) -> Look:
    def look(row: Any) -> tuple[bool, Any]:
        for field in relations:
            if getattr(row, field.attname) is None:
                return True, None
            if not field.is_cached(row):
                return UNKNOWN
            row = getattr(row, field.name)
        return True, getattr(row, column)

    return look
