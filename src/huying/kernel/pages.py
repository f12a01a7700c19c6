"""Pages of the kernel: the public check of a receipt, and what could not be delivered."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huying.kernel import actions, queries, throttle
from huying.kernel.edge import AskedRequest, sender_address
from huying.kernel.forms import ReasonForm, ReceiptForm
from huying.kernel.receipts import check_receipt


@require_GET
def verify(request: AskedRequest) -> HttpResponse:
    """Anyone may check a receipt; 30 a minute from one address."""
    form = ReceiptForm(request.GET if "receipt" in request.GET else None)
    verdict = None
    if form.is_valid():
        throttle.check(f"kernel.verify:{sender_address(request)}", 30, timedelta(minutes=1), request.at)
        verdict = check_receipt(form.cleaned_data["receipt"])
    status = 422 if form.errors else 200
    return render(request, "kernel/verify.html", {"form": form, "verdict": verdict}, status=status)


@require_GET
def deliveries(request: AskedRequest) -> HttpResponse:
    """What handlers did not take, newest first."""
    return _deliveries(request, ReasonForm())


def _deliveries(request: AskedRequest, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    page = queries.stuck_deliveries(request.actor, after=request.GET.get("after"))
    waiting = queries.waiting_deliveries(request.actor)
    shown = {"form": form, "page": page, "waiting": waiting}
    return render(request, "kernel/deliveries.html", shown, status=status)


@require_POST
def retry_deliveries(request: AskedRequest) -> HttpResponse:
    """All, or the ones that are ticked."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _deliveries(request, form, status=422)
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdigit()]
    reason = form.cleaned_data["reason"]
    count = actions.retry_deliveries(request.actor, ids=picked or None, reason=reason, at=request.at)
    messages.success(request, ngettext("已重新投递 %(n)s 条。", "已重新投递 %(n)s 条。", count) % {"n": count})
    return redirect("kernel:deliveries")


urlpatterns = [
    path("verify/", verify, name="verify"),
    path("manage/deliveries/", deliveries, name="deliveries"),
    path("manage/deliveries/retry/", retry_deliveries, name="retry-deliveries"),
]
