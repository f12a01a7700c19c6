"""Loading the demonstration in two steps: what must stand before anybody looks, and the ninety days behind it."""

from datetime import datetime, timedelta

from django.db import transaction

from huying.calendars.public import seed_calendar
from huying.cases import public as cases
from huying.demonstration import bodies, lists, places
from huying.demonstration.playing import Play, Told
from huying.demonstration.world import build_world
from huying.duties.public import load_categories
from huying.evaluation.public import load_definitions, read_all, tell_months
from huying.kernel.actor import SYSTEM
from huying.organisations.public import load_defaults
from huying.people.public import install_purposes
from huying.portal.public import describe_site
from huying.territory import public as territory

DAYS = 90
FIRST_CASES, ALL_CASES = 60, 3000
FIRST_STREET = "320106001"
FIRST_STREET_CODE = f"{FIRST_STREET}000"
SITE = {
    "name": "鼓楼区",
    "hosted_by": "鼓楼区人民政府（演示）",
    "run_by": "鼓楼区城市运行管理指挥中心（演示）",
    "contact": "鼓楼区示范路 1 号（演示地址）",
    "duty_desk": "宁海路街道便民服务中心（演示）",
    "duty_phone": "025-00000000",
    "duty_hours": "每天 8:30–20:30",
    "privacy_contact": "鼓楼区城市运行管理指挥中心 个人信息保护岗（演示），信件请寄示范路 1 号。",
}


def is_loaded() -> bool:
    """Whether the first stage stands: the last thing it does is to bring the first cases."""
    return territory.home() is not None and cases.count_cases() > 0


def load_first(*, at: datetime, tell: Told, first: int = FIRST_CASES) -> None:
    """Places, bodies, lists, accounts, and the last two days in one street: enough to begin.

    What must stand comes whole or not at all, so that a start that was stopped can begin again.
    """
    start = at - timedelta(days=DAYS + 2)
    if territory.home() is None:
        with transaction.atomic():
            _found_the_district(start, tell)
    tell("第一批诉求")
    world = build_world(at=start)
    Play(world, seed="first", until=at).days(first, since=at - timedelta(days=3), tell=tell)


def _found_the_district(start: datetime, tell: Told) -> None:
    tell("区划与网格")
    seed_calendar(SYSTEM, at=start)
    ids = places.plant_divisions(at=start)
    home_id = ids["320106000000"]
    territory.set_jurisdiction(SYSTEM, area_id=home_id, at=start)
    places.draw_outlines(ids, at=start)
    places.say_how_big_grids_are(at=start)
    for code, outline in places.community_outlines().items():
        if code.startswith(FIRST_STREET):
            places.settle_community(code, ids[code], outline, at=start)
    tell("分类、目的与模板")
    load_categories(SYSTEM, at=start, since=start.date())
    load_definitions(SYSTEM, at=start)
    load_defaults(SYSTEM, at=start)
    install_purposes()
    describe_site(SYSTEM, facts=SITE, at=start, demonstration=True)
    tell("机构与账号")
    bodies.found_bodies(at=start)
    bodies.seat_the_cast(at=start)
    tell("职责清单与知识库")
    lists.put_lists_in_force(area_id=home_id, on=start.date(), at=start)
    lists.save_knowledge(since=start.date(), at=start)


def load_rest(*, at: datetime, tell: Told, total: int = ALL_CASES) -> None:
    """The other streets' grids and estates, councils and units, and ninety days of calls. Goes on where it stopped."""
    start = at - timedelta(days=DAYS + 2)
    ids = places.plant_divisions(at=start)
    _settle_the_rest(ids, start, tell)
    founder = bodies.Founder(at=start)
    founder.found_councils_and_units(bodies.streets())
    founder.found_grid_branches()
    tell("驻区单位与联席会")
    world = build_world(at=start)
    Play(world, seed="rest", until=at, but=ids[FIRST_STREET_CODE]).days(
        total, since=at - timedelta(days=DAYS), tell=tell
    )
    read_all(at=at)
    tell_months(at=at)


def _settle_the_rest(ids: dict[str, int], start: datetime, tell: Told) -> None:
    outlines = places.community_outlines()
    left = list(places.unsettled(outlines, ids))
    for done, (code, area_id) in enumerate(left, start=1):
        with transaction.atomic():
            places.settle_community(code, area_id, outlines[code], at=start)
        if 10 * done // len(left) > 10 * (done - 1) // len(left):
            tell(f"其余街道的网格和小区 {100 * done // len(left)}%")
