"""Pages that say what this site is, what it does with data, and for whom it can be used."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huying.portal.queries import site


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"row": site()})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html", {"row": site()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"row": site()})
