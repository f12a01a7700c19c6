"""A table of a page, taken along."""

from django.http import StreamingHttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huying.dashboards.pages.parts import asked_period, period_name
from huying.dashboards.queries.overview import overview
from huying.dashboards.sheets import SHEETS
from huying.evaluation.public import scope_named
from huying.kernel.edge import AskedRequest
from huying.kernel.errors import NotFound
from huying.kernel.stepping import staff_only
from huying.kernel.tablefiles import TYPES, table_file


@staff_only
@require_safe
def take(request: AskedRequest, scope: str, table: str, kind: str) -> StreamingHttpResponse:
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
    lines = [sheet[0], *sheet[1], *([[], [foot]] if kind == "xlsx" else [])]
    return table_file(lines, kind=kind, name=f"{found.code}-{table}-{period.code}")


urlpatterns = [path("desk/figures/take/<slug:scope>/<slug:table>.<slug:kind>", take, name="take")]
