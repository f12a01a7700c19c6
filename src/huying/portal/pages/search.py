"""One search over everything that a colleague may see: cases, items, lists, knowledge, bodies, wordings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huying.cases.public import area_options, case_states, cases_with, category_options, number_meant
from huying.duties.public import items_with, knowledge_with, lists_with
from huying.kernel.actor import Actor
from huying.kernel.edge import AskedRequest, asked
from huying.kernel.search import Hit
from huying.kernel.stepping import staff_only
from huying.notices.public import wordings_with
from huying.organisations.public import bodies_with
from huying.portal.asking import Asked, read

LONGEST = 60
NARROWED = ("state", "category", "area_id", "since", "until")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found: who answers, and where a hit leads."""

    code: str
    label: Any
    find: Callable[..., Any]
    href: Callable[[Hit], str]
    roles: tuple[str, ...] = ()
    """For whom there is something to be found; empty: every colleague."""


KINDS = (
    Kind("items", _("清单事项"), items_with, lambda hit: reverse("duties:item", args=[hit.under_id, hit.id])),
    Kind("lists", _("清单"), lists_with, lambda hit: reverse("duties:list", args=[hit.id])),
    Kind("knowledge", _("知识"), knowledge_with, lambda hit: reverse("duties:knowledge-entry", args=[hit.id])),
    Kind("bodies", _("单位"), bodies_with, lambda hit: reverse("organisations:body", args=[hit.id])),
    Kind("wordings", _("消息模板"), wordings_with, lambda hit: reverse("notices:template", args=[hit.id]),
         ("system_admin",)),
)  # fmt: skip
CASES = "cases"


@staff_only
@require_GET
def search(request: AskedRequest) -> HttpResponse:
    """Words, a kind of thing, and for cases days, category, place and state. A whole number leads to its case."""
    typed = asked(request, "q").strip()[:LONGEST]
    kind = next((one for one in _kinds(request.actor) if one.code == asked(request, "kind")), None)
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


def _kinds(actor: Actor) -> list[Kind]:
    return [one for one in KINDS if not one.roles or actor.holds(*one.roles)]


def _tabs(actor: Actor, typed: str) -> list[dict[str, Any]]:
    kinds = [(CASES, _("诉求件")), *((one.code, one.label) for one in _kinds(actor))]
    return [
        {"code": code, "label": label, "href": f"?{urlencode({'kind': code, 'q': typed})}"} for code, label in kinds
    ]


def _cases(request: AskedRequest, typed: str, chosen: dict[str, str]) -> dict[str, Any]:
    meant = Asked(typed) if asked(request, "as") == "text" else read(typed)
    narrowed = dict(chosen)
    if meant.since and meant.until:
        narrowed |= {"since": meant.since.isoformat(), "until": meant.until.isoformat()}
    if not (meant.words or narrowed):
        return {"idle": True}
    page = cases_with(
        request.actor, words=meant.words, narrowed=narrowed, after=asked(request, "after") or None, at=request.at
    )
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
    others = [one for one in _kinds(request.actor) if one.code != kind]
    found = [one.code for one in others if one.find(request.actor, words=words, size=1).items]
    if kind != CASES and cases_with(request.actor, words=words, at=request.at, size=1).items:
        found.append(CASES)
    return [tab for tab in _tabs(request.actor, words) if tab["code"] in found]
