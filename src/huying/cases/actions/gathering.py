"""集中诉求: when five different people bring the same kind of matter in one community within a week, the street and the
county hear of it. People are counted, never named; anonymous voices cannot be told apart and are left out."""

from datetime import datetime, timedelta

from huying.cases.models import Case, Reporter
from huying.cases.telling import tell_desk
from huying.duties.public import category
from huying.territory.public import ancestor

PEOPLE = 5
DAYS = 7


def watch_topic(case: Case, *, at: datetime) -> None:
    """Once, when the fifth person comes."""
    place = ancestor(case.area_id, "community") or ancestor(case.area_id, "street")
    matter = category(case.category_code[:4])
    if place is None or matter is None:
        return
    voices = Reporter.objects.filter(
        case__category_code__startswith=matter.code, case__area__path__startswith=place.path, left_at__isnull=True,
        joined_at__gt=at - timedelta(days=DAYS), joined_at__lte=at,
    )  # fmt: skip
    known = voices.filter(account__isnull=False)
    newest = known.filter(case=case).order_by("-joined_at", "-id").first()
    people = known.values("account_id").distinct().count()
    if (
        newest is None
        or people != PEOPLE
        or known.filter(account_id=newest.account_id or 0).exclude(pk=newest.pk).exists()
    ):
        return
    for role in ("street_coordinator", "county_command"):
        tell_desk(
            case, role, "topic", at=at, area=place.name, title=matter.name, count=str(people), days=str(DAYS),
            occasion=f"topic:{role}",
        )  # fmt: skip
