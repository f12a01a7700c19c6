"""What needs a look, for whoever it was given to, and by which rules."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from huying.duties.public import category
from huying.evaluation.models import Alert, AlertRule
from huying.evaluation.queries.definitions import indicators, told
from huying.evaluation.queries.sums import Scope, area_scope, unit_scope
from huying.evaluation.rules import alert_rules, definition_rules
from huying.evaluation.signs import Sign
from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key

OWED_MOST = 10
SHARES = ("above", "below", "share")
"""Settings that are shares of one."""


def rules_in_force(on: date) -> list[AlertRule]:
    """The version of each rule that holds on a day, switched off ones too."""
    found: dict[str, AlertRule] = {}
    for one in AlertRule.objects.filter(since__lte=on).order_by("code", "version"):
        found[one.code] = one
    return list(found.values())


def all_alert_rules(actor: Actor) -> list[AlertRule]:
    """Every version, oldest first."""
    definition_rules.enter(actor, to="see")
    return list(AlertRule.objects.order_by("code", "version"))


def alerts(actor: Actor, *, mine: bool = False, after: str | None = None, size: int = 30) -> Page[Alert]:
    """Open ones and closed ones, the newest first."""
    rows = alert_rules.permitted(actor, to="see", rows=Alert.objects.select_related("rule", "owner"))
    rows = rows.filter(Q(owner_id=actor.account_id)) if mine else rows
    return page_by_key(rows, order=("-id",), after=after, size=size)


def owed_alerts(actor: Actor) -> list[Alert]:
    """What somebody has still to look at, the most pressing first."""
    if not actor.account_id:
        return []
    rows = Alert.objects.filter(owner_id=actor.account_id, closed_at=None, rule__isnull=False).select_related("rule")
    return list(rows.order_by("due_on", "id")[:OWED_MOST])


def scope_of(one: Alert) -> Scope | None:
    return area_scope(one.scope_id) if one.scope_kind == "area" else unit_scope(one.scope_id)


def alert_words(one: Alert, name: str, language: str = "") -> str:
    """What a rule says of this alert (name, why, next), in the language of the reader."""
    if one.rule is None:
        return one.code
    return filled(rule_words(one.rule, name, language), one)


def filled(text: str, one: Alert | Sign) -> str:
    """The words with this alert's place, matter and numbers; shares as percents."""
    rule = one.rule
    share = bool(rule and rule.settings.get("indicator"))
    scope = one.scope if isinstance(one, Sign) else scope_of(one)
    matter = category(one.matter) if one.matter else None
    facts: Mapping[str, str] = {
        "place": scope.name if scope else "—",
        "matter": matter.label if matter else one.matter,
        "value": f"{one.value * 100:.1f}%" if share else f"{one.value:.0f}",
        "compared": f"{one.compared * 100:g}%" if share else f"{one.compared:.1f}".removesuffix(".0"),
    }
    for key, said in facts.items():
        text = text.replace(f"{{{key}}}", said)
    return text


def rule_words(rule: AlertRule, name: str, language: str = "") -> str:
    """What a rule says (name, why, next) with its own numbers; of a place and a value it speaks in general."""
    language = language or get_language() or ""
    text = told(rule, name, language)
    for key, value in rule.settings.items():
        text = text.replace(f"{{{key}}}", _setting_said(rule, key, value, language))
    return text


def _setting_said(rule: AlertRule, key: str, value: object, language: str) -> str:
    if key == "indicator":
        known = indicators(on=rule.since).get(str(value))
        return told(known, "name", language) if known else str(value)
    if isinstance(value, int | float):
        return f"{value * 100:g}%" if key in SHARES else f"{value:g}"
    return str(value)


def sign_words(sign: Sign, name: str) -> str:
    """What a sign says that was not given to anybody."""
    return filled(rule_words(sign.rule, name), sign)
