"""What all facts of a case carry."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event


@dataclass(frozen=True)
class CaseFact(Event):
    """The edge taken, the states, a reason code and the body concerned. Ids and codes only."""

    code: ClassVar[str] = "cases.fact"
    thing: ClassVar[str] = "case"
    case_id: int
    number: str = ""
    edge: str = ""
    step: str = ""
    source: str = ""
    target: str = ""
    reason: str = ""
    body_id: int | None = None
    round: int = 1
    other_case_id: int | None = None
