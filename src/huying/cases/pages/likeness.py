"""Administration of when two cases count as alike: what holds, and a new version from a day on."""

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huying.cases.actions.likeness import BOUNDS, NewLikeness, keep_likeness
from huying.cases.forms.likeness import LikenessForm
from huying.cases.queries.near import likeness_rule
from huying.cases.rules import offices
from huying.kernel.edge import AskedRequest
from huying.kernel.stepping import staff_only, step_page


@staff_only
@require_http_methods(["GET", "POST"])
def likeness_page(request: AskedRequest) -> HttpResponse:
    """The form stands filled with what holds today."""
    offices.enter(request.actor, to="keep_likeness")
    rule = likeness_rule(request.at.date())
    first = {name: getattr(rule, name) for name in BOUNDS} | {"valid_from": request.at.date()}

    def act(typed: dict[str, Any]) -> Any:
        return keep_likeness(request.actor, new=NewLikeness(**typed), at=request.at)

    return step_page(
        request, LikenessForm(request.POST or None, initial=first), act, done=reverse("cases:likeness"),
        told=gettext_lazy("新的标准已保存，到日子生效。"), heading=_("重复件和热点的标准"), button=_("保存"),
        back=reverse("portal:manage"), about=("likeness_rule", rule.pk) if rule.pk else None,
    )  # fmt: skip


urlpatterns = [path("manage/likeness/", likeness_page, name="likeness")]
