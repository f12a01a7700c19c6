"""The list of bodies, one body with everything on it, and the import from a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.kernel.edge import AskedRequest, asked, for_roles, whole_number
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.actions.imports import import_bodies
from huying.organisations.forms import ImportForm, function_choices, kind_choices
from huying.organisations.queries.bodies import below, body_for, history, line_of
from huying.organisations.queries.lists import BodyFilter, body_list
from huying.organisations.queries.posts import posts_of
from huying.organisations.rules import body_rules
from huying.organisations.rules.keepers import KEEPER
from huying.organisations.sheets import form_csv
from huying.organisations.states import ACTIVE, BODY_FLOW, body_states
from huying.territory.public import area_briefs, area_choices

FILTERS = ("kind", "function", "words")


@staff_only
@require_safe
def body_list_page(request: AskedRequest) -> HttpResponse:
    chosen = {name: asked(request, name) for name in FILTERS}
    state = asked(request, "state") or ACTIVE
    area_id = whole_number(asked(request, "area"))
    known = area_briefs([area_id]).get(area_id) if area_id else None
    wanted = BodyFilter(**chosen, state=state, area_path=known.path if known else "")
    page = body_list(request.actor, wanted, after=asked(request, "after"))
    tabs = [{"code": code, "label": label, "href": f"?state={code}", "count": None} for code, label in body_states()]
    context = {
        "page": page,
        "chosen": chosen,
        "state": state,
        "areas": area_choices(),
        "area": known.id if known else 0,
        "tabs": tabs,
        "kinds": kind_choices()[1:],
        "functions": function_choices(),
        "may_found": body_rules.opens(request.actor, to="manage"),
    }
    return render(request, "organisations/bodies.html", context)


@staff_only
@require_safe
def body_page(request: AskedRequest, body_id: int) -> HttpResponse:
    body = body_for(request.actor, body_id)
    may_manage = body_rules.allows(request.actor, to="manage", row=body)
    context = {
        "body": body,
        "line": line_of(body),
        "below": below(request.actor, body)[:200],
        "posts": posts_of(request.actor, body),
        "changes": [_told(change) for change in history(body)[:100]],
        "served": body.served_areas.filter(valid_to=None).select_related("area"),
        "steps": BODY_FLOW.steps_from(body.state) if may_manage else [],
        "may_manage": may_manage,
    }
    return render(request, "organisations/body.html", context)


@staff_only
@for_roles(KEEPER)
@require_http_methods(["GET", "POST"])
def import_page(request: AskedRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None, initial={"on": request.at.date()})

    def act(typed: dict[str, Any]) -> Any:
        return import_bodies(
            request.actor,
            area_id=typed["area"],
            data=typed["file"].read(),
            on=typed["on"],
            reason=typed["reason"],
            at=request.at,
        )

    return step_page(
        request,
        form,
        act,
        done=reverse("organisations:bodies"),
        told=_("已全部导入。"),
        template="organisations/import.html",
        back=reverse("organisations:bodies"),
        heading=_("导入组织"),
        button=_("导入"),
    )


@staff_only
@require_safe
def form_file(request: AskedRequest) -> HttpResponse:
    response = HttpResponse(form_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bodies.csv"'
    return response


def _told(change: Any) -> dict[str, Any]:
    """A row of the history as an item of the timeline."""
    text = change.get_kind_display()
    if change.kind == "renamed":
        text = f"{text}：{change.before.get('name', '')} → {change.after.get('name', '')}"
    if change.into:
        text = f"{text}：{change.into.name}"
    since = _("自 %(on)s 起") % {"on": change.on}
    return {"at": change.at, "text": f"{text}（{since}）", "who": change.reason}
