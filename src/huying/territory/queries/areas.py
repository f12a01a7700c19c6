"""Areas by id, by code, above and below."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from huying.kernel.kept import Kept, group
from huying.territory import states as s
from huying.territory.models import Area, FormerArea, Jurisdiction, Population

NAMED_FROM = (s.COUNTY, s.STREET, s.COMMUNITY, s.GRID, s.ESTATE, s.BUILDING)


@dataclass(frozen=True, slots=True)
class AreaBrief:
    """What others may know of an area. `full_name` begins at the county."""

    id: int
    name: str
    full_name: str
    level: str
    path: str
    code: str
    lon: float | None
    lat: float | None
    kind: str
    short_name: str
    sketch: bool
    active: bool


KEPT = group("areas", "territory_area")
_briefs: Kept[int, AreaBrief] = Kept(KEPT)
_paths: Kept[int, str] = Kept(KEPT)
_above: Kept[tuple[int, str], int | None] = Kept(KEPT)
_below: Kept[int, tuple[AreaBrief, ...]] = Kept(KEPT)
HOME_KEPT = group("home", "territory_jurisdiction")
_home: Kept[str, AreaBrief | None] = Kept(KEPT, HOME_KEPT)
_ever_within: Kept[tuple[str, int], tuple[int, ...] | None] = Kept(KEPT)
_choices: Kept[str, list[tuple[int, str, list[tuple[int, str]]]]] = Kept(KEPT)


def living() -> QuerySet[Area]:
    """Areas that exist today."""
    return Area.objects.filter(valid_to=None)


def ids_of(path: str) -> tuple[int, ...]:
    """The ids on a path, from the root down."""
    return tuple(int(step) for step in path.split("/") if step)


def area_brief(area_id: int) -> AreaBrief:
    """Raises KeyError when there is no such area."""
    return area_briefs([area_id])[area_id]


def area_briefs(ids: Iterable[int]) -> dict[int, AreaBrief]:
    """Several at once, with two queries however many; none for those that this process knows."""
    return _briefs.many(ids, lambda unknown: briefs_of(Area.objects.filter(pk__in=unknown)))


def briefs_of(rows: Iterable[Area]) -> dict[int, AreaBrief]:
    """Briefs of rows already chosen, in their order; one query more for the names above them."""
    areas = {area.pk: area for area in rows}
    above = {step for area in areas.values() for step in ids_of(area.path)} - set(areas)
    names = {
        pk: (level, name) for pk, level, name in Area.objects.filter(pk__in=above).values_list("pk", "level", "name")
    }
    names |= {area.pk: (area.level, area.name) for area in areas.values()}
    return {pk: _brief(area, names) for pk, area in areas.items()}


def _brief(area: Area, names: dict[int, tuple[str, str]]) -> AreaBrief:
    steps = [names[pk] for pk in ids_of(area.path) if pk in names]
    spoken = [name for level, name in steps if level in NAMED_FROM] or [area.name]
    return AreaBrief(
        id=area.pk,
        name=area.name,
        full_name="".join(spoken),
        level=area.level,
        path=area.path,
        code=area.code,
        lon=area.lon,
        lat=area.lat,
        kind=area.kind,
        short_name=area.short_name,
        sketch=area.sketch,
        active=area.valid_to is None,
    )


def ancestor(area_id: int, level: str) -> AreaBrief | None:
    """The area of this level on the way up, itself included; None when there is none."""
    found = _above.one((area_id, level), lambda: _ancestor_id(area_id, level))
    return area_brief(found) if found else None


def _ancestor_id(area_id: int, level: str) -> int | None:
    rows = Area.objects.filter(pk__in=ids_of(_path(area_id)), level=level)
    return rows.order_by("-path").values_list("pk", flat=True).first()


def _path(area_id: int) -> str:
    """Empty when there is no such area."""
    return _paths.one(area_id, lambda: Area.objects.values_list("path", flat=True).filter(pk=area_id).first() or "")


def ancestors(area_id: int) -> list[AreaBrief]:
    """From the root down to the area itself."""
    steps = ids_of(_path(area_id))
    found = area_briefs(steps)
    return [found[step] for step in steps]


def children(area_id: int) -> list[AreaBrief]:
    """What stands directly below today, by pinyin."""
    return list(_below.one(area_id, lambda: tuple(briefs_of(children_rows(area_id)).values())))


def children_rows(area_id: int | None) -> QuerySet[Area]:
    return living().filter(parent_id=area_id).order_by("sort_key", "id")


def areas_within(path: str, level: str = "") -> list[AreaBrief]:
    """Everything that exists today under a path (itself included), of one level if asked, by pinyin."""
    return list(briefs_of(rows_within(path, level)).values())


def rows_within(path: str, level: str = "") -> QuerySet[Area]:
    rows = living().filter(path__startswith=path).order_by("sort_key", "id")
    return rows.filter(level=level) if level else rows


def ids_within(path: str, *, most: int) -> tuple[int, ...] | None:
    """All that stand or ever stood under a path (itself included); None when they are more than `most`."""
    return _ever_within.one((path, most), lambda: _few(Area.objects.filter(path__startswith=path), most))


def _few(rows: QuerySet[Area], most: int) -> tuple[int, ...] | None:
    found = tuple(rows.order_by("id").values_list("pk", flat=True)[: most + 1])
    return found if len(found) <= most else None


def area_by_code(code: str, level: str = "") -> AreaBrief | None:
    """The area that carries this code today. Micro-grids and buildings share a form: name the level to be sure."""
    rows = living().filter(code=code)
    row = (rows.filter(level=level) if level else rows).order_by("id").first()
    return briefs_of([row])[row.pk] if row else None


def ids_by_code(codes: Iterable[str]) -> dict[str, int]:
    """Ids of the divisions that carry these codes today, with one query."""
    return dict(living().filter(code__in=list(codes), level__in=s.DIVISIONS).values_list("code", "id"))


def area_on(code: str, on: date, level: str = "") -> AreaBrief | None:
    """The area that carried this code on a day, as it stands today."""
    was = FormerArea.objects.filter(code=code, since__lte=on, until__gt=on).values("area_id")
    now = Q(code=code, since__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    rows = Area.objects.filter(now | Q(pk__in=was))
    row = (rows.filter(level=level) if level else rows).order_by("id").first()
    return briefs_of([row])[row.pk] if row else None


@dataclass(frozen=True, slots=True)
class CodeYears:
    """A code and the years in which it was in force; `year_to` None while it is."""

    code: str
    year_from: int
    year_to: int | None


def codes_of(area_id: int) -> list[CodeYears]:
    """The codes of an area through the years, oldest first; neighbours with the same code are one."""
    area = Area.objects.get(pk=area_id)
    spells = list(area.former.order_by("since", "id").values_list("code", "since", "until"))
    end = area.valid_to
    found: list[CodeYears] = []
    for code, since, until in [*spells, (area.code, area.since, end)]:
        year_to = until.year if until else None
        if found and found[-1].code == code:
            found[-1] = CodeYears(code, found[-1].year_from, year_to)
        else:
            found.append(CodeYears(code, since.year, year_to))
    return found


def home() -> AreaBrief | None:
    """The area that this deployment serves; None before `huying init`."""
    return _home.one("home", _home_now)


def _home_now() -> AreaBrief | None:
    row = Jurisdiction.objects.select_related("area").first()
    return briefs_of([row.area])[row.area_id] if row else None


def home_path() -> str:
    found = home()
    return found.path if found else ""


def population(area_id: int, year: int) -> int | None:
    """Permanent population in that year, or in the latest year before it; None when none is known."""
    rows = Population.objects.filter(area_id=area_id, year__lte=year).order_by("-year")
    return rows.values_list("permanent", flat=True).first()


def area_choices() -> list[tuple[int, str, list[tuple[int, str]]]]:
    """Streets, each with its communities, of the place that is served; by pinyin."""
    here = home_path()
    return _choices.one(here, lambda: _choices_in(here))


def _choices_in(path: str) -> list[tuple[int, str, list[tuple[int, str]]]]:
    rows = living().filter(path__startswith=path, level__in=("street", "community"))
    word = Coalesce(NullIf("short_name", Value("")), "name")
    named = rows.order_by("sort_key", "id").values_list("id", "path", "level", word)
    communities: dict[str, list[tuple[int, str]]] = {}
    streets: list[tuple[int, str, str]] = []
    for pk, own_path, level, name in named:
        if level == "street":
            streets.append((pk, own_path, name))
        else:
            communities.setdefault(own_path.removesuffix(f"{pk}/"), []).append((pk, name))
    return [(pk, name, communities.get(own_path, [])) for pk, own_path, name in streets]
