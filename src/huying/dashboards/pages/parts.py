"""What the pages of figures share: the door, the period, and where a number leads."""

from functools import lru_cache
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


@lru_cache(maxsize=4096)
def _place(name: str, *args: str | int) -> str:
    """A page of figures holds hundreds of links to few addresses."""
    return reverse(f"dashboards:{name}", args=args)


def scope_href(scope: Scope, period: Period | None = None) -> str:
    place = _place(scope.kind, scope.id)
    return f"{place}?{urlencode({'period': period.code})}" if period else place


def number_href(code: str, scope: Scope, period: Period) -> str:
    """The definition behind a number, with this scope and period."""
    return f"{_place('number', code)}?{urlencode({'scope': scope.code, 'period': period.code})}"


def open_href(name: str, scope: Scope) -> str:
    """The rows behind a number of what is open now."""
    return f"{_place('open', name)}?{urlencode({'scope': scope.code})}"


def rows_href(measure: str, scope: Scope, period: Period, **narrowed: str) -> str:
    return f"{_place('rows', measure)}?{urlencode({'scope': scope.code, 'period': period.code} | narrowed)}"
