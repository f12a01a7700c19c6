"""Small things every page of people needs at the edge."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Somebody who is not signed in is led to the sign-in page and back again."""

    @wraps(view)
    def inner(request: HttpRequest, **parts: Any) -> HttpResponse:
        if request.actor.account_id is None:
            return redirect_to_login(request.get_full_path())
        return view(request, **parts)

    return inner


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards, if it is one of our own addresses."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return there if safe else ""


def network_of(request: HttpRequest) -> str:
    """The address a request came from, as told by as many proxies as stand in front of us."""
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.HUYING_PROXIES
    if proxies and len(told) >= proxies:
        return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
