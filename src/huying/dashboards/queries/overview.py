"""The page of a place or a unit: numbers, parts, trend, categories, lights, ages, reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from huying.cases.public import EXCLUSIONS, GROUNDS, REJECTIONS, RETURN_REASONS, TopicRow, hot_topics
from huying.duties.public import categories
from huying.evaluation.public import (
    AGE_NAMES,
    HOURS,
    Counts,
    Period,
    ReadUpTo,
    Scope,
    Slice,
    Value,
    by_child,
    by_key,
    by_unit,
    month_of,
    places,
    read_up_to,
    standing_by_child,
    standing_of,
    sums_of,
    trend,
    units_in,
    values_of,
)
from huying.organisations.public import body_briefs

FIRST = ("I16", "I18", "I20", "I21", "I22", "I23", "I24")
IN_PARTS = ("I20", "I21", "I22", "I23")
RANKED = "I20"
IN_UNITS = (
    "dispatched", "finish_due", "finished_in_limit", "counted", "responded", "rated", "solved", "partly", "satisfied",
    "mostly", "excluded",
)  # fmt: skip
IN_TREND = ("inputs", "dispatched", "finished", "finish_due", "finished_in_limit", "excluded")
TREND_MONTHS = 12
MOST_CATEGORIES = 10
MOST_HOT = 6
FEWEST = 10
"""Fewer are not compared with the period before."""
PARTS_OF = {"province": "city", "city": "county", "county": "street", "street": "community"}
"""Into which areas a place is split. A community is not: grids and estates are counted with it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One area below or one unit beside: what came, the rates, and which places it may hold among its like."""

    scope: Scope
    counts: Counts
    standing: Counts
    values: dict[str, Value]
    place: tuple[int, int] | None = None

    @property
    def in_limit(self) -> Value | None:
        return self.values.get(RANKED)

    @property
    def rates(self) -> list[Value]:
        return [self.values[code] for code in IN_PARTS if code in self.values]


@dataclass(frozen=True, slots=True)
class CategoryCount:
    code: str
    name: str
    inputs: int
    before: int
    change: float | None
    """Inputs a day against the period before; None where there are too few to compare."""


@dataclass(frozen=True, slots=True)
class Month:
    start: date
    counts: Counts
    values: dict[str, Value]

    @property
    def period(self) -> Period:
        return month_of(self.start)

    @property
    def in_limit(self) -> Value | None:
        return self.values.get(RANKED)


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    word: object
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    scope: Scope
    period: Period
    counts: Counts
    values: dict[str, Value]
    parts: list[Part]
    months: list[Month]
    categories: list[CategoryCount]
    standing: Counts
    reasons: dict[str, list[Reason]]
    read: ReadUpTo
    hot: list[TopicRow]
    """What many say at the same time now, whatever the period; made by the worker, each with its own time."""

    @property
    def first(self) -> list[Value]:
        return [self.values[code] for code in FIRST if code in self.values]

    @property
    def others(self) -> list[Value]:
        return [value for code, value in self.values.items() if code not in FIRST]

    @property
    def ages(self) -> list[tuple[str, int]]:
        return [(name, self.standing.get(name, 0)) for name in AGE_NAMES]

    @property
    def hours(self) -> list[tuple[str, int]]:
        return [(name, self.counts.get(name, 0)) for name in HOURS]


def overview(scope: Scope, period: Period, *, at: datetime) -> Overview:
    """Everything on the page of a scope. The same number of queries whatever the size of the place."""
    on = min(at.date(), period.last_day)
    if scope.kind == "area":
        counts, below = by_child(scope, period)
        standing, open_below = standing_by_child(scope)
        opened = {area.id: found for area, found in open_below}
        like = [(area, found) for area, found in below if area.level == PARTS_OF.get(scope.level)]
        parts = [
            Part(
                Scope.of_area(area, short=True), found,
                opened.get(area.id, {}), _rates(found, on=on),
            )
            for area, found in like
        ]  # fmt: skip
    else:
        counts, standing, parts = sums_of(scope, period), standing_of(scope), []
    return Overview(
        scope, period, counts, values_of(scope, counts, on=on), ranked(parts), _months(scope, period, on=on),
        _categories(scope, period, today=at.date()), standing, reasons(scope, period), read_up_to(),
        hot_topics(scope.path, most=MOST_HOT, about_none_of=_own_bodies(scope)) if scope.kind == "area" else [],
    )  # fmt: skip


def _own_bodies(scope: Scope) -> tuple[int, ...]:
    return scope.told.bodies if scope.told else ()


def _rates(counts: Counts, *, on: date, codes: tuple[str, ...] = IN_PARTS) -> dict[str, Value]:
    return values_of(Scope("unit", 0, ""), counts, on=on, codes=codes)


def ranked(parts: list[Part], *, code: str = RANKED) -> list[Part]:
    """Each part with the places it may hold; whoever has too few holds none, and intervals that touch share places."""
    spans = [_span(part.values.get(code)) for part in parts]
    found = places(spans, up=True)
    return [
        Part(part.scope, part.counts, part.standing, part.values, place)
        for part, place in zip(parts, found, strict=True)
    ]


def _span(value: Value | None) -> tuple[Decimal, Decimal] | None:
    if value is None or not value.enough or value.low is None or value.high is None:
        return None
    return Decimal(str(value.low)), Decimal(str(value.high))


def _months(scope: Scope, period: Period, *, on: date) -> list[Month]:
    found = trend(scope, until=period, months=TREND_MONTHS, names=IN_TREND)
    return [Month(start, counts, _rates(counts, on=on, codes=(RANKED,))) for start, counts in found]


def _categories(scope: Scope, period: Period, *, today: date) -> list[CategoryCount]:
    """The kinds of matters most often brought, and how that compares with the period before, a day."""
    if scope.kind != "area":
        return []
    earlier = period.before()
    now = by_key(scope, Slice.CATEGORY, period, ("inputs",))
    before = by_key(scope, Slice.CATEGORY, earlier, ("inputs",))
    most = sorted(now.items(), key=lambda one: (-one[1]["inputs"], one[0]))[:MOST_CATEGORIES]
    names = categories([code for code, _n in most])
    gone, whole = max(1, period.days_gone(today)), (earlier.end - earlier.start).days
    found = []
    for code, counts in most:
        was = before.get(code, {}).get("inputs", 0)
        change = (counts["inputs"] / gone) / (was / whole) - 1 if min(was, counts["inputs"]) >= FEWEST else None
        found.append(CategoryCount(code, names[code].label if code in names else code, counts["inputs"], was, change))
    return [one for one in found if one.inputs]


WORDS = {"sent": RETURN_REASONS, "done": EXCLUSIONS, "result": REJECTIONS}
COUNTED = {"sent": "returned", "done": "excluded", "result": "rejected", "filed": "not_accepted"}


def reasons(scope: Scope, period: Period) -> dict[str, list[Reason]]:
    """Why orders were returned, answers left out, results sent back, inputs not accepted."""
    found: dict[str, list[Reason]] = {name: [] for name in COUNTED.values()}
    for key, counts in by_key(scope, Slice.REASON, period, tuple(found)).items():
        occasion, _dot, code = key.partition(".")
        name = COUNTED.get(occasion, "")
        if name and counts.get(name):
            word = GROUNDS[code].word if occasion == "filed" and code in GROUNDS else WORDS.get(occasion, {}).get(code)
            found[name].append(Reason(code, word or code, counts[name]))
    return {name: sorted(rows, key=lambda row: -row.count) for name, rows in found.items()}


def units_beside(scope: Scope, period: Period, *, on: date, busiest: int | None = None) -> list[Part]:
    """Units of a place that answered something, each with its places among all of its own kind; or the busiest only."""
    counts = by_unit(units_in(scope.path, period), period, IN_UNITS, told=scope.told)
    briefs = body_briefs(counts)
    kinds: dict[str, list[Part]] = {}
    for body_id, found in counts.items():
        brief = briefs[body_id]
        part = Part(Scope.of_unit(brief), found, {}, _rates(found, on=on, codes=(RANKED,)))
        kinds.setdefault(f"{brief.kind}.{brief.level}", []).append(part)
    parts = [part for _kind, some in sorted(kinds.items()) for part in ranked(_by_name(some))]
    if busiest is not None:
        parts = sorted(parts, key=lambda part: -part.counts["dispatched"])[:busiest]
    return [replace(part, values=_rates(part.counts, on=on)) for part in parts]


def _by_name(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.scope.name)
