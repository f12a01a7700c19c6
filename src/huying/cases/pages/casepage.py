"""The staff page of one case: what, where, who answers, until when, what happened, and the steps that I may take."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huying.cases.actions import writing
from huying.cases.forms.staff import StepForm
from huying.cases.moving import case_for
from huying.cases.pages.mine import case_id_of
from huying.cases.pages.refusals import tell_form
from huying.cases.pages.steps import STAFF_STEPS, StaffStep
from huying.cases.queries.caseview import CaseView, case_view
from huying.cases.words import CARD_CAUSES
from huying.duties.public import knowledge_for, leaf_choices
from huying.kernel.actor import Actor
from huying.kernel.errors import DomainError, NotAllowed, NotFound
from huying.organisations.public import bodies_serving, body_briefs, people_of
from huying.people.public import account_briefs

LABELS = {step.rule: step.label for step in STAFF_STEPS.values()}
ANSWERING_KINDS = ("G10", "G20", "R10", "U10", "O20", "S20", "S21", "Q10", "P30", "R12", "N30")


@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, number)


def _page(
    request: HttpRequest, number: str, *, step: str = "", form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor
    view = case_view(actor, case_id_of(number), labels=LABELS, at=request.at)
    if not actor.is_staff:
        return redirect(reverse("cases:case", args=[number]))
    offers = _offers(view, at=request.at)
    shown = [
        {"code": code, "step": row, "form": form if code == step and form else _empty(code, row, view, offers),
         "open": code == step}
        for code, row in STAFF_STEPS.items()
        if row.rule in view.steps
    ]  # fmt: skip
    told = {
        "view": view,
        "main_steps": [one for one in shown if one["step"].group == "main"],
        "more_steps": [one for one in shown if one["step"].group != "main"],
        "others": [{"title": one.title, "why": one.why} for one in view.suggested.others] if view.suggested else [],
        "step_base": reverse("cases:staff_case", args=[number]),
    }
    template = "cases/desk/case_panel.html" if request.headers.get("X-Panel") else "cases/desk/case.html"
    return render(request, template, told, status=status)


def _empty(code: str, row: StaffStep, view: CaseView, offers: dict[str, Any]) -> StepForm:
    return row.form(offers=offers, initial=_first(code, view), auto_id=f"id_{code}_%s")


def _first(code: str, view: CaseView) -> dict[str, Any]:
    """What is known already, so that nobody types it twice."""
    case = view.case
    if code == "accept":
        return {
            "category_code": case.category_code, "klass": case.klass, "title": case.title, "where": case.place or
            view.row.area, "wish": case.wish or _("希望解决"), "course": case.words[:200],
            "target_body_id": case.target_body_id, "safety_of_others": case.safety_of_others,
        }  # fmt: skip
    if code in ("dispatch", "redispatch", "adjudicate") and view.suggested:
        lead = view.suggested.lead
        return {
            "body_id": case.lead_body_id or (lead.id if lead else None),
            "helpers": [helper.body.id for helper in view.suggested.helpers if helper.body],
        }
    return {"place": case.place, "kind": "solved" if code == "hand_in" else None}


def _offers(view: CaseView, *, at: datetime) -> dict[str, Any]:
    """Choices that depend on the case, looked up only for the steps that are shown."""
    bodies = _body_choices(view, at=at)
    none = [("", "—")]
    knowledge = knowledge_for(category_code=view.case.category_code, on=at.date()) if "answer" in view.steps else []
    handlers = people_of(view.case.lead_body_id, at=at) if view.case.lead_body_id and "change_handler" in view.steps \
        else []  # fmt: skip
    names = account_briefs(handlers)
    return {
        "body_id": bodies, "lead_body_id": bodies, "helpers": bodies, "body_ids": bodies,
        "suggested_body_id": none + bodies, "target_body_id": none + bodies,
        "category_code": leaf_choices(on=at.date()),
        "main_id": [(row.id, f"{row.number} · {row.title} · {row.words.staff}") for row in view.near],
        "knowledge_id": none + [(entry.id, entry.question) for entry in knowledge],
        "account_id": [(pk, brief.public_name) for pk, brief in names.items()],
        "card_id": [(card.pk, f"{CARD_CAUSES.get(card.cause, card.cause)} · {card.at:%m-%d}") for card in view.cards
                    if card.lifted_at is None],
    }  # fmt: skip


def _body_choices(view: CaseView, *, at: datetime) -> list[tuple[int, str]]:
    """The suggested unit first, then those that serve the place, the nearest first."""
    serving = bodies_serving(kinds=ANSWERING_KINDS, area_id=view.case.area_id, on=at.date())
    found = {body.id: body.name for body in serving}
    first = [choice.id for choice in view.suggested.choices] if view.suggested else []
    if view.suggested and view.suggested.lead:
        first.insert(0, view.suggested.lead.id)
    for pk in (view.case.lead_body_id, *(order.body_id for order in view.orders)):
        if pk and pk not in found:
            found |= {pk: body_briefs([pk])[pk].name}
    return [(pk, found[pk]) for pk in dict.fromkeys([*first, *found]) if pk in found]


@require_POST
def take_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """One step; when something must be changed or somebody was faster, the page comes back with what was typed."""
    row = STAFF_STEPS.get(step)
    if row is None:
        raise NotFound(step=step)
    actor: Actor = request.actor
    case_id = case_id_of(number)
    view = case_view(actor, case_id, labels=LABELS, at=request.at)
    form = row.form(request.POST, offers=_offers(view, at=request.at), auto_id=f"id_{step}_%s")
    if form.is_valid():
        try:
            seen = request.POST.get("version", "")
            case_for(actor, case_id, at=request.at, seen=int(seen) if seen.isdigit() else None)
            row.act(actor, case_id, form.cleaned_data, request.at)
        except NotFound:
            raise
        except DomainError as refused:
            tell_form(form, refused)
    if form.errors:
        return _page(request, number, step=step, form=form, status=422)
    messages.success(request, _("已%(step)s：%(number)s") % {"step": row.label, "number": number})
    return _onward(request, number)


def _onward(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the list it came from, or to the case while the reader may still see it."""
    back = request.POST.get("next", "")
    if back.startswith("/desk/"):
        return redirect(back)
    try:
        case_for(request.actor, case_id_of(number), at=request.at)
    except (NotFound, NotAllowed):
        return redirect(reverse("cases:desks"))
    return redirect(reverse("cases:staff_case", args=[number]))


@require_POST
def read_reporter(request: HttpRequest, number: str) -> HttpResponse:
    """A look at who reported it: for this task, written down, never kept by the browser."""
    found = writing.read_reporter(request.actor, case_id=case_id_of(number), at=request.at)
    response = render(request, "cases/desk/reporter.html", {"person": found, "number": number})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def order_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The order on A4: what, where, who, until when, by which rule. No name and no telephone."""
    view = case_view(request.actor, case_id_of(number), labels=LABELS, at=request.at)
    if not request.actor.is_staff:
        raise NotFound(number=number)
    return render(request, "cases/desk/order_sheet.html", {"view": view})


urlpatterns = [
    path("desk/cases/<str:number>/", case_page, name="staff_case"),
    path("desk/cases/<str:number>/print/", order_sheet, name="order_sheet"),
    path("desk/cases/<str:number>/reporter/", read_reporter, name="read_reporter"),
    path("desk/cases/<str:number>/<slug:step>/", take_step, name="staff_step"),
]
