"""What a number means, what was told of it, and the rows behind it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huying.cases.public import titles_of
from huying.dashboards.pages.parts import asked_period, period_name, periods, rows_href, search_href
from huying.dashboards.queries.overview import WORDS as REASON_WORDS
from huying.dashboards.words import MEASURE_MEANS, MEASURE_WORDS, STANDING_MEANS, STANDING_WORDS
from huying.duties.public import categories
from huying.evaluation.public import (
    ALL,
    DIRECTIONS,
    KINDS,
    NAMES,
    Indicator,
    Scope,
    WeightSet,
    all_weights,
    decides_definitions,
    indicators,
    lines_behind,
    open_behind,
    own_scope,
    read_up_to,
    scope_named,
    sums_of,
    tells_months,
    told,
    told_values,
    values_of,
    versions_of,
)
from huying.kernel.edge import AskedRequest, asked
from huying.kernel.errors import NotFound
from huying.kernel.paging import Page
from huying.kernel.stepping import staff_only
from huying.territory.public import area_briefs


@staff_only
@require_safe
def catalogue(request: AskedRequest) -> HttpResponse:
    """All indicators in force, and the weights."""
    language = get_language() or ""
    rows = [_said(one, language) for one in indicators(on=request.at.date()).values()]
    sets = [_weights_said(one, language) for one in all_weights()]
    return render(
        request,
        "dashboards/catalogue.html",
        {"rows": rows, "sets": sets, "decides": decides_definitions(request.actor)},
    )


def _said(one: Indicator, language: str) -> dict[str, Any]:
    texts = {name: told(one, name, language) for name in ("name", "formula", "population")}
    return {"one": one, "direction": DIRECTIONS[one.direction], "kind": KINDS[one.kind], **texts}


def _weights_said(one: WeightSet, language: str) -> dict[str, Any]:
    return {"one": one, "name": told(one, "name", language)}


def _asked_scope(request: AskedRequest) -> Scope | None:
    code = request.GET.get("scope", "")
    return scope_named(request.actor, code) if code else own_scope(request.actor)


@staff_only
@require_safe
def number_page(request: AskedRequest, code: str) -> HttpResponse:
    """Formula, version, time of data, exclusions, what was told before; and the rows, for those who may."""
    scope, period = _asked_scope(request), asked_period(request)
    on = min(request.at.date(), period.last_day)
    one = indicators(on=on).get(code)
    if one is None or scope is None:
        raise NotFound(code=code)
    language = get_language() or ""
    counts = sums_of(scope, period)
    value = values_of(scope, counts, on=on, codes=(code,)).get(code)
    used = value.weights if value and one.kind in ("weighted", "score") else None
    parts = [
        {"name": name, "word": MEASURE_WORDS[name], "n": counts.get(name, 0), "href": rows_href(name, scope, period)}
        for name in _measures(one)
    ]
    return render(
        request,
        "dashboards/number.html",
        {
            "said": _said(one, language), "value": value, "scope": scope, "period": period, "parts": parts,
            "period_name": period_name(period), "periods": periods(request), "read": read_up_to(),
            "versions": versions_of(code), "told": told_values(code, scope),
            "weights": _weights_said(used, language) if used else None, "excluded": counts.get("excluded", 0),
            "decides": decides_definitions(request.actor), "tells_months": tells_months(scope),
        },
    )  # fmt: skip


def _measures(one: Indicator) -> list[str]:
    if one.kind == "score":
        return ["counted", "responded", "rated", "solved", "partly", "satisfied", "mostly", "excluded"]
    names = [term if isinstance(term, str) else term[0] for term in (*one.numerator, *one.denominator)]
    return list(dict.fromkeys(names))


@staff_only
@require_safe
def rows_page(request: AskedRequest, measure: str) -> HttpResponse:
    """The lines that were counted, as far as the reader may see their cases."""
    scope, period = _asked_scope(request), asked_period(request)
    if measure not in ALL or scope is None:
        raise NotFound(measure=measure)
    narrowed = {name: asked(request, name) for name in ("category", "reason")}
    page = lines_behind(request.actor, scope, period, measure, narrowed=narrowed, after=request.GET.get("after"))
    told_here = {
        "rows": _named(request, page), "page": page, "measure": MEASURE_WORDS[measure], "scope": scope,
        "period": period, "period_name": period_name(period), "narrowed": _narrowed_words(narrowed),
        "means": MEASURE_MEANS.get(measure, ""),
    }  # fmt: skip
    return render(request, "dashboards/rows.html", told_here)


def _named(request: AskedRequest, page: Page[Any]) -> list[dict[str, Any]]:
    """What was counted, with number, title and place of its case; what the reader may not see is left out."""
    titles = titles_of(request.actor, {one.case_id for one in page})
    names = area_briefs({one.place_id for one in page})
    return [
        {"line": one, "number": titles[one.case_id][0], "title": titles[one.case_id][1],
         "place": names[one.place_id].name if one.place_id in names else ""}
        for one in page
        if one.case_id in titles
    ]  # fmt: skip


def _narrowed_words(narrowed: dict[str, str]) -> list[object]:
    """Which kind of matter and which reason the rows are narrowed to, as the overview says it."""
    kinds = categories([narrowed["category"]]) if narrowed["category"] else {}
    said: list[object] = [one.label for one in kinds.values()]
    code = narrowed["reason"]
    known = next((words[code] for words in REASON_WORDS.values() if code in words), None)
    return [*said, *([known] if known else [])]


@staff_only
@require_safe
def open_page(request: AskedRequest, name: str) -> HttpResponse:
    """What is open and counts under this name, as it was counted last, as far as the reader may see it."""
    scope, read = _asked_scope(request), read_up_to()
    if name not in NAMES or scope is None:
        raise NotFound(name=name)
    at = read.counted_at or request.at
    page = open_behind(request.actor, scope, name, at=at, after=request.GET.get("after"))
    told_here = {
        "rows": _named(request, page), "page": page, "word": STANDING_WORDS[name],
        "means": STANDING_MEANS.get(name, ""), "scope": scope, "counted_at": at, "search": search_href(scope, name),
    }  # fmt: skip
    return render(request, "dashboards/open.html", told_here)


urlpatterns = [
    path("desk/figures/numbers/", catalogue, name="numbers"),
    path("desk/figures/numbers/<slug:code>/", number_page, name="number"),
    path("desk/figures/rows/<slug:measure>/", rows_page, name="rows"),
    path("desk/figures/open/<slug:name>/", open_page, name="open"),
]
