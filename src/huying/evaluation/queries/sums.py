"""Sums of a scope: by child area, by month, by category, by reason; and what is open now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db.models import Count, Q, QuerySet

from huying.evaluation.measures import ALL, OF_NO_UNIT, names_in
from huying.evaluation.models import JOURNAL, Cursor, OpenCase, Standing, Tally, grouped
from huying.evaluation.periods import Period, month_after
from huying.evaluation.reading import Line
from huying.evaluation.slicing import SumKey, slices_of
from huying.evaluation.standing import NAMES, open_as
from huying.evaluation.states import Slice
from huying.organisations.public import BodyBrief, body_briefs
from huying.territory.public import Area, AreaBrief, area_briefs, children

Counts = dict[str, int]
WithParts = tuple[Counts, list[tuple[AreaBrief, Counts]]]
"""The whole, and each area directly below."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader is told of a scope: nothing that their rule hides from them (decision 8)."""

    plain: bool = False
    """They may open no rows here: only matters that everybody may know of are counted."""
    bodies: tuple[int, ...] = ()
    """Their own: complaints about these are not counted."""
    cases: tuple[int, ...] = ()
    """Hidden from them: about their own body, or they stepped back."""
    lines: tuple[Line, ...] = ()
    """Of these cases, to be taken out of every sum."""

    @property
    def less(self) -> bool:
        """Whether by its rule this reader is told less than all, whatever there is."""
        return self.plain or bool(self.bodies)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about: an area with everything in it, or one unit."""

    kind: str
    id: int
    name: str
    path: str = ""
    level: str = ""
    area_id: int | None = None
    told: "Told | None" = None
    """What its reader may know of; None: everything."""

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
    rows = rows.filter(hidden=False) if scope.told and scope.told.plain else rows
    return rows.filter(body_id=scope.id) if scope.kind == "unit" else rows.filter(in_place(scope.path))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Sums of a slice over days or months [since, until)."""

    scope: Scope
    slice: Slice
    grain: str
    since: date
    until: date

    def by(self, column: str, names: Sequence[str]) -> dict[Any, Counts]:
        """Grouped by a column, without what the reader is not told of."""
        rows = _rows(self.scope, self.slice, self.grain).filter(start__gte=self.since, start__lt=self.until)
        found = grouped(rows, column, *names)
        if self.scope.told and self.scope.told.lines:
            self._take_out(found, column, self.scope.told.lines, names)
        return found

    def _take_out(self, found: dict[Any, Counts], column: str, lines: Iterable[Line], names: Sequence[str]) -> None:
        places = self._places({line.place_id for line in lines})
        for line in lines:
            for key in slices_of(line):
                counts = found.get(getattr(key, column))
                if counts is not None and self._holds(key, places):
                    for name in set(names_in(line.marks)) & counts.keys():
                        counts[name] -= 1

    def _holds(self, key: SumKey, places: set[int]) -> bool:
        wanted = (self.slice.value, self.grain) == (key.slice, key.grain) and self.since <= key.start < self.until
        return wanted and (key.body_id == self.scope.id if self.scope.kind == "unit" else key.place_id in places)

    def _places(self, ids: set[int]) -> set[int]:
        return {pk for pk, area in area_briefs(ids).items() if area.path.startswith(self.scope.path)}


def _whole(scope: Scope) -> Slice:
    return Slice.UNIT if scope.kind == "unit" else Slice.PLACE


def _months(scope: Scope, slice_: Slice, period: Period) -> _Asked:
    return _Asked(scope, slice_, "m", period.start, period.end)


def sums_of(scope: Scope, period: Period, names: Sequence[str] = ALL) -> Counts:
    """What happened in a scope over a period."""
    found = _months(scope, _whole(scope), period).by("slice", names).get(_whole(scope).value)
    return found or dict.fromkeys(names, 0)


