"""The tables of a page as rows of cells, to be taken along: what is shown, nothing more."""

from collections.abc import Callable
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huying.dashboards.queries.overview import Overview, Part, units_beside
from huying.evaluation.public import Value, told

Cell = str | int | float | None
Sheet = tuple[list[str], list[list[Cell]]]


def _value(value: Value | None) -> list[Cell]:
    """Value, low, high, n. Too few to say: only n."""
    if value is None:
        return [None, None, None, None]
    if not value.enough:
        return [_("样本不足"), None, None, value.n]
    return [*(None if n is None else round(n, 2) for n in (value.shown, value.shown_low, value.shown_high)), value.n]


def _heads(values: list[Value]) -> list[str]:
    names = [told(value.indicator, "name", get_language() or "") for value in values]
    return [head for name in names for head in (f"{name} %", _("区间低"), _("区间高"), "n")]


def _parts(parts: list[Part], column: str, word: str) -> Sheet:
    heads = [word, _("来件") if column == "inputs" else pgettext("it was so", "派单"),
             *_heads(parts[0].rates if parts else []), _("最好位次"), _("最差位次")]  # fmt: skip
    rows: list[list[Cell]] = [
        [part.scope.name, part.counts.get(column, 0), *(cell for value in part.rates for cell in _value(value)),
         *(part.place or (None, None))]
        for part in parts
    ]  # fmt: skip
    return heads, rows


def parts_sheet(seen: Overview, on: date) -> Sheet:
    return _parts(seen.parts, "inputs", _("区域"))


def units_sheet(seen: Overview, on: date) -> Sheet:
    found = units_beside(seen.scope, seen.period, on=on) if seen.scope.kind == "area" else []
    return _parts(found, "dispatched", _("单位"))


def months_sheet(seen: Overview, on: date) -> Sheet:
    first = [value for value in (seen.months[-1].in_limit,) if value]
    heads = [_("月份"), _("来件"), pgettext("it was so", "派单"), _("办结送评"), *_heads(first)]
    rows: list[list[Cell]] = [
        [f"{month.start:%Y-%m}", *(month.counts.get(name, 0) for name in ("inputs", "dispatched", "finished")),
         *_value(month.in_limit)]
        for month in seen.months
    ]  # fmt: skip
    return heads, rows


def categories_sheet(seen: Overview, on: date) -> Sheet:
    rows: list[list[Cell]] = [[one.code, one.name, one.inputs, one.before] for one in seen.categories]
    return [pgettext("of a figure", "编号"), pgettext("what it is about", "事项"), _("来件"), _("上期")], rows


def hot_sheet(seen: Overview, on: date) -> Sheet:
    heads = [
        _("什么事"), _("关键词"), _("在哪里"), _("半径（米）"), _("近 7 天人数"), _("比前 7 天"), _("件数"),
        _("第一次"), _("最近一次"), _("整理于"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.matter, "、".join(one.keywords), one.place, one.radius_m, one.people, one.growth, one.cases,
         *(localtime(moment).isoformat(timespec="minutes") for moment in (one.first_at, one.last_at, one.made_at))]
        for one in seen.hot
    ]  # fmt: skip
    return heads, rows


SHEETS: dict[str, Callable[[Overview, date], Sheet]] = {
    "parts": parts_sheet, "units": units_sheet, "months": months_sheet, "categories": categories_sheet,
    "hot": hot_sheet,
}  # fmt: skip
