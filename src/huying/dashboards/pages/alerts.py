"""Figures that need a look: given to somebody, seen, and closed with what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huying.dashboards.words import ALERT_WORDS
from huying.evaluation.public import Alert, alerts, area_scope, close_alert, see_alert, unit_scope
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import Invalid
from huying.kernel.stepping import staff_only


@staff_only
@require_safe
def alert_page(request: AskedRequest) -> HttpResponse:
    return _shown(request)


def _shown(request: AskedRequest, *, refused: Invalid | None = None, at_id: int = 0, typed: str = "") -> HttpResponse:
    page = alerts(request.actor, after=request.GET.get("after"))
    rows = [_row(one, request) for one in page]
    told = {"rows": rows, "page": page, "refused": refused, "at_id": at_id, "typed": typed}
    return render(request, "dashboards/alerts.html", told, status=422 if refused else 200)


def _row(one: Alert, request: AskedRequest) -> dict[str, Any]:
    scope = area_scope(one.scope_id) if one.scope_kind == "area" else unit_scope(one.scope_id)
    share = one.code in SHARES
    return {
        "one": one, "word": ALERT_WORDS.get(one.code, one.code), "scope": scope,
        "value": f"{one.value * 100:.1f}%" if share else f"{one.value:.0f}",
        "compared": f"{one.compared * 100:.0f}%" if share else f"{one.compared:.1f}",
        "mine": one.owner_id == request.actor.account_id,
    }  # fmt: skip


SHARES = ("left_out", "not_in_limit")


@staff_only
@require_POST
def see(request: AskedRequest, pk: int) -> HttpResponse:
    see_alert(request.actor, alert_id=pk, at=request.at)
    messages.success(request, _("记下了：您来看这个数。"))
    return redirect(reverse("dashboards:alerts"))


@staff_only
@require_POST
def close(request: AskedRequest, pk: int) -> HttpResponse:
    typed = request.POST.get("text", "")
    try:
        close_alert(request.actor, alert_id=pk, text=typed, at=request.at)
    except Invalid as refused:
        return _shown(request, refused=refused, at_id=pk, typed=typed)
    messages.success(request, _("处理情况记下了。"))
    return redirect(reverse("dashboards:alerts"))


urlpatterns = [
    path("desk/figures/alerts/", alert_page, name="alerts"),
    path("desk/figures/alerts/<int:pk>/see/", see, name="see-alert"),
    path("desk/figures/alerts/<int:pk>/close/", close, name="close-alert"),
]
