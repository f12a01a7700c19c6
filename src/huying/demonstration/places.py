"""The district's places: real divisions with sketched outlines, and made-up grids, estates and buildings.

Outlines are drawn from the centre points of the streets (示意，非法定界线); communities and grids are nested in them.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from itertools import groupby
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
MADE_UP = "（演示）"
ROADS = ("和平", "云南", "江边", "学府", "中山", "汉口", "城河", "钟楼", "石榴", "梧桐", "水佐", "古平")
NICKNAMES = (
    "老供销社院子", "纺织厂宿舍", "铁路局家属楼", "七一二厂宿舍", "水利学校家属院", "老邮电大院", "印染厂新村",
    "造船厂宿舍", "公交三场家属区", "地质队大院", "老盐业公司院", "化工厂宿舍", "药材公司家属院", "港务局二村",
    "自来水公司院子", "搪瓷厂宿舍", "电瓷厂家属院", "军休所大院", "师范附小家属楼", "味精厂宿舍",
)  # fmt: skip
"""All made up."""

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
    ids = territory.ids_by_code(row.code for row in divisions())
    for above, rows in groupby(divisions(), key=_code_above):
        fresh = {row.code: _new(row) for row in rows if row.code not in ids}
        if fresh:
            made = territory.create_areas(
                SYSTEM, parent_id=ids[above] if above else None, new=list(fresh.values()), decision=decision(), at=at
            )
            ids |= {area.code: area.pk for area in made}
    return ids


def _code_above(row: Division) -> str:
    digits = {"city": 2, "county": 4, "street": 6, "community": 9}.get(row.level, 0)
    return row.code[:digits].ljust(12, "0") if digits else ""


def _new(row: Division) -> territory.NewArea:
    lon, lat = row.point or (None, None)
    return territory.NewArea(level=row.level, name=row.name, code=row.code, lon=lon, lat=lat)


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
    new = [
        territory.NewArea(
            level="grid", name=_("第%(n)s网格（演示）") % {"n": number}, lon=point[0], lat=point[1], sketch=True
        )
        for number, point in enumerate(points, start=1)
    ]
    grids = territory.create_areas(SYSTEM, parent_id=area_id, new=new, decision=decision(), at=at)
    for grid in grids:
        duty = territory.Duty(
            contact_office=_("网格工作站"), contact_phone="025-00000000", complaint_phone="12345",
            households=chance.randint(310, 515), residents=chance.randint(700, 1020),
        )  # fmt: skip
        territory.set_grid_duty(SYSTEM, area_id=grid.pk, duty=duty, at=at)
    outlines = {grid.pk: _sketch(part) for grid, part in zip(grids, parts, strict=True)}
    territory.move_boundary(SYSTEM, outlines=outlines, decision=decision(), at=at, accept_overlaps=True)
    _build_estates(area_id, points[:ESTATES_A_COMMUNITY], chance, nickname=nickname_of(code), at=at)
    territory.add_alias(SYSTEM, area_id=area_id, text=road_of(code), kind="road", numbers=house_numbers(code), at=at)


def road_of(code: str) -> str:
    """The road that runs through a community; the same one runs through several."""
    chance = Random(f"{code} road")
    return f"{chance.choice(ROADS)}{chance.choice('东西南北')}路"


def house_numbers(code: str) -> tuple[int, int]:
    """Which of its house numbers lie in this community: 1 to 99 in the first one, and so on along the road."""
    along = [one for one in _communities() if road_of(one) == road_of(code)]
    first = along.index(code) * 100
    return first + 1, first + 99


@cache
def _communities() -> tuple[str, ...]:
    return tuple(row.code for row in divisions() if row.level == "community")


def nickname_of(code: str) -> str:
    """What old neighbours call the first estate of some communities; empty for most."""
    nth = _communities().index(code)
    return NICKNAMES[nth // 6] if nth % 6 == 0 and nth // 6 < len(NICKNAMES) else ""


def _build_estates(
    area_id: int, points: list[tuple[float, float]], chance: Random, *, nickname: str, at: datetime
) -> None:
    new = [_estate(point, chance) for point in points]
    for nth, estate in enumerate(
        territory.create_areas(SYSTEM, parent_id=area_id, new=new, decision=decision(), at=at)
    ):
        if nickname and nth == 0:
            territory.add_alias(SYSTEM, area_id=estate.pk, text=nickname, at=at)
        territory.add_alias(SYSTEM, area_id=estate.pk, text=estate.name.removesuffix(MADE_UP), at=at)
        numbers = range(1, BUILDINGS_AN_ESTATE + 1)
        blocks = [
            territory.NewArea(
                level="building", name=_("%(n)s幢") % {"n": n}, lon=estate.lon, lat=estate.lat, sketch=True
            )
            for n in numbers
        ]
        made = territory.create_areas(SYSTEM, parent_id=estate.pk, new=blocks, decision=decision(), at=at)
        for number, block in zip(numbers, made, strict=True):
            territory.set_building(SYSTEM, area_id=block.pk, number=str(number), units=3, storeys=6, at=at)


def _estate(point: tuple[float, float], chance: Random) -> territory.NewArea:
    name = f"{chance.choice(ESTATE_FIRST)}{chance.choice(ESTATE_LAST)}{MADE_UP}"
    lon, lat = point[0] + chance.uniform(-0.0004, 0.0004), point[1] + chance.uniform(-0.0004, 0.0004)
    return territory.NewArea(level="estate", name=name, lon=lon, lat=lat, sketch=True)


def unsettled(drawn: Mapping[str, dict[str, Any]], ids: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Communities that have no grid yet, so that loading can go on where it stopped."""
    for code in drawn:
        if not territory.areas_within(territory.area_brief(ids[code]).path, level="grid"):
            yield code, ids[code]
