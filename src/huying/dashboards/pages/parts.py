"""What the pages of figures share: the door, the period, and where a number leads."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.evaluation.public import Period, Scope, period_of, to_choose
from huying.kernel.edge import AskedRequest


def asked_period(request: AskedRequest) -> Period:
    return period_of(request.GET.get("period", ""), today=request.at.date())


def period_name(period: Period) -> str:
    """2026 年 11 月, 2026 年第 4 季度, 2026 年."""
    said = {"year": period.start.year, "month": period.start.month, "quarter": (period.start.month + 2) // 3}
    if period.months == 1:
        return _("%(year)s 年 %(month)s 月") % said
    return _("%(year)s 年第 %(quarter)s 季度") % said if period.months == 3 else _("%(year)s 年") % said


def periods(request: AskedRequest) -> list[tuple[str, str]]:
    return [(one.code, period_name(one)) for one in to_choose(request.at.date())]


def scope_href(scope: Scope, period: Period | None = None) -> str:
    place = reverse(f"dashboards:{scope.kind}", args=[scope.id])
    return f"{place}?{urlencode({'period': period.code})}" if period else place


def number_href(code: str, scope: Scope, period: Period) -> str:
    """The definition behind a number, with this scope and period."""
    return f"{reverse('dashboards:number', args=[code])}?{urlencode({'scope': scope.code, 'period': period.code})}"


def rows_href(measure: str, scope: Scope, period: Period) -> str:
    return f"{reverse('dashboards:rows', args=[measure])}?{urlencode({'scope': scope.code, 'period': period.code})}"
