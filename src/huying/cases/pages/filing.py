"""Say what is wrong, on one page; with a code by telephone, or anonymously; and “me too”."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huying.cases.actions.filing import LANGUAGES, Filed, Filing, Point, Proof, file_case, join_case
from huying.cases.actions.joining import join_earlier as do_join
from huying.cases.effort import make_challenge
from huying.cases.forms.resident import ReportForm
from huying.cases.kindred import category_help
from huying.cases.pages.photos import taken_in
from huying.cases.pages.placing import unclear
from huying.cases.queries import already_reported, resident_view
from huying.cases.queries.numbered import case_numbered
from huying.documents.public import by_handles
from huying.duties.public import leaf_choices
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.edge import sender_address, tell
from huying.kernel.errors import DomainError, Invalid
from huying.organisations.public import bodies_named
from huying.people.public import ensure_account, open_key, send_sign_in_code, take_code
from huying.territory.public import to_cgcs2000

CONSENT_VERSION = "2026-1"
UNDECIDED = "1402"
"""Where a matter goes that the resident could not name: the intake desk chooses when it accepts."""


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of it."""
    kept = _kept(request)
    if request.method == "GET":
        first = {"kind": request.GET.get("kind", "complaint"), "confidentiality": "P0"}
        return _form(request, ReportForm(initial=first, **kept))
    form = ReportForm(request.POST, **kept)
    context = _uploaded(request, form)
    if "send_code" in request.POST:
        return _send_code(request, form, context)
    if "find_body" in request.POST:
        form.only("body_name")
        return _form(request, form, context, status=422 if form.errors else 200)
    if "help_choose" in request.POST or "choose_category" in request.POST:
        return _choose_category(request, form, context)
    if not form.is_valid():
        return _form(request, form, context, status=422)
    try:
        return _next(request, form, context)
    except DomainError as refused:
        tell(form, refused)
        return _form(request, form, context, status=429 if refused.code == "too_many" else 422)


def _kept(request: HttpRequest) -> dict[str, Any]:
    return {"categories": leaf_choices(on=request.at.date()), "signed_in": request.actor.account_id is not None}


def _send_code(request: HttpRequest, form: ReportForm, context: dict[str, Any]) -> HttpResponse:
    """A code for the telephone, whatever else is still missing."""
    form.only("phone")
    if not form.errors:
        try:
            send_sign_in_code(phone=form.data.get("phone", ""), at=request.at, network=sender_address(request))
            return _form(request, form, {**context, "code_sent": True})
        except DomainError as refused:
            tell(form, refused)
    return _form(request, form, context, status=422)


def _choose_category(request: HttpRequest, form: ReportForm, context: dict[str, Any]) -> HttpResponse:
    """What the words sound like, at most three; one press takes one of them over. Nothing is decided by it."""
    if chosen := request.POST.get("choose_category"):
        form.data["category_code"] = chosen
    form.only("words", "category_code")
    found = None if chosen or form.errors else category_help(form.cleaned_data["words"])
    return _form(request, form, {**context, "kinds": found}, status=422 if form.errors else 200)


def _next(request: HttpRequest, form: ReportForm, context: dict[str, Any]) -> HttpResponse:
    """An unclear place is asked for, a matter already reported is shown; then it is filed."""
    given = form.cleaned_data
    if given["about_body"] and given["target_body_id"] is None:
        return _form(request, form, {**context, "choose_body": True}, status=422)
    if asked := unclear(given):
        return _form(request, form, {**context, **asked}, status=422)
    code = given["category_code"] or category_help(given["words"]).code or UNDECIDED
    if not request.POST.get("other") and (alike := _alike(given, code, request)):
        return _form(request, form, {**context, "alike": alike})
    actor = _filer(request, given)
    filing = _filing(given, code=code, handles=context["handles"])
    proof = Proof(given["proof_challenge"], given["proof_nonce"], sender_address(request))
    return _thanks(request, file_case(actor, filing=filing, at=request.at, proof=proof))


def _alike(given: dict[str, Any], code: str, request: HttpRequest) -> list[Any]:
    """Does somebody already report this here? Only trouble is shared; questions and reports are one's own."""
    if given["kind"] not in ("complaint", "help") or given["about_body"]:
        return []
    point = _point(given)
    here = to_cgcs2000(point.lon, point.lat, point.crs) if point else None
    return already_reported(
        category_code=code, area_id=given["area_id"], point=here, at=request.at, words=given["words"]
    )[:3]


