"""Who may see or handle what a document is attached to. Contexts above answer for their own things."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huying.kernel.actor import Actor

Answer = Callable[[Actor, int, datetime], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """`sees`: may see the unmasked original; `handles`: may mask and remove."""

    sees: Answer
    handles: Answer


_guards: dict[str, Guard] = {}


def guard_thing(thing: str, *, sees: Answer, handles: Answer) -> None:
    """Called once by the context that owns this kind of thing, when its app is ready."""
    _guards[thing] = Guard(sees=sees, handles=handles)


def sees(actor: Actor, thing: str, thing_id: int, at: datetime) -> bool:
    guard = _guards.get(thing)
    return bool(guard and guard.sees(actor, thing_id, at))


def handles(actor: Actor, thing: str, thing_id: int, at: datetime) -> bool:
    guard = _guards.get(thing)
    return bool(guard and guard.handles(actor, thing_id, at))
