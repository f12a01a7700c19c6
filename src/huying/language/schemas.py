"""What goes in and out of the JSON routes of the words."""

from datetime import datetime

from ninja import Field, Schema

from huying.kernel.schemas import Strict


class TextIn(Strict):
    text: str = Field(min_length=1, max_length=4000)
    limit: int = Field(3, ge=1, le=3)


class ChoiceOut(Schema):
    """A label with how sure the model is (0–1) and the words that spoke for it."""

    label: str
    confidence: float
    words: list[str]


class SuggestionOut(Schema):
    """`abstained` is empty, or says why none of the choices should be taken; `version` 0 is the one made of names."""

    choices: list[ChoiceOut]
    abstained: str
    version: int


class VersionOut(Schema):
    number: int
    samples: int
    figures: dict[str, float]
    in_use: bool
    made_at: datetime


class VersionsOut(Schema):
    """Newest first. `follows`: newer ones are taken into use by themselves."""

    follows: bool
    versions: list[VersionOut]


class ChooseIn(Strict):
    reason: str = Field(min_length=2, max_length=300)
