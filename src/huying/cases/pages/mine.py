"""Where is my matter? By tracking code, in my list, on its own page; and every step a resident can take there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huying.cases.actions import closing, fairness, intake, judging, voices, writing
from huying.cases.forms.resident import RatingForm, ReopenForm, TrackForm, WordsForm
from huying.cases.pages.photos import taken_in
from huying.cases.queries import code_opens_any, my_cases, rating_page, resident_view
from huying.cases.queries.numbered import case_numbered
from huying.cases.states import Word
from huying.kernel import throttle
from huying.kernel.actor import Actor
from huying.kernel.edge import sender_address, tell
from huying.kernel.errors import DomainError, NotFound
from huying.people.public import open_key

CODES_AN_HOUR = 20


@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """A tracking code opens one case, without an account. Guessing is slowed down."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle.check(f"cases.track:{sender_address(request)}", CODES_AN_HOUR, timedelta(hours=1), request.at)
        found = code_opens_any(form.cleaned_data["code"])
        if found:
            open_key(request.session, found[1])
            return redirect(reverse("cases:case", args=[found[0]]))
        form.add_error("code", _("没有找到这个查询码，请再核对一遍；忘了查询码可以带身份信息到社区窗口查询。"))
    return render(request, "cases/resident/track.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    page = my_cases(request.actor, after=request.GET.get("after"), at=request.at)
    return render(request, "cases/resident/mine.html", {"page": page})


@require_GET
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    return _case(request, number)


def _case(
    request: HttpRequest, number: str, *, bound: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    view = resident_view(request.actor, case_id=case_numbered(number), at=request.at)
    fresh = {name.replace("-", "_"): form(auto_id=f"{name}_%s") for name, (_said, form, _act) in STEPS.items()}
    shown = fresh | (bound or {})
    for name in ("rate", "rate_too"):
        shown[name].about(explained=view.explained)
    told = {
        "view": view,
        "forms": shown,
        "bound": set(bound or ()),
        "refused": next((form for name, form in (bound or {}).items() if not _shows(name, view.steps)), None),
        "offers": OFFERS,
        "lines": [{"at": one.at, "text": one.what or one.words, "who": one.who} for one in view.timeline],
    }
    return render(request, "cases/resident/case.html", told, status=status)


def _shows(name: str, steps: tuple[str, ...]) -> bool:
    """A form stands on the page and says there itself what must be changed; a button does not, nor what is over."""
    return bool(STEPS[name.replace("_", "-")][1].base_fields) and FORM_OF.get(name, name) in steps


Act = Callable[[Actor, int, dict[str, Any], HttpRequest], Any]


def _answers(given: dict[str, Any]) -> judging.Answers:
    """What follows from another answer counts only with it: a tick left behind says nothing."""
    return judging.Answers(
        contacted=given["contacted"],
        solved=given["solved"],
        satisfied=given["satisfied"],
        reasons=tuple(given["reasons"]),
        words=given["text"],
        wants_more=given["solved"] == "partly" and given["wants_more"],
        accepts=given["solved"] == "no" and given["accepts"],
    )


def _rate(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return judging.rate(actor, case_id=case_id, answers=_answers(given), at=request.at)


def _rate_too(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return voices.rate_too(actor, case_id=case_id, answers=_answers(given), at=request.at)


def _add(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    handles = taken_in(request, purpose="case.more")
    return writing.add_words(actor, case_id=case_id, text=given["text"], at=request.at, handles=handles)


def _answer(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    handles = taken_in(request, purpose="case.more")
    return intake.answer_question(actor, case_id=case_id, text=given["text"], at=request.at, handles=handles)


def _ask_recusal(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return fairness.ask_recusal(actor, case_id=case_id, text=given["text"], at=request.at)


def _contest(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return intake.contest_answer(actor, case_id=case_id, text=given["text"], at=request.at)


def _object(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return closing.object_to(actor, case_id=case_id, text=given["text"], at=request.at)


def _reopen(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return closing.reopen(actor, case_id=case_id, reason=given["reason"], text=given["text"], at=request.at)


def _reopen_matter(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return closing.reopen_matter(actor, case_id=case_id, text=given["text"], at=request.at)


def _withdraw(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return closing.withdraw(actor, case_id=case_id, at=request.at)


def _step_back(actor: Actor, case_id: int, given: dict[str, Any], request: HttpRequest) -> Any:
    return closing.step_back(actor, case_id=case_id, at=request.at)


class NothingToSay(forms.Form):
    """A step that needs no words."""


STEPS: dict[str, tuple[Word, type[forms.Form], Act]] = {
    "add": (gettext_lazy("已补充，承办单位会看到"), WordsForm, _add),
    "answer": (gettext_lazy("已补充，继续办理"), WordsForm, _answer),
    "rate": (gettext_lazy("谢谢您的评价"), RatingForm, _rate),
    "rate-too": (gettext_lazy("谢谢您的评价"), RatingForm, _rate_too),
    "contest": (gettext_lazy("已转去办理"), WordsForm, _contest),
    "object": (gettext_lazy("异议已收到，会有另外的人审核"), WordsForm, _object),
    "reopen": (gettext_lazy("已重新办理"), ReopenForm, _reopen),
    "reopen-matter": (gettext_lazy("已重新办理"), WordsForm, _reopen_matter),
    "ask-recusal": (gettext_lazy("回避申请已收到，由督办人员决定"), WordsForm, _ask_recusal),
    "withdraw": (gettext_lazy("已撤回"), NothingToSay, _withdraw),
    "step-back": (gettext_lazy("您已退出，这件事因关系到他人会继续办"), NothingToSay, _step_back),
}
"""Step in the address → what is said when it is done, the form, and the action."""


OFFERS: tuple[tuple[str, str, Word, Word], ...] = (
    ("contest_answer", "contest", gettext_lazy("不满意，要求转办"), gettext_lazy("要求转办")),
    ("object", "object", gettext_lazy("不同意，提出异议"), gettext_lazy("提出异议")),
    ("reopen", "reopen", gettext_lazy("又出现了，要求重办"), gettext_lazy("要求重办")),
    ("reopen_matter", "reopen_matter", gettext_lazy("有新情况，要求重办"), gettext_lazy("要求重办")),
    ("add_words", "add", gettext_lazy("补充"), gettext_lazy("补充")),
    ("ask_recusal", "ask_recusal", gettext_lazy("希望某人回避"), gettext_lazy("申请回避")),
)
"""Step of the table → form, the words of the fold, and of its button."""
FORM_OF = {"answer": "answer_question", "rate": "judge_solved"} | {form: step for step, form, _fold, _label in OFFERS}
"""Form → step of the table."""


@require_POST
def take_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """One step of a resident; when something must be changed, the page comes back with what was typed."""
    if step not in STEPS:
        raise NotFound(step=step)
    said, kind, act = STEPS[step]
    form = kind(request.POST)
    after = None
    if form.is_valid():
        try:
            after = act(request.actor, case_numbered(number), form.cleaned_data, request)
        except NotFound:
            raise
        except DomainError as refused:
            tell(form, refused)
    if form.errors:
        return _case(request, number, bound={step.replace("-", "_"): form}, status=422)
    messages.success(request, str(said))
    if step == "rate-too" and after.number != number:
        messages.info(
            request, _("您说没有解决，已单独接着办，新编号 %(number)s；查询码不变。") % {"number": after.number}
        )
        open_key(request.session, f"case:{after.pk}")
        return redirect(reverse("cases:case", args=[after.number]))
    return redirect(reverse("cases:case", args=[number]))


@require_http_methods(["GET", "POST"])
def rate_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the message: good once, no account needed."""
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = voices.rate_by_link(token=token, answers=_answers(form.cleaned_data), at=request.at)
        except DomainError as refused:
            tell(form, refused)
        else:
            return render(request, "cases/resident/rated.html", {"case": case})
    page = rating_page(token, at=request.at)
    told = {"form": form.about(explained=page is not None and page.explained), "page": page}
    return render(request, "cases/resident/rate.html", told, status=422 if form.errors else 200)


urlpatterns = [
    path("track/", track, name="track"),
    path("my/", mine, name="mine"),
    path("c/<str:number>/", case_page, name="case"),
    path("c/<str:number>/<slug:step>/", take_step, name="resident_step"),
    path("rate/<str:token>/", rate_by_link, name="rate_by_link"),
]
