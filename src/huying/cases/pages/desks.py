"""The desks: what I owe today, the lists with their tabs and filters, and search over everything I may see."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from huying.cases.actions import writing
from huying.cases.choosing import area_options, category_options
from huying.cases.pages.bulk import KEPT, together_on
from huying.cases.queries import (
    DESKS,
    Filters,
    counts,
    county_now,
    desk_tabs,
    on_top,
    owed_today,
    pins,
    pressing,
    saved_filters,
    search,
    units_on,
    worklist,
)
from huying.cases.queries.beside import owed_beside
from huying.cases.queries.columns import COLUMNS, columns_for
from huying.cases.queries.filters import ALL_OPEN
from huying.cases.queries.overview import OWED_MOST, first_day
from huying.cases.queries.rounds import looked_for
from huying.cases.states import case_states
from huying.cases.words import CLASSES
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.stepping import staff_only

FILTER_NAMES = ("state", "category", "klass", "light", "text", "area_id", "body_id", "mine", "since", "until")
ON_MAP = ("county", "street")
"""Desks of those who look after a place."""


@staff_only
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What I owe today, the most pressing first; for who has only the grid's desk, that is its list."""
    actor: Actor = request.actor
    if [one.code for one in desk_tabs(actor)] == ["grid"]:
        return desk(request, code="grid")
    owed = owed_today(actor, at=request.at)
    late = sum(one.row.light == "red" for one in owed)
    desks = [{"desk": one, "heap": one.tabs[0], "count": on_top(actor, one, at=request.at)} for one in desk_tabs(actor)]
    told = {
        "owed": owed,
        "late": late,
        "desks": desks,
        "beside": owed_beside(actor, at=request.at),
        "all_shown": len(owed) < OWED_MOST,
    }
    return render(request, "cases/desk/today.html", told)


def _chosen(given: Any) -> dict[str, str]:
    return {name: given[name].strip() for name in FILTER_NAMES if given.get(name, "").strip()}


def _filter_parts(chosen: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    """What the filter bar needs: the chosen values and the closed lists to choose from."""
    return {
        "chosen": chosen,
        "classes": [("EU", _("特急和紧急")), *CLASSES.items()],
        "states": [(ALL_OPEN, _("在办（全部）")), *case_states()],
        "category_options": category_options(on=request.at.date(), chosen=chosen.get("category", "")),
        "lights": (("red", _("超期")), ("yellow", _("快到期")), ("green", pgettext("within its limits", "正常"))),
        "area_options": area_options(chosen=chosen.get("area_id", "")),
        "all_columns": COLUMNS.items(),
        "narrowed": bool(set(chosen) - {"text", "light"}),
    }


@staff_only
@require_GET
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """One tab of one desk, what is owed first on top."""
    if code not in DESKS:
        raise NotFound(desk=code)
    actor: Actor = request.actor
    place = DESKS[code]
    shown = next((tab for tab in place.tabs if tab.code == request.GET.get("tab")), place.tabs[0])
    chosen = _chosen(request.GET)
    page = worklist(
        actor, code, tab=shown.code, filters=Filters.of(chosen), after=request.GET.get("after"), at=request.at
    )
    told: dict[str, Any] = {
        "desk": place,
        "tab": shown,
        "page": page,
        "bulk": together_on(code, shown.code),
        "columns": columns_for(actor),
        "on_map": code in ON_MAP,
    }
    if code == "grid":
        sent = request.GET.get("sent", "")
        told |= {"looks": looked_for(page.items), "sent": sent if sent.isdigit() else ""}
    if request.htmx and request.GET.get("after"):
        return render(request, "cases/desk/more.html", told)
    told |= _filter_parts(chosen, request)
    heads = _kept_heads(actor, request) if code == "county" else _counted_heads(actor, code, shown, request)
    told |= heads
    numbers = dict(heads["numbers"])
    if not (chosen or request.GET.get("after") or page.next_cursor):
        numbers[shown.code] = len(page.items)  # all of them stand below
    told["tabs"] = [
        {"code": tab.code, "label": tab.word, "href": f"?{urlencode({'tab': tab.code})}", "count": numbers[tab.code]}
        for tab in place.tabs
    ]
    told["saved"] = [
        {"id": one.pk, "name": one.name, "href": f"?{urlencode(one.values)}"} for one in saved_filters(actor, code)
    ]
    told["pressing"] = heads["pressing"].get(shown.code)
    told["outcome"] = request.session.pop(KEPT, None)
    return render(request, "cases/desk/grid.html" if code == "grid" else "cases/desk/desk.html", told)


TONES = {"red": "late", "yellow": "soon", "green": "done"}


@staff_only
@require_GET
def points(request: HttpRequest, code: str) -> JsonResponse:
    """What the list of a desk shows, as points for its map."""
    tab = request.GET.get("tab", "")
    found = pins(request.actor, code, tab=tab, filters=Filters.of(_chosen(request.GET)), at=request.at)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
            "properties": {
                "label": f"{one.number} {one.title}",
                "href": reverse("cases:staff_case", args=[one.number]),
                "tone": TONES[one.light],
            },
        }
        for one in found
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _counted_heads(actor: Actor, code: str, shown: Any, request: HttpRequest) -> dict[str, Any]:
    """How much lies on each heap of somebody's own desk: counted now, up to a thousand."""
    return {
        "numbers": counts(actor, code, at=request.at),
        "units": units_on(actor, code, tab=shown.code, at=request.at) if code != "unit" else [],
        "pressing": {shown.code: pressing(actor, code, tab=shown.code, at=request.at)},
    }


