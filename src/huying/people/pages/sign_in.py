"""Coming in and going out."""

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel import throttle
from huying.kernel.cipher import blind_index
from huying.kernel.errors import DomainError
from huying.people.actions.sign_in import enter_by_code, note_sign_in, send_sign_in_code, take_code
from huying.people.errors import Locked
from huying.people.forms import CodeForm, PasswordForm, PhoneForm, tell
from huying.people.models import Account
from huying.people.pages.edge import network_of, next_of
from huying.people.pages.outside_ways import ways_of
from huying.people.states import SignInMethod, SignInOutcome

PER_NETWORK = (100, timedelta(minutes=15))  # a street office behind one address, but not a machine that guesses


def _page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"next": next_of(request), "providers": ways_of(request)}
    return render(request, f"people/{template}.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """First page: a telephone number, to which a code goes. The number is never kept on our side in clear."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_sign_in_code(
                phone=form.cleaned_data["phone"],
                network=network_of(request),
                language=get_language() or "zh-hans",
                at=request.at,
            )
        except DomainError as error:
            tell(form, error)
        else:
            return _page(request, "sign_in_code", form=CodeForm(initial=form.cleaned_data))
    return _page(request, "sign_in", form=form, status=422 if form.errors else 200)


@never_cache
@require_POST
@sensitive_post_parameters("code", "phone")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Second page: the code. The first time, this opens the account."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            number = take_code(phone=form.cleaned_data["phone"], code=form.cleaned_data["code"], at=request.at)
            account = enter_by_code(request.actor, phone=number, at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            return _come_in(request, account, method="phone_code")
    return _page(request, "sign_in_code", form=form, status=422)


def _come_in(request: HttpRequest, account: Account, *, method: str) -> HttpResponse:
    """By allauth, so that a second factor is asked where there is one. Keys of a guest stay with the session."""
    record_authentication(request, account, method)
    redirect_url = next_of(request) or None
    response: HttpResponse = perform_login(request, account, email_verification="none", redirect_url=redirect_url)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def sign_in_password(request: HttpRequest) -> HttpResponse:
    """For staff: login name and password."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle.check(f"password-network:{network_of(request)}", *PER_NETWORK, request.at)
        account = authenticate(request, **form.cleaned_data)
        if isinstance(account, Account):
            return _come_in(request, account, method="password")
        who = blind_index(form.cleaned_data["username"], "people.login")
        outcome = SignInOutcome.LOCKED if getattr(request, "axes_locked_out", False) else SignInOutcome.WRONG
        note_sign_in(method=SignInMethod.PASSWORD, outcome=outcome, who=who, at=request.at)
        form.add_error(None, _("登录名或密码不正确。连续输错 5 次将暂停 15 分钟。"))
    return _page(request, "sign_in_password", form=form, status=422 if form.errors else 200)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any, *args: Any) -> HttpResponse:
    """What axes shows in place of the page while a login name is locked."""
    form = PasswordForm(initial={"username": request.POST.get("username", "")})
    page = _page(request, "sign_in_password", form=form, refused=Locked(), status=429)
    page["Retry-After"] = "900"
    return page


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, and the session with all its keys is gone."""
    if request.user.is_authenticated:
        note_sign_in(
            method=SignInMethod.SIGN_OUT, outcome=SignInOutcome.LEFT, account_id=request.user.pk, at=request.at
        )
    logout(request)
    messages.success(request, _("您已安全退出。"))
    return redirect("/")


def inactive(request: HttpRequest) -> HttpResponse:
    return _page(request, "inactive", status=403)
