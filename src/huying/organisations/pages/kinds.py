"""Kinds of bodies with their allowed parents, and functions."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.actions.kinds import FunctionFace, KindFace, save_function, save_kind
from huying.organisations.forms import FunctionForm, KindForm
from huying.organisations.models import BodyFunction, BodyKind
from huying.organisations.queries.names import allowed_parents, functions, kinds_with_parents
from huying.organisations.rules import body_rules

Typed = dict[str, Any]


@staff_only
@require_safe
def kind_list(request: AskedRequest) -> HttpResponse:
    context = {"kinds": kinds_with_parents(), "may_manage": body_rules.opens(request.actor, to="manage")}
    return render(request, "organisations/kinds.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def kind_page(request: AskedRequest, code: str) -> HttpResponse:
    _demand(request)
    kind = BodyKind.objects.filter(code=code).first()
    if kind is None:
        raise NotFound(kind=code)
    names = ("name", "name_en", "may_be_root", "one_per_parent", "active")
    initial = {name: getattr(kind, name) for name in names} | {"parents": sorted(allowed_parents(kind))}

    def act(typed: Typed) -> Any:
        reason = typed.pop("reason")
        face = KindFace(**typed | {"parents": tuple(typed["parents"])})
        return save_kind(request.actor, code=code, face=face, at=request.at, reason=reason)

    return step_page(
        request,
        KindForm(request.POST or None, initial=initial),
        act,
        done=reverse("organisations:kinds"),
        told=_("已保存。"),
        back=reverse("organisations:kinds"),
        heading=f"{kind.code} {kind.name}",
        lead=_("已登记的组织不动；新的规则管以后的登记和调整。"),
        about=("body_kind", kind.pk),
        button=_("保存"),
    )


@staff_only
@require_safe
def function_page_list(request: AskedRequest) -> HttpResponse:
    context = {"functions": functions(), "may_manage": body_rules.opens(request.actor, to="manage")}
    return render(request, "organisations/functions.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def function_new(request: AskedRequest) -> HttpResponse:
    _demand(request)
    return _function_step(request, FunctionForm(request.POST or None), heading=_("登记职能"))


@staff_only
@require_http_methods(["GET", "POST"])
def function_page(request: AskedRequest, code: str) -> HttpResponse:
    _demand(request)
    row = BodyFunction.objects.filter(code=code).first()
    if row is None:
        raise NotFound(function=code)
    names = ("code", "name", "name_en", "is_department", "active")
    initial = {name: getattr(row, name) for name in names} | {"aliases": "、".join(row.aliases)}
    form = FunctionForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    return _function_step(request, form, heading=row.name, about=("body_function", row.pk))


def _function_step(
    request: AskedRequest, form: FunctionForm, *, heading: str, about: tuple[str, int] | None = None
) -> HttpResponse:
    def act(typed: Typed) -> Any:
        aliases = tuple(word for word in re.split(r"[、，,；;\s]+", typed["aliases"]) if word)
        reason = typed.pop("reason")
        face = FunctionFace(**typed | {"aliases": aliases})
        return save_function(request.actor, face=face, at=request.at, new=about is None, reason=reason)

    return step_page(
        request,
        form,
        act,
        done=reverse("organisations:functions"),
        told=_("已保存。"),
        back=reverse("organisations:functions"),
        heading=heading,
        about=about,
        button=_("保存"),
    )


def _demand(request: AskedRequest) -> None:
    body_rules.enter(request.actor, to="manage")
