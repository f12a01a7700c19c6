"""A table of a page, taken along."""

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huying.dashboards.pages.parts import asked_period, period_name
from huying.dashboards.queries.overview import overview
from huying.dashboards.sheets import SHEETS, as_csv, as_xlsx
from huying.evaluation.public import scope_named
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.kernel.stepping import staff_only

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@staff_only
@require_safe
def take(request: AskedRequest, scope: str, table: str, kind: str) -> HttpResponse:
    """What the page shows, with the place, the period and the time of the data in the last line of the xlsx."""
    found = scope_named(request.actor, scope)
    if table not in SHEETS or kind not in TYPES:
        raise NotFound(table=table)
    period = asked_period(request)
    seen = overview(found, period, at=request.at)
    sheet = SHEETS[table](seen, min(request.at.date(), period.last_day))
    read = seen.read.read_at.isoformat(timespec="minutes") if seen.read.read_at else "—"
    foot = _("%(place)s，%(period)s，数据截至 %(moment)s") % {
        "place": found.name, "period": period_name(period), "moment": read,
    }  # fmt: skip
    data = as_csv(sheet) if kind == "csv" else as_xlsx(sheet, foot=foot)
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{found.code}-{table}-{period.code}.{kind}"'
    return response


urlpatterns = [path("desk/figures/take/<slug:scope>/<slug:table>.<slug:kind>", take, name="take")]
