"""The county's command decides weights and what an indicator means: tried first, with a day and a reason."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huying.dashboards.forms import TEXTS, WEIGHTS, DefinitionForm, WeightsForm
from huying.dashboards.pages.parts import period_name
from huying.evaluation.public import (
    Indicator,
    WeightSet,
    all_weights,
    area_scope,
    check_weighing,
    decide_weights,
    define_indicator,
    enter_definitions,
    told,
    try_weights,
    versions_of,
)
from huying.kernel.edge import AskedRequest, tell
from huying.kernel.errors import DomainError, NotFound
from huying.kernel.reasons import changes_of
from huying.kernel.stepping import staff_only, step_page
from huying.people.public import account_briefs
from huying.territory.public import home


@staff_only
@require_http_methods(["GET", "POST"])
def weights_page(request: AskedRequest, code: str) -> HttpResponse:
    """The form stands filled with the newest version; what was typed is tried on the last closed month before it can
    be decided, and tried again when a weight was changed after that."""
    enter_definitions(request.actor)
    versions = [one for one in all_weights() if one.code == code]
    if not versions:
        raise NotFound(weights=code)
    language = get_language() or ""
    here: dict[str, Any] = {
        "code": code, "name": told(versions[-1], "name", language), "history": history_of("weight_set", versions),
        "back": reverse("dashboards:numbers"),
    }  # fmt: skip
    form = WeightsForm(request.POST or None, initial=_first_weights(request, versions[-1]))
    if request.method == "POST" and form.is_valid():
        here["trial"] = _tried(request, form)
        if form.errors or form.cleaned_data["seen"] != form.weights_hash():
            return _try_page(request, form, here)

    def act(typed: dict[str, Any]) -> WeightSet:
        return decide_weights(request.actor, code=code, weighing=form.weighing(), reason=typed["reason"], at=request.at)

    return step_page(
        request, form, act, done=reverse("dashboards:numbers"), told=_("新的权重方案定下来了，到日子起用。"),
        template="dashboards/weights.html", **here,
    )  # fmt: skip


def _first_weights(request: AskedRequest, last: WeightSet) -> dict[str, Any]:
    given: dict[str, Any] = {name: getattr(last, name).normalize() for name in WEIGHTS}
    return given | {
        "name_zh": last.name_zh, "name_en": last.name_en, "in_force_from": request.at.date() + timedelta(days=1),
    }  # fmt: skip


def _try_page(request: AskedRequest, form: WeightsForm, here: dict[str, Any]) -> HttpResponse:
    """Nothing is kept yet; the form now carries the weights that were shown."""
    refused = bool(form.errors)
    if not refused:
        form = WeightsForm({**request.POST.dict(), "seen": form.weights_hash()})
    return render(request, "dashboards/weights.html", {"form": form, **here}, status=422 if refused else 200)


def _tried(request: AskedRequest, form: WeightsForm) -> dict[str, Any] | None:
    weighing = form.weighing()
    try:
        check_weighing(weighing, at=request.at)
    except DomainError as refused:
        tell(form, refused)
        return None
    place = home()
    scope = area_scope(place.id) if place else None
    if scope is None:
        return None
    by = WeightSet(**{name: getattr(weighing, name) for name in WEIGHTS})
    trial = try_weights(scope, by, today=request.at.date())
    return {
        "month": period_name(trial.period),
        "period": trial.period,
        "rows": [trial.whole, *(one for one in trial.parts if one.now["I24"].n)],
    }


def history_of(thing: str, versions: list[Any]) -> list[dict[str, Any]]:
    """Newest first: each version with who decided it, when and why; what came with the product has nobody."""
    rows = [
        {"one": one, "name": told(one, "name", get_language() or ""),
         "change": next(iter(changes_of(thing, one.pk, most=1)), None)}
        for one in reversed(versions)
    ]  # fmt: skip
    names = account_briefs({row["change"].by for row in rows if row["change"] and row["change"].by})
    for row in rows:
        by = row["change"].by if row["change"] else None
        row["who"] = names[by].public_name if by in names else ""
    return rows


@staff_only
@require_http_methods(["GET", "POST"])
def define_page(request: AskedRequest, code: str) -> HttpResponse:
    """Names, texts, the least n, and when it holds."""
    enter_definitions(request.actor)
    versions = versions_of(code)
    if not versions:
        raise NotFound(code=code)
    last = versions[-1]
    first = {name: getattr(last, name) for name in (*TEXTS, "min_n")} | {"since": request.at.date() + timedelta(days=1)}

    def act(typed: dict[str, Any]) -> Indicator:
        changes = {name: typed[name] for name in (*TEXTS, "min_n", "published_on")}
        return define_indicator(
            request.actor, code=code, changes=changes, since=typed["since"], reason=typed["reason"], at=request.at
        )

    return step_page(
        request, DefinitionForm(request.POST or None, initial=first), act,
        done=reverse("dashboards:number", args=[code]), told=_("新的定义记下了，到日子起用。"),
        template="dashboards/define.html", one=last, name=told(last, "name", get_language() or ""),
        history=history_of("indicator", versions), back=reverse("dashboards:number", args=[code]),
    )  # fmt: skip


urlpatterns = [
    path("desk/figures/weights/<slug:code>/", weights_page, name="weights"),
    path("desk/figures/numbers/<slug:code>/define/", define_page, name="define"),
]
