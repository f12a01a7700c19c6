"""Which definition and which weights were in force on a day."""

from dataclasses import dataclass
from datetime import date

from huying.evaluation.models import AlertRule, Indicator, WeightSet
from huying.evaluation.rules import definition_rules
from huying.kernel.actor import Actor
from huying.kernel.kept import Kept, group

KEPT = group("definitions", "evaluation_indicator", "evaluation_weightset")
_kept: Kept[str, tuple[Indicator, ...]] = Kept(KEPT)
_weights: Kept[str, tuple[WeightSet, ...]] = Kept(KEPT)
EN = "en"


def all_versions() -> tuple[Indicator, ...]:
    return _kept.one("all", lambda: tuple(Indicator.objects.order_by("code", "version")))


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds on a day. Shared by all who ask: nobody changes it."""

    indicators: dict[str, Indicator]
    weights: WeightSet | None


_in_force: Kept[date, InForce] = Kept(KEPT)


def in_force(on: date) -> InForce:
    return _in_force.one(on, lambda: InForce(_indicators(on), _weights_on(on)))


def indicators(*, on: date) -> dict[str, Indicator]:
    """The version in force on a day, by code; in the order of the catalogue."""
    return in_force(on).indicators


def _indicators(on: date) -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for one in all_versions():
        if one.since <= on:
            found[one.code] = one
    return dict(sorted(found.items(), key=lambda item: (int("".join(c for c in item[0] if c.isdigit())), item[0])))


def versions_of(code: str) -> list[Indicator]:
    return [one for one in all_versions() if one.code == code]


def all_weights() -> tuple[WeightSet, ...]:
    return _weights.one("all", lambda: tuple(WeightSet.objects.order_by("code", "version")))


def weights(*, on: date) -> WeightSet | None:
    """The set in force on a day."""
    return in_force(on).weights


def _weights_on(on: date) -> WeightSet | None:
    known = [one for one in all_weights() if one.in_force_from and one.in_force_from <= on]
    return max(known, key=lambda one: one.in_force_from or date.min, default=None)


def told(one: Indicator | WeightSet | AlertRule, name: str, language: str) -> str:
    """A name or a text of a definition in the language of the reader."""
    return str(getattr(one, f"{name}_{EN if language.startswith(EN) else 'zh'}"))


def enter_definitions(actor: Actor) -> None:
    """Only for whoever decides what is counted and how it is weighed."""
    definition_rules.enter(actor, to="decide")


def decides_definitions(actor: Actor) -> bool:
    return definition_rules.opens(actor, to="decide")
