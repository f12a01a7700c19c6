"""What the figures say and take in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Field, Schema

from huying.evaluation.queries.values import Value


class IndicatorOut(Schema):
    code: str
    version: int
    name_zh: str
    name_en: str
    formula_zh: str
    formula_en: str
    population_zh: str
    population_en: str
    kind: str
    unit: str
    direction: str
    scope_levels: list[str]
    min_n: int
    owner: str
    since: date
    published_on: date | None


class IndicatorIn(Schema):
    """What of a definition changes; what is not named stays."""

    since: date
    reason: str = Field(max_length=300)
    name_zh: str | None = Field(None, max_length=60)
    name_en: str | None = Field(None, max_length=80)
    formula_zh: str | None = Field(None, max_length=300)
    formula_en: str | None = Field(None, max_length=400)
    population_zh: str | None = Field(None, max_length=300)
    population_en: str | None = Field(None, max_length=400)
    min_n: int | None = Field(None, ge=0, le=100_000)
    owner: str | None = Field(None, max_length=24)
    published_on: date | None = None


class WeightsOut(Schema):
    code: str
    version: int
    name_zh: str
    name_en: str
    w1: Decimal
    w2: Decimal
    w3: Decimal
    alpha: Decimal
    beta: Decimal
    status: str
    in_force_from: date | None
    published_on: date | None


class WeightsIn(Schema):
    name_zh: str = Field(max_length=60)
    name_en: str = Field(max_length=80)
    w1: Decimal = Field(max_digits=5, decimal_places=4)
    w2: Decimal = Field(max_digits=5, decimal_places=4)
    w3: Decimal = Field(max_digits=5, decimal_places=4)
    alpha: Decimal = Field(max_digits=4, decimal_places=3)
    beta: Decimal = Field(max_digits=4, decimal_places=3)
    in_force_from: date
    published_on: date | None = None
    reason: str = Field(max_length=300)


class ValueOut(Schema):
    """Rates are shares between 0 and 1. Without `enough` there is a count but no value."""

    code: str
    version: int
    numerator: float
    denominator: float
    value: float | None
    low: float | None
    high: float | None
    enough: bool
    excluded: int

    @staticmethod
    def resolve_code(one: Value, context: Any) -> str:
        return one.indicator.code

    @staticmethod
    def resolve_version(one: Value, context: Any) -> int:
        return one.indicator.version

    @staticmethod
    def resolve_value(one: Value, context: Any) -> float | None:
        return one.value if one.enough else None

    @staticmethod
    def resolve_low(one: Value, context: Any) -> float | None:
        return one.low if one.enough else None

    @staticmethod
    def resolve_high(one: Value, context: Any) -> float | None:
        return one.high if one.enough else None


class FiguresOut(Schema):
    scope: str
    name: str
    period: str
    read_at: datetime | None
    values: list[ValueOut]


class AlertRuleOut(Schema):
    """When somebody is told that a figure needs a look; `settings` are its numbers."""

    code: str
    version: int
    name_zh: str
    name_en: str
    why_zh: str
    why_en: str
    next_zh: str
    next_en: str
    kind: str
    settings: dict[str, float | str | bool]
    owners: list[str]
    days: int
    place_id: int
    active: bool
    since: date


class AlertRuleIn(Schema):
    """What of a rule changes; what is not named stays. Place 0 is the whole place; `active` false switches it off."""

    since: date
    reason: str = Field(max_length=300)
    settings: dict[str, float | str] | None = None
    next_zh: str | None = Field(None, max_length=200)
    next_en: str | None = Field(None, max_length=300)
    place_id: int | None = Field(None, ge=0)
    active: bool | None = None
    owners: list[Literal["county_command", "supervisor", "reviewer", "street_coordinator", "list_keeper"]] | None = None
    days: int | None = Field(None, ge=1, le=90)


class AlertOut(Schema):
    id: int
    code: str
    matter: str
    due_on: date | None
    scope_kind: str
    scope_id: int
    start: date
    value: float
    compared: float
    raised_at: datetime
    seen_at: datetime | None
    closed_at: datetime | None
    closing_words: str


class AlertsOut(Schema):
    items: list[AlertOut]
    next_cursor: str | None


class CloseIn(Schema):
    text: str = Field(max_length=300)
