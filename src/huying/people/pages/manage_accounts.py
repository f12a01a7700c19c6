"""Accounts of staff: one administrator opens and resets them, another one locks and unlocks them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel.edge import whole_number
from huying.kernel.errors import DomainError, NotFound
from huying.kernel.paging import page_by_key
from huying.people import queries, rules
from huying.people.actions import accounts, guardians
from huying.people.forms import ReasonForm, StaffAccountForm, tell
from huying.people.models import Account
from huying.people.pages.edge import signed_in
from huying.people.states import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN

STEPS: dict[str, Callable[..., Any]] = {
    "reset-password": accounts.reset_password,
    "reset-second-factor": accounts.reset_second_factor,
    "lock": accounts.lock_account,
    "unlock": accounts.unlock_account,
    "close": accounts.close_account,
    "clear-minor": guardians.clear_minor,
}
RULES = {
    "reset-password": "reset",
    "reset-second-factor": "reset",
    "lock": "lock",
    "unlock": "unlock",
    "close": "close",
    "clear-minor": "clear_minor",
}


@never_cache
@signed_in
def account_list(request: HttpRequest) -> HttpResponse:
    rules.demand_role(request.actor, SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)
    rows = queries.accounts(request.actor).filter(staff=True)
    words = request.GET.get("q", "").strip()
    if resident := _resident(request, words):
        return redirect("people:manage_account", account_id=resident)
    if words:
        rows = queries.accounts_like(rows, words)
    context = {
        "page": page_by_key(rows, order=("login_name", "pk"), after=request.GET.get("after")),
        "q": words,
        "may_open": rules.offices.opens(request.actor, to="open_accounts"),
    }
    return render(request, "people/manage/accounts.html", context)


def _resident(request: HttpRequest, words: str) -> int | None:
    """Residents are never listed; one who asks names the number of the own account, and is found by it alone."""
    number = whole_number(words)
    if number is None:
        return None
    found = queries.accounts(request.actor).filter(staff=False, pk=number).exclude(pk=request.actor.account_id)
    return found.values_list("pk", flat=True).first()


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    rules.offices.enter(request.actor, to="open_accounts")
    form = StaffAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account, password = accounts.open_staff_account(request.actor, **form.cleaned_data, at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            return _shown_once(request, account.login_name, password, reverse("people:manage_accounts"))
    return render(request, "people/manage/open_account.html", {"form": form}, status=422 if form.errors else 200)


def _shown_once(request: HttpRequest, login_name: str, password: str, back: str) -> HttpResponse:
    context = {"login_name": login_name, "secret": password, "back_href": back}
    return render(request, "people/manage/shown_once.html", context)


@never_cache
@signed_in
def account_page(request: HttpRequest, account_id: int) -> HttpResponse:
    rules.demand_role(request.actor, SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)
    return _account_page(request, account_id, form=ReasonForm(), tried="")


def _account_page(request: HttpRequest, account_id: int, *, form: ReasonForm, tried: str) -> HttpResponse:
    account = queries.account_for(request.actor, account_id)
    labels = {
        "reset-password": _("重置密码"),
        "reset-second-factor": _("重置二次验证"),
        "lock": _("锁定"),
        "unlock": _("解锁"),
        "close": _("注销"),
        "clear-minor": _("取消未满十四周岁标记"),
    }
    steps = [
        {"code": code, "label": label, "form": form if code == tried else ReasonForm(auto_id=f"{code}_%s")}
        for code, label in labels.items()
        if rules.accounts.allows(request.actor, to=RULES[code], row=account) and _fits(account, code)
    ]
    context = {"account": account, "steps": steps, "history": queries.steps_of(account)}
    return render(request, "people/manage/account.html", context, status=422 if form.errors else 200)


def _fits(account: Account, code: str) -> bool:
    if account.closed_at is not None:
        return False
    fits = {"lock": account.is_active, "unlock": not account.is_active, "clear-minor": account.minor}
    return fits.get(code, True)


@signed_in
@require_POST
def step(request: HttpRequest, account_id: int, code: str) -> HttpResponse:
    if code not in STEPS:
        raise NotFound(step=code)
    form = ReasonForm(request.POST, auto_id=f"{code}_%s")
    if form.is_valid():
        try:
            told = STEPS[code](request.actor, account_id=account_id, reason=form.cleaned_data["reason"], at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            return _done(request, account_id, code, told)
    return _account_page(request, account_id, form=form, tried=code)


def _done(request: HttpRequest, account_id: int, code: str, told: Any) -> HttpResponse:
    if code == "reset-password":
        account = queries.account_for(request.actor, account_id)
        return _shown_once(request, account.login_name, told, reverse("people:manage_account", args=[account_id]))
    messages.success(request, _("已办理，理由已记入操作记录。"))
    return redirect("people:manage_account", account_id=account_id)
