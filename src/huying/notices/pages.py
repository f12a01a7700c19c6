"""Pages of notices: one's inbox and its settings, wordings, stuck messages, channels of bodies."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huying.kernel.edge import AskedRequest
from huying.kernel.errors import Invalid
from huying.notices import actions, composing, links, queries
from huying.notices.forms import BodyChannelForm, PreferenceForm, ReasonForm, TemplateForm, WhichForm
from huying.notices.moments import SAMPLES, moment, moments
from huying.notices.rules import reader, rules
from huying.organisations.public import body_briefs

LATELY = timedelta(days=1)


@require_GET
def inbox(request: AskedRequest) -> HttpResponse:
    """What I was told, newest first."""
    reader(request.actor)
    unread_only = request.GET.get("show") == "unread"
    page = queries.inbox(request.actor, after=request.GET.get("after", ""), unread_only=unread_only)
    tabs = [
        {"code": "all", "label": _("全部"), "href": "?"},
        {"code": "unread", "label": _("未读"), "href": "?show=unread", "count": queries.unread(request.actor)},
    ]
    shown = {"page": page, "tabs": tabs, "current": "unread" if unread_only else "all", "layout": _layout(request)}
    return render(request, "notices/inbox.html", shown)


@require_GET
def one_message(request: AskedRequest, message_id: int) -> HttpResponse:
    """One message; having opened it, it is read."""
    reader(request.actor)
    found = queries.message_for(request.actor, message_id)
    actions.mark_read(request.actor, message_ids=[message_id], at=request.at)
    href = links.href(request.actor, found.about_thing, found.about_id)
    return render(request, "notices/message.html", {"message": found, "href": href, "layout": _layout(request)})


@require_POST
def mark_all_read(request: AskedRequest) -> HttpResponse:
    """Everything is read."""
    reader(request.actor)
    actions.mark_read(request.actor, at=request.at)
    return redirect("notices:inbox")


@require_http_methods(["GET", "POST"])
def preference(request: AskedRequest) -> HttpResponse:
    """Which ways I want, and when I want rest."""
    now = queries.preference(reader(request.actor))
    names = ("sms", "email", "quiet_from", "quiet_to")
    form = PreferenceForm(request.POST or None, initial={name: getattr(now, name) for name in names})
    if request.method == "POST" and form.is_valid():
        actions.set_preference(request.actor, **form.cleaned_data, at=request.at)
        messages.success(request, _("已保存。"))
        return redirect("notices:preference")
    shown = {"form": form, "layout": _layout(request)}
    return render(request, "notices/preference.html", shown, status=422 if form.errors else 200)


@require_GET
def templates(request: AskedRequest) -> HttpResponse:
    """Every moment at which someone is told something."""
    rules.enter(request.actor, to="manage")
    changed = queries.changed_codes()
    audiences = [("resident", _("发给居民")), ("unit", _("发给单位")), ("staff", _("发给工作人员"))]
    groups = [
        (label, [(one, one.code in changed) for one in moments().values() if one.audience == code])
        for code, label in audiences
    ]
    return render(request, "notices/templates.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
def template(request: AskedRequest, code: str) -> HttpResponse:
    """The words of one moment: see, try, change with a reason, and who changed them before."""
    rules.enter(request.actor, to="manage")
    told = moment(code)
    which = WhichForm(request.GET if "language" in request.GET else {"language": "zh-hans", "channel": ""})
    language, channel = (which.cleaned_data.values()) if which.is_valid() else ("zh-hans", "")
    now = composing.in_force(code, language=language, channel=channel)
    form = TemplateForm(request.POST or None, initial={"subject": now.words.subject, "text": now.words.text})
    shown_words = now.words
    if request.method == "POST" and form.is_valid():
        shown_words = form.words()
        if _changed(request, form, code, language, channel):
            return redirect(request.get_full_path())
    shown = {
        "told": told,
        "which": which,
        "form": form,
        "now": now,
        "preview": composing.preview(told, shown_words) if not form.errors else None,
        "versions": queries.versions(code, language=language, channel=channel),
        "facts": [(f"{{{name}}}", SAMPLES[name], name in told.needs) for name in told.facts],
    }
    return render(request, "notices/template.html", shown, status=422 if form.errors else 200)


@require_GET
def stuck(request: AskedRequest) -> HttpResponse:
    """Messages that did not go out: which channel, what trouble, how often tried; never their words."""
    rules.enter(request.actor, to="manage")
    page = queries.failed(after=request.GET.get("after", ""))
    counts = queries.sending_counts(since=request.at - LATELY)
    return render(request, "notices/stuck.html", {"page": page, "counts": counts, "form": ReasonForm()})


@require_POST
def resend(request: AskedRequest, sending_id: int) -> HttpResponse:
    """Send again, or give up, with the reason."""
    act = actions.drop_sending if request.POST.get("step") == "drop" else actions.resend
    act(request.actor, sending_id=sending_id, reason=request.POST.get("reason", ""), at=request.at)
    messages.success(request, _("已放弃发送。") if act is actions.drop_sending else _("已重新排队发送。"))
    return redirect("notices:stuck")


@require_http_methods(["GET", "POST"])
def body_channels(request: AskedRequest) -> HttpResponse:
    """Group robots of units."""
    rules.enter(request.actor, to="manage")
    form = BodyChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            actions.set_body_channel(request.actor, body_id=said.pop("body"), at=request.at, **said)
        except Invalid as error:
            _into(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("notices:body_channels")
    rows = queries.body_channels()
    names = body_briefs([row.body_id for row in rows])
    shown = {"form": form, "rows": [(row, names.get(row.body_id)) for row in rows]}
    return render(request, "notices/body_channels.html", shown, status=422 if form.errors else 200)


@require_POST
def switch_off(request: AskedRequest, body_channel_id: int) -> HttpResponse:
    """No more messages by this robot."""
    reason = request.POST.get("reason", "")
    actions.switch_off_body_channel(request.actor, body_channel_id=body_channel_id, reason=reason, at=request.at)
    messages.success(request, _("已停用。"))
    return redirect("notices:body_channels")


def _changed(request: AskedRequest, form: TemplateForm, code: str, language: str, channel: str) -> bool:
    """Save, unless only a preview was asked for."""
    words = form.words()
    try:
        if request.POST.get("step") == "preview":
            composing.check_words(moment(code), words)
            return False
        reason = form.cleaned_data["reason"]
        actions.change_template(
            request.actor, code=code, language=language, channel=channel, words=words, reason=reason, at=request.at
        )
    except Invalid as error:
        _into(form, error)
        return False
    messages.success(request, _("新的写法已生效。"))
    return True


def _into(form: BodyChannelForm | TemplateForm, error: Invalid) -> None:
    for name, text in error.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not error.fields:
        form.add_error(None, str(error))


def _layout(request: AskedRequest) -> str:
    return "layout/desk.html" if request.actor.is_staff else "layout/base.html"


urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/read/", mark_all_read, name="mark_all_read"),
    path("inbox/settings/", preference, name="preference"),
    path("inbox/<int:message_id>/", one_message, name="message"),
    path("manage/templates/", templates, name="templates"),
    path("manage/templates/<str:code>/", template, name="template"),
    path("manage/messages/", stuck, name="stuck"),
    path("manage/messages/<int:sending_id>/", resend, name="resend"),
    path("manage/body-channels/", body_channels, name="body_channels"),
    path("manage/body-channels/<int:body_channel_id>/off/", switch_off, name="switch_off"),
]
