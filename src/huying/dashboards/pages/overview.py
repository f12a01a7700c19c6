"""The pages of a place and of a unit."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huying.cases.public import sees_topics
from huying.dashboards.pages.parts import asked_period, open_href, period_name, periods
from huying.dashboards.queries.charts import parts_chart, trend_chart
from huying.dashboards.queries.overview import Overview, Part, overview, units_beside
from huying.dashboards.queries.shades import shaded
from huying.dashboards.words import PART_WORDS
from huying.evaluation.public import Scope, own_scope, read_up_to, scope_for
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.kernel.stepping import staff_only
from huying.territory.public import AreaBrief, ancestors

BUSIEST, SHOWN_PARTS = 6, 12
LIGHTS = ("open", "fine", "soon", "late", "escalated", "suspended", "to_be_judged", "supervised", "open_matters")


@staff_only
@require_safe
def here(request: AskedRequest) -> HttpResponse:
    """The widest place that the reader looks after, or their unit."""
    scope = own_scope(request.actor)
    return _page(request, scope) if scope else render(request, "dashboards/nowhere.html")


@staff_only
@require_safe
def area_page(request: AskedRequest, pk: int) -> HttpResponse:
    return _page(request, scope_for(request.actor, "area", pk))


@staff_only
@require_safe
def unit_page(request: AskedRequest, pk: int) -> HttpResponse:
    return _page(request, scope_for(request.actor, "unit", pk))


def _page(request: AskedRequest, scope: Scope) -> HttpResponse:
    """What matters first; what goes deeper has addresses of its own (`PART_WORDS`)."""
    period = asked_period(request)
    found = overview(scope, period, at=request.at)
    at_work, quiet = _split(found.parts)
    busiest = sorted(at_work, key=lambda part: -part.counts["inputs"])[:SHOWN_PARTS]
    told = {
        **_shared(request, found), "above": _above(scope), "standing_links": _standing_links(scope),
        "trend_chart": trend_chart(found), "busiest": busiest, "parts_chart": parts_chart(busiest),
        "quiet": len(quiet),
        "parts_said": _late_said(found.parts), "empty": not any(found.counts.values()),
        "few": any(not value.enough and value.value is not None for value in found.first),
        "units": _units(request, found),
    }  # fmt: skip
    return render(request, "dashboards/overview.html", told)


def _shared(request: AskedRequest, found: Overview) -> dict[str, Any]:
    return {
        "seen": found, "scope": found.scope, "period": found.period, "before": found.period.before(),
        "period_name": period_name(found.period), "periods": periods(request), "reasons": found.reasons.items(),
        "hot": [{"one": one, "opens": one.opens_for(request.actor)} for one in found.hot],
    }  # fmt: skip


def _split(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """Those that have something to tell, and those with which nothing is the matter."""
    busy = [any(part.counts.values()) or bool(part.standing.get("open")) for part in parts]
    return ([one for one, is_busy in zip(parts, busy, strict=True) if is_busy],
            [one for one, is_busy in zip(parts, busy, strict=True) if not is_busy])  # fmt: skip


def _late_said(parts: list[Part]) -> str:
    """What is pressing below, in one line."""
    late = sum(1 for part in parts if part.standing.get("late"))
    return _("%(late)s 个有超期的，共 %(all)s 个") % {"late": late, "all": len(parts)}


def _above(scope: Scope) -> list[AreaBrief]:
    if scope.kind == "unit":
        return []
    return [area for area in ancestors(scope.id) if area.level in ("county", "street") and area.id != scope.id]


def _units(request: AskedRequest, found: Overview) -> list[Part]:
    if found.scope.kind == "unit":
        return []
    on = min(request.at.date(), found.period.last_day)
    return units_beside(found.scope, found.period, on=on, busiest=BUSIEST)


def _standing_links(scope: Scope) -> list[tuple[str, str]]:
    return [(name, open_href(name, scope)) for name in LIGHTS]


OF_AREAS = ("areas", "kinds")


@staff_only
@require_safe
def part_page(request: AskedRequest, kind: str, pk: int, part: str) -> HttpResponse:
    """One part whole: its table, to be taken along."""
    if part not in PART_WORDS or (kind == "unit" and part in OF_AREAS):
        raise NotFound(part=part)
    found = overview(scope_for(request.actor, kind, pk), asked_period(request), at=request.at)
    at_work, quiet = _split(found.parts)
    told = {
        **_shared(request, found), "word": PART_WORDS[part], "at_work": at_work, "quiet": quiet,
        "trend_chart": trend_chart(found),
        "parts_chart": parts_chart(found.parts), "all_topics": sees_topics(request.actor),
        "hot_made_at": min((one.made_at for one in found.hot), default=None),
    }  # fmt: skip
    return render(request, f"dashboards/part_{part}.html", told)


@staff_only
@require_safe
def area_map(request: AskedRequest, pk: int) -> JsonResponse:
    """The outlines with their shades, for the island."""
    scope = scope_for(request.actor, "area", pk)
    return JsonResponse(shaded(scope, asked_period(request)))


@staff_only
@require_safe
def units_page(request: AskedRequest, pk: int) -> HttpResponse:
    """Every unit of a place that was sent something."""
    scope, period = scope_for(request.actor, "area", pk), asked_period(request)
    on = min(request.at.date(), period.last_day)
    told = {
        "scope": scope, "period": period, "period_name": period_name(period), "periods": periods(request),
        "units": units_beside(scope, period, on=on), "read": read_up_to(),
    }  # fmt: skip
    return render(request, "dashboards/units.html", told)


urlpatterns = [
    path("desk/figures/areas/<int:pk>/units/", units_page, name="units"),
    path("desk/figures/areas/<int:pk>/map.json", area_map, name="area-map"),
    path("desk/figures/here/", here, name="here"),
    path("desk/figures/areas/<int:pk>/", area_page, name="area"),
    path("desk/figures/units/<int:pk>/", unit_page, name="unit"),
    path("desk/figures/areas/<int:pk>/<slug:part>/", part_page, {"kind": "area"}, name="area-part"),
    path("desk/figures/units/<int:pk>/<slug:part>/", part_page, {"kind": "unit"}, name="unit-part"),
]
