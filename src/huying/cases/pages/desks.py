"""The desks: what I owe today, the lists with their tabs and filters, and search over everything I may see."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huying.cases.actions import writing
from huying.cases.models import SavedFilter
from huying.cases.pages.steps import STAFF_STEPS
from huying.cases.queries.desks import desk_for, desks_of, find_cases, owed_today, tab_counts, worklist
from huying.cases.queries.filters import Filters, read_filters
from huying.cases.states import case_states
from huying.cases.words import CLASSES, KINDS
from huying.duties.public import leaf_choices
from huying.kernel.actor import Actor
from huying.kernel.errors import DomainError, Invalid, NotAllowed

BULK = ("sign",)
"""Steps that may be taken on several cases at once: those that need no words."""
BULK_MOST = 50


def end_of_day(at: datetime) -> datetime:
    here = timezone.localtime(at)
    return datetime.combine(here.date(), time.max, tzinfo=here.tzinfo)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What I owe today, the most pressing first."""
    actor: Actor = request.actor
    if not actor.is_staff:
        raise NotAllowed(page="desk")
    owed = owed_today(actor, at=request.at, until=end_of_day(request.at))
    owed.sort(key=lambda one: (-(one.late > 0), -(one.today > 0), one.first[0].due_at))
    return render(request, "cases/desk/today.html", {"owed": owed, "desks": desks_of(actor)})


def _saved(actor: Actor, desk: str) -> list[SavedFilter]:
    return list(SavedFilter.objects.filter(account_id=actor.account_id, desk=desk).order_by("name"))


@require_GET
def desk(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor
    place = desk_for(actor, code)
    shown = place.tab(request.GET.get("tab", ""))
    chosen, wrong = read_filters(request.GET)
    page = worklist(actor, desk=code, tab=shown.code, chosen=chosen, after=request.GET.get("after"), at=request.at)
    told = {
        "desk": place, "tab": shown, "page": page, **_filter_parts(chosen, wrong, request),
        "bulk": _bulk_of(shown.states), "saved": _saved(actor, code),
    }  # fmt: skip
    if request.htmx and request.GET.get("after"):
        return render(request, "cases/desk/rows.html", told)
    counts = tab_counts(actor, place, at=request.at)
    told["tabs"] = [
        {"code": tab.code, "label": tab.label, "href": f"?{urlencode({'tab': tab.code})}", "count": counts[tab.code]}
        for tab in place.tabs
    ]
    template = "cases/desk/grid.html" if code == "grid" else "cases/desk/desk.html"
    return render(request, template, told)


def _bulk_of(states: tuple[Any, ...]) -> list[tuple[str, str]]:
    if [state.value for state in states] == ["S30"]:
        return [("sign", str(STAFF_STEPS["sign"].label))]
    return []


def _filter_parts(chosen: Filters, wrong: list[str], request: HttpRequest) -> dict[str, Any]:
    """What the filter bar needs: the chosen values and the closed lists to choose from."""
    return {
        "chosen": chosen, "wrong": wrong, "kinds": KINDS.items(), "classes": CLASSES.items(),
        "states": case_states(), "categories": leaf_choices(on=request.at.date()),
        "lights": (("red", _("超期")), ("yellow", _("快到期")), ("green", _("正常"))),
        "query": urlencode(chosen.as_values()),
    }  # fmt: skip


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Everything that I may see: by number, words, place and filters."""
    actor: Actor = request.actor
    if not actor.is_staff:
        raise NotAllowed(page="search")
    chosen, wrong = read_filters(request.GET)
    page = find_cases(actor, chosen=chosen, after=request.GET.get("after"), at=request.at) if chosen else None
    told = {"page": page, **_filter_parts(chosen, wrong, request)}
    if request.htmx and request.GET.get("after"):
        return render(request, "cases/desk/rows.html", told)
    return render(request, "cases/desk/search.html", told)


@require_POST
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """One step on several cases; each is its own transaction, and what was refused is said with its reason."""
    desk_for(request.actor, code)
    step = STAFF_STEPS.get(request.POST.get("step", ""))
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdigit()][:BULK_MOST]
    if step is None or request.POST["step"] not in BULK or not picked:
        messages.warning(request, _("请先勾选要一起办的事项。"))
        return redirect(reverse("cases:desk", args=[code]))
    done = 0
    for case_id in picked:
        try:
            step.act(request.actor, case_id, {"text": ""}, request.at)
            done += 1
        except DomainError as refused:
            messages.warning(request, str(refused))
    messages.success(request, _("已%(step)s %(n)d 件。") % {"step": step.label, "n": done})
    return redirect(f"{reverse('cases:desk', args=[code])}?{urlencode({'tab': request.POST.get('tab', '')})}")


@require_POST
def save_filter(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the present filter as a tab of one's own."""
    desk_for(request.actor, code)
    chosen, _wrong = read_filters(request.POST)
    values = {**chosen.as_values(), "tab": request.POST.get("tab", "")}
    try:
        writing.save_filter(request.actor, desk=code, name=request.POST.get("name", ""), values=values, at=request.at)
        messages.success(request, _("已存为常用筛选。"))
    except Invalid as refused:
        messages.error(request, " ".join(str(message) for message in refused.fields.values()) or str(refused))
    return redirect(f"{reverse('cases:desk', args=[code])}?{urlencode(values)}")


@require_POST
def drop_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    writing.drop_filter(request.actor, filter_id=filter_id, at=request.at)
    messages.success(request, _("已删除这个常用筛选。"))
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/desk/") else reverse("cases:desks"))


urlpatterns = [
    path("desk/", today, name="desks"),
    path("desk/search/", search, name="search"),
    path("desk/filters/<int:filter_id>/drop/", drop_filter, name="drop_filter"),
    path("desk/<slug:code>/", desk, name="desk"),
    path("desk/<slug:code>/bulk/", bulk, name="bulk"),
    path("desk/<slug:code>/filters/", save_filter, name="save_filter"),
]