def _filer(request: HttpRequest, given: dict[str, Any]) -> Actor:
    """Who files: whoever is signed in, nobody, or the owner of a telephone proved by a code."""
    actor: Actor = request.actor
    if actor.account_id is not None or given["confidentiality"] == "P2":
        return actor
    number = take_code(phone=given["phone"], code=given["code"], at=request.at)
    account = ensure_account(SYSTEM, phone=number, name=given["name"], at=request.at)
    return Actor(kind="person", account_id=account.pk)


def _filing(given: dict[str, Any], *, code: str, handles: tuple[str, ...]) -> Filing:
    target = given["target_body_id"] if given["about_body"] else None
    return Filing(
        words=given["words"],
        category_code=code,
        kind=given["kind"],
        place=given["place"],
        area_id=given["area_id"],
        point=_point(given),
        confidentiality=given["confidentiality"],
        name=given["name"],
        phone=given["phone"],
        consent_version=CONSENT_VERSION if given["consent"] else "",
        on_behalf=given["on_behalf"],
        target_body_id=target or None,
        target_name=given["body_name"] if target == 0 else "",
        safety_of_others=given["safety_of_others"],
        handles=handles,
        language=_language(),
    )


def _language() -> str:
    """What the page was read in is what the resident is written to."""
    return get_language() if get_language() in LANGUAGES else ""


def _point(given: dict[str, Any]) -> Point | None:
    if given["lon"] is None or given["lat"] is None:
        return None
    return Point(lon=given["lon"], lat=given["lat"])


def _uploaded(request: HttpRequest, form: ReportForm) -> dict[str, Any]:
    """Photos are kept from the first try, so that nobody has to choose them again."""
    handles = taken_in(request, purpose="case.report")
    kept = by_handles(list(handles))
    form.data = form.data.copy()
    form.data["handles"] = " ".join(handles)
    return {"handles": handles, "photos_kept": len(kept)}


def _form(
    request: HttpRequest, form: ReportForm, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor
    name = str(form.data.get("body_name", "")).strip() if form.data.get("about_body") else ""
    told = {
        "form": form,
        "bodies": bodies_named(name, on=request.at.date()) if name else [],
        "body_asked": len(name) > 1,
        "body_chosen": str(form.data.get("target_body_id", "")),
        "signed_in": actor.account_id is not None,
        "challenge": make_challenge(at=request.at) if actor.account_id is None else None,
        **(context or {}),
    }
    return render(request, "cases/resident/report.html", told, status=status)


def _thanks(request: HttpRequest, filed: Filed) -> HttpResponse:
    """The tracking code is shown once; this session may open the case from now on."""
    main = filed.case.reporters.filter(pk=filed.reporter_id, main=True).exists()
    open_key(request.session, f"case:{filed.case.pk}" if main else f"reporter:{filed.reporter_id}")
    request.session["filed"] = {"number": filed.case.number, "code": filed.tracking_code}
    return redirect(reverse("cases:filed"))


@require_GET
def filed_page(request: HttpRequest) -> HttpResponse:
    """What the resident keeps: number, code, what happens next and until when."""
    kept = request.session.get("filed")
    if not kept:
        return redirect(reverse("cases:mine"))
    view = resident_view(request.actor, case_id=case_numbered(kept["number"]), at=request.at)
    return render(request, "cases/resident/filed.html", {**kept, "view": view})


@require_POST
def me_too(request: HttpRequest, case_id: int) -> HttpResponse:
    """“我也遇到了”: one more reporter on an open case, with what they wrote and the telephone they proved."""
    form = ReportForm(request.POST, **_kept(request))
    context = _uploaded(request, form)
    proof = Proof(request.POST.get("proof_challenge", ""), request.POST.get("proof_nonce", ""), sender_address(request))
    try:
        given = {**form.data.dict(), **(form.cleaned_data if form.is_valid() else {"confidentiality": "P2"})}
        actor = _filer(request, given)
        words = str(given.get("words", ""))[:2000]
        return _thanks(
            request, join_case(actor, case_id=case_id, words=words, language=_language(), at=request.at, proof=proof)
        )
    except DomainError as refused:
        form.only("")
        tell(form, refused)
        return _form(request, form, context, status=422)


@require_POST
def join_earlier(request: HttpRequest, number: str) -> HttpResponse:
    """Not accepted because somebody's report is in hand already: joined to that one with a press."""
    try:
        return _thanks(request, do_join(request.actor, case_id=case_numbered(number), at=request.at))
    except Invalid as refused:
        messages.error(request, " ".join(str(text) for text in refused.fields.values()) or str(refused))
        return redirect(reverse("cases:case", args=[number]))


urlpatterns = [
    path("report/", report, name="report"),
    path("report/filed/", filed_page, name="filed"),
    path("c/<str:number>/join-earlier/", join_earlier, name="join_earlier"),
    path("report/like/<int:case_id>/", me_too, name="me_too"),
]
