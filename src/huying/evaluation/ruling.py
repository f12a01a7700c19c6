"""What a rule of alerts may be set to: its numbers, and between which borders they make sense."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huying.evaluation.models import AlertRule, Indicator
from huying.evaluation.queries.alerts import SHARES
from huying.evaluation.queries.definitions import indicators
from huying.evaluation.queries.sums import area_scope
from huying.kernel.errors import Invalid
from huying.territory.public import home_path

OWNERS = ("street_coordinator", "county_command", "supervisor", "reviewer", "list_keeper")
"""To whom alerts may be given: desks that look after places, units or lists."""
MOST_OWNERS = 3
DAYS = (1, 90)
BORDERS: Mapping[str, tuple[float, float]] = {
    "above": (0, 1), "below": (0, 1), "share": (0.05, 0.95), "least": (1, 100_000), "sigmas": (1, 10), "weeks": (3, 26),
}  # fmt: skip
"""Between which each number lies; `least` and `weeks` are whole."""
WHOLE = ("least", "weeks")
LEVELS = ("street", "community")
WORDS = ("next_zh", "next_en")
MAY_CHANGE = (*WORDS, "settings", "owners", "days", "place_id", "active")
KEPT = ("name_zh", "name_en", "why_zh", "why_en", "kind", *MAY_CHANGE)
OF_THE_LISTS = ("items",)
"""Kinds that look at the lists as a whole: they have no area."""


class Refused(Exception):
    """Beside which field, and what to do about it."""

    def __init__(self, field: str, text: Any) -> None:
        self.field, self.text = field, text
        super().__init__(field)


def changed_rule(last: AlertRule, changes: Mapping[str, Any], *, since: date) -> AlertRule:
    """The next version of a rule with these changes; not saved. Invalid for what cannot be."""
    values = {name: getattr(last, name) for name in KEPT} | {n: changes[n] for n in MAY_CHANGE if n in changes}
    values["settings"] = last.settings | dict(changes.get("settings", {}))
    try:
        _check(last, values, since)
    except Refused as no:
        raise Invalid(fields={no.field: no.text}) from no
    values["settings"] |= {name: int(n) for name, n in values["settings"].items() if name in WHOLE}
    return AlertRule(code=last.code, version=last.version + 1, since=since, **values)


def watched(on: date, *, down: bool) -> list[Indicator]:
    """The rates for which a line can be drawn: those that should be low (`down`), or high."""
    wanted = "down" if down else "up"
    return [one for one in indicators(on=on).values() if one.kind in ("rate", "weighted") and one.direction == wanted]


def _check(last: AlertRule, values: dict[str, Any], since: date) -> None:
    settings, owners = values["settings"], values["owners"]
    if settings.keys() != last.settings.keys():
        raise Refused("settings", _("只能改这条规则已有的数，不能添别的。"))
    for name, value in settings.items():
        _check_setting(last, name, value, since)
    if not owners or len(owners) > MOST_OWNERS or len(set(owners)) < len(owners) or set(owners) - set(OWNERS):
        raise Refused("owners", _("请选一到三个不同的岗位，先给排在前面的。"))
    if not DAYS[0] <= values["days"] <= DAYS[1]:
        raise Refused("days", _("请填 1 到 90 天。"))
    if not all(str(values[name]).strip() for name in WORDS):
        raise Refused("next_zh", _("请写明接到提醒的人接下来做什么，中文和英文都要有。"))
    if values["place_id"] and not _looks_in(last, values["place_id"]):
        raise Refused("place_id", _("请选本地的一个区域，或者全部。"))


def _check_setting(last: AlertRule, name: str, value: Any, since: date) -> None:
    if name == "indicator":
        if value not in {one.code for one in watched(since, down="above" in last.settings)}:
            raise Refused(name, _("请从目录里选一个同方向的比率。"))
    elif name == "level":
        if value not in LEVELS:
            raise Refused(name, _("请选街道或社区。"))
    elif isinstance(last.settings[name], str):
        if value != last.settings[name]:
            raise Refused(name, _("看区域还是看单位由程序给出，不能改。"))
    else:
        _check_number(name, value)


def _check_number(name: str, value: Any) -> None:
    low, high = BORDERS[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high or (name in WHOLE and value != int(value)):
        said = [f"{border * 100:g}%" if name in SHARES else f"{border:g}" for border in (low, high)]
        kind = _("整数") if name in WHOLE else _("数")
        raise Refused(
            name, _("请填 %(low)s 到 %(high)s 之间的%(kind)s。") % {"low": said[0], "high": said[1], "kind": kind}
        )


def _looks_in(last: AlertRule, place_id: int) -> bool:
    scope = area_scope(place_id)
    return last.kind not in OF_THE_LISTS and scope is not None and scope.path.startswith(home_path())
