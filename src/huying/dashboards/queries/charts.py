"""What the charts draw: the same numbers as the tables beside them. Too few are left out."""

from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huying.dashboards.queries.overview import RANKED, Overview, Part
from huying.evaluation.public import Value, told

MOST = 40


def trend_chart(seen: Overview) -> dict[str, Any]:
    """Twelve months: how many came, and how many were finished in limit."""
    column = "inputs" if seen.scope.kind == "area" else "dispatched"
    values = [month.in_limit for month in seen.months]
    return {
        "kind": "trend",
        "label": _("十二个月的件数和按期办结率，数字见下表"),
        "names": [f"{month.start:%Y-%m}" for month in seen.months],
        "bars": _("来件") if column == "inputs" else pgettext("it was so", "派单"),
        "counts": [month.counts.get(column, 0) for month in seen.months],
        "line": _name(values),
        **_spans(values),
    }


def parts_chart(parts: list[Part]) -> dict[str, Any] | None:
    """The rate of each part with its interval; None when nobody has enough."""
    values = [part.values.get(RANKED) for part in parts[:MOST]]
    if not any(value and value.enough for value in values):
        return None
    return {
        "kind": "spans",
        "label": _("按期办结率和 95% 区间，数字见下表"),
        "names": [part.scope.name for part in parts[:MOST]],
        "line": _name(values),
        **_spans(values),
    }


def _name(values: list[Value | None]) -> str:
    known = next((value for value in values if value), None)
    return told(known.indicator, "name", get_language() or "") if known else ""


def _spans(values: list[Value | None]) -> dict[str, list[float | None]]:
    def rounded(number: float | None) -> float | None:
        return None if number is None else round(number, 1)

    shown = [value if value and value.enough else None for value in values]
    return {
        "values": [rounded(value.shown) if value else None for value in shown],
        "lows": [rounded(value.shown_low) if value else None for value in shown],
        "highs": [rounded(value.shown_high) if value else None for value in shown],
    }
