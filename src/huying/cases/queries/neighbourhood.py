"""What anybody may know of what goes on in the place: counts of public matters, nothing of a single one.

Others are not counted: beside the public matters, which everybody may list, their number would stand there by
subtraction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.cases.models import Case
from huying.cases.queries.open_data import PUBLIC
from huying.cases.states import ENDED, OPEN

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Around:
    """Open now; came in and ended in the last 7 days."""

    open: int
    came: int
    ended: int


def around(*, at: datetime) -> Around:
    """What ended a week ago is not archived yet: the index of what is still to be archived has it."""
    since = at - WEEK
    rows = Case.objects.filter(PUBLIC)
    return Around(
        open=rows.filter(state__in=[*OPEN]).count(),
        came=rows.filter(filed_at__gte=since, filed_at__lte=at).count(),
        ended=rows.filter(state__in=[*ENDED], ended_at__gte=since, ended_at__lte=at).count(),
    )
