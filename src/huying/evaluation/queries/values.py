"""From sums to values: numerator, denominator, n, interval, and whether there are enough to say anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huying.evaluation.measures import HOPS
from huying.evaluation.models import Indicator, WeightSet
from huying.evaluation.queries.definitions import in_force
from huying.evaluation.queries.sums import Counts, Scope
from huying.evaluation.statistics import median_of, wilson
from huying.territory.public import population

THREE_RATES = ("I21", "I22", "I23")
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Value:
    """A number with everything one needs to judge it. Rates are shares between 0 and 1."""

    indicator: Indicator
    numerator: float
    denominator: float
    value: float | None
    low: float | None
    high: float | None
    enough: bool
    excluded: int = 0
    weights: WeightSet | None = None

    @property
    def n(self) -> int:
        return round(self.denominator)

    @property
    def is_share(self) -> bool:
        return self.indicator.kind in ("rate", "weighted")

    @property
    def shown(self) -> float | None:
        """In the unit of the indicator: a share in percent."""
        return _percent(self.value) if self.is_share else self.value

    @property
    def shown_low(self) -> float | None:
        return _percent(self.low) if self.is_share else self.low

    @property
    def shown_high(self) -> float | None:
        return _percent(self.high) if self.is_share else self.high


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def weighed(terms: list[object], counts: Mapping[str, int], by: WeightSet | None) -> float:
    """The sum of measures, each with its weight."""
    total = 0.0
    for term in terms:
        name, weight = (term, 1) if isinstance(term, str) else (term[0], term[1])  # type: ignore[index]
        factor = float(getattr(by, weight)) if isinstance(weight, str) else float(weight)
        total += factor * counts.get(str(name), 0)
    return total


def value_of(one: Indicator, counts: Counts, *, by: WeightSet | None, residents: int | None = None) -> Value:
    """One indicator from the sums of its scope and period."""
    if one.kind == "median":
        return _median(one, counts)
    if one.kind == "per_10000":
        return _per_many(one, counts, residents)
    above, below = weighed(one.numerator, counts, by), weighed(one.denominator, counts, by)
    span = wilson(above, below)
    low, high = span or (None, None)
    return Value(
        one, above, below, above / below if below else None, low, high, below > 0 and below >= one.min_n,
        counts.get("excluded", 0), by,
    )  # fmt: skip


def _median(one: Indicator, counts: Counts) -> Value:
    held = [counts.get(name, 0) for name in HOPS]
    n = sum(held)
    return Value(one, n, n, median_of(held), None, None, enough=n > 0 and n >= one.min_n)


def _per_many(one: Indicator, counts: Counts, residents: int | None) -> Value:
    above = weighed(one.numerator, counts, None)
    value = above / residents * MANY if residents else None
    return Value(one, above, residents or 0, value, None, None, enough=value is not None)


def values_of(
    scope: Scope, counts: Counts, *, on: date, codes: tuple[str, ...] = (), by: WeightSet | None = None
) -> dict[str, Value]:
    """All indicators of a scope by the definitions and weights of a day, or by weights that are only tried."""
    book = in_force(on)
    by = by or book.weights
    known = {code: one for code, one in book.indicators.items() if scope.kind in one.scope_levels}
    wanted = {code for code in known if not codes or code in codes or ("I24" in codes and code in THREE_RATES)}
    asks = any(known[code].kind == "per_10000" for code in wanted)
    residents = population(scope.id, on.year) if asks else None
    found = {
        code: value_of(known[code], counts, by=by, residents=residents)
        for code in wanted
        if known[code].kind != "score"
    }
    for code in wanted:
        one = known[code]
        if one.kind == "score":
            found[code] = _score(one, [found[rate] for rate in THREE_RATES if rate in found], by)
    return {code: found[code] for code in known if code in found and (not codes or code in codes)}


def _score(one: Indicator, rates: list[Value], by: WeightSet | None) -> Value:
    """The weighted sum of the three rates; its interval from theirs, so rather too wide than too narrow."""
    n = rates[-1].denominator if rates else 0
    if by is None or len(rates) < len(THREE_RATES) or any(rate.value is None for rate in rates):
        return Value(one, 0, n, None, None, None, enough=False, weights=by)
    parts = [float(by.w1), float(by.w2), float(by.w3)]

    def total(name: str) -> float:
        return 100 * sum(weight * float(getattr(rate, name)) for weight, rate in zip(parts, rates, strict=True))

    enough = all(rate.enough for rate in rates)
    return Value(one, 0, n, total("value"), total("low"), total("high"), enough, rates[0].excluded, by)
