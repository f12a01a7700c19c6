"""Administration of limits: what holds today, every version, and a new one with its day and reason."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huying.cases.actions.settings import NewLimits, keep_limits
from huying.cases.forms.settings import LimitsForm
from huying.cases.queries.settings import SHOWN, limit_kinds, limits_on, rule_lines
from huying.cases.rules import offices
from huying.kernel.edge import AskedRequest
from huying.kernel.stepping import staff_only, step_page


@staff_only
@require_safe
def limits_page(request: AskedRequest) -> HttpResponse:
    kinds = dict(limit_kinds())
    context = {
        "heads": [kinds[kind] for kind in SHOWN],
        "classes": limits_on(request.at.date()),
        "lines": rule_lines(),
        "may_keep": offices.opens(request.actor, to="keep_limits"),
    }
    return render(request, "cases/manage/limits.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def limits_new(request: AskedRequest) -> HttpResponse:
    offices.enter(request.actor, to="keep_limits")
    first = {"klass": request.GET.get("klass", "G"), "valid_from": request.at.date()}
    form = LimitsForm(request.POST or None, initial=first)

    def act(typed: dict[str, Any]) -> Any:
        new = NewLimits(
            klass=typed["klass"], category_code=typed["category_code"], valid_from=typed["valid_from"],
            reason=typed["reason"], limits=form.limits(),
        )  # fmt: skip
        return keep_limits(request.actor, new=new, at=request.at)

    return step_page(
        request, form, act, done=reverse("cases:limits"), told=gettext_lazy("新的时限已保存，到日子生效。"),
        heading=_("修改时限"), button=_("保存"), back=reverse("cases:limits"),
    )  # fmt: skip


urlpatterns = [
    path("manage/limits/", limits_page, name="limits"),
    path("manage/limits/new/", limits_new, name="limits-new"),
]
