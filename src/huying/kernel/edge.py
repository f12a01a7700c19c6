"""What pages of every context need at the edge: about a request, who may come in, and refusals beside their fields."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from huying.kernel.actor import Actor
from huying.kernel.errors import DomainError, Invalid, NotAllowed

View = Callable[..., HttpResponse]


class AskedRequest(HttpRequest):
    """A request as ActorMiddleware hands it on: with its moment and who asks. For annotations."""

    at: datetime
    actor: Actor


def whole_number(text: str) -> int | None:
    """What an address or a form names by number; None for anything that no row can have, "²" and a googol too."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def sender_address(request: HttpRequest) -> str:
    """The address a request came from; behind reverse proxies the one that the outermost of ours saw."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.HUYING_PROXIES
    return seen[-proxies] if proxies and len(seen) >= proxies else str(request.META.get("REMOTE_ADDR", ""))


def for_roles(*roles: str) -> Callable[[View], View]:
    """Guests are led to the sign-in page and back, colleagues without one of the roles are told so."""

    def wrap(view: View) -> View:
        @never_cache
        @wraps(view)
        def inner(request: AskedRequest, **parts: Any) -> HttpResponse:
            if request.actor.account_id is None:
                return redirect_to_login(request.get_full_path())
            if not request.actor.holds(*roles):
                raise NotAllowed
            return view(request, **parts)

        return inner

    return wrap


def tell(form: forms.BaseForm, error: DomainError) -> None:
    """A refusal beside the field it is about; what has no field is said above the form."""
    told = False
    for name, text in error.fields.items() if isinstance(error, Invalid) else ():
        known = name in form.fields
        form.add_error(name if known else None, str(text) if known or not name.isdigit() else f"{name}: {text}")
        told = True
    if not told:
        form.add_error(None, str(error))


def asked(request: HttpRequest, name: str) -> str:
    """One word of the query string, without what no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:400]
