"""What residents call places, as it was learned: to be looked through, taken back, and used again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huying.kernel.edge import AskedRequest, asked, for_roles
from huying.kernel.forms import WhyForm
from huying.kernel.stepping import step_page
from huying.territory.actions.learning import unlearn_place, use_place_again
from huying.territory.queries.learned import learned_place, learned_places


@for_roles("system_admin")
@require_GET
def overview(request: AskedRequest) -> HttpResponse:
    undone = asked(request, "state") == "undone"
    page = learned_places(request.actor, undone=undone, after=asked(request, "after"))
    tabs = [
        {"code": "used", "label": _("在用"), "href": "?state=used"},
        {"code": "undone", "label": _("已撤回"), "href": "?state=undone"},
    ]
    told = {"page": page, "tabs": tabs, "state": "undone" if undone else "used"}
    return render(request, "territory/manage/learned.html", told)


@for_roles("system_admin")
@require_http_methods(["GET", "POST"])
def turn(request: AskedRequest, place_id: int) -> HttpResponse:
    """Takes it back, or uses it again; the reason is kept."""
    place = learned_place(request.actor, place_id)
    act, button, told = (
        (unlearn_place, _("撤回"), _("已撤回，以后不再这样认。")) if place.undone_at is None
        else (use_place_again, _("重新启用"), _("已重新启用。"))
    )  # fmt: skip
    there = reverse("territory:learned-places")
    return step_page(
        request,
        WhyForm(request.POST or None),
        lambda typed: act(request.actor, place_id=place_id, at=request.at, **typed),
        done=there,
        told=told,
        back=there,
        back_label=_("学到的地名"),
        heading=f"{place.text} → {place.area.name}",
        button=button,
        about=("learned_place", place_id),
    )
