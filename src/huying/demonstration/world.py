"""The district as the driver sees it: places with their estates, units with somebody in them, desks, residents."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from huying.demonstration.roster import CAST, RESIDENT_PHONE
from huying.demonstration.writing import Scene
from huying.kernel.actor import SYSTEM, Actor
from huying.organisations import public as organisations
from huying.people import public as people
from huying.territory import public as territory

RESIDENTS = 120
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


@dataclass(frozen=True, slots=True)
class Spot:
    """An estate or, where none is settled yet, a community; with what residents call it."""

    area_id: int
    scene: Scene
    lon: float | None
    lat: float | None


@dataclass
class World:
    """Everybody who acts. Units get somebody to work for them the first time they are asked."""

    at: datetime
    home: territory.AreaBrief
    desks: dict[str, Actor]
    spots: list[Spot]
    units: dict[int, Actor] = field(default_factory=dict)
    residents: dict[int, Actor] = field(default_factory=dict)

    def resident(self, number: int) -> tuple[Actor, str]:
        """One of many, with the phone; they come to have an account when they first call."""
        phone = str(int(RESIDENT_PHONE) + number)
        if number not in self.residents:
            name = f"{SURNAMES[number % len(SURNAMES)]}{'先生' if number % 2 else '女士'}"
            account = people.ensure_account(SYSTEM, phone=phone, name=name, at=self.at)
            self.residents[number] = Actor(kind="person", account_id=account.pk)
        return self.residents[number], phone

    def unit(self, body_id: int) -> Actor:
        """Somebody who signs, handles and hands in for this unit."""
        if body_id not in self.units:
            known = organisations.people_of(body_id, roles=("unit_lead",), at=self.at)
            account_id = known[0] if known else self._employ(body_id)
            self.units[body_id] = organisations.actor_for(account_id, at=self.at + timedelta(seconds=1))
        return self.units[body_id]

    def _employ(self, body_id: int) -> int:
        body = organisations.body_briefs([body_id])[body_id]
        account, _password = people.open_staff_account(
            SYSTEM, login_name=f"unit-{body_id}", public_name=f"{body.short_name or body.name}经办人",
            reason="演示数据", password=None, at=self.at,
        )  # fmt: skip
        for role in ("handler", "unit_lead"):
            organisations.grant_role(
                SYSTEM, account_id=account.pk, role=role, area_id=body.area_id, body_id=body_id, reason="演示数据",
                at=self.at,
            )  # fmt: skip
        return int(account.pk)

    def grid_worker(self) -> Actor:
        return self.desks["check"]


def build_world(*, at: datetime) -> World:
    home = territory.home()
    if home is None:
        raise RuntimeError("the places of the demonstration are not loaded")
    logins = [part.login for part in CAST]
    accounts = {login: people.account_by_login_name(login) for login in logins}
    later = at + timedelta(seconds=1)
    desks = {login: organisations.actor_for(brief.id, at=later) for login, brief in accounts.items() if brief}
    desks["check"] = _checker(home.id, at=at)
    world = World(at=at, home=home, desks=desks, spots=list(_spots(home.path)))
    world.resident(0)  # the one that the table of accounts names
    return world


def _checker(area_id: int, *, at: datetime) -> Actor:
    """One grid worker for the whole district, so that every site check has somebody."""
    known = people.account_by_login_name("grid-all")
    if known is None:
        account, _password = people.open_staff_account(
            SYSTEM, login_name="grid-all", public_name="巡查网格员（演示）", reason="演示数据", password=None, at=at
        )
        organisations.grant_role(
            SYSTEM, account_id=account.pk, role="grid_worker", area_id=area_id, reason="演示数据", at=at
        )
        known = people.account_by_login_name("grid-all")
    assert known is not None
    return organisations.actor_for(known.id, at=at + timedelta(seconds=1))


def _spots(path: str) -> Iterator[Spot]:
    estates = territory.areas_within(path, level="estate")
    for estate in estates:
        yield Spot(
            estate.id, Scene(estate.name.replace("（演示）", ""), "3幢", _road(estate.id)), estate.lon, estate.lat
        )
    if not estates:
        for area in territory.areas_within(path, level="community"):
            name = area.name.removesuffix("居委会")
            yield Spot(area.id, Scene(name, "3幢", f"{name}主路"), area.lon, area.lat)


@lru_cache(maxsize=1000)
def _road(area_id: int) -> str:
    return Random(area_id).choice(
        ("和平北路", "云南南路", "江边路", "学府路", "汉口西路", "城河路", "钟楼街", "石榴巷")
    )
