"""Sums of a scope: by child area, by month, by category, by reason; and what is open now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db.models import Q, QuerySet

from huying.evaluation.measures import ALL
from huying.evaluation.models import JOURNAL, Cursor, Standing, Tally, grouped, sums
from huying.evaluation.periods import Period, month_after
from huying.evaluation.standing import NAMES
from huying.evaluation.states import Slice
from huying.organisations.public import BodyBrief, body_briefs
from huying.territory.public import Area, AreaBrief, area_briefs, children

Counts = dict[str, int]
WithParts = tuple[Counts, list[tuple[AreaBrief, Counts]]]
"""The whole, and each area directly below."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about: an area with everything in it, or one unit."""

    kind: str
    id: int
    name: str
    path: str = ""
    level: str = ""
    area_id: int | None = None

    @property
    def code(self) -> str:
        return f"{self.kind}-{self.id}"

    @classmethod
    def of_area(cls, area: AreaBrief, *, short: bool = False) -> Self:
        """`short`: by the name that fits into a table."""
        return cls("area", area.id, (short and area.short_name) or area.name, area.path, area.level, area.id)

    @classmethod
    def of_unit(cls, body: BodyBrief) -> Self:
        return cls("unit", body.id, body.short_name or body.name, body.area_path, body.level, body.area_id)


def area_scope(area_id: int) -> Scope | None:
    found = area_briefs([area_id]).get(area_id)
    return Scope.of_area(found) if found else None


def unit_scope(body_id: int) -> Scope | None:
    found = body_briefs([body_id]).get(body_id)
    return Scope.of_unit(found) if found else None


def in_place(path: str) -> Q:
    """Sums of whatever lies under this path today."""
    return Q(place_id__in=Area.objects.filter(path__startswith=path).values("id"))


def _rows(scope: Scope, slice_: Slice, grain: str) -> QuerySet[Tally]:
    rows = Tally.objects.filter(slice=slice_.value, grain=grain)
    return rows.filter(body_id=scope.id) if scope.kind == "unit" else rows.filter(in_place(scope.path))


def _whole(scope: Scope) -> Slice:
    return Slice.UNIT if scope.kind == "unit" else Slice.PLACE


def sums_of(scope: Scope, period: Period, names: Iterable[str] = ALL) -> Counts:
    """What happened in a scope over a period."""
    rows = _rows(scope, _whole(scope), "m").filter(start__gte=period.start, start__lt=period.end)
    return {name: n or 0 for name, n in rows.aggregate(**sums(*names)).items()}


def by_child(scope: Scope, period: Period, names: Sequence[str] = ALL) -> WithParts:
    """The sums of an area and of each area directly below, with one query for both."""
    rows = _rows(scope, Slice.PLACE, "m").filter(start__gte=period.start, start__lt=period.end)
    found = grouped(rows, "place_id", *names)
    return rolled(scope, found, names)


def rolled(
    scope: Scope, found: dict[int, Counts], names: Sequence[str]
) -> tuple[Counts, list[tuple[AreaBrief, Counts]]]:
    """Sums by place, as the whole of a scope and each area directly below."""
    below = {child.path: child for child in children(scope.id)}
    depth = len(scope.path)
    whole: Counts = dict.fromkeys(names, 0)
    parts: dict[str, Counts] = {path: dict.fromkeys(names, 0) for path in below}
    for place_id, place in area_briefs(list(found)).items():
        head = scope.path + place.path[depth:].split("/", 1)[0] + "/"
        for name in names:
            n = found[place_id].get(name, 0)
            whole[name] += n
            if head in parts:
                parts[head][name] += n
    return whole, [(below[path], counts) for path, counts in parts.items()]


def trend(scope: Scope, *, until: Period, months: int, names: Sequence[str] = ALL) -> list[tuple[date, Counts]]:
    """Month by month up to and with a period; months without anything are noughts."""
    last = Period(until.code, until.end, 1).before().start
    first = month_after(last, 1 - months)
    rows = _rows(scope, _whole(scope), "m").filter(start__gte=first, start__lte=last)
    found = grouped(rows, "start", *names)
    starts = [month_after(first, after) for after in range(months)]
    return [(start, found.get(start, dict.fromkeys(names, 0))) for start in starts]


def by_day(scope: Scope, *, since: date, until: date, names: Sequence[str]) -> list[tuple[date, Counts]]:
    rows = _rows(scope, _whole(scope), "d").filter(start__gte=since, start__lte=until)
    return list(grouped(rows, "start", *names).items())


def by_key(scope: Scope, slice_: Slice, period: Period, names: Sequence[str]) -> dict[str, Counts]:
    """By category, class, channel or reason. A unit has reasons only."""
    rows = _rows(scope, slice_, "m").filter(start__gte=period.start, start__lt=period.end)
    return grouped(rows, "key", *names)


def by_unit(bodies: Iterable[int], period: Period, names: Sequence[str] = ALL) -> dict[int, Counts]:
    rows = Tally.objects.filter(slice=Slice.UNIT.value, grain="m", body_id__in=list(bodies))
    rows = rows.filter(start__gte=period.start, start__lt=period.end)
    return grouped(rows, "body_id", *names)


def units_in(path: str, period: Period) -> list[int]:
    """Units that answered something in the period."""
    rows = Tally.objects.filter(slice=Slice.UNIT.value, grain="m", start__gte=period.start, start__lt=period.end)
    ids = set(rows.values_list("body_id", flat=True))
    return [pk for pk, brief in body_briefs(ids).items() if (brief.area_path or "").startswith(path)]


def standing_of(scope: Scope) -> Counts:
    """What is open in a scope, as counted last."""
    return _added(_standing(scope).values_list("counts", flat=True))


def standing_by_child(scope: Scope) -> WithParts:
    found: dict[int, list[Counts]] = defaultdict(list)
    for place_id, counts in _standing(scope).values_list("place_id", "counts"):
        found[place_id].append(counts)
    return rolled(scope, {place_id: _added(rows) for place_id, rows in found.items()}, NAMES)


def _standing(scope: Scope) -> QuerySet[Standing]:
    return (
        Standing.objects.filter(body_id=scope.id)
        if scope.kind == "unit"
        else Standing.objects.filter(in_place(scope.path))
    )


def _added(rows: Iterable[Counts]) -> Counts:
    total = dict.fromkeys(NAMES, 0)
    for counts in rows:
        for name, n in counts.items():
            total[name] = total.get(name, 0) + n
    return total


@dataclass(frozen=True, slots=True)
class ReadUpTo:
    """Of when the figures are."""

    read_at: datetime | None
    counted_at: datetime | None
    rebuilding: bool


def read_up_to() -> ReadUpTo:
    found = Cursor.objects.filter(name=JOURNAL).values_list("read_at", "counted_at", "rebuilding").first()
    return ReadUpTo(*found) if found else ReadUpTo(None, None, False)
