"""What a written place is taken for, beside the form in which it is written; with or without scripts."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huying.cases.placing import meant_by
from huying.kernel import throttle
from huying.kernel.edge import sender_address
from huying.territory.public import area_brief, area_briefs, area_choices

LONGEST = 300
HOUR = timedelta(hours=1)


def unclear(given: dict[str, Any]) -> dict[str, Any]:
    """What a form must ask before it can be taken: which of several places, or in which community. Empty when it is
    clear; then `given` has it."""
    if given.get("area_id") or given.get("lon") is not None:
        return {}
    meant = meant_by(given.get("place", ""), given.get("words", ""))
    if meant.best is not None:
        given["area_id"] = meant.best.area_id
        return {}
    if meant.choices:
        return {"guesses": [(guess, area_brief(guess.area_id)) for guess in meant.choices]}
    return {"unknown_place": True, "areas": area_choices()}


@require_POST
def place_hint(request: HttpRequest) -> HttpResponse:
    """While somebody writes: what it will be taken for, and why."""
    throttle.check(f"cases.place:{sender_address(request)}", 300, HOUR, request.at)
    place, words = (request.POST.get(name, "")[:LONGEST] for name in ("place", "words"))
    meant = meant_by(place, words)
    areas = area_briefs([guess.area_id for guess in meant.choices])
    told = {
        "meant": meant,
        "choices": [(guess, areas[guess.area_id]) for guess in meant.choices],
        "said": place.strip(),
    }
    return render(request, "cases/resident/place_hint.html", told)


def place_offers(place: str, area_id: int) -> list[tuple[Any, Any]]:
    """For a desk: as it lies now, what the words may mean, and every community."""
    now = area_brief(area_id)
    meant = [guess.area_id for guess in meant_by(place).choices if guess.area_id != area_id]
    likely = [(pk, brief.full_name) for pk, brief in area_briefs(meant).items()]
    groups: list[tuple[Any, Any]] = [(now.id, _("不变：%(name)s") % {"name": now.full_name})]
    if likely:
        groups.append((_("写的可能是"), likely))
    return groups + [
        (name, [(pk, _("%(name)s（全部）") % {"name": name}), *inside]) for pk, name, inside in area_choices()
    ]


urlpatterns = [path("report/place/", place_hint, name="place_hint")]
