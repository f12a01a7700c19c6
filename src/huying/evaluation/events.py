"""Facts that the figures announce."""

from dataclasses import dataclass
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class DefinitionsLoaded(Event):
    """Definitions or weights that came with the product were added."""

    code: ClassVar[str] = "evaluation.definitions_loaded"
    thing: ClassVar[str] = "evaluation"
    evaluation_id: int
    indicators: int
    weight_sets: int
    alert_rules: int = 0


@event
@dataclass(frozen=True)
class IndicatorDefined(Event):
    """A new version of an indicator, with its reason."""

    code: ClassVar[str] = "evaluation.indicator_defined"
    thing: ClassVar[str] = "indicator"
    indicator_id: int
    indicator: str
    version: int


@event
@dataclass(frozen=True)
class WeightsDecided(Event):
    """A weight set comes into force on a day, with its reason."""

    code: ClassVar[str] = "evaluation.weights_decided"
    thing: ClassVar[str] = "weight_set"
    weight_set_id: int
    weights: str
    version: int
    in_force_from: str
    published: bool


@event
@dataclass(frozen=True)
class AlertRuleDefined(Event):
    """A new version of what somebody is told to look at, with its reason."""

    code: ClassVar[str] = "evaluation.alert_rule_defined"
    thing: ClassVar[str] = "alert_rule"
    alert_rule_id: int
    rule: str
    version: int


@event
@dataclass(frozen=True)
class MonthPublished(Event):
    """The figures of a month were told to everybody, small counts left out."""

    code: ClassVar[str] = "evaluation.month_published"
    thing: ClassVar[str] = "publication"
    publication_id: int
    month: str
    content_hash: str


@dataclass(frozen=True)
class AlertFact(Event):
    """Of which place and period."""

    code: ClassVar[str] = "evaluation.alert"
    thing: ClassVar[str] = "alert"
    alert_id: int
    about: str = ""
    scope: str = ""


@event
@dataclass(frozen=True)
class AlertRaised(AlertFact):
    code: ClassVar[str] = "evaluation.alert_raised"


@event
@dataclass(frozen=True)
class AlertSeen(AlertFact):
    code: ClassVar[str] = "evaluation.alert_seen"


@event
@dataclass(frozen=True)
class AlertClosed(AlertFact):
    code: ClassVar[str] = "evaluation.alert_closed"


@event
@dataclass(frozen=True)
class ValuesTaken(Event):
    """The values of a closed month were told for the first time, or told again because late data came."""

    code: ClassVar[str] = "evaluation.values_taken"
    thing: ClassVar[str] = "evaluation"
    evaluation_id: int
    month: str
    first: int
    revised: int
