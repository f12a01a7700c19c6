"""The rows behind a number, as far as the reader may see their cases; and the values that were told of it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db.models import F, QuerySet

from huying.cases.public import visible_cases
from huying.evaluation.measures import BIT, OCCASIONS_OF, OF_NO_UNIT
from huying.evaluation.models import Entry, OpenCase, Snapshot
from huying.evaluation.periods import Period
from huying.evaluation.queries.sums import Scope, in_place
from huying.evaluation.standing import open_as
from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key

LARGE = ("province", "city", "county")
"""Levels at which one matter more or less says nothing."""
NOTHING: Mapping[str, str] = MappingProxyType({})


def lines_of(scope: Scope, period: Period, measure: str) -> QuerySet[Entry]:
    """The lines that make up a sum."""
    rows = Entry.objects.filter(occasion__in=[one.value for one in OCCASIONS_OF[measure]])
    rows = rows.filter(day__gte=period.start, day__lt=period.end)
    rows = rows.filter(body_id=scope.id) if scope.kind == "unit" else rows.filter(in_place(scope.path))
    if scope.kind == "unit":
        rows = rows.exclude(occasion__in=OF_NO_UNIT)
    if scope.told and scope.told.plain:
        rows = rows.exclude(public=False)
    return rows.alias(said=F("marks").bitand(BIT[measure])).filter(said__gt=0)


def lines_behind(
    actor: Actor, scope: Scope, period: Period, measure: str, *, narrowed: Mapping[str, str] = NOTHING,
    after: str | None = None, size: int = 50,
) -> Page[Entry]:  # fmt: skip
    """Newest first; only lines of cases that the reader may see. `narrowed`: to one category or reason."""
    rows = lines_of(scope, period, measure).filter(case_id__in=visible_cases(actor).values("pk"))
    rows = rows.filter(**{name: narrowed[name] for name in ("category", "reason") if narrowed.get(name)})
    return page_by_key(rows, order=("-day", "-id"), after=after, size=size)


def open_behind(
    actor: Actor, scope: Scope, name: str, *, at: datetime, after: str | None = None, size: int = 50
) -> Page[OpenCase]:
    """What is open and counts under this name at a moment, as far as the reader may see it; due first on top."""
    rows = OpenCase.objects.filter(open_as(at)[name], case_id__in=visible_cases(actor).values("pk"))
    rows = rows.filter(hidden=False) if scope.told and scope.told.plain else rows
    rows = rows.filter(body_id=scope.id) if scope.kind == "unit" else rows.filter(in_place(scope.path))
    return page_by_key(rows, order=("due_at", "case_id"), after=after, size=size)


def tells_months(scope: Scope) -> bool:
    """Whether this reader is shown what was told of the months here."""
    if scope.told is None or not scope.told.less or scope.level in LARGE:
        return True
    return not scope.told.plain and (scope.kind == "unit" or scope.level == "street")


def told_values(code: str, scope: Scope, *, most: int = 24) -> list[Snapshot]:
    """What was told of an indicator, newest period first, each revision by itself. It was counted of all matters, so
    whoever is told less could find by subtraction what is hidden from them, where the numbers are small."""
    if not tells_months(scope):
        return []
    rows = Snapshot.objects.filter(indicator__code=code, scope_kind=scope.kind, scope_id=scope.id)
    return list(rows.select_related("indicator", "weights").order_by("-start", "-end", "-revision")[:most])
