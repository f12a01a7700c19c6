"""What is answered when no page of ours could answer."""

import sys

import psycopg
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from huying.config.problems import Broken, PageExpired, answer, problem_response, wants_json
from huying.kernel.errors import Invalid, NotAllowed, NotFound, Unavailable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, SuspiciousOperation) and "DATA_UPLOAD" in str(exception)
    return answer(request, Invalid(_("内容太大，没有提交")) if too_large else Invalid())


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotFound())


def page_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, PageExpired())


LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
SECRETS = ("password", "code", "credential", "old", "new", "again")
MACHINERY = ("csrfmiddlewaretoken", "proof", "handles", "client_key", "next")
SHORTEST_WORDS = 6


def lost_the_database(error: BaseException | None) -> bool:
    """Whether the database went away, also when a library between says so in words of its own."""
    while error is not None:
        if isinstance(error, LOST):
            return True
        error = error.__cause__ or error.__context__
    return False


def broken(request: HttpRequest) -> HttpResponse:
    """Uses no database, no session and no layout: any of them may be what broke."""
    if lost_the_database(sys.exc_info()[1]):
        return paused(request)
    error = Broken()
    if wants_json(request):
        return problem_response(error)
    return HttpResponse(render_to_string("errors/broken.html", {"error": error}), status=500)


def paused(request: HttpRequest) -> HttpResponse:
    """The database does not answer just now: nothing was taken in; what was typed is handed back to be sent again."""
    error = Unavailable(_("系统正在恢复，刚才这一步没有办成"))
    if wants_json(request):
        response = problem_response(error)
    else:
        typed = _typed(request)
        words = [value for name, value in typed if name not in MACHINERY and len(value) >= SHORTEST_WORDS]
        told = {"error": error, "typed": typed, "words": words, "there": request.get_full_path()}
        response = HttpResponse(render_to_string("errors/paused.html", told), status=503)
    response["Retry-After"] = "15"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field that was posted; nothing of a form with a secret in it."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (RawPostDataException, UnreadablePostError, ValueError):
        return []
    return [] if any(name in SECRETS for name, _value in fields) else [(n, v) for n, v in fields if isinstance(v, str)]
