"""What somebody owes today beside cases: told by the contexts above, which know it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from huying.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OwedBeside:
    """A line of “what I owe today” that is no case."""

    title: str
    text: str
    href: str
    due_on: date | None
    late: bool


Provider = Callable[[Actor, datetime], list[OwedBeside]]
_providers: dict[str, Provider] = {}


def register_owed(name: str, provider: Provider) -> None:
    """Called when the apps are ready."""
    _providers[name] = provider


def owed_beside(actor: Actor, *, at: datetime) -> list[OwedBeside]:
    return [one for provider in _providers.values() for one in provider(actor, at)]
