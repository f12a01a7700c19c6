"""Founding a body and each step on it: one page with one form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from huying.kernel.edge import AskedRequest, asked, for_roles
from huying.kernel.errors import NotFound
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.actions.bodies import (
    BodyDetails,
    NewBody,
    activate_body,
    edit_body,
    found_body,
    move_body,
    rename_body,
    serve_area,
    stop_serving,
)
from huying.organisations.actions.endings import close_body, merge_body
from huying.organisations.forms import Dated, DetailsForm, MergeForm, MoveForm, NewBodyForm, RenameForm, ServeForm
from huying.organisations.models import Body
from huying.organisations.queries.bodies import body_for
from huying.organisations.rules.keepers import KEEPER

Typed = dict[str, Any]


@staff_only
@for_roles(KEEPER)
@require_http_methods(["GET", "POST"])
def found(request: AskedRequest) -> HttpResponse:
    form = NewBodyForm(request.POST or None, initial={"on": request.at.date(), **_from_parent(request)})

    def act(typed: Typed) -> Body:
        note = {"on": typed.pop("on"), "reason": typed.pop("reason")}
        functions = tuple(typed.pop("functions"))
        new = NewBody(area_id=typed.pop("area"), line_parent_id=typed.pop("line_parent"), functions=functions, **typed)
        return found_body(request.actor, body=new, at=request.at, **note)

    return step_page(
        request,
        form,
        act,
        done=lambda body: reverse("organisations:body", kwargs={"body_id": body.pk}),
        told=_("已登记。"),
        back=reverse("organisations:bodies"),
        heading=_("登记组织"),
        button=_("登记"),
    )


def _from_parent(request: AskedRequest) -> dict[str, str]:
    """A body founded from the page of another one stands below it, in its area, unless changed."""
    number = asked(request, "parent")
    if not number.isdecimal() or len(number) > 18:
        return {}
    parent = body_for(request.actor, int(number))
    return {"line_parent": f"#{parent.pk}", "area": parent.area.code}


@dataclass(frozen=True, slots=True)
class Step:
    """What one step shows and does. `act(request, body, typed)` calls one action."""

    heading: Any
    form: type[forms.Form]
    act: Callable[[AskedRequest, Body, Typed], Any]
    told: Any
    look: str = "primary"
    lead: Any = ""
    initial: Callable[[Body], Typed] = lambda body: {}


def _note(typed: Typed) -> Typed:
    return {"on": typed["on"], "reason": typed["reason"]}


def _activate(request: AskedRequest, body: Body, typed: Typed) -> Any:
    return activate_body(request.actor, body_id=body.pk, at=request.at, **_note(typed))


def _rename(request: AskedRequest, body: Body, typed: Typed) -> Any:
    names = {"name": typed["name"], "short_name": typed["short_name"]}
    return rename_body(request.actor, body_id=body.pk, at=request.at, **names, **_note(typed))


def _move(request: AskedRequest, body: Body, typed: Typed) -> Any:
    there = {"line_parent_id": typed["line_parent"], "area_id": typed["area"]}
    return move_body(request.actor, body_id=body.pk, at=request.at, **there, **_note(typed))


def _edit(request: AskedRequest, body: Body, typed: Typed) -> Any:
    note = _note(typed)
    fields = {name: value for name, value in typed.items() if name not in note and name != "functions"}
    details = BodyDetails(**fields, functions=tuple(typed["functions"]))
    return edit_body(request.actor, body_id=body.pk, details=details, at=request.at, **note)


def _merge(request: AskedRequest, body: Body, typed: Typed) -> Any:
    return merge_body(request.actor, body_id=body.pk, into_id=typed["into"], at=request.at, **_note(typed))


def _close(request: AskedRequest, body: Body, typed: Typed) -> Any:
    return close_body(request.actor, body_id=body.pk, at=request.at, **_note(typed))


def _serve(request: AskedRequest, body: Body, typed: Typed) -> Any:
    return serve_area(request.actor, body_id=body.pk, area_id=typed["area"], at=request.at, **_note(typed))


def _stop(request: AskedRequest, body: Body, typed: Typed) -> Any:
    return stop_serving(request.actor, body_id=body.pk, area_id=typed["area"], at=request.at, **_note(typed))


def _details_of(body: Body) -> Typed:
    names = ("short_name", "level", "uscc", "office_phone", "public_contact")
    return {name: getattr(body, name) for name in names} | {
        "functions": list(body.functions.values_list("code", flat=True))
    }


def _place_of(body: Body) -> Typed:
    return {"area": body.area.code, "line_parent": f"#{body.line_parent_id}" if body.line_parent_id else ""}


STEPS: dict[str, Step] = {
    "activate": Step(pgettext_lazy("a unit", "启用"), Dated, _activate, gettext_lazy("已启用。")),
    "rename": Step(
        gettext_lazy("更名"),
        RenameForm,
        _rename,
        gettext_lazy("已更名，旧名称留在沿革里。"),
        initial=lambda body: {"name": body.name, "short_name": body.short_name},
    ),
    "move": Step(
        gettext_lazy("调整上级或区域"), MoveForm, _move, gettext_lazy("已调整，下级一并随行。"), initial=_place_of
    ),
    "edit": Step(gettext_lazy("变更登记事项"), DetailsForm, _edit, gettext_lazy("已变更。"), initial=_details_of),
    "serve": Step(gettext_lazy("增加服务区域"), ServeForm, _serve, gettext_lazy("已增加。")),
    "stop-serving": Step(gettext_lazy("停止服务某区域"), ServeForm, _stop, gettext_lazy("已停止。")),
    "merge": Step(
        gettext_lazy("并入其他组织"),
        MergeForm,
        _merge,
        gettext_lazy("已并入，下级和服务区域已随之转移。"),
        look="danger",
        lead=gettext_lazy("并入后不再派给它；下级组织和另外服务的区域转给新组织，人员需重新任命。"),
    ),
    "close": Step(
        pgettext_lazy("a unit", "撤销"),
        Dated,
        _close,
        gettext_lazy("已撤销。"),
        look="danger",
        lead=gettext_lazy("撤销后不再派给它。还有下级或人员的不能撤销。"),
    ),
}


@staff_only
@require_http_methods(["GET", "POST"])
def body_step(request: AskedRequest, body_id: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise NotFound(step=step)
    body, shape = body_for(request.actor, body_id, to="manage"), STEPS[step]
    form = shape.form(request.POST or None, initial={"on": request.at.date(), **shape.initial(body)})
    here = reverse("organisations:body", kwargs={"body_id": body.pk})
    return step_page(
        request,
        form,
        lambda typed: shape.act(request, body, typed),
        done=here,
        told=shape.told,
        back=here,
        back_label=body.name,
        heading=f"{shape.heading} · {body.name}",
        lead=shape.lead,
        button_look=shape.look,
        about=("body", body.pk),
        button=shape.heading,
    )
