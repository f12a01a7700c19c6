"""The district's places: real divisions with sketched outlines, and made-up grids, estates and buildings.

Outlines are drawn from the centre points of the streets (示意，非法定界线); communities and grids are nested in them.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from huying.demonstration.roster import ESTATE_FIRST, ESTATE_LAST
from huying.kernel.actor import SYSTEM
from huying.territory import public as territory

FOUNDED = date(2024, 1, 1)
GRIDS_A_COMMUNITY = 4
ESTATES_A_COMMUNITY = 3
BUILDINGS_AN_ESTATE = 6
ROADS = ("和平", "云南", "江边", "学府", "中山", "汉口", "城河", "钟楼", "石榴", "梧桐", "水佐", "古平")

Decision = territory.Decision


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    level: str
    name: str
    point: tuple[float, float] | None


def divisions() -> list[Division]:
    """Rows of divisions.tsv, in the order of the tree; points are converted from GCJ-02 to CGCS2000."""
    text = files("huying.demonstration").joinpath("data/divisions.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return [Division(row["code"], row["level"], row["name"], _point(row)) for row in rows]


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    if not row["lon_gcj02"]:
        return None
    return territory.to_cgcs2000(float(row["lon_gcj02"]), float(row["lat_gcj02"]), "gcj02")


def decision() -> territory.Decision:
    return Decision(on=FOUNDED, reason=_("演示数据"))


def plant_divisions(*, at: datetime) -> dict[str, int]:
    """Province to communities; returns the ids by code. A second run finds what is there."""
    ids: dict[str, int] = {}
    parent_digits = {"city": 2, "county": 4, "street": 6, "community": 9}
    for row in divisions():
        known = territory.area_by_code(row.code)
        if known is None:
            digits = parent_digits.get(row.level, 0)
            parent = ids[row.code[:digits].ljust(12, "0")] if digits else None
            lon, lat = row.point or (None, None)
            new = territory.NewArea(level=row.level, name=row.name, code=row.code, lon=lon, lat=lat)
            ids[row.code] = territory.create_area(SYSTEM, parent_id=parent, new=new, decision=decision(), at=at).pk
        else:
            ids[row.code] = known.id
    return ids


def street_outlines() -> dict[str, dict[str, Any]]:
    """Sketches of the streets by code, around their centre points."""
    rows = [row for row in divisions() if row.level == "street" and row.point]
    shapes = territory.sketch_polygons([row.point for row in rows if row.point])
    return {row.code: shape for row, shape in zip(rows, shapes, strict=True)}


def community_outlines() -> dict[str, dict[str, Any]]:
    """Sketches of the communities by code, nested in those of their streets; the same on every machine."""
    found: dict[str, dict[str, Any]] = {}
    for street, shape in street_outlines().items():
        codes = [row.code for row in divisions() if row.level == "community" and row.code.startswith(street[:9])]
        parts = territory.sketch_polygons(territory.spread_points(shape, len(codes)), shape)
        found |= dict(zip(codes, parts, strict=True))
    return found


def draw_outlines(ids: Mapping[str, int], *, at: datetime) -> None:
    for shapes in (street_outlines(), community_outlines()):
        outlines = {ids[code]: _sketch(shape) for code, shape in shapes.items()}
        territory.move_boundary(SYSTEM, outlines=outlines, decision=decision(), at=at, accept_overlaps=True)


def _sketch(shape: dict[str, Any]) -> territory.Outline:
    return territory.Outline(geojson=shape, source="由中心点生成", sketch=True)


def say_how_big_grids_are(*, at: datetime) -> None:
    """A rule of this district that is made up like its grids; a few grids lie outside of it, so that alerts show."""
    band = territory.SizeBand("base", households_min=300, households_max=500, residents_max=1000)
    territory.set_grid_size_rule(SYSTEM, band=band, decision=decision(), at=at)


def settle_community(code: str, area_id: int, outline: dict[str, Any], *, at: datetime) -> None:
    """Grids with outlines and a duty phone, estates with buildings, and a road: all made up and marked so."""
    chance = Random(code)  # the same district on every machine
    points = territory.spread_points(outline, GRIDS_A_COMMUNITY)
    parts = territory.sketch_polygons(points, outline)
    outlines: dict[int, territory.Outline] = {}
    for number, (point, part) in enumerate(zip(points, parts, strict=True), start=1):
        new = territory.NewArea(
            level="grid", name=_("第%(n)s网格（演示）") % {"n": number}, lon=point[0], lat=point[1], sketch=True
        )
        grid = territory.create_area(SYSTEM, parent_id=area_id, new=new, decision=decision(), at=at)
        duty = territory.Duty(
            contact_office=_("网格工作站"), contact_phone="025-00000000", complaint_phone="12345",
            households=chance.randint(310, 515), residents=chance.randint(700, 1020),
        )  # fmt: skip
        territory.set_grid_duty(SYSTEM, area_id=grid.pk, duty=duty, at=at)
        outlines[grid.pk] = _sketch(part)
    territory.move_boundary(SYSTEM, outlines=outlines, decision=decision(), at=at, accept_overlaps=True)
    for point in points[:ESTATES_A_COMMUNITY]:
        _build_estate(area_id, point, chance, at=at)
    road = f"{chance.choice(ROADS)}{chance.choice('东西南北')}路"
    territory.add_alias(SYSTEM, area_id=area_id, text=road, kind="road", at=at)


def _build_estate(area_id: int, point: tuple[float, float], chance: Random, *, at: datetime) -> None:
    name = f"{chance.choice(ESTATE_FIRST)}{chance.choice(ESTATE_LAST)}"
    lon, lat = point[0] + chance.uniform(-0.0004, 0.0004), point[1] + chance.uniform(-0.0004, 0.0004)
    new = territory.NewArea(level="estate", name=_("%(name)s（演示）") % {"name": name}, lon=lon, lat=lat, sketch=True)
    estate = territory.create_area(SYSTEM, parent_id=area_id, new=new, decision=decision(), at=at)
    territory.add_alias(SYSTEM, area_id=estate.pk, text=name, at=at)
    for number in range(1, BUILDINGS_AN_ESTATE + 1):
        new = territory.NewArea(level="building", name=_("%(n)s幢") % {"n": number}, lon=lon, lat=lat)
        building = territory.create_area(SYSTEM, parent_id=estate.pk, new=new, decision=decision(), at=at)
        territory.set_building(SYSTEM, area_id=building.pk, number=str(number), units=3, storeys=6, at=at)


def unsettled(drawn: Mapping[str, dict[str, Any]], ids: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Communities that have no grid yet, so that loading can go on where it stopped."""
    for code in drawn:
        if not territory.areas_within(territory.area_brief(ids[code]).path, level="grid"):
            yield code, ids[code]
