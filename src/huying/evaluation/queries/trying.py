"""What other weights would make of the last closed month, before anybody decides them. Nothing is kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huying.evaluation.models import WeightSet
from huying.evaluation.periods import Period, month_of
from huying.evaluation.queries.sums import Counts, Scope, by_child
from huying.evaluation.queries.values import Value, values_of
from huying.evaluation.statistics import places

WEIGHED = ("I22", "I23", "I24")
NEEDED = (
    "counted", "responded", "rated", "solved", "partly", "satisfied", "mostly", "excluded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """One area: what was told by the weights in force, and what the others would tell; places by the score."""

    scope: Scope
    now: dict[str, Value]
    then: dict[str, Value]
    place_now: tuple[int, int] | None = None
    place_then: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    period: Period
    whole: Tried
    parts: tuple[Tried, ...]


def try_weights(scope: Scope, by: WeightSet, *, today: date) -> Trial:
    """The whole and each area directly below."""
    period = month_of(today).before()
    counts, below = by_child(scope, period, NEEDED)
    parts = [
        _tried(Scope("area", area.id, area.short_name or area.name, area.path, area.level, area.id), found, by, period)
        for area, found in below
    ]
    now, then = places([_span(one.now) for one in parts], up=True), places([_span(one.then) for one in parts], up=True)
    placed = (Tried(one.scope, one.now, one.then, was, will) for one, was, will in zip(parts, now, then, strict=True))
    return Trial(period, _tried(scope, counts, by, period), tuple(placed))


def _tried(scope: Scope, counts: Counts, by: WeightSet, period: Period) -> Tried:
    on = period.last_day
    now = values_of(scope, counts, on=on, codes=WEIGHED)
    return Tried(scope, now, values_of(scope, counts, on=on, codes=WEIGHED, by=by))


def _span(values: dict[str, Value]) -> tuple[Decimal, Decimal] | None:
    score = values.get("I24")
    if score is None or not score.enough or score.low is None or score.high is None:
        return None
    return Decimal(str(score.low)), Decimal(str(score.high))
