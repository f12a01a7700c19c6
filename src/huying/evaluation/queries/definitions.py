"""Which definition and which weights were in force on a day."""

from datetime import date

from huying.evaluation.models import Indicator, WeightSet
from huying.kernel.kept import Kept, group

KEPT = group("definitions", "evaluation_indicator", "evaluation_weightset")
_kept: Kept[str, tuple[Indicator, ...]] = Kept(KEPT)
_weights: Kept[str, tuple[WeightSet, ...]] = Kept(KEPT)
EN = "en"


def all_versions() -> tuple[Indicator, ...]:
    return _kept.one("all", lambda: tuple(Indicator.objects.order_by("code", "version")))


def indicators(*, on: date) -> dict[str, Indicator]:
    """The version in force on a day, by code; in the order of the catalogue."""
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
    known = [one for one in all_weights() if one.in_force_from and one.in_force_from <= on]
    return max(known, key=lambda one: one.in_force_from or date.min, default=None)


def told(one: Indicator | WeightSet, name: str, language: str) -> str:
    """A name or a text of a definition in the language of the reader."""
    return str(getattr(one, f"{name}_{EN if language.startswith(EN) else 'zh'}"))
