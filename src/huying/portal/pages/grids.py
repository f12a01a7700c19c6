"""Who serves my grid, and whom to call: public for every grid (B.4), found by address or by choosing."""

from django.http import HttpResponse
from django.shortcuts import render

from huying.kernel.edge import AskedRequest, asked
from huying.portal.queries import communities_like, community_grids, streets_with_communities


def choose(request: AskedRequest) -> HttpResponse:
    words = asked(request, "q")[:60]
    found = communities_like(words) if words else []
    told = {"words": words, "found": found, "streets": streets_with_communities()}
    return render(request, "portal/grids.html", told)


def community(request: AskedRequest, area_id: int) -> HttpResponse:
    return render(request, "portal/community_grids.html", {"told": community_grids(area_id, at=request.at)})
