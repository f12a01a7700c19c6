"""What every signed-in request passes: not idle too long, the first password changed, staff with a second factor."""

from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huying.kernel.clock import now
from huying.people.actions.sign_in import note_sign_in
from huying.people.models import Account
from huying.people.states import SignInMethod, SignInOutcome

SEEN = "seen_at"
NOTE_EVERY = timedelta(minutes=1)
OPEN_PATHS = ("/account/", "/static/", "/language/", "/healthz", "/readyz")


def _is_old(account: Account) -> bool:
    """A password is changed now and then (等保 8.1.4.1); accounts that only come from outside have none."""
    since = account.password_set_at
    return account.has_usable_password() and since is not None and now() - since > settings.HUYING_PASSWORD_LIFE


class SignInMiddleware:
    """Ends idle sessions and leads to what must be done before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            account: Account = request.user
            if self._idle(request, account):
                return self._out(request, account)
            first = self._first(request, account)
            if first:
                return HttpResponseRedirect(first)
        return self.get_response(request)

    def _idle(self, request: HttpRequest, account: Account) -> bool:
        """Pages that refresh themselves (X-Background) do not count as somebody being there."""
        at = now()
        limit = settings.HUYING_IDLE_STAFF if account.staff else settings.HUYING_IDLE_RESIDENT
        seen = request.session.get(SEEN)
        if seen is not None and at.timestamp() - seen > limit.total_seconds():
            return True
        fresh = seen is not None and at.timestamp() - seen < NOTE_EVERY.total_seconds()
        if not fresh and not (seen is not None and request.headers.get("X-Background")):
            request.session[SEEN] = at.timestamp()
        return False

    def _out(self, request: HttpRequest, account: Account) -> HttpResponse:
        logout(request)
        note_sign_in(method=SignInMethod.SIGN_OUT, outcome=SignInOutcome.IDLE, account_id=account.pk, at=now())
        messages.info(request, _("您有一段时间没有操作，为了安全已自动退出，请重新登录。"))
        back = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        page = "people:sign_in_password" if account.staff else "account_login"
        where = reverse(page) + back
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": where})
        return HttpResponseRedirect(where)

    def _first(self, request: HttpRequest, account: Account) -> str:
        """Where this account must go before it may go anywhere else."""
        if request.path.startswith(OPEN_PATHS) or not account.staff:
            return ""
        if account.must_change_password or _is_old(account):
            return reverse("people:change_password")
        if settings.HUYING_STAFF_SECOND_FACTOR and not is_mfa_enabled(account):
            return reverse("mfa_activate_totp")
        return ""
