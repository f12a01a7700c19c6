"""What the pages of figures share: the door, the period, and where a number leads."""

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from huying.cases.public import S
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


OPEN_LISTS = {
    "open": {"state": "open"}, "fine": {"state": "open", "light": "green"},
    "soon": {"state": "open", "light": "yellow"}, "late": {"state": "open", "light": "red"},
    "escalated": {"state": S.ESCALATED.value}, "suspended": {"state": S.SUSPENDED.value},
    "to_be_judged": {"state": S.TO_BE_JUDGED.value}, "open_matters": {"state": S.OPEN_MATTER.value},
}  # fmt: skip


@lru_cache(maxsize=4096)
def _place(name: str, *args: str | int) -> str:
    """A page of figures holds hundreds of links to few addresses."""
    return reverse(f"dashboards:{name}", args=args)


def scope_href(scope: Scope, period: Period | None = None) -> str:
    place = _place(scope.kind, scope.id)
    return f"{place}?period={period.code}" if period else place


def part_href(scope: Scope, part: str, period: Period) -> str:
    """A part of the page of a place or a unit, at its own address."""
    return f"{_place(f'{scope.kind}-part', scope.id, part)}?period={period.code}"


def number_href(code: str, scope: Scope, period: Period) -> str:
    """The definition behind a number, with this scope and period."""
    return f"{_place('number', code)}?scope={scope.code}&period={period.code}"


def open_href(name: str, scope: Scope) -> str:
    """The rows behind a number of what is open now."""
    return f"{_place('open', name)}?scope={scope.code}"


def rows_href(measure: str, scope: Scope, period: Period, **narrowed: str) -> str:
    """Codes of scopes and periods need no quoting; what narrows may."""
    more = f"&{urlencode(narrowed)}" if narrowed else ""
    return f"{_place('rows', measure)}?scope={scope.code}&period={period.code}{more}"


def search_href(scope: Scope, name: str) -> str:
    """The same cases as a search, to be narrowed further; empty where a search does not know them, or the reader."""
    if name not in OPEN_LISTS or (scope.told and scope.told.plain):
        return ""
    where = {"area_id": scope.id} if scope.kind == "area" else {"body_id": scope.id}
    return f"{reverse('cases:search')}?{urlencode(where | OPEN_LISTS[name])}"
