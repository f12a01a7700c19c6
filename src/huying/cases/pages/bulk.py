"""One step on many cases: each is its own transaction, and the list says what went, what did not and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huying.cases.actions import bulk, send_as_suggested
from huying.cases.models import Case
from huying.cases.states import Word
from huying.kernel.actor import Actor
from huying.kernel.edge import whole_number
from huying.kernel.errors import DomainError
from huying.kernel.stepping import staff_only

MOST = 200
KEPT = "bulk_outcome"
Done = list[tuple[int, DomainError | None]]


@dataclass(frozen=True, slots=True)
class Together:
    """A step that needs no words; `confirm` says what pressing it means."""

    code: str
    label: Word
    act: Callable[[Actor, Sequence[int], datetime], Done]
    confirm: Word = ""


def _plain(step: str, label: Word, confirm: Word = "") -> Together:
    return Together(step, label, lambda actor, ids, at: bulk(actor, case_ids=ids, step=step, at=at), confirm)


SEND = Together(
    "send", gettext_lazy("按建议派出"), lambda actor, ids, at: send_as_suggested(actor, case_ids=ids, at=at),
    gettext_lazy("勾选的会按清单建议派给承办单位，单位马上收到。没有唯一建议的、要打电话的不会派出。"),
)  # fmt: skip
TOGETHER: dict[tuple[str, str], tuple[Together, ...]] = {
    ("dispatch", "new"): (SEND,),
    ("unit", "sign"): (_plain("sign", gettext_lazy("一起签收")),),
    ("approval", "results"): (
        _plain("order_site_check", gettext_lazy("一起请网格员核查")),
        _plain(
            "approve_result", gettext_lazy("一起通过"),
            gettext_lazy("勾选的结果会送给诉求人评价。请确认每一件都看过。"),
        ),
    ),
}  # fmt: skip


def together_on(desk: str, tab: str) -> tuple[Together, ...]:
    return TOGETHER.get((desk, tab), ())


@staff_only
@require_POST
def bulk_step(request: HttpRequest, code: str) -> HttpResponse:
    """Takes the step on each and comes back to the list with the outcome."""
    tab = request.POST.get("tab", "")
    back = f"{reverse('cases:desk', args=[code])}?{request.POST.get('query') or urlencode({'tab': tab})}"
    step = next((one for one in together_on(code, tab) if one.code == request.POST.get("step")), None)
    picked = [pk for text in request.POST.getlist("pick") if (pk := whole_number(text)) is not None][:MOST]
    if step is None or not picked:
        messages.warning(request, _("请先勾选要一起办的事项。"))
        return redirect(back)
    request.session[KEPT] = told_of(step, step.act(request.actor, picked, request.at))
    return redirect(back)


def told_of(step: Together, done: Done) -> dict[str, Any]:
    """Numbers and reasons only."""
    refused = {pk: str(error) for pk, error in done if error is not None}
    numbers = dict(Case.objects.filter(pk__in=refused).values_list("pk", "number"))
    rows = [{"number": numbers.get(pk, ""), "why": why} for pk, why in refused.items()]
    return {"label": str(step.label), "went": len(done) - len(rows), "refused": rows}


urlpatterns = [path("desk/<slug:code>/bulk/", bulk_step, name="bulk")]
