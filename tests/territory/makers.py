"""A small made-up district for tests: two streets, three communities, five grids, an estate with two buildings.

Everything is laid out on a lattice, so that points are easy to name. In hundredths of a degree from (118.70, 32.00):

    x 0..2   street 槐荫 (001):  community 槐树里 (x 0..1: grids 一 y 1..2 and 二 y 0..1),  柳岸 (x 1..2: grid 三)
    x 2..4   street 柳浦 (002):  community 东风 (x 2..4: grids 四 x 2..3 and 五 x 3..4)
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from huying.kernel.actor import SYSTEM, Actor, Post
from huying.territory.actions.life import create_area
from huying.territory.actions.outlines import Outline, move_boundary
from huying.territory.actions.places import Duty, add_alias, set_building, set_grid_duty, set_jurisdiction
from huying.territory.actions.records import Decision, NewArea
from huying.territory.models import Area

SETTLED = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FOUNDED = Decision(on=date(2020, 1, 1), reason="设立")
WEST, SOUTH, STEP = 118.70, 32.00, 0.01


def square(x0: float, y0: float, x1: float, y1: float) -> dict[str, Any]:
    """A rectangle on the lattice as GeoJSON."""
    (a, b), (c, d) = at_point(x0, y0), at_point(x1, y1)
    return {"type": "Polygon", "coordinates": [[[a, b], [c, b], [c, d], [a, d], [a, b]]]}


def at_point(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place on the lattice."""
    return round(WEST + x * STEP, 7), round(SOUTH + y * STEP, 7)


def an_area(parent: Area | None, level: str, name: str, code: str = "", **more: Any) -> Area:
    """One more area; `on` is the day of its founding."""
    decision = Decision(on=more.pop("on", FOUNDED.on), reason="设立")
    new = NewArea(level=level, name=name, code=code, **more)
    return create_area(SYSTEM, parent_id=parent.pk if parent else None, new=new, decision=decision, at=SETTLED)


def outlined(area: Area, *corners: float) -> Area:
    """The area with a rectangular boundary."""
    outline = Outline(square(*corners), source="made up", sketch=True)
    move_boundary(SYSTEM, outlines={area.pk: outline}, decision=FOUNDED, at=SETTLED)
    area.refresh_from_db()
    return area


@dataclass(frozen=True)
class District:
    """望江区 with everything in it."""

    province: Area
    city: Area
    county: Area
    streets: tuple[Area, Area]
    communities: tuple[Area, Area, Area]
    grids: tuple[Area, Area, Area, Area, Area]
    estate: Area
    buildings: tuple[Area, Area]

    @property
    def street(self) -> Area:
        return self.streets[0]

    @property
    def community(self) -> Area:
        return self.communities[0]

    @property
    def grid(self) -> Area:
        return self.grids[0]


def a_district() -> District:
    """The whole district, made by the real actions as the system."""
    province = an_area(None, "province", "江南省", "990000000000")
    city = an_area(province, "city", "临江市", "990100000000")
    county = outlined(an_area(city, "county", "望江区", "990106000000"), 0, 0, 4, 2)
    set_jurisdiction(SYSTEM, area_id=county.pk, at=SETTLED)
    huaiyin = outlined(an_area(county, "street", "槐荫街道", "990106001000"), 0, 0, 2, 2)
    liupu = outlined(an_area(county, "street", "柳浦街道", "990106002000"), 2, 0, 4, 2)
    huaishuli = outlined(an_area(huaiyin, "community", "槐树里社区", "990106001001"), 0, 0, 1, 2)
    liuan = outlined(an_area(huaiyin, "community", "柳岸社区", "990106001002"), 1, 0, 2, 2)
    dongfeng = outlined(an_area(liupu, "community", "东风社区", "990106002001"), 2, 0, 4, 2)
    grids = (
        outlined(an_area(huaishuli, "grid", "槐树里第一网格"), 0, 1, 1, 2),
        outlined(an_area(huaishuli, "grid", "槐树里第二网格"), 0, 0, 1, 1),
        outlined(an_area(liuan, "grid", "柳岸第一网格"), 1, 0, 2, 2),
        outlined(an_area(dongfeng, "grid", "东风第一网格"), 2, 0, 3, 2),
        outlined(an_area(dongfeng, "grid", "东风第二网格"), 3, 0, 4, 2),
    )
    duty = Duty("槐树里社区居委会", "025-00000001", "025-00000002", 420, 1180)
    set_grid_duty(SYSTEM, area_id=grids[0].pk, duty=duty, at=SETTLED)
    estate = an_area(grids[0], "estate", "金桂花园小区", kind="estate")
    add_alias(SYSTEM, area_id=estate.pk, text="老纺织大院", at=SETTLED)
    buildings = (an_area(estate, "building", "3幢"), an_area(estate, "building", "12幢"))
    set_building(SYSTEM, area_id=buildings[0].pk, number="3", units=3, storeys=6, at=SETTLED)
    set_building(SYSTEM, area_id=buildings[1].pk, number="12", units=2, storeys=11, at=SETTLED)
    add_alias(SYSTEM, area_id=huaishuli.pk, text="槐荫路", kind="road", numbers=(1, 99), at=SETTLED)
    add_alias(SYSTEM, area_id=liuan.pk, text="槐荫路", kind="road", numbers=(100, 198), at=SETTLED)
    return District(province, city, county, (huaiyin, liupu), (huaishuli, liuan, dongfeng), grids, estate, buildings)


def system_admin(area: Area, account_id: int = 901) -> Actor:
    """The system administrator of an area, for tests that need no real account."""
    return Actor(kind="person", account_id=account_id, posts=(Post("system_admin", area.path),))
