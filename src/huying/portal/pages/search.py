"""One search over everything that a colleague may see: cases, items, lists, knowledge, bodies, wordings."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huying.cases.public import area_options, case_states, cases_with, category_options, number_meant
from huying.kernel.actor import Actor
from huying.kernel.edge import AskedRequest, asked
from huying.kernel.stepping import staff_only
from huying.portal.asking import read
from huying.portal.finding import CASES, LONGEST, NARROWED, Kind, find_cases, kinds_for, meant_by


@staff_only
@require_GET
def search(request: AskedRequest) -> HttpResponse:
    """Words, a kind of thing, and for cases days, category, place and state. A whole number leads to its case."""
    typed = asked(request, "q").strip()[:LONGEST]
    kind = next((one for one in kinds_for(request.actor) if one.code == asked(request, "kind")), None)
    if kind is None and typed and (number := number_meant(request.actor, typed)):
        return redirect(reverse("cases:staff_case", args=[number]))
    chosen = {name: asked(request, name).strip()[:20] for name in NARROWED}
    chosen = {name: value for name, value in chosen.items() if value}
    told: dict[str, Any] = {
        "typed": typed, "kind": kind.code if kind else CASES, "chosen": chosen, "tabs": _tabs(request.actor, typed),
        "states": [("open", _("在办（全部）")), *case_states()],
        "area_options": area_options(chosen=chosen.get("area_id", "")),
        "category_options": category_options(on=request.at.date(), chosen=chosen.get("category", "")),
    }  # fmt: skip
    told |= _other(request, kind, typed) if kind else _cases(request, typed, chosen)
    if told.get("nothing"):
        told["elsewhere"] = _elsewhere(request, read(typed).words, told["kind"])
    return render(request, "portal/search.html", told)


def _tabs(actor: Actor, typed: str) -> list[dict[str, Any]]:
    kinds = [(CASES, _("诉求件")), *((one.code, one.label) for one in kinds_for(actor))]
    return [
        {"code": code, "label": label, "href": f"?{urlencode({'kind': code, 'q': typed})}"} for code, label in kinds
    ]


def _cases(request: AskedRequest, typed: str, chosen: dict[str, str]) -> dict[str, Any]:
    meant = meant_by(typed, as_text=asked(request, "as") == "text")
    page = find_cases(request.actor, meant, chosen, after=asked(request, "after") or None, at=request.at)
    if page is None:
        return {"idle": True}
    return {"cases": page.items, "page": page, "meant": meant, "nothing": not page.items and not page.next_cursor}


def _other(request: AskedRequest, kind: Kind, typed: str) -> dict[str, Any]:
    if not typed:
        return {"idle": True}
    page = kind.find(request.actor, words=typed, after=asked(request, "after") or None)
    hits = [{"hit": hit, "href": kind.href(hit)} for hit in page.items]
    return {"hits": hits, "page": page, "nothing": not hits}


def _elsewhere(request: AskedRequest, words: str, kind: str) -> list[dict[str, Any]]:
    """The other kinds in which these words do stand."""
    if not words:
        return []
    others = [one for one in kinds_for(request.actor) if one.code != kind]
    found = [one.code for one in others if one.find(request.actor, words=words, size=1).items]
    if kind != CASES and cases_with(request.actor, words=words, at=request.at, size=1).items:
        found.append(CASES)
    return [tab for tab in _tabs(request.actor, words) if tab["code"] in found]
