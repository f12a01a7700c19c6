"""Every write of the figures: what indicators mean, how they are weighed, and the values that were told."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.evaluation.definitions import shipped_alerts, shipped_indicators, shipped_weights
from huying.evaluation.events import (
    AlertClosed,
    AlertRaised,
    AlertRuleDefined,
    AlertSeen,
    DefinitionsLoaded,
    IndicatorDefined,
    ValuesTaken,
    WeightsDecided,
)
from huying.evaluation.measures import ALL, HOPS
from huying.evaluation.models import Alert, AlertRule, Indicator, Snapshot, WeightSet
from huying.evaluation.periods import Period, month_after, month_of
from huying.evaluation.queries.closed import sums_of_everything
from huying.evaluation.queries.definitions import versions_of
from huying.evaluation.queries.sums import Counts, Scope
from huying.evaluation.queries.values import THREE_RATES, Value, values_of
from huying.evaluation.rules import alert_rules, definition_rules
from huying.evaluation.ruling import changed_rule
from huying.evaluation.signs import Sign
from huying.evaluation.telling import tell_owner
from huying.evaluation.watching import owner_for, signs
from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict, Invalid
from huying.kernel.journal import announce

US = 1
"""The figures as a whole are one thing of the journal."""
LEAST_WORDS = 4
CODE = re.compile(r"[A-Za-z0-9_.-]{1,24}")
MONTHS_AGAIN = 6
"""So far back late data still change what was told."""


@transaction.atomic
def load_definitions(actor: Actor, *, at: datetime) -> int:
    """Adds the versions that came with the product and are not there yet. Returns how many rows were added."""
    definition_rules.enter(actor, to="decide")
    known = set(Indicator.objects.values_list("code", "version"))
    fresh = [Indicator(**one) for one in shipped_indicators() if (one["code"], one["version"]) not in known]
    Indicator.objects.bulk_create(fresh)
    held = set(WeightSet.objects.values_list("code", "version"))
    days = set(WeightSet.objects.exclude(in_force_from=None).values_list("in_force_from", flat=True))
    sets = [WeightSet(**one) for one in shipped_weights() if (one["code"], one["version"]) not in held]
    for one in sets:
        one.in_force_from = None if one.in_force_from in days else one.in_force_from
    WeightSet.objects.bulk_create(sets)
    ruled = set(AlertRule.objects.values_list("code", "version"))
    rules = [AlertRule(**one) for one in shipped_alerts() if (one["code"], one["version"]) not in ruled]
    AlertRule.objects.bulk_create(rules)
    made = len(fresh) + len(sets) + len(rules)
    if made:
        fact = DefinitionsLoaded(US, indicators=len(fresh), weight_sets=len(sets), alert_rules=len(rules))
        announce(fact, by=actor, at=at)
    return made


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the three rates are weighed, and what the answers in between count."""

    name_zh: str
    name_en: str
    w1: Decimal
    w2: Decimal
    w3: Decimal
    alpha: Decimal
    beta: Decimal
    in_force_from: date
    published_on: date | None = None


def check_weighing(weighing: Weighing, *, at: datetime) -> None:
    """Invalid for weights that cannot come into force."""
    _named(name_zh=weighing.name_zh, name_en=weighing.name_en)
    parts = (weighing.w1, weighing.w2, weighing.w3)
    if any(part < 0 for part in parts) or sum(parts) != 1:
        raise Invalid(fields={"w1": _("三个权重都不能小于 0，加起来要正好是 1。")})
    if not all(0 <= part <= 1 for part in (weighing.alpha, weighing.beta)):
        raise Invalid(fields={"alpha": _("折算系数在 0 和 1 之间。")})
    if weighing.in_force_from <= at.date():
        raise Invalid(fields={"in_force_from": _("只能从明天或以后起用，已经公布的数字不追改。")})
    if WeightSet.objects.filter(in_force_from=weighing.in_force_from).exists():
        raise Invalid(fields={"in_force_from": _("这一天已有另一个方案起用，请换一天。")})