def by_child(scope: Scope, period: Period, names: Sequence[str] = ALL) -> WithParts:
    """The sums of an area and of each area directly below, with one query for both."""
    return rolled(scope, _months(scope, Slice.PLACE, period).by("place_id", names), names)


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
    found = _Asked(scope, _whole(scope), "m", first, month_after(last, 1)).by("start", names)
    starts = [month_after(first, after) for after in range(months)]
    return [(start, found.get(start, dict.fromkeys(names, 0))) for start in starts]


def by_day(scope: Scope, *, since: date, until: date, names: Sequence[str]) -> list[tuple[date, Counts]]:
    found = _Asked(scope, _whole(scope), "d", since, until + timedelta(days=1)).by("start", names)
    return list(found.items())


def by_key(scope: Scope, slice_: Slice, period: Period, names: Sequence[str]) -> dict[str, Counts]:
    """By category, class, channel or reason. A unit has reasons only."""
    return _months(scope, slice_, period).by("key", names)


def by_unit(
    bodies: Iterable[int], period: Period, names: Sequence[str] = ALL, *, told: Told | None = None
) -> dict[int, Counts]:
    """Of each unit what it had everywhere, as far as a reader is told."""
    ids = list(bodies)
    rows = Tally.objects.filter(slice=Slice.UNIT.value, grain="m", body_id__in=ids)
    rows = rows.filter(start__gte=period.start, start__lt=period.end)
    found: dict[int, Counts] = grouped(rows.filter(hidden=False) if told and told.plain else rows, "body_id", *names)
    for line in told.lines if told else ():
        if line.body_id in found and line.occasion not in OF_NO_UNIT and period.start <= line.day < period.end:
            for name in set(names_in(line.marks)) & set(names):
                found[line.body_id][name] -= 1
    return {pk: counts for pk, counts in found.items() if told is None or any(counts.values())}


def units_in(path: str, period: Period) -> list[int]:
    """Units that answered something in the period."""
    rows = Tally.objects.filter(slice=Slice.UNIT.value, grain="m", start__gte=period.start, start__lt=period.end)
    ids = set(rows.values_list("body_id", flat=True))
    return [pk for pk, brief in body_briefs(ids).items() if (brief.area_path or "").startswith(path)]


def standing_of(scope: Scope) -> Counts:
    """What is open in a scope, as counted last."""
    total = _added(_standing(scope).values_list("counts", flat=True))
    return _less(total, _added(counts for _place, counts in _open_and_hidden(scope)))


def standing_by_child(scope: Scope) -> WithParts:
    found: dict[int, list[Counts]] = defaultdict(list)
    for place_id, counts in _standing(scope).values_list("place_id", "counts"):
        found[place_id].append(counts)
    sums = {place_id: _added(rows) for place_id, rows in found.items()}
    for place_id, counts in _open_and_hidden(scope):
        sums[place_id] = _less(sums.get(place_id, _added(())), counts)
    return rolled(scope, sums, NAMES)


def _standing(scope: Scope) -> QuerySet[Standing]:
    rows = Standing.objects.filter(hidden=False) if scope.told and scope.told.plain else Standing.objects.all()
    return rows.filter(body_id=scope.id) if scope.kind == "unit" else rows.filter(in_place(scope.path))


def _open_and_hidden(scope: Scope) -> list[tuple[int, Counts]]:
    """Of what the reader is not told of, what was open when it was counted last; by place."""
    counted_at = read_up_to().counted_at if scope.told and scope.told.cases else None
    if counted_at is None or scope.told is None:
        return []
    rows = OpenCase.objects.filter(case_id__in=scope.told.cases)
    rows = rows.filter(body_id=scope.id) if scope.kind == "unit" else rows.filter(in_place(scope.path))
    wanted = open_as(counted_at)
    counted: Any = rows.values("place_id").annotate(**{name: Count("pk", filter=wanted[name]) for name in NAMES})
    return [(row["place_id"], {name: row[name] for name in NAMES}) for row in counted.order_by()]


def _less(total: Counts, out: Counts) -> Counts:
    """Never below nought: between two counts something may have moved on."""
    return total | {name: max(0, total.get(name, 0) - out.get(name, 0)) for name in NAMES}


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
