"""What goes over the wire: a promise, not the tables. Bodies of steps are drawn from the actions themselves."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Annotated, Any, get_type_hints

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, create_model

Word = Annotated[str, BeforeValidator(str)]
"""A word of a closed list, said in the language of the request."""
WIRED = ("actor", "case_id", "at")
"""Arguments of every action that the request itself brings."""


class StrictIn(Schema):
    """A body in which nothing unknown passes and a bool is no number."""

    model_config = ConfigDict(extra="forbid", strict=False)


class JoinIn(StrictIn):
    """What the next reporter adds, if anything."""

    words: str = Field("", max_length=2000)


class LimitsOut(Schema):
    """One version of limits; `limits` maps a clock to amount and unit where it differs from its class."""

    id: int
    klass: str
    category_code: str
    area_id: int | None
    version: int
    limits: dict[str, tuple[int, str]]
    valid_from: date
    valid_to: date | None
    reason: str


class CaseRow(Schema):
    """A line of a list."""

    number: str
    title: str
    state: str
    state_word: Word
    category: str
    klass: str
    area_id: int
    area_name: str
    unit: str
    filed_at: datetime
    due_at: datetime
    light: str
    provisional: bool
    round: int
    confidentiality: str
    supervised: int
    version: int


class CasePage(Schema):
    """One page; `next_cursor` goes into `after`."""

    items: list[CaseRow]
    next_cursor: str | None


class Moment(Schema):
    """One line of the way a case went."""

    at: datetime
    what: Word
    who: str
    words: str


class EarlierOut(Schema):
    """The public progress of the case in which the matter is in hand already; `may_join`: by `join-earlier`."""

    number: str
    state: str
    state_word: Word
    unit: str
    until: datetime | None
    may_join: bool


class CaseOut(Schema):
    """A case as its reporter sees it; `words` only for the first reporter and staff with a task at it."""

    number: str
    title: str
    state: str
    state_word: Word
    next_word: Word
    link: int
    category: str
    place: str
    words: str
    until: datetime | None
    light: str
    provisional: bool
    unit: str
    question: str
    answer: str
    explained: bool
    round: int
    confidentiality: str
    filed_at: datetime
    version: int
    earlier: EarlierOut | None
    split_into: list[str]
    timeline: list[Moment]
    next_steps: list[str]

    @staticmethod
    def resolve_next_steps(found: Any) -> list[str]:
        return list(found.steps)


class UnitOut(Schema):
    """A body by its public name."""

    id: int
    name: str


class FiledOut(Schema):
    """Number and tracking code; the code is told only this once."""

    number: str
    tracking_code: str


class SoundsLike(Schema):
    """A kind of matter that the words sound like, and how sure that is, per cent."""

    code: str
    label: str
    percent: int


class AlikeOut(Schema):
    """An open case near by in words that are alike, per cent. Its number is public."""

    number: str
    likeness: int


class FirstLookOut(Schema):
    """Advice for whoever brought it; a person decides. `unit` is empty where no list names one."""

    sounds_like: list[SoundsLike]
    unit: str
    alike: list[AlikeOut]


class NewlyFiledOut(FiledOut):
    """What the resident keeps, and what is said of the matter at once."""

    first_look: FirstLookOut


class StepOut(Schema):
    """How the case stands after a step."""

    number: str
    state: str
    due_at: datetime
    due_kind: str
    round: int
    version: int


def body_of(action: Callable[..., Any], name: str) -> type[Schema]:
    """The body of a step: the action's own arguments with their types and defaults, and the version that was seen."""
    fields: dict[str, Any] = {"version": (int | None, None)}
    for parameter in inspect.signature(action, eval_str=True).parameters.values():
        if parameter.name not in WIRED:
            empty = parameter.default is inspect.Parameter.empty
            fields[parameter.name] = (parameter.annotation, ... if empty else parameter.default)
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(f"{title}In", __base__=StrictIn, **fields)


def flat(kind: type[Any]) -> type[Schema]:
    """A value of the domain as a body: the same fields, types and defaults."""
    hints = get_type_hints(kind)
    given: dict[str, Any] = {f.name: (hints[f.name], ... if f.default is MISSING else f.default) for f in fields(kind)}
    return create_model(f"{kind.__name__}In", __base__=StrictIn, **given)
