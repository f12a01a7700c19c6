"""Pages of the kernel: the public check of a receipt, and what could not be delivered."""

from datetime import timedelta

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from huying.kernel import actions, queries, throttle
from huying.kernel.edge import AskedRequest, for_roles, sender_address, whole_number
from huying.kernel.forms import JournalForm, ReasonForm, ReceiptForm
from huying.kernel.models import JournalRow
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
    picked = [pk for text in request.POST.getlist("pick") if (pk := whole_number(text)) is not None]
    reason = form.cleaned_data["reason"]
    count = actions.retry_deliveries(request.actor, ids=picked or None, reason=reason, at=request.at)
    messages.success(request, ngettext("已重新投递 %(n)s 条。", "已重新投递 %(n)s 条。", count) % {"n": count})
    return redirect("kernel:deliveries")


@require_GET
@for_roles("audit_admin")
def journal(request: AskedRequest) -> HttpResponse:
    """What everybody did, for the audit administrator; the look itself becomes a row."""
    form = JournalForm(request.GET)
    if not form.is_valid():
        return render(request, "kernel/journal.html", {"form": form, "page": None}, status=422)
    given = form.cleaned_data
    today = request.at.date()
    until = given["until"] or max(today, given["since"] or today)
    days = {"since": given["since"] or until - timedelta(days=30), "until": until}
    wanted = queries.JournalFilter(**given | days)
    page = actions.read_journal(request.actor, wanted=wanted, after=request.GET.get("after", ""), at=request.at)
    shown = {"form": form, "page": page, "rows": [_told(row) for row in page.items], "wanted": wanted}
    return render(request, "kernel/journal.html", shown)


def _told(row: JournalRow) -> dict[str, object]:
    """A row with the name of the context that wrote it, and its facts as short pairs."""
    context = row.code.split(".")[0]
    known = apps.is_installed(f"huying.{context}")
    pairs = [f"{name}={value}" for name, value in row.facts.items() if value not in ("", None, [])]
    return {"row": row, "context": apps.get_app_config(context).verbose_name if known else context, "pairs": pairs}


urlpatterns = [
    path("verify/", verify, name="verify"),
    path("manage/deliveries/", deliveries, name="deliveries"),
    path("manage/journal/", journal, name="journal"),
    path("manage/deliveries/retry/", retry_deliveries, name="retry-deliveries"),
]
