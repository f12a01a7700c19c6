"""What every request passes: its moment (`request.at`), who asks (`request.actor`), refusals, and safe headers."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DataError, connection
from django.http import HttpResponse
from django.utils import translation
from ninja.utils import check_csrf

from huying.config.problems import WrongMethod, answer, problem_response, wants_json
from huying.config.tokens import actor_by_token, token_of
from huying.kernel.actor import GUEST, Actor
from huying.kernel.clock import now
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import DomainError, Invalid, NotFound
from huying.kernel.kept import one_reading
from huying.kernel.postgresql.base import DatabaseWrapper
from huying.organisations.public import actor_for

OFFICES = "/manage/"
PROGRAMS = ("/api/", "/open311/")
"""Where a token counts. A page asks no scope, so there nobody comes with one."""
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


class CheckedRequest(AskedRequest):
    """`csrf_refused`: on the API, a session without the token that the pages give."""

    csrf_refused: bool


Handler = Callable[[CheckedRequest], HttpResponse]


def actor_of(request: CheckedRequest) -> Actor:
    """A bearer token where programs come in, else the session, else a guest, who keeps the keys proved in it."""
    if request.path.startswith(PROGRAMS) and (token := token_of(request)):
        return actor_by_token(token, at=request.at)
    if request.csrf_refused:
        return GUEST
    user = request.user
    found = actor_for(user.pk, at=request.at, account=user) if user.is_authenticated else GUEST
    keys = request.session.get("keys", ())
    return replace(found, keys=(*found.keys, *keys)) if keys else found


def refused_for_csrf(request: CheckedRequest) -> bool:
    """Ninja exempts its views from Django's check: on the API a session without the token counts for nothing."""
    if request.method in SAFE_METHODS or token_of(request) or not wants_json(request):
        return False
    return settings.SESSION_COOKIE_NAME in request.COOKIES and check_csrf(request) is not None


REFUSES_ITSELF = ("/open311/",)
"""Refusals there have a form of their own, whatever is wrong with the address."""


class ActorMiddleware:
    """Sets request.at, request.actor and request.csrf_refused."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: CheckedRequest) -> HttpResponse:
        with one_reading():
            return self._answered(request)

    def _answered(self, request: CheckedRequest) -> HttpResponse:
        request.at = now()
        request.csrf_refused = refused_for_csrf(request)
        try:
            request.actor = actor_of(request)
        except DomainError as refusal:
            request.actor = GUEST
            return answer(request, refusal)
        if "\x00" in request.path and not request.path.startswith(REFUSES_ITSELF):
            return answer(request, NotFound())
        return self.get_response(request)


class OfficeDoorMiddleware:
    """Administration: guests are led to the sign-in page and back; for whoever holds no post it does not exist."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: CheckedRequest) -> HttpResponse:
        if request.path.startswith(OFFICES):
            if request.actor.kind == "guest":
                return redirect_to_login(request.get_full_path())
            if not request.actor.is_staff:
                return answer(request, NotFound())
        return self.get_response(request)


class LanguageMiddleware:
    """Someone signed in reads in the language of the account; guests as their device or browser asks."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: CheckedRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class ProblemMiddleware:
    """Turns a refusal of the domain into its answer, for pages and for programs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: CheckedRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and wants_json(request):
            refusal = problem_response(WrongMethod(method=request.method))
            refusal["Allow"] = response.get("Allow", "")
            return refusal
        return response

    def process_exception(self, request: CheckedRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError) and "NUL" in str(error):  # a sign that no text can keep, typed by nobody
            error = Invalid()
        return answer(request, error) if isinstance(error, DomainError) else None


class HeadersMiddleware:
    """A strict content security policy and what a page may not ask of the device. Everything comes from us."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(images=settings.CSP_IMAGE_HOSTS, form_targets=settings.CSP_FORM_TARGETS)

    def __call__(self, request: CheckedRequest) -> HttpResponse:
        before = cast(DatabaseWrapper, connection).asked
        response = self.get_response(request)
        if settings.HUYING_TELL_STATEMENTS:
            response.headers["X-Statements"] = str(cast(DatabaseWrapper, connection).asked - before)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
        )
        return response


def content_security_policy(*, images: tuple[str, ...] = (), form_targets: tuple[str, ...] = ()) -> str:
    """`images` are the tile hosts of a map service chosen by setting, `form_targets` those of outside sign-in."""
    parts = {
        "default-src": ("'self'",),
        "img-src": ("'self'", "data:", "blob:", *images),
        "object-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'self'", *form_targets),
        "frame-ancestors": ("'none'",),
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in parts.items())
