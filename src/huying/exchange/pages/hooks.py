"""Pages of administration: who is told of what, what is stuck, and trying it again."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huying.exchange import queries
from huying.exchange.actions import NewWebhook, change_secret, end_webhook, make_webhook, replay
from huying.exchange.forms import HookForm
from huying.kernel.edge import AskedRequest, tell
from huying.kernel.errors import DomainError, Invalid
from huying.kernel.forms import WhyForm
from huying.kernel.stepping import staff_only, step_page
from huying.territory.public import area_by_code


@staff_only
def webhooks(request: AskedRequest) -> HttpResponse:
    rows = queries.hooks(request.actor)
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = make_webhook(
                request.actor, new=_new(form.cleaned_data), reason=form.cleaned_data["reason"], at=request.at
            )
        except DomainError as refused:
            tell(form, refused)
        else:
            return _shown_once(request, hook.name, secret, hook.pk)
    return render(request, "exchange/webhooks.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


def _new(given: dict[str, Any]) -> NewWebhook:
    area = area_by_code(given["area_code"]) if given["area_code"] else None
    if given["area_code"] and area is None:
        raise Invalid(fields={"area_code": _("没有这个区划代码。")})
    area_id = area.id if area else None
    language = given["language"] or settings.LANGUAGE_CODE
    return NewWebhook(given["name"], given["address"], tuple(given["codes"]), area_id, language)


def _shown_once(request: AskedRequest, name: str, secret: str, hook_id: int) -> HttpResponse:
    back = reverse("exchange:webhook", kwargs={"hook_id": hook_id})
    return render(request, "exchange/secret.html", {"name": name, "secret": secret, "back": back})


@staff_only
def webhook(request: AskedRequest, hook_id: int) -> HttpResponse:
    hook = queries.hook_for(request.actor, hook_id)
    stuck = request.GET.get("all") != "1"
    page = queries.sendings_of(hook, stuck=stuck, after=request.GET.get("after"))
    return render(request, "exchange/webhook.html", {"hook": hook, "page": page, "stuck": stuck, "form": WhyForm()})


@staff_only
def replay_stuck(request: AskedRequest, hook_id: int) -> HttpResponse:
    hook = queries.hook_for(request.actor, hook_id)
    form = WhyForm(request.POST or None)
    back = reverse("exchange:webhook", kwargs={"hook_id": hook.pk})
    return step_page(
        request, form, lambda given: replay(request.actor, hook_id=hook.pk, reason=given["reason"], at=request.at),
        done=back, told=_("会再试一遍"), heading=_("再发一遍卡住的"), back=back, button=_("再发一遍"),
    )  # fmt: skip


@staff_only
@require_POST
def new_secret(request: AskedRequest, hook_id: int) -> HttpResponse:
    """Shown once, so on the answer itself."""
    hook, secret = change_secret(request.actor, hook_id=hook_id, reason=request.POST.get("reason", ""), at=request.at)
    return _shown_once(request, hook.name, secret, hook.pk)


@staff_only
def end(request: AskedRequest, hook_id: int) -> HttpResponse:
    hook = queries.hook_for(request.actor, hook_id)
    form = WhyForm(request.POST or None)
    return step_page(
        request, form, lambda given: end_webhook(request.actor, hook_id=hook.pk, reason=given["reason"], at=request.at),
        done=reverse("exchange:webhooks"), told=_("已停止"), heading=_("停止推送"), button=_("停止"),
        back=reverse("exchange:webhook", kwargs={"hook_id": hook.pk}),
    )  # fmt: skip
