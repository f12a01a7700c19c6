"""The first page: of a resident and of an administrator."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotAllowed
from huying.portal.pages.menu import entries_for, stands
from huying.portal.queries import nearby, open_matters, site


def resident_home(request: AskedRequest) -> HttpResponse:
    """Colleagues land on their desk (a page of cases); `?resident=1` shows them what residents see."""
    if request.actor.is_staff and "resident" not in request.GET:
        return redirect("/desk/")
    told = {
        "row": site(),
        "nearby": nearby(at=request.at),
        "ways": {name: stands(href) for name, href in WAYS.items()},
    }
    return render(request, "portal/home.html", told)


WAYS = {"report": "/report/", "track": "/track/", "my": "/my/", "verify": "/verify/", "figures": "/figures/"}


def manage_home(request: AskedRequest) -> HttpResponse:
    found = [entry for _group, entries in entries_for(request.actor) for entry in entries]
    kept = [entry for entry in found if entry.href.startswith("/manage/")]
    if not kept:
        raise NotAllowed(to="manage")
    return render(request, "portal/manage.html", {"entries": kept})


def matters(request: AskedRequest) -> HttpResponse:
    return render(request, "portal/open_matters.html", {"page": open_matters(after=request.GET.get("after"))})
