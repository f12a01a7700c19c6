"""My data: read, copy, correct, delete, take consent back, ask for my rights, close the account."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel.actor import Actor
from huying.kernel.edge import whole_number
from huying.kernel.errors import DomainError, NotFound
from huying.kernel.paging import page_by_key
from huying.people import queries
from huying.people.actions import accounts, consents, rights
from huying.people.actions.sealing import own_copy
from huying.people.forms import RightsForm, tell
from huying.people.models import ConsentRecord
from huying.people.pages.edge import signed_in
from huying.people.pages.notices import FIELD_NAMES, notice_of
from huying.people.purposes import OFFERED


def _rows(record: Any, values: dict[str, str]) -> dict[str, Any]:
    told = [{"name": FIELD_NAMES.get(name, name), "text": text} for name, text in values.items()]
    return {"record": record, "notice": notice_of(record.purpose), "fields": told}


@never_cache
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """Masked first; in clear on demand, which is written down like every other look."""
    mine = request.actor.account_id
    records = list(queries.records_of(mine))
    clear = request.GET.get("clear") == "1"
    opened = own_copy(request.actor, at=request.at) if clear else {}
    context = {
        "records": [_rows(one, opened.get(one.pk, one.masked)) for one in records],
        "clear": clear,
        "looks": page_by_key(
            queries.looks_at_mine(mine), order=("-at", "-pk"), after=request.GET.get("after"), size=20
        ),
        "requests": queries.rights_requests(Actor(kind="person", account_id=mine)),
        "form": RightsForm(),
    }
    return render(request, "people/my_data.html", context)


@never_cache
@signed_in
def my_copy(request: HttpRequest) -> HttpResponse:
    """Everything we keep of me, as a file a program can read (PIPL art. 45)."""
    records = {one.pk: one for one in queries.records_of(request.actor.account_id)}
    opened = own_copy(request.actor, at=request.at)
    told = {
        "account": request.actor.account_id,
        "made_at": request.at.isoformat(),
        "records": [
            {
                "purpose": records[number].purpose.code,
                "version": records[number].purpose.version,
                "since": records[number].created_at.isoformat(),
                "erase_at": _moment(records[number].erase_at),
                "fields": values,
            }
            for number, values in opened.items()
        ],
        "consents": [
            {
                "purpose": one.purpose.code,
                "version": one.purpose.version,
                "given_at": _moment(one.given_at),
                "refused_at": _moment(one.refused_at),
                "withdrawn_at": _moment(one.withdrawn_at),
            }
            for one in queries.consents_of(request.actor.account_id)
        ],
    }
    file = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    file["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return file


def _moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


@signed_in
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    form = RightsForm(request.POST)
    if form.is_valid():
        try:
            made = rights.ask_for_rights(
                request.actor,
                kind=form.cleaned_data["kind"],
                words=form.cleaned_data["words"],
                record_id=whole_number(request.POST.get("record", "")),
                at=request.at,
            )
        except DomainError as error:
            tell(form, error)
        else:
            day = f"{localtime(made.due_at):%Y-%m-%d}"
            messages.success(request, _("已收到您的申请，最晚 %(day)s 前答复。") % {"day": day})
            return redirect("people:my_data")
    return render(request, "people/ask_for_rights.html", {"form": form}, status=422)


@never_cache
@signed_in
def my_consents(request: HttpRequest) -> HttpResponse:
    mine = request.actor.account_id
    answers = list(queries.consents_of(mine))
    standing = {one.purpose.code for one in answers if one.given_at and not one.withdrawn_at}
    asked = [
        notice_of(consents.purpose_now(code))
        for code in OFFERED
        if code not in standing and queries.may_ask(code, account_id=mine, at=request.at)
    ]
    newest = {one.code: one.version for one in queries.purposes()}
    told = [
        {"consent": one, "notice": notice_of(one.purpose), "again": _again(one, standing, newest)} for one in answers
    ]
    return render(request, "people/my_consents.html", {"answers": told, "asked": asked})


def _again(answer: ConsentRecord, standing: set[str], newest: dict[str, str]) -> str:
    """The version to which somebody who said no may say yes of their own accord; nobody asks them."""
    code = answer.purpose.code
    said_no = answer.refused_at is not None or answer.withdrawn_at is not None
    return newest.get(code, "") if said_no and code in OFFERED and code not in standing else ""


@signed_in
@require_POST
def answer_consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """A yes, a no, or taking a yes back."""
    mine, said = request.actor.account_id, request.POST.get("answer")
    if said == "yes":
        version = request.POST.get("version", "")
        consents.record_consent(request.actor, purpose=purpose, version=version, account_id=mine, at=request.at)
        messages.success(request, _("已记下您的同意，随时可以撤回。"))
    elif said == "no":
        consents.refuse_consent(request.actor, purpose=purpose, account_id=mine, at=request.at)
        messages.success(request, _("已记下您不同意，90 天内不会再问。"))
    elif said == "withdraw":
        consents.withdraw_consent(request.actor, purpose=purpose, account_id=mine, at=request.at)
        messages.success(request, _("已撤回，不再据此使用您的信息。"))
    else:
        raise NotFound(answer=str(said))
    return redirect("people:my_consents")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    mine = queries.account_for(request.actor, request.actor.account_id)
    if request.method == "POST":
        accounts.close_account(request.actor, account_id=mine.pk, at=request.at)
        logout(request)
        messages.success(request, _("账户已注销，您的手机号和称呼已删除。"))
        return redirect("/")
    return render(request, "people/close.html", {"mine": mine})
