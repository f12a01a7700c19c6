"""What a rule would have rung in the last thirty nights, before anybody decides it. Nothing is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huying.evaluation.models import AlertRule
from huying.evaluation.queries.alerts import rules_in_force
from huying.evaluation.signs import Sign
from huying.evaluation.watching import signs_of

NIGHTS = 30
NIGHTLY, WEEKLY = ("silence", "burst"), ("jump",)
"""Kinds that see something else every night, or every Monday; all others once a month."""


@dataclass(frozen=True, slots=True)
class Rung:
    """On which night a sign would have been seen first."""

    night: date
    sign: Sign


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The nights from a day on, by the rule as it stands and as it would be; by the figures as they stand now."""

    since: date
    now: tuple[Rung, ...]
    then: tuple[Rung, ...]


def rehearse(rule: AlertRule, *, at: datetime) -> Rehearsal:
    """A rule that is not saved yet, beside the version of it that is in force."""
    old = next((one for one in rules_in_force(at.date()) if one.code == rule.code and one.active), None)
    return Rehearsal((at - timedelta(days=NIGHTS)).date(), tuple(_rung(old, at)) if old else (), tuple(_rung(rule, at)))


def _rung(rule: AlertRule, at: datetime) -> Iterator[Rung]:
    """Each sign once, as in the life of a rule: of one place, matter and period there is one alert."""
    known: set[tuple[str, int, str, date]] = set()
    for night in _nights(rule, at):
        for sign in signs_of(rule, at=night):
            key = (sign.scope.kind, sign.scope.id, sign.matter, sign.start)
            if key not in known:
                known.add(key)
                yield Rung(night.date(), sign)


def _nights(rule: AlertRule, at: datetime) -> list[datetime]:
    """Those on which there can be something new; tonight is always one. Thirty days back there is always a first."""
    nights = [at - timedelta(days=back) for back in range(NIGHTS, -1, -1)]
    if rule.kind in NIGHTLY:
        return nights
    weekly = rule.kind in WEEKLY
    return [one for one in nights if one == at or (one.weekday() == 0 if weekly else one.day == 1)]
