"""Who may see or handle what a document is attached to. Contexts above answer for their own things."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from huying.kernel.actor import Actor

Answer = Callable[[Actor, int, datetime], bool]
OpenOnes = Callable[[Collection[int]], set[int]]
"""Of these, the ones that everybody may know of."""


def none_open(ids: Collection[int]) -> set[int]:
    return set()


@dataclass(frozen=True, slots=True)
class Guard:
    """`sees`: may see the unmasked original; `handles`: may mask and remove."""

    sees: Answer
    handles: Answer
    open_ones: OpenOnes = none_open


_guards: dict[str, Guard] = {}


def guard_thing(thing: str, *, sees: Answer, handles: Answer, open_ones: OpenOnes = none_open) -> None:
    """Called once by the context that owns this kind of thing, when its app is ready."""
    _guards[thing] = Guard(sees=sees, handles=handles, open_ones=open_ones)


def sees(actor: Actor, thing: str, thing_id: int, at: datetime) -> bool:
    guard = _guards.get(thing)
    return bool(guard and guard.sees(actor, thing_id, at))


def handles(actor: Actor, thing: str, thing_id: int, at: datetime) -> bool:
    guard = _guards.get(thing)
    return bool(guard and guard.handles(actor, thing_id, at))


def open_ones(thing: str, ids: Collection[int]) -> set[int]:
    guard = _guards.get(thing)
    return guard.open_ones(ids) if guard else set()
