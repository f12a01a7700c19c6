"""集中诉求: when five different people bring the same kind of matter in one community within a week, the street and the
county hear of it. People are counted, never named; anonymous voices cannot be told apart and are left out."""

from datetime import datetime, timedelta

from django.db.models import F

from huying.cases.models import Case, Reporter
from huying.cases.telling import tell_desk
from huying.duties.public import category
from huying.kernel.prepared import Given, Like, Question
from huying.territory.public import ancestor

PEOPLE = 5
DAYS = 7


_PEOPLE = Question[tuple[int]](
    lambda: (
        Reporter.objects.filter(
            Like(F("case__category_code"), Given("code")), Like(F("case__area__path"), Given("path")),
            account__isnull=False, left_at__isnull=True, joined_at__gt=Given("since"), joined_at__lte=Given("at"),
        )
        .values_list("account_id")
        .distinct()[: PEOPLE + 1]
    )
)  # fmt: skip
"""Accounts that brought such a matter there lately; no more than are needed to know that it is not the fifth."""


def watch_topic(case: Case, *, at: datetime) -> None:
    """Once, when the fifth person comes."""
    place = ancestor(case.area_id, "community") or ancestor(case.area_id, "street")
    matter = category(case.category_code[:4])
    if place is None or matter is None:
        return
    since = at - timedelta(days=DAYS)
    if len(_PEOPLE.all(code=f"{matter.code}%", path=f"{place.path}%", since=since, at=at)) != PEOPLE:
        return
    voices = Reporter.objects.filter(
        case__category_code__startswith=matter.code, case__area__path__startswith=place.path, left_at__isnull=True,
        joined_at__gt=since, joined_at__lte=at,
    )  # fmt: skip
    known = voices.filter(account__isnull=False)
    newest = known.filter(case=case).order_by("-joined_at", "-id").first()
    if newest is None or known.filter(account_id=newest.account_id or 0).exclude(pk=newest.pk).exists():
        return
    for role in ("street_coordinator", "county_command"):
        tell_desk(
            case, role, "topic", at=at, area=place.name, title=matter.name, count=str(PEOPLE), days=str(DAYS),
            occasion=f"topic:{role}",
        )  # fmt: skip
