"""Saying what is wrong with the product itself, and answering it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huying.kernel import throttle
from huying.kernel.edge import AskedRequest, sender_address
from huying.kernel.errors import Invalid
from huying.people.public import open_key
from huying.portal import states as s
from huying.portal.actions import answer_feedback, send_feedback
from huying.portal.forms import AnswerForm, CodeForm, FeedbackForm
from huying.portal.models import Feedback
from huying.portal.queries import feedback_by_code, feedback_for, feedback_waiting

HOUR = timedelta(hours=1)
SENT = "feedback_code"


def send(request: AskedRequest) -> HttpResponse:
    form = FeedbackForm(request.POST or None, initial={"page": request.headers.get("Referer", "")[:200]})
    if request.method == "POST" and form.is_valid():
        throttle.check(f"feedback:{sender_address(request)}", 10, HOUR, request.at)
        try:
            feedback, code = send_feedback(request.actor, at=request.at, **form.cleaned_data)
        except Invalid as refused:
            for name, text in refused.fields.items():
                form.add_error(name if name in form.fields else None, text)
        else:
            open_key(request.session, f"feedback:{feedback.pk}")
            request.session[SENT] = code
            return redirect("portal:feedback-sent")
    return render(request, "portal/feedback.html", {"form": form}, status=422 if form.errors else 200)


def sent(request: AskedRequest) -> HttpResponse:
    code = request.session.get(SENT)
    if not code:
        return redirect("portal:feedback")
    return render(request, "portal/feedback_sent.html", {"code": code})


def look_up(request: AskedRequest) -> HttpResponse:
    """By code; without one, what this session or account has sent."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle.check(f"feedback code:{sender_address(request)}", 20, HOUR, request.at)
        found = feedback_by_code(form.cleaned_data["code"])
        if found:
            open_key(request.session, f"feedback:{found}")
            return redirect("portal:feedback-answer")
        form.add_error("code", _("没有这个查询码，请对照提交时给您的那一串再看看。"))
    rows = [feedback_for(request.actor, pk) for pk in reversed(request.actor.key_ids("feedback"))]
    told = {"form": form, "rows": [_shown(row) for row in rows]}
    return render(request, "portal/feedback_answer.html", told, status=422 if form.errors else 200)


def _shown(row: Feedback) -> dict[str, object]:
    return {"row": row, "kind": s.FEEDBACK_KINDS[row.kind], "state": s.FEEDBACK_STATES[row.state]}


def waiting(request: AskedRequest) -> HttpResponse:
    state = s.ANSWERED if request.GET.get("state") == s.ANSWERED else s.OPEN
    page = feedback_waiting(request.actor, state=state, after=request.GET.get("after"))
    tabs = [{"code": code, "label": label, "href": f"?state={code}"} for code, label in s.FEEDBACK_STATES.items()]
    told = {"page": page, "rows": [_shown(row) for row in page], "tabs": tabs, "state": state}
    return render(request, "portal/manage_feedback.html", told)


def answer(request: AskedRequest, feedback_id: int) -> HttpResponse:
    feedback = feedback_for(request.actor, feedback_id, to="answer")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_feedback(request.actor, feedback_id=feedback_id, answer=form.cleaned_data["answer"], at=request.at)
        return redirect("portal:manage-feedback")
    told = {"shown": _shown(feedback), "form": form, "open": feedback.state == s.OPEN}
    return render(request, "portal/manage_feedback_answer.html", told, status=422 if form.errors else 200)
