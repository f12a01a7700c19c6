"""Who holds which role where: given by the security administrator, seen by the auditor."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.kernel.edge import AskedRequest, asked
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.actions.grants import end_role, grant_role
from huying.organisations.forms import GrantForm, ReasonForm
from huying.organisations.queries.holders import grant_for
from huying.organisations.queries.lists import grant_list
from huying.organisations.rules import body_rules
from huying.organisations.states import roles

Typed = dict[str, Any]


@staff_only
@require_safe
def grant_list_page(request: AskedRequest) -> HttpResponse:
    """Keepers and auditors see their area; everyone else sees their own roles."""
    chosen = {name: asked(request, name) for name in ("role", "words")}
    ended = asked(request, "state") == "ended"
    tabs = [
        {"code": "now", "label": _("在用"), "href": "?", "count": None},
        {"code": "ended", "label": _("已终止"), "href": "?state=ended", "count": None},
    ]
    context = {
        "page": grant_list(request.actor, at=request.at, ended=ended, after=asked(request, "after"), **chosen),
        "chosen": chosen,
        "roles": roles(),
        "ended": ended,
        "tabs": tabs,
        "current": "ended" if ended else "now",
        "may_grant": body_rules.opens(request.actor, to="manage"),
    }
    return render(request, "organisations/roles.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def grant_page(request: AskedRequest) -> HttpResponse:
    body_rules.enter(request.actor, to="manage")

    def act(typed: Typed) -> Any:
        return grant_role(
            request.actor,
            account_id=typed["account"],
            role=typed["role"],
            area_id=typed["area"],
            body_id=typed["body"],
            line_body_id=typed["line_body"],
            reason=typed["reason"],
            at=request.at,
        )

    given = {"account": asked(request, "account")}
    return step_page(
        request,
        GrantForm(request.POST or None, initial=given),
        act,
        done=reverse("organisations:roles"),
        told=_("已授权，立即生效。"),
        back=reverse("organisations:roles"),
        heading=_("授予角色"),
        lead=_("角色 × 区域 × 条线。系统、安全、审计三类管理员不能由同一人担任；不能给自己授权。"),
        button=_("授权"),
    )


@staff_only
@require_http_methods(["GET", "POST"])
def end_page(request: AskedRequest, grant_id: int) -> HttpResponse:
    grant = grant_for(request.actor, grant_id, to="end")
    name = grant.account.public_name or grant.account.login_name
    return step_page(
        request,
        ReasonForm(request.POST or None),
        lambda typed: end_role(request.actor, grant_id=grant.pk, reason=typed["reason"], at=request.at),
        done=reverse("organisations:roles"),
        told=_("已终止，立即生效。"),
        back=reverse("organisations:roles"),
        heading=_("终止角色") + f" · {name} {grant.get_role_display()}",
        lead=_("从此刻起不再有这项权限；手上的工作请先转交。"),
        button=_("终止"),
        button_look="danger",
    )
