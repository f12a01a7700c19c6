"""Small helpers that templates of cases need."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from huying.cases import words

register = template.Library()

TABLES: dict[str, Mapping[Any, Any]] = {
    "card": words.CARD_CAUSES,
    "clock": words.CLOCK_KINDS,
    "solved": words.SOLVED,
    "satisfied": words.SATISFIED,
    "supervise": words.SUPERVISE_LEVELS,
}


@register.filter
def at(table: Mapping[Any, Any], key: Any) -> Any:
    """table[key], or nothing."""
    return table.get(key)


@register.filter
def word(code: Any, table: str) -> Any:
    """The word of a code in one of the closed lists."""
    return TABLES[table].get(code, code)


@register.filter
def limit(text: str) -> str:
    """ "5 work_day" as people say it."""
    amount, _space, unit = text.partition(" ")
    units = {
        "minute": _("分钟"), "hour": _("小时"), "work_hour": _("个工作小时"), "work_day": _("个工作日"), "day": _("天"),
    }  # fmt: skip
    return f"{amount} {units[unit]}" if unit in units else text
