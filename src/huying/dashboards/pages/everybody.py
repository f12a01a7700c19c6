"""What everybody may see: closed months, as they were told once, with small counts left out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huying.duties.public import categories
from huying.evaluation.public import Publication, counts_public_matters, indicators, publications, told
from huying.kernel.edge import AskedRequest
from huying.territory.public import area_briefs


@require_safe
def everybody(request: AskedRequest) -> HttpResponse:
    rows = publications()
    chosen = next((one for one in rows if f"{one.start:%Y-%m}" == request.GET.get("month")), rows[0] if rows else None)
    told_here: dict[str, Any] = {"months": [f"{one.start:%Y-%m}" for one in rows], "chosen": chosen}
    told_here["taken_back"] = taken_back = chosen is not None and not counts_public_matters(chosen)
    if chosen and not taken_back:
        before = next((one for one in rows if one.start < chosen.start and counts_public_matters(one)), None)
        told_here |= _shown(chosen, before)
    return render(request, "dashboards/everybody.html", told_here)


def _shown(chosen: Publication, before: Publication | None) -> dict[str, Any]:
    content = chosen.content
    language = get_language() or ""
    known = indicators(on=chosen.start)
    names = [(code, told(known[code], "name", language)) for code in ("I20", "I21", "I22", "I23") if code in known]
    areas = area_briefs([one["id"] for one in content["areas"]])
    place = area_briefs([content["area_id"]]).get(content["area_id"])
    kinds = categories([one["code"] for one in content["kinds"]])
    earlier = {one["code"]: one["inputs"] for one in before.content["kinds"]} if before else {}
    return {
        "place": place,
        "total": content["totals"],
        "rates": [(name, _rate(content["rates"].get(code))) for code, name in names],
        "formulas": [
            {"name": name, "formula": told(known[code], "formula", language), "version": str(known[code]),
             "population": told(known[code], "population", language)}
            for code, name in names
        ],
        "rate_names": [name for _code, name in names],
        "rows": [
            {"name": areas[one["id"]].name if one["id"] in areas else one["name"], "inputs": _cell(one["inputs"]),
             "finished": _cell(one["finished"]), "rates": [(n, _rate(one["rates"].get(code))) for code, n in names]}
            for one in content["areas"]
        ],
        "kinds": [
            {"name": kinds[one["code"]].name if one["code"] in kinds else one["code"], "inputs": _cell(one["inputs"]),
             "change": change(one["inputs"], earlier.get(one["code"]))}
            for one in content["kinds"]
        ],
    }  # fmt: skip


def _cell(told_count: Any) -> str:
    return _("未列出") if told_count is None else str(told_count)


def _rate(told_rate: list[int] | None) -> tuple[str, str]:
    """Whole percents, and the interval."""
    return (f"{told_rate[0]}%", f"{told_rate[1]}–{told_rate[2]}%") if told_rate else (_("样本不足"), "")


def change(now: Any, before: Any) -> str:
    """Only between two counts that are both told: a difference would give the other away."""
    if not isinstance(now, int) or not isinstance(before, int):
        return "—"
    return f"{now - before:+d}" if now != before else _("持平")


urlpatterns = [path("figures/", everybody, name="everybody")]
