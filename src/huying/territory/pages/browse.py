"""Looking through the tree: children page by page, one area with everything beside it, and its history."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huying.kernel.edge import AskedRequest, for_roles
from huying.kernel.errors import NotFound
from huying.kernel.paging import page_by_key
from huying.territory import states as s
from huying.territory.models import Area
from huying.territory.pages.steps import steps_for
from huying.territory.queries import browsing
from huying.territory.queries.areas import ancestors, children_rows, codes_of, home

ORDER = ("sort_key", "id")


@for_roles("system_admin")
def top(request: AskedRequest) -> HttpResponse:
    """Words lead to a list of finds; without words one begins at home, or at the roots."""
    words = request.GET.get("q", "").strip()
    here = home()
    if not words and here is not None and not request.GET.get("all"):
        return redirect("territory:manage-area", area_id=here.id)
    rows = browsing.found(words) if words else children_rows(None)
    page = page_by_key(rows, order=ORDER, after=request.GET.get("after"))
    return render(request, "territory/manage/areas.html", {"page": page, "q": words, "levels": s.LEVELS})


@for_roles("system_admin")
def area_page(request: AskedRequest, area_id: int) -> HttpResponse:
    area = Area.objects.filter(pk=area_id).select_related("parent").first()
    if area is None:
        raise NotFound(area=area_id)
    page = page_by_key(children_rows(area.pk), order=ORDER, after=request.GET.get("after"))
    return render(request, "territory/manage/area.html", {"area": area, "page": page, **_beside(request, area)})


def _beside(request: AskedRequest, area: Area) -> dict[str, Any]:
    return {
        "level": s.LEVELS[area.level],
        "kind": s.KINDS[area.level].get(area.kind, area.kind),
        "above": ancestors(area.pk)[:-1],
        "steps": steps_for(request.actor, area),
        "may_change": browsing.may_change(request.actor, area),
        "codes": codes_of(area.pk),
        "aliases": browsing.aliases_of(area.pk),
        "populations": area.populations.order_by("-year")[:10],
        "boundary": browsing.boundary_of(area.pk),
        "duty": browsing.duty_of(area),
        "building": browsing.building_of(area),
        "history": browsing.history_of(area.pk),
        "successors": browsing.successor_briefs(area),
        "layers": f"/api/v1/territory/layers?area_id={area.pk}",
    }


@for_roles("system_admin")
def changes(request: AskedRequest) -> HttpResponse:
    """Every change of every area, newest first."""
    kind = request.GET.get("kind", "")
    rows = browsing.all_changes().filter(Q(kind=kind) if kind in s.CHANGES else Q())
    page = page_by_key(rows, order=("-on", "-id"), after=request.GET.get("after"))
    tabs = [{"code": "", "label": _("全部"), "href": "?"}]
    tabs += [{"code": code, "label": label, "href": f"?kind={code}"} for code, label in s.CHANGES.items()]
    context = {"page": page, "tabs": tabs, "current": kind if kind in s.CHANGES else ""}
    return render(request, "territory/manage/changes.html", context)
