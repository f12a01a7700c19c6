"""The first page: of a resident, of a colleague, of an administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huying.kernel.errors import NotAllowed
from huying.portal.pages.menu import MENU, entries_for, stands
from huying.portal.queries import nearby, owed, site


def resident_home(request: HttpRequest) -> HttpResponse:
    """Colleagues land on their desk; `?resident=1` shows them what residents see."""
    if request.actor.is_staff and "resident" not in request.GET:
        return redirect("portal:desk")
    told = {
        "row": site(),
        "nearby": nearby(request.actor, at=request.at),
        "ways": {name: stands(href) for name, href in WAYS.items()},
    }
    return render(request, "portal/home.html", told)


WAYS = {"report": "/report/", "track": "/track/", "my": "/my/", "verify": "/verify/"}


def desk_home(request: HttpRequest) -> HttpResponse:
    """What I owe today, then the places where I work."""
    if not request.actor.is_staff:
        return redirect("portal:home") if request.actor.account_id else redirect_to_login(request)
    places = [entry for group, entries in entries_for(request.actor) if group != MENU[-1] for entry in entries]
    told = {"owed": owed(request.actor, at=request.at), "places": [e for e in places if e.href != request.path]}
    return render(request, "portal/desk.html", told)


def redirect_to_login(request: HttpRequest) -> HttpResponse:
    return redirect(f"/account/login/?next={request.path}")


def manage_home(request: HttpRequest) -> HttpResponse:
    groups = [entries for group, entries in entries_for(request.actor) if group == MENU[-1]]
    if not groups:
        raise NotAllowed(to="manage")
    return render(request, "portal/manage.html", {"entries": groups[0]})
