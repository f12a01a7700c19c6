"""A number with its interval and its way to the definition; places among the like; changes in words."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huying.cases.public import CLASSES
from huying.dashboards.pages.parts import number_href, open_href, part_href, rows_href, scope_href
from huying.dashboards.words import MEASURE_WORDS, STANDING_WORDS
from huying.evaluation.public import Period, ReadUpTo, Scope, Snapshot, Value, told

register = template.Library()
OLD = timedelta(minutes=10)
"""Figures are read on every quarter of a minute."""


@register.filter
def measure_word(name: str) -> object:
    return MEASURE_WORDS.get(name) or STANDING_WORDS.get(name, name)


@register.filter
def exactly(number: float | None) -> str:
    """One decimal where it says something."""
    if number is None:
        return "—"
    return f"{number:.0f}" if abs(number - round(number)) < 0.05 else f"{number:.1f}"


@register.filter
def share(number: float | None) -> str:
    """A share of one as percent."""
    return "—" if number is None else f"{number * 100:.1f}%"


@register.filter
def old_at(read: ReadUpTo, at: datetime | None) -> bool:
    """Whether nobody has read on for so long that something must be out of order."""
    return bool(at and read.read_at and not read.rebuilding and at - read.read_at > OLD)


@register.filter
def item(counts: dict[str, Any], name: str) -> Any:
    return counts.get(name, 0)


@register.filter
def name_of(value: Value) -> str:
    return told(value.indicator, "name", get_language() or "")


@register.filter
def said(value: Value) -> str:
    """The value alone, or that there are too few."""
    if value.value is None:
        return _("没有数据")
    return f"{exactly(value.shown)}{value.indicator.unit}" if value.enough else _("样本不足")


@register.filter
def interval(value: Value) -> str:
    """91.2–95.0, where there is one and there are enough."""
    if not value.enough or value.low is None:
        return ""
    return f"{exactly(value.shown_low)}–{exactly(value.shown_high)}{value.indicator.unit}"


@register.filter
def place_words(place: tuple[int, int] | None) -> str:
    """Which places a part may hold: one, or a span when intervals touch."""
    if place is None:
        return _("样本不足")
    first, last = place
    if first == last:
        return _("第 %(place)s 位") % {"place": first}
    return _("第 %(first)s–%(last)s 位，差别不明显") % {"first": first, "last": last}


@register.filter
def change_words(change: float | None) -> str:
    if change is None:
        return _("太少，不比")
    percent = round(abs(change) * 100)
    if percent < 1:
        return _("持平")
    return (_("多 %(percent)s%%") if change > 0 else _("少 %(percent)s%%")) % {"percent": percent}


@register.filter
def told_value(one: Snapshot) -> str:
    """A value as it was told, with its interval."""
    if one.value is None or not one.enough:
        return _("样本不足")
    times = 100 if one.indicator.kind in ("rate", "weighted") else 1
    words = f"{exactly(float(one.value) * times)}{one.indicator.unit}"
    if one.low is None or one.high is None:
        return words
    return f"{words} ({exactly(float(one.low) * times)}–{exactly(float(one.high) * times)})"


@register.filter
def klass_word(code: str) -> object:
    return CLASSES.get(code, code)


@register.simple_tag
def number_link(code: str, scope: Scope, period: Period) -> str:
    return number_href(code, scope, period)


@register.simple_tag
def rows_link(measure: str, scope: Scope, period: Period, **narrowed: str) -> str:
    return rows_href(measure, scope, period, **narrowed)


@register.simple_tag
def open_link(name: str, scope: Scope) -> str:
    return open_href(name, scope)


@register.simple_tag
def part_link(scope: Scope, part: str, period: Period) -> str:
    return part_href(scope, part, period)


@register.simple_tag
def scope_now(scope: Scope) -> str:
    return scope_href(scope)


@register.simple_tag
def scope_link(scope: Scope, period: Period) -> str:
    return scope_href(scope, period)


@register.inclusion_tag("dashboards/value.html")
def value_card(value: Value, scope: Scope, period: Period) -> dict[str, Any]:
    return {"value": value, "href": number_href(value.indicator.code, scope, period)}