def _kept_heads(actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """The same for the whole county, and its streets: from the sums that the figures keep."""
    now = county_now(actor)
    return {
        "numbers": now.heaps, "units": now.units, "pressing": now.pressing, "figures": now.figures,
        "counted_at": now.counted_at, "since_day": first_day(request.at).isoformat(),
    }  # fmt: skip


@staff_only
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything that I may see: by number, words and filters."""
    actor: Actor = request.actor
    chosen = _chosen(request.GET)
    if "text" not in chosen and request.GET.get("q", "").strip():
        chosen["text"] = request.GET["q"].strip()
    page = None
    if chosen:
        page = search(actor, filters=Filters.of(chosen), after=request.GET.get("after"), at=request.at)
    told = {"page": page, "columns": columns_for(actor)}
    if request.htmx and request.GET.get("after"):
        return render(request, "cases/desk/more.html", told)
    told |= _filter_parts(chosen, request)
    if page is not None and page.next_cursor:
        told["go_on"] = f"?{urlencode({**chosen, 'after': page.next_cursor})}"
    return render(request, "cases/desk/search.html", told)


@staff_only
@require_POST
def save_filter(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the present filter as a tab of one's own."""
    values = {**_chosen(request.POST), "tab": request.POST.get("tab", "")}
    try:
        writing.save_filter(request.actor, desk=code, name=request.POST.get("name", ""), values=values, at=request.at)
        messages.success(request, _("已存为常用筛选。"))
    except Invalid as refused:
        messages.error(request, " ".join(str(message) for message in refused.fields.values()) or str(refused))
    return redirect(f"{reverse('cases:desk', args=[code])}?{urlencode(values)}")


@staff_only
@require_POST
def keep_columns(request: HttpRequest) -> HttpResponse:
    """Which columns I want to see, on every list."""
    wanted = set(request.POST.getlist("column"))
    writing.keep_columns(request.actor, left_out=[code for code in COLUMNS if code not in wanted], at=request.at)
    messages.success(request, _("已记住您要看的列。"))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/desk/") else reverse("cases:desks"))


@staff_only
@require_POST
def drop_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    writing.drop_filter(request.actor, filter_id=filter_id, at=request.at)
    messages.success(request, _("已删除这个常用筛选。"))
    return _back(request)


urlpatterns = [
    path("desk/", today, name="desks"),
    path("desk/search/", search_page, name="search"),
    path("desk/filters/<int:filter_id>/drop/", drop_filter, name="drop_filter"),
    path("desk/columns/", keep_columns, name="keep_columns"),
    path("desk/<slug:code>/", desk, name="desk"),
    path("desk/<slug:code>/points/", points, name="desk_points"),
    path("desk/<slug:code>/filters/", save_filter, name="save_filter"),
]
