"""What anybody may know of what goes on in the place: counts of cases, nothing of a single one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.cases.models import Case
from huying.cases.states import OPEN

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Around:
    """Open now; came in and ended in the last 7 days."""

    open: int
    came: int
    ended: int


def around(*, at: datetime) -> Around:
    since = at - WEEK
    return Around(
        open=Case.objects.filter(state__in=[*OPEN]).count(),
        came=Case.objects.filter(filed_at__gte=since, filed_at__lte=at).count(),
        ended=Case.objects.filter(ended_at__gte=since, ended_at__lte=at).count(),
    )
