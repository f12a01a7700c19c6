"""Language and 长辈版: kept on the device, and with the account of someone signed in."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huying.kernel.edge import AskedRequest
from huying.people.public import change_profile
from huying.portal.pages.context import ELDER_COOKIE

YEAR = 365 * 24 * 3600


def back_to(request: AskedRequest) -> HttpResponse:
    """Where the reader came from, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if ours else "/")


def keep(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_POST
def choose_language(request: AskedRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    response = back_to(request)
    if language not in dict(settings.LANGUAGES):
        return response
    if request.actor.account_id:
        change_profile(request.actor, account_id=request.actor.account_id, language=language, at=request.at)
    return keep(response, settings.LANGUAGE_COOKIE_NAME, language)


@require_POST
def choose_elder(request: AskedRequest) -> HttpResponse:
    elder = request.POST.get("elder") == "on"
    if request.actor.account_id:
        change_profile(request.actor, account_id=request.actor.account_id, elder=elder, at=request.at)
    return keep(back_to(request), ELDER_COOKIE, "on" if elder else "off")
