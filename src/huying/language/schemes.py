"""What can be suggested: contexts above register a scheme of classes; this context knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huying.language.coldstart import ClassWords

Provider = Callable[[], Sequence[ClassWords]]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A set of classes with its name for pages; `groups` are the kept tables that its classes are made of."""

    code: str
    name: Any
    classes: Provider
    groups: tuple[str, ...] = ()


SCHEMES: dict[str, Scheme] = {}


def register_scheme(code: str, *, name: Any, classes: Provider, groups: tuple[str, ...] = ()) -> None:
    """Called in the owner's AppConfig.ready."""
    SCHEMES[code] = Scheme(code, name, classes, groups)
