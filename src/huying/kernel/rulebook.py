"""A permission is said once, as a query; it answers both "may I?" and "which ones?"."""

from collections.abc import Callable, Iterator
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.holding import holds

Rule = Callable[[Actor], Q]
M = TypeVar("M", bound=Model)

NOBODY = Q(pk__in=[])
EVERYTHING = ~Q(pk__in=[])


def either(*parts: Q) -> Q:
    """Any of these. What is nobody's falls away and what is everybody's decides: the shorter a rule is written, the
    less it costs, and it is asked at every door."""
    if any(part is EVERYTHING for part in parts):
        return EVERYTHING
    kept = [part for part in parts if part is not NOBODY]
    return reduce(or_, kept) if kept else NOBODY


def both(*parts: Q) -> Q:
    """All of these, as short as it can be said."""
    if any(part is NOBODY for part in parts):
        return NOBODY
    kept = [part for part in parts if part is not EVERYTHING]
    return reduce(and_, kept) if kept else EVERYTHING


def within(paths: tuple[str, ...], field: str = "area__path") -> Q:
    """Rows whose area lies in one of these subtrees; no path means no row."""
    return either(*(Q(**{f"{field}__startswith": path}) for path in paths))


def office(actor: Actor, *roles: str) -> Q:
    """A right of an office as a whole, whatever the row; the running system may do what any office may."""
    return EVERYTHING if actor.is_system or actor.holds(*roles) else NOBODY


class RuleBook:
    """The rules of one kind of thing. Each rule is a function `may_<verb>(actor) -> Q`; `name` is for the docs."""

    def __init__(self, *, name: str = "") -> None:
        self.name = name
        self._rules: dict[str, Rule] = {}
        self._said = lru_cache(maxsize=4096)(lambda actor, to: self._rules[to](actor))

    def add(self, rule: Rule) -> Rule:
        self._rules[rule.__name__.removeprefix("may_")] = rule
        return rule

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def rule(self, name: str) -> Rule:
        return self._rules[name]

    def query(self, actor: Actor, *, to: str) -> Q:
        """Kept for each actor: a rule depends on nothing else, and is asked many times in one request."""
        return self._said(actor, to)

    def opens(self, actor: Actor, *, to: str) -> bool:
        """Whether the rule lets this actor in at all, before there is a row: what a page offers, and its own door."""
        return self.query(actor, to=to) != NOBODY

    def enter(self, actor: Actor, *, to: str) -> None:
        """NotAllowed for whoever the rule lets in to no row at all."""
        if not self.opens(actor, to=to):
            raise NotAllowed(to=to)

    def permitted(self, actor: Actor, *, to: str, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows on which the actor may do this. Joins may repeat a row: wrap in pk__in when counting."""
        return rows.filter(self.query(actor, to=to))

    def admits(self, actor: Actor, *, to: str, row: Model) -> bool:
        """The same of a row just read: what it does not tell by itself is asked of the database."""
        found = holds(self.query(actor, to=to), row)
        return self.allows(actor, to=to, row=row) if found is None else found

    def allows(self, actor: Actor, *, to: str, row: Model) -> bool:
        """One small query: whether this actor may do this to this row."""
        return type(row)._default_manager.filter(self.query(actor, to=to), pk=row.pk).exists()

    def demand(self, actor: Actor, *, to: str, row: Model) -> None:
        """NotAllowed for a colleague without the right. Use after the door has let the actor see the row."""
        if not self.allows(actor, to=to, row=row):
            raise NotAllowed(to=to)

    def through(self, actor: Actor, row: M | None, *, to: str) -> M:
        """The door for a row already read (and locked): NotFound for strangers, NotAllowed for colleagues."""
        if row is None or not self.admits(actor, to="see", row=row):
            raise NotFound
        if to != "see" and not self.admits(actor, to=to, row=row):
            raise NotAllowed(to=to)
        return row

    def door(self, actor: Actor, rows: QuerySet[M], *, to: str, lock: bool = False, **key: Any) -> M:
        """The single door to one thing: found, permitted to be seen, permitted for `to` and, if asked, locked.

        One query when all is well; who is refused is asked about once more, to hear which it is.
        """
        seen = self.permitted(actor, to="see", rows=rows.filter(**key))
        meant = seen if to == "see" else self.permitted(actor, to=to, rows=seen)
        row = (meant.select_for_update(of=("self",)) if lock else meant).first()
        if row is not None:
            return row
        if to != "see" and seen.exists():
            raise NotAllowed(to=to)
        raise NotFound(**{name: str(value) for name, value in key.items()})
