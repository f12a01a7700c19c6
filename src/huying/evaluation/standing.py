"""What is open now, by place and unit: lights, ages, where it stands."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from huying.cases.public import OPEN, S
from huying.evaluation.models import OpenCase, Standing

AGES = (1, 3, 7, 15, 30)
"""Days since the call; the last band is older."""
AGE_NAMES = (*(f"age_{days}" for days in AGES), "age_more")
NAMES = (
    "open", "late", "soon", "fine", "escalated", "suspended", "to_be_judged", "supervised", "open_matters", *AGE_NAMES,
)  # fmt: skip


def _counted(at: datetime) -> dict[str, Count]:
    alive = Q(state__in=[*OPEN])
    which = {
        "open": alive,
        "late": alive & Q(due_at__lt=at),
        "soon": alive & Q(due_at__gte=at, warn_at__lte=at),
        "fine": alive & Q(due_at__gte=at, warn_at__gt=at),
        "escalated": Q(state=S.ESCALATED),
        "suspended": Q(state=S.SUSPENDED),
        "to_be_judged": Q(state=S.TO_BE_JUDGED),
        "supervised": alive & Q(supervised=True),
        "open_matters": Q(state=S.OPEN_MATTER),
    }
    newest = at
    for days, name in zip(AGES, AGE_NAMES, strict=False):
        oldest = at - timedelta(days=days)
        which[name] = alive & Q(filed_at__gt=oldest, filed_at__lte=newest)
        newest = oldest
    which["age_more"] = alive & Q(filed_at__lte=newest)
    return {name: Count("pk", filter=rows) for name, rows in which.items()}


def count_standing(*, at: datetime) -> None:
    """Count it again and put it in the place of the old count. In the caller's transaction."""
    made = []
    for column in ("place_id", "body_id"):
        rows: Any = OpenCase.objects.values(column).annotate(**_counted(at)).order_by()
        for row in rows:
            counts = {name: row[name] for name in NAMES if row[name]}
            made.append(Standing(**{"place_id": 0, "body_id": 0} | {column: row[column]}, counts=counts))
    made = [one for one in made if one.place_id or one.body_id]  # what no unit has yet stands with its place
    Standing.objects.all().delete()
    Standing.objects.bulk_create(made, batch_size=1000)
