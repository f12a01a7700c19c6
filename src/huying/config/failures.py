"""What is answered when no page of ours could answer."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from huying.config.problems import Broken, PageExpired, answer, problem_response, wants_json
from huying.kernel.errors import Invalid, NotAllowed, NotFound


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, SuspiciousOperation) and "DATA_UPLOAD" in str(exception)
    return answer(request, Invalid(_("内容太大，没有提交")) if too_large else Invalid())


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotFound())


def page_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, PageExpired())


def broken(request: HttpRequest) -> HttpResponse:
    """Uses no database, no session and no layout: any of them may be what broke."""
    error = Broken()
    if wants_json(request):
        return problem_response(error)
    return HttpResponse(render_to_string("errors/broken.html", {"error": error}), status=500)
