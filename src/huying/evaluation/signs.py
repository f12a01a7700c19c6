"""That something is out of order: of which place or unit, about which matter, and by which rule."""

from dataclasses import dataclass
from datetime import date

from huying.evaluation.models import AlertRule
from huying.evaluation.queries.sums import Scope

WEEK = 7


@dataclass(frozen=True, slots=True)
class Sign:
    """`compared` is the threshold, or what was usual; `strength` says which are given out first."""

    rule: AlertRule
    scope: Scope
    start: date
    value: float
    compared: float
    matter: str = ""
    strength: float = 0.0

    @property
    def code(self) -> str:
        return self.rule.code
