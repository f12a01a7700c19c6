"""The administration of suggestions: how they did in a month, and which version makes them."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from huying.kernel.clock import midnight
from huying.kernel.edge import AskedRequest, asked, for_roles
from huying.kernel.errors import NotFound
from huying.kernel.stepping import step_page
from huying.language import actions, queries
from huying.language.forms import ChooseForm
from huying.language.models import ModelVersion
from huying.language.rules import READERS, rules
from huying.language.schemes import SCHEMES, Scheme
from huying.language.states import ABSTAINED

FIRST_YEAR = 2000


@for_roles(*READERS)
def scheme_page(request: AskedRequest, code: str) -> HttpResponse:
    """A month of suggestions beside what people chose, and the versions that can be chosen."""
    scheme = SCHEMES.get(code)
    if scheme is None:
        raise NotFound(scheme=code)
    month = _month(asked(request, "month")) or request.at.date().replace(day=1)
    found, newest = queries.versions(code), queries.version_in_use(code)
    form = ChooseForm(request.POST or None, versions=_choices(found, newest))

    def act(data: dict[str, Any]) -> None:
        actions.choose_version(request.actor, scheme=code, at=request.at, **data)

    return step_page(
        request, form, act, done=reverse("language:scheme", args=[code]), told=_("已改用这个版本。"),
        template="language/scheme.html", scheme=scheme, month=month, before=_shifted(month, -1),
        after=_shifted(month, 1) if _shifted(month, 1) <= request.at.date() else None,
        drift=_drift(scheme, month), versions=found,
        names={one.label: one.shown or one.name for one in scheme.classes()},
        in_use=newest, follows=queries.follows_newest(code), abstained=ABSTAINED,
        may_choose=rules.opens(request.actor, to="choose"),
    )  # fmt: skip


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year < FIRST_YEAR + 100 else None


def _shifted(month: date, by: int) -> date:
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _drift(scheme: Scheme, month: date) -> queries.MonthDrift:
    return queries.month_drift(
        scheme.code, since=midnight(month), until=midnight(_shifted(month, 1)), before=midnight(_shifted(month, -1))
    )


def _choices(found: list[ModelVersion], in_use: ModelVersion | None) -> list[tuple[int, Any]]:
    """Every version but the one in use; 0 is always there."""
    used = in_use.number if in_use else 0
    names = _("只用类别名称和同义词，不用学到的")
    known = [(one.number, _("第 %(n)d 版") % {"n": one.number}) for one in found]
    return [(number, name) for number, name in [*known, (0, names)] if number != used]


@for_roles(*READERS)
def all_schemes(request: AskedRequest) -> HttpResponse:
    """Usually there is one: then it is shown."""
    return scheme_page(request, code=next(iter(SCHEMES)))


urlpatterns = [
    path("manage/language/", all_schemes, name="manage-language"),
    path("manage/language/<slug:code>/", scheme_page, name="scheme"),
]