@transaction.atomic
def decide_weights(actor: Actor, *, code: str, weighing: Weighing, reason: str, at: datetime) -> WeightSet:
    """A new version of a weight set, in force from a day to come; published values keep the weights of their time."""
    definition_rules.enter(actor, to="decide")
    if not CODE.fullmatch(code):
        raise Invalid(fields={"code": _("代号用字母、数字和横线，不超过 24 个。")})
    check_weighing(weighing, at=at)
    last = WeightSet.objects.filter(code=code).order_by("-version").first()
    values = {name: getattr(weighing, name) for name in Weighing.__slots__}
    made = WeightSet.objects.create(code=code, version=last.version + 1 if last else 1, status="decided", **values)
    day = weighing.in_force_from.isoformat()
    fact = WeightsDecided(made.pk, code, made.version, day, bool(made.published_on))
    announce(fact, by=actor, at=at, reason=reason)
    return made


@transaction.atomic
def define_indicator(
    actor: Actor, *, code: str, changes: dict[str, Any], since: date, reason: str, at: datetime
) -> Indicator:
    """A new version of an indicator from a day to come. Only its texts, its least n and its publication may differ:
    what is counted is part of the program."""
    definition_rules.enter(actor, to="decide")
    known = versions_of(code)
    if not known:
        raise Invalid(fields={"code": _("没有这个指标，请从目录里选择。")})
    if since <= at.date():
        raise Invalid(fields={"since": _("只能从明天或以后起用，已经公布的数字不追改。")})
    if set(changes) - {"name_zh", "name_en", "formula_zh", "formula_en", "population_zh", "population_en", "min_n",
                       "owner", "published_on"}:  # fmt: skip
        raise Invalid(fields={"code": _("算法由程序给出，这里只能改名称、说明、最少样本和公布日期。")})
    _named(**{name: text for name, text in changes.items() if isinstance(text, str)})
    last = known[-1]
    fixed = ("kind", "numerator", "denominator", "unit", "direction", "period", "scope_levels")
    texts = ("name_zh", "name_en", "formula_zh", "formula_en", "population_zh", "population_en", "min_n", "owner",
             "published_on")  # fmt: skip
    values = {name: getattr(last, name) for name in (*fixed, *texts)} | changes
    made = Indicator.objects.create(code=code, version=last.version + 1, since=since, **values)
    announce(IndicatorDefined(made.pk, code, made.version), by=actor, at=at, reason=reason)
    return made


def _named(**texts: str) -> None:
    """None of these may be empty: pages and files are headed by them."""
    empty = {name: _("请填写，不能空着。") for name, text in texts.items() if not text.strip()}
    if empty:
        raise Invalid(fields=empty)


@transaction.atomic
def take_values(actor: Actor, *, at: datetime) -> int:
    """Tell the values of the months that are over. What was told stays as it is; where late data changed the inputs,
    a revised value is told beside it. Returns how many were told."""
    this = month_of(at.date()).start
    total = 0
    for back in range(MONTHS_AGAIN, 0, -1):
        period = month_of(month_after(this, -back))
        first, revised = _take_month(period, at=at)
        if first or revised:
            announce(ValuesTaken(US, period.code, first=first, revised=revised), by=actor, at=at)
        total += first + revised
    return total


def _take_month(period: Period, *, at: datetime) -> tuple[int, int]:
    told = {
        (one["indicator__code"], one["scope_kind"], one["scope_id"]): one
        for one in Snapshot.objects.filter(start=period.start, end=period.end)
        .order_by("revision")
        .values("indicator__code", "scope_kind", "scope_id", "revision", "input_hash")
    }
    made = []
    for scope, counts in sums_of_everything(period):
        for code, value in values_of(scope, counts, on=period.last_day).items():
            found = hash_of(value, counts)
            last = told.get((code, scope.kind, scope.id))
            if value.denominator and (last is None or last["input_hash"] != found):
                revision = last["revision"] + 1 if last else 1
                made.append(_snapshot(scope, period, value, found, revision=revision, at=at))
    kept = Snapshot.objects.bulk_create(made, batch_size=2000)
    revised = sum(one.revision > 1 for one in kept)
    return len(kept) - revised, revised


def _snapshot(scope: Scope, period: Period, value: Value, found: str, *, revision: int, at: datetime) -> Snapshot:
    def exact(number: float | None) -> Decimal | None:
        return None if number is None else Decimal(str(round(number, 6)))

    return Snapshot(
        indicator=value.indicator, weights=value.weights, scope_kind=scope.kind, scope_id=scope.id,
        start=period.start, end=period.end, revision=revision, numerator=Decimal(str(round(value.numerator, 3))),
        denominator=Decimal(str(round(value.denominator, 3))), value=exact(value.value), low=exact(value.low),
        high=exact(value.high), enough=value.enough, excluded=value.excluded, input_hash=found, taken_at=at,
    )  # fmt: skip


