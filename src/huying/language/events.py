"""Facts about the models of words."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class ModelTrained(Event):
    """The worker made a new version of what people confirmed."""

    code: ClassVar[str] = "language.model_trained"
    thing: ClassVar[str] = "language_model"
    version_id: int
    scheme: str
    samples: int
    used: bool


@event
@dataclass(frozen=True)
class ModelChosen(Event):
    """Somebody chose which version suggests from now on; 0 is the one made of names alone."""

    code: ClassVar[str] = "language.model_chosen"
    thing: ClassVar[str] = "language_model"
    version_id: int
    scheme: str
    number: int
    before: int
