"""The journal: what happened, written in the same transaction as the change, never changed again.

A fact is a frozen dataclass that derives from Event. It holds ids, codes, numbers, dates and hashes only: no free text,
no address, no personal data.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from huying.kernel.actor import Actor
from huying.kernel.models import Delivery, JournalRow


@dataclass(frozen=True)
class Event:
    """Base of every fact. The first field is the id of the thing that the fact is about."""

    code: ClassVar[str]
    thing: ClassVar[str]

    @property
    def thing_id(self) -> int:
        return int(getattr(self, fields(self)[0].name))

    def facts(self) -> dict[str, Any]:
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]
_events: dict[str, type[Event]] = {}
_handlers: dict[str, dict[str, Handler]] = {}


def event(kind: type[E]) -> type[E]:
    """Register a fact so that it can be read back from the journal."""
    _events[kind.code] = kind
    return kind


def on(kind: type[Event]) -> Callable[[Handler], Handler]:
    """Register a handler: called at least once after the commit, by the worker; it must be idempotent."""

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(kind.code, {})[f"{handler.__module__}.{handler.__name__}"] = handler
        return handler

    return register


def announce(fact: Event, *, by: Actor, at: datetime) -> JournalRow:
    """Write the fact into the journal of its thing, in the running transaction, and queue its deliveries."""
    row = JournalRow.objects.create(
        thing=fact.thing,
        thing_id=fact.thing_id,
        code=fact.code,
        at=at,
        by=by.account_id,
        task=by.task,
        facts=fact.facts(),
    )
    for handler in _handlers.get(fact.code, {}):
        Delivery.objects.create(row_id=row.pk, handler=handler)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return list(value) if isinstance(value, (tuple, frozenset, set)) else value
