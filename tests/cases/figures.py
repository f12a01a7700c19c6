"""What the worker does for the figures every minute, done now; and the same counted over from the cases."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from huying.cases.models import Case
from huying.cases.queries.overview import first_day
from huying.cases.states import OPEN, S
from huying.evaluation.keeping import keep
from huying.evaluation.models import Cursor
from huying.evaluation.standing import count_standing
from huying.kernel.clock import midnight


def count_now(*, at: datetime) -> None:
    keep(Case.objects.values_list("pk", flat=True), at=at)
    count_standing(at=at)
    Cursor.objects.update_or_create(name="journal", defaults={"read_at": at, "counted_at": at})


def recounted(path: str, *, at: datetime) -> dict[str, Any]:
    """Of the cases below a path, one by one; how the county's desk was counted before its sums were kept."""
    alive, week = Q(state__in=[*OPEN]), midnight(first_day(at))
    counted = {
        "open": alive,
        "late": alive & Q(due_at__lt=at),
        "soon": alive & Q(due_at__gte=at, warn_at__lte=at),
        "escalated": Q(state=S.ESCALATED),
        "suspended": Q(state=S.SUSPENDED),
        "supervised": alive & Q(supervised__gt=0),
        "open_matters": Q(state=S.OPEN_MATTER),
        "came": Q(filed_at__gte=week),
        "ended": Q(ended_at__gte=week),
    }
    rows = Case.objects.filter(area__path__startswith=path)
    return rows.aggregate(**{name: Count("pk", filter=some) for name, some in counted.items()})
