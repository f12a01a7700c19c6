"""What is open now, by place and unit: lights, ages, where it stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from huying.cases.public import OPEN, S, ended_since
from huying.evaluation.measures import Occasion
from huying.evaluation.models import Entry, OpenCase, Standing
from huying.evaluation.places import places_of

AGES = (1, 3, 7, 15, 30)
"""Days since the call; the last band is older."""
AGE_NAMES = (*(f"age_{days}" for days in AGES), "age_more")
NAMES = (
    "open", "late", "soon", "fine", "escalated", "suspended", "to_be_judged", "supervised", "open_matters", *AGE_NAMES,
)  # fmt: skip

LATELY_DAYS = 7
"""Today and the six days before."""
HEAPS = ("open", "escalated", "disputed", "urgent", "late")
PRESSING = ("urgent", "late", "soon")


def open_as(at: datetime) -> dict[str, Q]:
    """Which rows of what is open each name stands for."""
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
        "disputed": Q(state=S.DISPUTED),
        "urgent": alive & Q(klass__in=["E", "U"]),
    }
    which |= {f"{heap}_{way}": which[heap] & which[way] for heap in HEAPS for way in PRESSING}
    newest = at
    for days, name in zip(AGES, AGE_NAMES, strict=False):
        oldest = at - timedelta(days=days)
        which[name] = alive & Q(filed_at__gt=oldest, filed_at__lte=newest)
        newest = oldest
    which["age_more"] = alive & Q(filed_at__lte=newest)
    return which


def count_standing(*, at: datetime) -> None:
    """Count it again and put it in the place of the old count. In the caller's transaction."""
    wanted = {name: Count("pk", filter=rows) for name, rows in open_as(at).items()}
    found: dict[tuple[int, int, bool], Counter[str]] = {}
    for column in ("place_id", "body_id"):
        rows: Any = OpenCase.objects.values(column, "hidden").annotate(**wanted).order_by()
        for row in rows:
            place_id, body_id = (row[column], 0) if column == "place_id" else (0, row[column])
            found[place_id, body_id, row["hidden"]] = Counter({name: row[name] for name in wanted if row[name]})
    for place_id, counts in _lately(at).items():
        found.setdefault((place_id, 0, False), Counter()).update(counts)
    for hidden in (False, True):
        found.pop((0, 0, hidden), None)  # what no unit has yet stands with its place
    Standing.objects.all().delete()
    Standing.objects.bulk_create(
        [
            Standing(place_id=place, body_id=body, hidden=hidden, counts=counts)
            for (place, body, hidden), counts in found.items()
        ],
        batch_size=1000,
    )


def counted_among(case_ids: Sequence[int], *, at: datetime) -> dict[int, Counter[str]]:
    """The same counts of these cases only, by place."""
    wanted = {name: Count("pk", filter=rows) for name, rows in open_as(at).items()}
    rows: Any = OpenCase.objects.filter(case_id__in=case_ids).values("place_id").annotate(**wanted).order_by()
    found = {row["place_id"]: Counter({name: row[name] for name in wanted if row[name]}) for row in rows}
    for place_id, counts in _lately(at, among=case_ids).items():
        found.setdefault(place_id, Counter()).update(counts)
    return found


def first_day(at: datetime) -> date:
    """Of the last days."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date() - timedelta(days=LATELY_DAYS - 1)


def _lately(at: datetime, *, among: Sequence[int] | None = None) -> dict[int, Counter[str]]:
    """How many came and ended in the last days, by place; of all cases, or of these."""
    found: dict[int, Counter[str]] = {}
    since = first_day(at)
    came: Any = Entry.objects.filter(occasion=Occasion.FILED.value, day__gte=since)
    came = came if among is None else came.filter(case_id__in=among)
    for place_id, n in came.order_by().values_list("place_id").annotate(Count("pk")):
        found.setdefault(place_id, Counter())["came"] += n
    ended = ended_since(since, among=among)
    places = places_of(ended)
    for area_id, n in ended.items():
        found.setdefault(places.get(area_id, area_id), Counter())["ended"] += n
    return found