def measures_in(value: Value) -> Iterator[str]:
    """What goes into a value."""
    one = value.indicator
    if one.kind == "score":
        for code in THREE_RATES:
            yield from (name for known in versions_of(code)[-1:] for name in _names(known))
        return
    yield from HOPS if one.kind == "median" else _names(one)
    yield "excluded"


def _names(one: Indicator) -> Iterable[str]:
    return (term if isinstance(term, str) else term[0] for term in (*one.numerator, *one.denominator))


def hash_of(value: Value, counts: Counts) -> str:
    """What the value was made of: the definition, the weights, and every sum that goes in."""
    used = sorted(set(measures_in(value)) & set(ALL))
    by = value.weights
    inputs = [
        str(value.indicator), str(by and f"{by.code}.{by.version}"), round(value.denominator, 3),
        [[name, counts.get(name, 0)] for name in used],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(inputs, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def raise_alerts(actor: Actor, *, at: datetime) -> int:
    """Give out what needs a look: what is new, and what waited because somebody had had their ten of the day."""
    definition_rules.enter(actor, to="decide")
    given = 0
    for sign in signs(at=at):
        alert, _new = Alert.objects.get_or_create(
            code=sign.code, scope_kind=sign.scope.kind, scope_id=sign.scope.id, matter=sign.matter, start=sign.start,
            defaults={"rule": sign.rule, "value": sign.value, "compared": sign.compared, "raised_at": at},
        )  # fmt: skip
        given += alert.owner_id is None and alert.closed_at is None and _give(actor, alert, sign, at=at)
    return given


def _give(actor: Actor, alert: Alert, sign: Sign, *, at: datetime) -> bool:
    owner_id = owner_for(sign, at=at)
    if owner_id is None:
        return False
    alert.owner_id, alert.given_on, alert.rule = owner_id, at.date(), sign.rule
    alert.due_on = at.date() + timedelta(days=sign.rule.days)
    alert.save(update_fields=["owner", "given_on", "due_on", "rule"])
    announce(AlertRaised(alert.pk, alert.code, alert.scope), by=actor, at=at)
    tell_owner(alert, at=at)
    return True


@transaction.atomic
def define_alert_rule(
    actor: Actor, *, code: str, changes: dict[str, Any], since: date, reason: str, at: datetime
) -> AlertRule:
    """A new version of a rule from a day to come: its numbers, its area, whom it is given to, by when, or that it is
    switched off. How it looks is part of the program; its settings keep their names."""
    definition_rules.enter(actor, to="decide")
    last = AlertRule.objects.filter(code=code).order_by("-version").first()
    if last is None:
        raise Invalid(fields={"code": _("没有这条提醒规则，请从列表里选择。")})
    if since <= at.date():
        raise Invalid(fields={"since": _("只能从明天或以后起用，已经给出的提醒不追改。")})
    made = changed_rule(last, changes, since=since)
    made.save(force_insert=True)
    announce(AlertRuleDefined(made.pk, code, made.version), by=actor, at=at, reason=reason)
    return made


@transaction.atomic
def see_alert(actor: Actor, *, alert_id: int, at: datetime) -> Alert:
    """Its owner has seen it and looks after it."""
    alert = alert_rules.door(actor, Alert.objects.all(), to="close", lock=True, pk=alert_id)
    if alert.seen_at is None and alert.closed_at is None:
        alert.seen_at = at
        alert.save(update_fields=["seen_at"])
        announce(AlertSeen(alert.pk, alert.code, alert.scope), by=actor, at=at)
    return alert


@transaction.atomic
def close_alert(actor: Actor, *, alert_id: int, text: str, at: datetime) -> Alert:
    """What became of it, in words."""
    alert = alert_rules.door(actor, Alert.objects.all(), to="close", lock=True, pk=alert_id)
    if alert.closed_at is not None:
        raise Conflict(_("这条提醒已经处理过了"))
    if len(text.strip()) < LEAST_WORDS:
        raise Invalid(fields={"text": _("请写明看到了什么、怎么处理。")})
    alert.closed_at, alert.closing_words = at, text.strip()[:300]
    alert.seen_at = alert.seen_at or at
    alert.save(update_fields=["closed_at", "closing_words", "seen_at"])
    announce(AlertClosed(alert.pk, alert.code, alert.scope), by=actor, at=at)
    return alert
