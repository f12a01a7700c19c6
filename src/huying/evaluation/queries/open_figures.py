"""Sums for everybody: of matters that everybody may know of, and of no others.

Made from the lines of one month when it is told, once. A matter counts as often as it is listed among the public ones;
who joined it is not counted.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThan

from huying.evaluation.measures import ALL, BIT, Occasion
from huying.evaluation.models import Entry
from huying.evaluation.periods import Period
from huying.evaluation.queries.sums import Scope, WithParts, in_place, rolled

LARGE = 2
"""Digits of a category's first level."""


@dataclass(frozen=True, slots=True)
class OpenFigures:
    by_area: WithParts
    by_kind: dict[str, int]
    """How many were filed, by the first level of the category."""


def open_figures(scope: Scope, period: Period) -> OpenFigures:
    """What may be told of a month."""
    rows = _lines(period).filter(in_place(scope.path), public=True).exclude(occasion=Occasion.JOINED.value)
    counted: Any = rows.values("place_id").annotate(**COUNTS).values_list("place_id", *ALL)
    by_place = {place_id: dict(zip(ALL, counts, strict=True)) for place_id, *counts in counted}
    filed = rows.filter(occasion=Occasion.FILED.value)
    kinds = filed.values_list(Left("category", LARGE)).annotate(Count("pk"))
    return OpenFigures(rolled(scope, by_place, ALL), dict(kinds))


def _lines(period: Period) -> QuerySet[Entry]:
    return Entry.objects.filter(
        occasion__in=[one.value for one in Occasion], day__gte=period.start, day__lt=period.end
    ).order_by()


def cases_not_known(period: Period) -> QuerySet[Entry, int]:
    """Of lines of an earlier version, which do not say whether everybody may know of their case."""
    return _lines(period).filter(public=None).values_list("case_id", flat=True).distinct()


COUNTS = {name: Count("pk", filter=Q(GreaterThan(F("marks").bitand(BIT[name]), 0))) for name in ALL}
