"""Limits by class (C.4): the defaults of the domain, and the rule that holds for a case on a day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huying.calendars.public import Limit
from huying.cases.models import SlaRule
from huying.cases.states import Word
from huying.duties.public import matter_of
from huying.kernel.kept import Kept, group
from huying.territory.public import AREAS_KEPT

Table = dict[str, tuple[int, str]]

COMMON: Table = {
    "remind": (3, "work_day"),
    "reply": (7, "work_day"),
    "consult": (1, "work_day"),
    "return_decision": (4, "work_hour"),
    "return_pause": (7, "work_hour"),
    "dispute": (2, "work_day"),
    "result_review": (1, "work_day"),
    "site_check": (1, "work_day"),
    "callback": (5, "work_day"),
    "reopen_decision": (1, "work_day"),
    "rating": (3, "day"),
    "objection": (5, "work_day"),
    "objection_decision": (5, "work_day"),
    "decision": (2, "work_day"),
    "suspension_review": (30, "day"),
    "suspension_total": (180, "day"),
    "reopen": (15, "day"),
    "archive": (30, "day"),
    "supervise_after_red": (1, "work_day"),
    "supervise": (2, "work_day"),
}
URGENT: Table = {
    "return_decision": (30, "minute"),
    "return_pause": (30, "minute"),
    "result_review": (2, "hour"),
    "reopen_decision": (2, "hour"),
    "decision": (2, "hour"),
    "dispute": (2, "hour"),
}
DEFAULTS: dict[str, Table] = {
    "E": {
        **COMMON, **URGENT, "accept": (5, "minute"), "dispatch": (5, "minute"), "sign": (15, "minute"),
        "contact": (30, "minute"), "finish": (2, "hour"), "progress": (2, "hour"), "return_window": (15, "minute"),
    },
    "U": {
        **COMMON, **URGENT, "accept": (15, "minute"), "dispatch": (15, "minute"), "sign": (30, "minute"),
        "contact": (2, "hour"), "finish": (24, "hour"), "extension": (24, "hour"), "return_window": (30, "minute"),
    },
    "C": {
        **COMMON, "accept": (1, "work_hour"), "dispatch": (4, "work_hour"), "sign": (4, "work_hour"),
        "finish": (1, "work_day"), "extension": (2, "work_day"), "return_window": (4, "work_hour"),
    },
    "G": {
        **COMMON, "accept": (4, "work_hour"), "accept_phone": (2, "hour"), "dispatch": (4, "work_hour"),
        "sign": (1, "work_day"), "contact": (24, "hour"), "finish": (5, "work_day"), "extension": (10, "work_day"),
        "return_window": (1, "work_day"),
    },
    "X": {
        **COMMON, "accept": (4, "work_hour"), "accept_phone": (2, "hour"), "dispatch": (1, "work_day"),
        "sign": (1, "work_day"), "contact": (24, "hour"), "finish": (15, "work_day"), "plan": (5, "work_day"),
        "extension": (15, "work_day"), "return_window": (2, "work_day"),
    },
    "L": {
        **COMMON, "accept": (4, "work_hour"), "accept_phone": (2, "hour"), "dispatch": (4, "work_hour"),
        "sign": (1, "work_day"), "contact": (24, "hour"), "finish": (20, "work_day"), "progress": (5, "work_day"),
        "extension": (20, "work_day"), "return_window": (2, "work_day"),
    },
}  # fmt: skip
WHISTLE_LIMITS: dict[str, tuple[tuple[int, str], tuple[int, str]]] = {
    "W1": ((1, "work_day"), (2, "work_day")),
    "W2": ((2, "hour"), (1, "day")),
    "W3": ((15, "minute"), (60, "minute")),
    "W4": ((1, "work_day"), (2, "work_day")),
}
"""Kind of whistle → (answer, be there)."""
CHANGEABLE = (
    "accept", "accept_phone", "dispatch", "sign", "contact", "finish", "extension", "return_window", "plan", "progress",
    "return_decision", "return_pause", "result_review", "site_check", "callback", "dispute", "decision", "consult",
    "rating", "objection", "objection_decision", "reopen", "reopen_decision", "archive", "supervise",
)  # fmt: skip
UNITS: dict[str, Word] = {
    "minute": _("分钟"), "hour": _("小时"), "work_hour": _("工作小时"), "work_day": _("工作日"), "day": _("天"),
}  # fmt: skip
MOST_TRIES = 3


def amount_words(amount: int, unit: str) -> str:
    """5 个工作日; a unit that is not known is said as it is."""
    said = {
        "minute": ngettext("%(n)s 分钟", "%(n)s 分钟", amount),
        "hour": ngettext("%(n)s 小时", "%(n)s 小时", amount),
        "work_hour": ngettext("%(n)s 个工作小时", "%(n)s 个工作小时", amount),
        "work_day": ngettext("%(n)s 个工作日", "%(n)s 个工作日", amount),
        "day": ngettext("%(n)s 天", "%(n)s 天", amount),
    }
    return said[unit] % {"n": amount} if unit in said else f"{amount} {unit}"


FEWEST_DAYS_OF_TRIES = 2
MOST_RETURNS = 2


KEPT = group("limits", "cases_slarule")
_rules: Kept[str, tuple[SlaRule, ...]] = Kept(KEPT, AREAS_KEPT)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold for one case, and the rule they come from (None: the defaults)."""

    table: Table
    rule_id: int | None
    basis: str

    def get(self, kind: str) -> Limit | None:
        found = self.table.get(kind)
        return None if found is None else limit_of(found)

    def need(self, kind: str) -> Limit:
        return limit_of(self.table[kind])


def limit_of(pair: tuple[int, str] | list) -> Limit:
    amount, unit = pair
    return Limit(int(amount), unit)  # type: ignore[arg-type]


def limits_for(*, klass: str, category_code: str, area_id: int, area_path: str, on: date) -> Limits:
    """The most particular rule in force: category before class, nearer area before wider, newer before older."""
    around = [int(part) for part in area_path.strip("/").split("/") if part] or [area_id]
    rows = [
        rule
        for rule in _rules.one(klass, lambda: tuple(SlaRule.objects.filter(klass=klass).select_related("area")))
        if rule.valid_from <= on
        and (rule.valid_to is None or rule.valid_to > on)
        and (rule.area_id is None or rule.area_id in around)
        and rule.category_code in ("", matter_of(category_code), category_code)
    ]
    best = max(
        rows,
        key=lambda rule: (len(rule.category_code), len(rule.area.path) if rule.area else 0, rule.version),
        default=None,
    )
    if best is None:
        return Limits(DEFAULTS[klass], None, f"SLA-{klass}")
    table = {**DEFAULTS[klass], **{kind: (pair[0], pair[1]) for kind, pair in best.limits.items() if pair}}
    for kind in [kind for kind, pair in best.limits.items() if not pair]:
        table.pop(kind, None)
    return Limits(table, best.pk, f"SLA-{klass}-{best.category_code or 'all'}-{best.version}")


def half_of(limit: Limit, klass: str) -> Limit:
    """Rework: half of the class, rounded up to whole working days, at least one; E and U get their full limit again."""
    if klass in "EU":
        return limit
    if limit.unit in ("work_day", "day"):
        return Limit(max(1, -(-limit.amount // 2)), limit.unit)
    return Limit(1, "work_day")
