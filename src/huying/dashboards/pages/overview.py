"""The pages of a place and of a unit."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from huying.cases.public import S, sees_topics
from huying.dashboards.pages.parts import asked_period, open_href, period_name, periods
from huying.dashboards.queries.charts import parts_chart, trend_chart
from huying.dashboards.queries.overview import Overview, overview, units_beside
from huying.dashboards.queries.shades import shaded
from huying.evaluation.public import Scope, own_scope, read_up_to, scope_for
from huying.kernel.edge import AskedRequest
from huying.kernel.stepping import staff_only
from huying.territory.public import ancestors

BUSIEST = 6
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
    period = asked_period(request)
    found = overview(scope, period, at=request.at)
    told = {
        "seen": found, "scope": scope, "period": period, "before": period.before(), "period_name": period_name(period),
        "periods": periods(request), "standing_links": [(name, _open_href(scope, name)) for name in LIGHTS],
        "reasons": found.reasons.items(), "trend_chart": trend_chart(found), "parts_chart": parts_chart(found.parts),
        **_beside(request, found),
    }  # fmt: skip
    return render(request, "dashboards/overview.html", told)


OPEN_LISTS = {
    "open": {"state": "open"}, "fine": {"state": "open", "light": "green"},
    "soon": {"state": "open", "light": "yellow"}, "late": {"state": "open", "light": "red"},
    "escalated": {"state": S.ESCALATED.value}, "suspended": {"state": S.SUSPENDED.value},
    "to_be_judged": {"state": S.TO_BE_JUDGED.value}, "open_matters": {"state": S.OPEN_MATTER.value},
}  # fmt: skip


def _open_href(scope: Scope, name: str) -> str:
    """The cases behind a number of what is open now: a search, as its own rules allow."""
    if name not in OPEN_LISTS or (scope.told and scope.told.plain):
        return open_href(name, scope)
    where = {"area_id": scope.id} if scope.kind == "area" else {"body_id": scope.id}
    return f"{reverse('cases:search')}?{urlencode(where | OPEN_LISTS[name])}"


def _beside(request: AskedRequest, found: Overview) -> dict[str, Any]:
    scope = found.scope
    if scope.kind == "unit":
        return {}
    above = [area for area in ancestors(scope.id) if area.level in ("county", "street") and area.id != scope.id]
    on = min(request.at.date(), found.period.last_day)
    return {
        "units": units_beside(scope, found.period, on=on, busiest=BUSIEST), "above": above,
        "hot": [{"one": one, "opens": one.opens_for(request.actor)} for one in found.hot],
        "hot_made_at": min((one.made_at for one in found.hot), default=None),
        "all_topics": sees_topics(request.actor),
    }  # fmt: skip


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
]
