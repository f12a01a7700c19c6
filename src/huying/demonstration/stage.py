"""Loading the demonstration in two steps: what must stand before anybody looks, and the ninety days behind it."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from huying.calendars.public import seed_calendar
from huying.cases import public as cases
from huying.demonstration import bodies, lists, places
from huying.demonstration.arrivals import arrivals
from huying.demonstration.lives import Life, Script, whole_life
from huying.demonstration.world import World, build_world
from huying.demonstration.writing import stories
from huying.duties.public import load_categories
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import DomainError
from huying.organisations.public import load_defaults
from huying.people.public import install_purposes
from huying.portal.public import describe_site
from huying.territory import public as territory

DAYS = 90
FIRST_CASES, ALL_CASES = 60, 3000
FIRST_STREET = "320106001"
Told = Callable[[str], None]
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


def load_first(*, at: datetime, tell: Told) -> None:
    """Places, bodies, lists, accounts, and the last two days in one street: enough to begin."""
    start = at - timedelta(days=DAYS + 2)
    tell("区划与网格")
    seed_calendar(SYSTEM, at=start)
    ids = places.plant_divisions(at=start)
    territory.set_jurisdiction(SYSTEM, area_id=ids["320106000000"], at=start)
    places.draw_outlines(ids, at=start)
    for code, outline in places.community_outlines().items():
        if code.startswith(FIRST_STREET):
            places.settle_community(code, ids[code], outline, at=start)
    tell("分类、目的与模板")
    load_categories(SYSTEM, at=start, since=start.date())
    load_defaults(SYSTEM, at=start)
    install_purposes()
    describe_site(SYSTEM, facts=SITE, at=start, demonstration=True)
    tell("机构与账号")
    bodies.found_bodies(at=start)
    bodies.seat_the_cast(at=start)
    tell("职责清单与知识库")
    home = territory.home()
    assert home is not None
    lists.put_lists_in_force(area_id=home.id, on=start.date(), at=start)
    lists.save_knowledge(since=start.date(), at=start)
    tell("第一批诉求")
    world = build_world(at=start)
    Play(world, seed="first", until=at).run(FIRST_CASES, since=at - timedelta(days=3), tell=tell)


def load_rest(*, at: datetime, tell: Told, total: int = ALL_CASES) -> None:
    """The other streets' grids and estates, councils and units, and ninety days of calls. Goes on where it stopped."""
    start = at - timedelta(days=DAYS + 2)
    ids = places.plant_divisions(at=start)
    outlines = places.community_outlines()
    for code, area_id in places.unsettled(outlines, ids):
        places.settle_community(code, area_id, outlines[code], at=start)
    tell("其余街道的网格和小区")
    founder = bodies.Founder(at=start)
    founder.found_councils_and_units(bodies.streets())
    founder.found_grid_branches()
    tell("驻区单位与联席会")
    world = build_world(at=start)
    wanted = total - cases.count_cases()
    if wanted > 0:
        Play(world, seed=f"rest{wanted}", until=at).run(wanted, since=at - timedelta(days=DAYS), tell=tell)


@dataclass
class Play:
    """Runs many lives in the order of their time; the product's own timers fire in between, as they would have."""

    world: World
    seed: str
    until: datetime
    refused: Counter[str] = field(default_factory=Counter)

    def run(self, number: int, *, since: datetime, tell: Told) -> None:
        chance, order, known = Random(self.seed), count(), stories()
        waiting: list[tuple[datetime, int, Script]] = []
        for at in arrivals(number, since=since, until=self.until, seed=self.seed):
            life = Life(self.world, chance.choice(known), chance.choice(self.world.spots), Random(chance.random()), at)
            waiting.append((at, next(order), whole_life(life)))
        heapq.heapify(waiting)
        clock, last = since, 0
        with cases.timers_held():
            while waiting and waiting[0][0] < self.until:
                at, _n, script = heapq.heappop(waiting)
                while clock + timedelta(hours=1) <= at:
                    clock += timedelta(hours=1)
                    cases.fire_due_timers(at=clock)
                self._step(script, waiting, order)
                share = int(100 * (at - since) / (self.until - since))
                if share >= last + 5:
                    last = share
                    tell(f"诉求 {share}%")
            cases.fire_due_timers(at=self.until)

    def _step(self, script: Script, waiting: list[tuple[datetime, int, Script]], order: "count[int]") -> None:
        """On to the next moment; a step that the product refuses ends the script, as a person would stop."""
        try:
            heapq.heappush(waiting, (next(script), next(order), script))
        except StopIteration:
            pass
        except DomainError as refused:
            self.refused[refused.code] += 1
