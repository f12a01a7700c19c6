"""Figures that need a look: beyond a threshold, out of the usual, or suddenly few. Each is given to one person, at most
ten a day; never about a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import mean, pstdev
from typing import Any

from django.db.models import Count

from huying.evaluation.definitions import alert_rules
from huying.evaluation.models import Alert
from huying.evaluation.periods import Period, month_after, month_of
from huying.evaluation.queries.sums import Scope, area_scope, by_child, by_day, sums_of
from huying.evaluation.queries.values import values_of
from huying.organisations.public import holders
from huying.territory.public import home

MOST_A_DAY = 10
WEEK = 7


@dataclass(frozen=True, slots=True)
class Sign:
    """That something is out of order."""

    code: str
    scope: Scope
    start: date
    value: float
    compared: float
    owner_role: str


def signs(*, at: datetime) -> Iterator[Sign]:
    """Of the place that is served and each area directly below it."""
    place = home()
    whole = area_scope(place.id) if place else None
    if whole is None:
        return
    _counts, below = by_child(whole, month_of(at.date()), ("inputs",))
    scopes = [whole, *(Scope.of_area(area) for area, _n in below)]
    last = month_of(month_after(at.date().replace(day=1), -1))
    for scope in scopes:
        for rule in alert_rules():
            found = KINDS[rule["kind"]](scope, rule, last, at.date())
            if found is not None:
                yield found


def _threshold(scope: Scope, rule: dict[str, Any], last: Period, today: date) -> Sign | None:
    code = rule["indicator"]
    value = values_of(scope, sums_of(scope, last), on=last.last_day, codes=(code,)).get(code)
    if value is None or value.value is None or value.denominator < rule["least"]:
        return None
    border = float(rule["above"] if "above" in rule else rule["below"])
    over = value.value > border if "above" in rule else value.value < border
    return Sign(rule["code"], scope, last.start, value.value, border, rule["owner"]) if over else None


def _jump(scope: Scope, rule: dict[str, Any], last: Period, today: date) -> Sign | None:
    """The last whole week against the eight before it."""
    monday = today - timedelta(days=today.weekday() + WEEK)
    weeks = _weeks(scope, monday, rule["weeks"])
    *before, now = weeks
    usual, spread = mean(before), pstdev(before)
    far = abs(now - usual) > rule["sigmas"] * max(spread, 1)
    enough = max(usual, now) >= rule["least"] and all(before)
    return Sign(rule["code"], scope, monday, now, round(usual, 1), rule["owner"]) if far and enough else None


def _weeks(scope: Scope, monday: date, many: int) -> list[int]:
    first = monday - timedelta(weeks=many)
    found = [0] * (many + 1)
    for day, counts in by_day(scope, since=first, until=monday + timedelta(days=WEEK - 1), names=("inputs",)):
        found[(day - first).days // WEEK] += counts["inputs"]
    return found


def _fall(scope: Scope, rule: dict[str, Any], last: Period, today: date) -> Sign | None:
    """Suddenly few inputs are a reason to look, not to be glad."""
    before = [sums_of(scope, month_of(month_after(last.start, -back)), ("inputs",))["inputs"] for back in (1, 2, 3)]
    usual = mean(before)
    now = sums_of(scope, last, ("inputs",))["inputs"]
    fell = min(before) >= rule["least"] and now < usual * (1 - rule["share"])
    return Sign(rule["code"], scope, last.start, now, round(usual, 1), rule["owner"]) if fell else None


KINDS = {"threshold": _threshold, "jump": _jump, "fall": _fall}


def owner_for(sign: Sign, *, at: datetime) -> int | None:
    """The nearest holder of the role who has not had ten today."""
    people = holders(roles=(sign.owner_role,), area_path=sign.scope.path, at=at)
    rows = Alert.objects.filter(owner_id__in=people, given_on=at.date()).values("owner_id").annotate(n=Count("id"))
    had = {row["owner_id"]: row["n"] for row in rows}
    return next((one for one in people if had.get(one, 0) < MOST_A_DAY), None)
