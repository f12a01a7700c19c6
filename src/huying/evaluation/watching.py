"""Figures that need a look: beyond a threshold, out of the usual, suddenly few or silent, in a burst, without a unit.
Each is given to one person, at most ten a day; never about a person."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import mean, pstdev

from django.db.models import Count

from huying.evaluation.lookouts import LOOKOUTS
from huying.evaluation.models import Alert, AlertRule
from huying.evaluation.periods import Period, month_after, month_of
from huying.evaluation.queries.alerts import rules_in_force
from huying.evaluation.queries.sums import Scope, area_scope, by_child, by_day, sums_of
from huying.evaluation.queries.values import values_of
from huying.evaluation.signs import WEEK, Sign
from huying.organisations.public import holders
from huying.territory.public import home

MOST_A_DAY = 10


def signs(*, at: datetime) -> list[Sign]:
    """Of the place that is served and what lies in it; within a rule the strongest first."""
    return [sign for rule in rules_in_force(at.date()) if rule.active for sign in signs_of(rule, at=at)]


def signs_of(rule: AlertRule, *, at: datetime) -> list[Sign]:
    """What one rule sees at a moment, in its own area or in the whole place."""
    place = home()
    whole = area_scope(rule.place_id or place.id) if place else None
    if whole is None:
        return []
    some = LOOKOUTS[rule.kind](rule, whole, at=at) if rule.kind in LOOKOUTS else _by_scope(rule, whole, at.date())
    return sorted(some, key=lambda sign: (-sign.strength, sign.scope.id, sign.matter))


def _by_scope(rule: AlertRule, whole: Scope, today: date) -> Iterator[Sign]:
    """The whole and each area directly below, one by one."""
    _counts, below = by_child(whole, month_of(today), ("inputs",))
    last = month_of(month_after(today.replace(day=1), -1))
    for scope in (whole, *(Scope("area", a.id, a.name, a.path, a.level, a.id) for a, _n in below)):
        found = KINDS[rule.kind](scope, rule, last, today)
        if found is not None:
            yield found


def _threshold(scope: Scope, rule: AlertRule, last: Period, today: date) -> Sign | None:
    code = rule.settings["indicator"]
    value = values_of(scope, sums_of(scope, last), on=last.last_day, codes=(code,)).get(code)
    if value is None or value.value is None or value.denominator < rule.settings["least"]:
        return None
    border = float(rule.settings["above"] if "above" in rule.settings else rule.settings["below"])
    over = value.value > border if "above" in rule.settings else value.value < border
    return Sign(rule, scope, last.start, value.value, border) if over else None


def _jump(scope: Scope, rule: AlertRule, last: Period, today: date) -> Sign | None:
    """The last whole week against the eight before it."""
    monday = today - timedelta(days=today.weekday() + WEEK)
    weeks = _weeks(scope, monday, rule.settings["weeks"])
    *before, now = weeks
    usual, spread = mean(before), pstdev(before)
    far = abs(now - usual) > rule.settings["sigmas"] * max(spread, 1)
    enough = max(usual, now) >= rule.settings["least"] and all(before)
    return Sign(rule, scope, monday, now, round(usual, 1)) if far and enough else None


def _weeks(scope: Scope, monday: date, many: int) -> list[int]:
    first = monday - timedelta(weeks=many)
    found = [0] * (many + 1)
    for day, counts in by_day(scope, since=first, until=monday + timedelta(days=WEEK - 1), names=("inputs",)):
        found[(day - first).days // WEEK] += counts["inputs"]
    return found


def _fall(scope: Scope, rule: AlertRule, last: Period, today: date) -> Sign | None:
    """Suddenly few inputs are a reason to look, not to be glad."""
    before = [sums_of(scope, month_of(month_after(last.start, -back)), ("inputs",))["inputs"] for back in (1, 2, 3)]
    usual = mean(before)
    now = sums_of(scope, last, ("inputs",))["inputs"]
    fell = min(before) >= rule.settings["least"] and now < usual * (1 - rule.settings["share"])
    return Sign(rule, scope, last.start, now, round(usual, 1)) if fell else None


KINDS = {"threshold": _threshold, "jump": _jump, "fall": _fall}


def owner_for(sign: Sign, *, at: datetime) -> int | None:
    """The nearest holder of the first role that somebody holds here who has not had ten today."""
    for role in sign.rule.owners:
        people = holders(roles=(role,), area_path=sign.scope.path, at=at)
        rows = Alert.objects.filter(owner_id__in=people, given_on=at.date()).values("owner_id").annotate(n=Count("id"))
        had = {row["owner_id"]: row["n"] for row in rows}
        if people:
            return next((one for one in people if had.get(one, 0) < MOST_A_DAY), None)
    return None
