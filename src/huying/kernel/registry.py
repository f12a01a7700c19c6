"""Which facts exist, who wants to hear of them, and how a fact comes back from its journal row."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from huying.kernel.facts import fit
from huying.kernel.models import JournalRow


@dataclass(frozen=True)
class Event:
    """Base of every fact. The first field is the id of the thing that the fact is about."""

    code: ClassVar[str]
    thing: ClassVar[str]
    begins: ClassVar[bool] = False
    """The thing is made by this very fact, in the same transaction: nothing older can stand in the journal."""

    @property
    def thing_id(self) -> int:
        return int(getattr(self, fields(self)[0].name))

    def facts(self) -> dict[str, Any]:
        return {f.name: fit(f"{self.code}.{f.name}", getattr(self, f.name)) for f in fields(self)}


E = TypeVar("E", bound=Event)
Handler = Callable[..., None]
_events: dict[str, type[Event]] = {}
_handlers: dict[str, dict[str, Handler]] = {}


def event(kind: type[E]) -> type[E]:
    """Register a fact so that it can be read back from the journal."""
    known = _events.get(kind.code)
    if known is not None and (known.__module__, known.__qualname__) != (kind.__module__, kind.__qualname__):
        raise ValueError(f"{kind.code} is already announced by {known.__module__}.{known.__qualname__}")
    _events[kind.code] = kind
    return kind


def on(kind: type[Event]) -> Callable[[Handler], Handler]:
    """Register a handler: called at least once after the commit, by the worker; it must be idempotent.

    A handler takes the event, or the event and its journal row: `handler(event)` or `handler(event, row)`.
    """

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(kind.code, {})[f"{handler.__module__}.{handler.__name__}"] = handler
        return handler

    return register


def events() -> dict[str, type[Event]]:
    """Every registered fact by its code."""
    return dict(_events)


def handlers_of(code: str) -> dict[str, Handler]:
    return dict(_handlers.get(code, {}))


def read_back(row: JournalRow) -> Event:
    """The fact as it was announced. Fields the event has lost since are dropped; new ones need a default."""
    kind = _events[row.code]
    hints: dict[str, Any] = _hints(kind.code)
    known = {f.name for f in fields(kind)}
    return kind(**{name: _typed(hints[name], value) for name, value in row.facts.items() if name in known})


@cache
def _hints(code: str) -> dict[str, Any]:
    return get_type_hints(_events[code])


@cache
def wants_row(handler: Handler) -> bool:
    return len(inspect.signature(handler).parameters) > 1


def _alternatives(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, UnionType):
        for part in get_args(hint):
            yield from _alternatives(part)
    else:
        yield hint


def _typed(hint: Any, value: Any) -> Any:
    """Bring back what JSON does not know: moments, dates and tuples."""
    if isinstance(value, list):
        for part in _alternatives(hint):
            if get_origin(part) in (tuple, list, frozenset, set):
                inner = (get_args(part) or (Any,))[0]
                return get_origin(part)(_typed(inner, item) for item in value)
        return tuple(value)
    if isinstance(value, str):
        kinds = list(_alternatives(hint))
        if datetime in kinds:
            return datetime.fromisoformat(value)
        if date in kinds:
            return date.fromisoformat(value)
    return value
