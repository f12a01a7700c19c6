"""Grids: what is public about one, and which are too big or too small."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huying.kernel.edge import AskedRequest, for_roles, tell
from huying.kernel.errors import DomainError, NotFound
from huying.territory import states as s
from huying.territory.actions.places import set_grid_size_rule
from huying.territory.forms import SizeRuleForm
from huying.territory.pages.steps import today
from huying.territory.queries.areas import ancestors, children, home_path
from huying.territory.queries.browsing import boundary_of
from huying.territory.queries.grids import grids_outside_band, public_grid, size_rules


@for_roles("system_admin")
def sizes(request: AskedRequest) -> HttpResponse:
    """The rule in force for each kind, the grids outside of it, and a new rule."""
    form = SizeRuleForm(request.POST or None, initial={"on": today(request.at)})
    if request.method == "POST" and form.is_valid():
        try:
            set_grid_size_rule(request.actor, band=form.band(), decision=form.decision(), at=request.at)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, _("已保存网格规模标准。"))
            return redirect("territory:grid-sizes")
    on = today(request.at)
    rules = [(s.KINDS[s.GRID][kind], rule) for kind, rule in size_rules(on).items()]
    alerts = grids_outside_band(home_path(), on=on)
    context = {"form": form, "rules": rules, "alerts": alerts}
    return render(request, "territory/manage/grid_sizes.html", context, status=422 if form.errors else 200)


def public_page(request: AskedRequest, code: str) -> HttpResponse:
    """For everyone: which places belong to a grid, whom to call, and whom to tell when that does not work."""
    found = public_grid(code)
    if found is None:
        raise NotFound(grid=code)
    area, duty = found
    above = [one for one in ancestors(area.pk)[:-1] if one.level in (s.COUNTY, s.STREET, s.COMMUNITY)]
    context = {
        "grid": area,
        "duty": duty,
        "kind": s.KINDS[s.GRID].get(area.kind, ""),
        "above": above,
        "places": [one for one in children(area.pk) if one.level in (s.ESTATE, s.BUILDING)],
        "boundary": boundary_of(area.pk),
        "layers": f"/api/v1/territory/layers?area_id={area.pk}",
    }
    return render(request, "territory/grid.html", context)
