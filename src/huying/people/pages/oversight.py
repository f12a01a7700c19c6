"""What is watched over: looks at personal data, sign-ins, tokens, requests about data, exports, notices."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huying.kernel.errors import DomainError
from huying.kernel.paging import page_by_key
from huying.people import queries, rules
from huying.people.actions import consents, exports, rights, tokens
from huying.people.actions.sealing import unseal
from huying.people.forms import AnswerForm, ExportForm, PurposeForm, TokenForm, tell
from huying.people.pages.edge import signed_in
from huying.people.pages.notices import notice_of
from huying.people.states import DPO, ReadOutcome, SignInOutcome

THINGS = {"sealed_record": gettext_lazy("个人信息"), "case": gettext_lazy("事项")}


@never_cache
@signed_in
def reads(request: HttpRequest) -> HttpResponse:
    """Who looked at what, when, and for which task."""
    rows = queries.read_log(request.actor)
    outcome = request.GET.get("outcome", "")
    if outcome in ReadOutcome.values:
        rows = rows.filter(outcome=outcome)
    page = page_by_key(rows, order=("-at", "-pk"), after=request.GET.get("after"))
    names = queries.account_briefs(row.account_id for row in page.items if row.account_id)
    context = {
        "page": page,
        "rows": [
            {"row": row, "who": names.get(row.account_id or 0), "thing": THINGS.get(row.thing, row.thing)}
            for row in page.items
        ],
        "tabs": _tabs(ReadOutcome.choices, "outcome"),
        "current": outcome,
    }
    return render(request, "people/manage/reads.html", context)


def _tabs(choices: Any, name: str) -> list[dict[str, str]]:
    told = [{"code": code, "label": str(label), "href": f"?{name}={code}"} for code, label in choices]
    return [{"code": "", "label": _("全部"), "href": "?"}, *told]


@never_cache
@signed_in
def sign_ins(request: HttpRequest) -> HttpResponse:
    rows = queries.sign_in_log(request.actor)
    outcome = request.GET.get("outcome", "")
    if outcome in SignInOutcome.values:
        rows = rows.filter(outcome=outcome)
    page = page_by_key(rows, order=("-at", "-pk"), after=request.GET.get("after"))
    names = queries.account_briefs(row.account_id for row in page.items if row.account_id)
    context = {
        "page": page,
        "rows": [{"row": row, "who": names.get(row.account_id or 0)} for row in page.items],
        "tabs": _tabs(SignInOutcome.choices, "outcome"),
        "current": outcome,
    }
    return render(request, "people/manage/sign_ins.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    rows = queries.tokens(request.actor)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, raw = _make_token(request, form.cleaned_data)
        except DomainError as error:
            tell(form, error)
        else:
            context = {"login_name": token.name, "secret": raw, "back_href": reverse("people:manage_tokens")}
            return render(request, "people/manage/shown_once.html", context)
    page = page_by_key(rows, order=("-pk",), after=request.GET.get("after"))
    context = {"page": page, "form": form, "at": request.at}
    return render(request, "people/manage/tokens.html", context, status=422 if form.errors else 200)


def _make_token(request: HttpRequest, given: dict[str, Any]) -> Any:
    found = queries.account_by_login_name(given["account"])
    new = tokens.NewToken(
        name=given["name"],
        account_id=found.id if found else None,
        scopes=tuple(given["scopes"].split()),
        per_minute=given["per_minute"],
        valid_to=request.at + timedelta(days=given["days"]),
    )
    return tokens.make_token(request.actor, new=new, reason=given["reason"], at=request.at)


@signed_in
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    tokens.revoke_token(request.actor, token_id=token_id, reason=reason, at=request.at)
    messages.success(request, _("令牌已撤销，即刻失效。"))
    return redirect("people:manage_tokens")


@never_cache
@signed_in
def rights_list(request: HttpRequest) -> HttpResponse:
    rules.demand_role(request.actor, DPO)
    open_only = request.GET.get("all") != "1"
    rows = queries.rights_requests(request.actor, open_only=open_only)
    page = page_by_key(rows, order=("due_at", "pk"), after=request.GET.get("after"))
    return render(request, "people/manage/rights.html", {"page": page, "open_only": open_only})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def rights_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """The person responsible reads what was asked (a look like any other) and answers."""
    rules.demand_role(request.actor, DPO)
    asked = queries.rights_request_for(request.actor, request_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rights.answer_rights(
                request.actor,
                request_id=request_id,
                granted=form.cleaned_data["granted"] == "yes",
                answer=form.cleaned_data["answer"],
                at=request.at,
            )
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("已答复。"))
            return redirect("people:manage_rights")
    words = ""
    if asked.sealed_words_id and asked.state == "open":
        task = f"rights:{asked.pk}"
        words = unseal(request.actor, record_id=asked.sealed_words_id, task=task, at=request.at).get("words", "")
    context = {"asked": asked, "words": words, "form": form}
    return render(request, "people/manage/rights_request.html", context, status=422 if form.errors else 200)


@never_cache
@signed_in
def export_list(request: HttpRequest) -> HttpResponse:
    page = page_by_key(queries.export_approvals(request.actor), order=("-pk",), after=request.GET.get("after"))
    told = [
        {"approval": one, "decide": one.state == "asked" and rules.exports.admits(request.actor, to="decide", row=one)}
        for one in page.items
    ]
    return render(request, "people/manage/exports.html", {"page": page, "told": told})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def export_decision(request: HttpRequest, approval_id: int) -> HttpResponse:
    approval = queries.export_approval_for(request.actor, approval_id)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exports.decide_export(
                request.actor,
                approval_id=approval_id,
                approved=form.cleaned_data["approved"] == "yes",
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("决定已记下。"))
            return redirect("people:manage_exports")
    context = {"approval": approval, "form": form}
    return render(request, "people/manage/export.html", context, status=422 if form.errors else 200)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def purpose_list(request: HttpRequest) -> HttpResponse:
    rules.offices.enter(request.actor, to="publish_purposes")
    consents.install_purposes()
    return render(request, "people/manage/purposes.html", {"purposes": [notice_of(one) for one in queries.purposes()]})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def purpose(request: HttpRequest, code: str) -> HttpResponse:
    """New words for a purpose: a new version; earlier answers stay with theirs."""
    rules.offices.enter(request.actor, to="publish_purposes")
    now = consents.purpose_now(code)
    form = PurposeForm(request.POST or None, initial={"text": now.text, "text_en": now.text_en})
    if request.method == "POST" and form.is_valid():
        try:
            consents.publish_purpose(request.actor, code=code, **form.cleaned_data, at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("新版本已发布，之后的同意都按新版本记录。"))
            return redirect("people:manage_purposes")
    context = {"purpose": now, "form": form}
    return render(request, "people/manage/purpose.html", context, status=422 if form.errors else 200)
