"""The staff page of one case: what, where, who answers, until when, what happened, and the steps that I may take."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huying.cases.actions import as_seen, writing
from huying.cases.forms.choosing import AGAIN, typed_again
from huying.cases.forms.staff import StepForm
from huying.cases.kindred import CategoryHelp, category_help
from huying.cases.moving import case_for
from huying.cases.pages.offers import first_values, offers_for
from huying.cases.pages.photos import taken_in
from huying.cases.pages.steps import STAFF_STEPS
from huying.cases.queries import CaseView, case_view, dispatch_help
from huying.cases.queries.hints import hints_of
from huying.cases.queries.numbered import case_numbered
from huying.kernel.actor import Actor
from huying.kernel.edge import tell, whole_number
from huying.kernel.errors import DomainError, NotAllowed, NotFound
from huying.kernel.stepping import staff_only

CLASSING = frozenset({"accept", "reclassify"})
CHOOSING = frozenset({"dispatch", "redispatch", "accept_return", "adjudicate", "merge"})


@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor
    if not actor.is_staff:
        return redirect(reverse("cases:case", args=[number]))
    return _page(request, number)


def _page(
    request: HttpRequest, number: str, *, step: str = "", form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    view = case_view(request.actor, case_id=case_numbered(number), at=request.at)
    codes = [code for code, row in STAFF_STEPS.items() if row.rule in view.steps]
    choosing = bool(CHOOSING & set(view.steps))
    anywhere = "anywhere" in request.GET
    aid = dispatch_help(request.actor, case_id=view.case.pk, at=request.at, anywhere=anywhere) if choosing else None
    offers = offers_for(view, aid, codes, at=request.at)
    sounds = category_help(view.case.words) if CLASSING & set(codes) else None
    shown = []
    for code in codes:
        row = STAFF_STEPS[code]
        mine = form if code == step else None
        first = first_values(code, view, aid) | _taken_over(request, code, sounds)
        drawn = mine or row.form(offers=offers, initial=first, auto_id=f"id_{code}_%s")
        shown.append({"code": code, "step": row, "form": drawn, "open": code == step})
    judged = view.results[0] if "approve_result" in codes and view.results else None
    told = {
        "view": view,
        "hints": hints_of(view.case, judged, at=request.at) if judged else [],
        "aid": aid,
        "sounds": sounds,
        "anywhere": anywhere,
        "taken_over": request.GET.get("category", ""),
        "main_steps": [one for one in shown if one["step"].group == "main"],
        "more_steps": [one for one in shown if one["step"].group != "main"],
        "lines": _lines(view),
        "step_base": reverse("cases:staff_case", args=[number]),
        "back": request.POST.get("next", ""),
    }
    return render(request, "cases/desk/case.html", told, status=status)


def _taken_over(request: HttpRequest, code: str, sounds: CategoryHelp | None) -> dict[str, Any]:
    """A suggested category that was pressed stands in the form; who accepts decides."""
    pressed = request.GET.get("category", "")
    known = sounds is not None and pressed in {one.code for one in sounds.choices}
    return {"category_code": pressed} if known and code in CLASSING else {}


def _lines(view: CaseView) -> list[dict[str, Any]]:
    """The timeline of staff, newest first: steps with who and which unit, and what was written."""
    lines = []
    for one in view.story:
        body, account = view.bodies.get(one.body_id), view.accounts.get(one.account_id)
        text = f"{one.what} → {body.short_name or body.name}" if body else str(one.what)
        who = account.public_name if account else ""
        lines.append({"at": one.at, "text": text, "who": who, "next": one.state_word, "system": one.by_system})
    for one in view.notes:
        account = view.accounts.get(one.by_id)
        who = account.public_name if account else _("诉求人")
        lines.append({"at": one.at, "text": _("写下"), "detail": one.text, "who": who, "icon": "note"})
    return sorted(lines, key=lambda line: line["at"], reverse=True)


@staff_only
@require_POST
def take_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """One step; when something must be changed or somebody was faster, the page comes back with what was typed."""
    row = STAFF_STEPS.get(step)
    if row is None:
        raise NotFound(step=step)
    actor: Actor = request.actor
    case_id = case_numbered(number)
    view = case_view(actor, case_id=case_id, at=request.at)
    aid = dispatch_help(actor, case_id=case_id, at=request.at, anywhere=step == "merge") if step in CHOOSING else None
    offers = offers_for(view, aid, [step], at=request.at)
    if any(name in request.POST for name in AGAIN):
        again = row.form(offers=offers, initial=typed_again(row.form, request.POST), auto_id=f"id_{step}_%s")
        return _page(request, number, step=step, form=again)
    form = row.form(request.POST.copy(), request.FILES, offers=offers, auto_id=f"id_{step}_%s")
    handles = taken_in(request, purpose=row.photos_for) if row.photos_for else ()
    form.data["handles"] = " ".join(handles)
    if form.is_valid():
        seen = request.POST.get("version", "")
        try:
            with as_seen(case_id, whole_number(seen)):
                done = row.act(actor, case_id, form.cleaned_data, request.at)
        except NotFound:
            raise
        except DomainError as refused:
            tell(form, refused)
    if form.errors:
        return _page(request, number, step=step, form=form, status=422)
    said = _("%(step)s：%(number)s，已办好。") % {"step": row.label, "number": number}
    messages.success(request, row.told(done) if row.told else said)
    return redirect(reverse("cases:desks")) if step == "recuse" else _onward(request, number)


def _onward(request: HttpRequest, number: str) -> HttpResponse:
    """Back to the list it came from, or to the case while the reader may still see it."""
    back = request.POST.get("next", "")
    if back.startswith("/desk/"):
        return redirect(back)
    try:
        case_for(request.actor, case_numbered(number), at=request.at)
    except (NotFound, NotAllowed):
        return redirect(reverse("cases:desks"))
    return redirect(reverse("cases:staff_case", args=[number]))


@staff_only
@require_POST
def read_reporter(request: HttpRequest, number: str) -> HttpResponse:
    """A look at who reported it: for this task, written down, never kept by the browser."""
    found = writing.read_reporter(request.actor, case_id=case_numbered(number), at=request.at)
    response = render(request, "cases/desk/reporter.html", {"person": found, "number": number})
    response["Cache-Control"] = "no-store"
    return response


@staff_only
@require_GET
def order_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The order on A4: what, where, who, until when, by which rule. No name and no telephone."""
    view = case_view(request.actor, case_id=case_numbered(number), at=request.at)
    return render(request, "cases/desk/order_sheet.html", {"view": view})


urlpatterns = [
    path("desk/cases/<str:number>/", case_page, name="staff_case"),
    path("desk/cases/<str:number>/print/", order_sheet, name="order_sheet"),
    path("desk/cases/<str:number>/reporter/", read_reporter, name="read_reporter"),
    path("desk/cases/<str:number>/<slug:step>/", take_step, name="staff_step"),
]
