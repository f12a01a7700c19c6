"""My account: who I am here, how the pages look, my password, my number, my ways in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel.errors import DomainError
from huying.people import queries
from huying.people.actions import accounts, consents
from huying.people.actions.guardians import agree_as_guardian
from huying.people.actions.sign_in import send_sign_in_code, take_code
from huying.people.adapters import remember_look
from huying.people.forms import CodeForm, GuardianForm, NewPasswordForm, PhoneForm, ProfileForm, tell
from huying.people.models import Account
from huying.people.pages.edge import network_of, signed_in
from huying.people.pages.outside_ways import ways_of

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]


def me(request: HttpRequest) -> Account:
    return queries.account_for(request.actor, request.actor.account_id)


def _stay(request: HttpRequest, account: Account) -> None:
    """The session in which something was changed goes on, under a new number; all others have ended."""
    seen = request.session.get("seen_at")
    login(request, account, backend=BACKEND)
    if seen is not None:
        request.session["seen_at"] = seen


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    mine = me(request)
    form = ProfileForm(request.POST or None, initial={"language": mine.language, "elder": mine.elder})
    if mine.staff:
        del form.fields["name"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = accounts.change_profile(
            request.actor,
            account_id=mine.pk,
            language=given["language"],
            elder=given["elder"],
            name=given.get("name") or None,
            at=request.at,
        )
        messages.success(request, _("已保存。"))
        return remember_look(redirect("people:account"), changed)
    contact = {name: text for one in queries.own_contact(mine) for name, text in one.masked.items()}
    context = {"mine": mine, "form": form, "contact": contact, "ways": ways_of(request, mine)}
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("old", "new", "again")
def change_password(request: HttpRequest) -> HttpResponse:
    mine = me(request)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changed = accounts.change_password(
                request.actor, account_id=mine.pk, old=given["old"], new=given["new"], at=request.at
            )
        except DomainError as error:
            tell(form, error)
        else:
            _stay(request, changed)
            messages.success(request, _("密码已更改，其他设备上的登录都已退出。"))
            return redirect("people:account")
    return render(request, "people/change_password.html", {"form": form, "mine": mine}, status=_status(form.errors))


def _status(errors: object) -> int:
    return 422 if errors else 200


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code", "phone")
def change_phone(request: HttpRequest) -> HttpResponse:
    """Two steps on one address: the new number, then the code that went to it."""
    if "code" in request.POST:
        return _prove_phone(request)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_sign_in_code(
                phone=form.cleaned_data["phone"], use="change_phone", network=network_of(request), at=request.at
            )
        except DomainError as error:
            tell(form, error)
        else:
            proof = CodeForm(initial=form.cleaned_data)
            return render(request, "people/change_phone.html", {"form": proof, "sent": True})
    return render(request, "people/change_phone.html", {"form": form}, status=_status(form.errors))


def _prove_phone(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            number = take_code(**form.cleaned_data, use="change_phone", at=request.at)
            changed = accounts.change_phone(
                request.actor, account_id=request.actor.account_id, phone=number, at=request.at
            )
        except DomainError as error:
            tell(form, error)
        else:
            _stay(request, changed)
            messages.success(request, _("手机号已更改，以后用新号码登录。"))
            return redirect("people:account")
    return render(request, "people/change_phone.html", {"form": form, "sent": True}, status=422)


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    accounts.sign_out_everywhere(request.actor, account_id=request.actor.account_id, at=request.at)
    logout(request)
    messages.success(request, _("所有设备上的登录都已退出。"))
    return redirect("account_login")


@signed_in
@require_POST
def under_fourteen(request: HttpRequest) -> HttpResponse:
    """A child says so; from then on a guardian's consent is asked."""
    accounts.declare_minor(request.actor, account_id=request.actor.account_id, at=request.at)
    return redirect("people:guardian")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest) -> HttpResponse:
    """A guardian agrees for a child: name, relation, number, and a code that went to that number."""
    mine = me(request)
    form = GuardianForm(request.POST or None)
    sent = False
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["code"]:
                _agree(request, form)
                messages.success(request, _("监护人已同意。"))
                return redirect("people:guardian")
            send_sign_in_code(
                phone=form.cleaned_data["phone"], use="guardian", network=network_of(request), at=request.at
            )
            sent = True
        except DomainError as error:
            tell(form, error)
    agreed = queries.guardian_agreed(mine.pk, "case_contact")
    context = {"mine": mine, "form": form, "sent": sent or "code" in form.errors, "agreed": agreed}
    return render(request, "people/guardian.html", context, status=_status(form.errors))


def _agree(request: HttpRequest, form: GuardianForm) -> None:
    given = dict(form.cleaned_data)
    number = take_code(phone=given.pop("phone"), code=given.pop("code"), use="guardian", at=request.at)
    agree_as_guardian(request.actor, minor_id=request.actor.account_id, phone=number, at=request.at, **given)


@signed_in
@require_POST
def guardian_withdraws(request: HttpRequest) -> HttpResponse:
    consents.withdraw_as_guardian(request.actor, minor_id=request.actor.account_id, at=request.at)
    messages.success(request, _("监护人的同意已撤回。"))
    return redirect("people:guardian")
