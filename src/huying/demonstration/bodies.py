"""Bodies of every kind, in the numbers the documents give, and the cast of named accounts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from huying.demonstration import roster
from huying.demonstration.places import FOUNDED, divisions
from huying.kernel.actor import SYSTEM
from huying.organisations import public as organisations
from huying.people import public as people
from huying.territory import public as territory

REASON = "演示数据"


class Founder:
    """Founds bodies by name, each once, tier by tier; a second run finds what is there."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        home = territory.home()
        if home is None:
            raise RuntimeError("the places of the demonstration are not loaded")
        self.home = home
        self.known: dict[str, int] = organisations.body_ids_by_name()
        self.planned: dict[str, organisations.NewBody] = {}

    def plan(self, kind: str, name: str, area_id: int, *, parent: str = "", functions: Iterable[str] = ()) -> None:
        if name in self.known or name in self.planned:
            return
        if parent in self.planned:
            self.found()
        body = organisations.NewBody(
            kind=kind, name=name, area_id=area_id, line_parent_id=self.known[parent] if parent else None,
            functions=tuple(functions), office_phone="025-00000000",
            short_name=name.removesuffix("（演示）"),
        )  # fmt: skip
        self.planned[name] = body

    def found(self) -> None:
        """All that was planned, with one decision."""
        rows = organisations.found_bodies(
            SYSTEM, bodies=list(self.planned.values()), reason=REASON, at=self.at, on=FOUNDED
        )
        self.known |= {row.name: row.pk for row in rows}
        self.planned.clear()

    def found_district(self) -> None:
        """The district committee, its departments, companies and mass organisations."""
        self.plan("P10", roster.COMMITTEE, self.home.id)
        for name, functions in roster.DEPARTMENTS:
            self.plan("G10", name, self.home.id, functions=functions)
        for kind, name, functions in roster.OTHERS:
            self.plan(kind, name, self.home.id, functions=functions)
        for name in roster.PROPERTY_FIRMS:
            self.plan("O20", name, self.home.id, functions=("property",))
        self.found()

    def found_streets(self, streets: list[tuple[str, int]]) -> None:
        for name, area_id in streets:
            self.plan("P20", f"中共{name}工作委员会", area_id, parent=roster.COMMITTEE)
            self.plan("G20", f"{name}办事处", area_id, functions=("street",))
        self.found()
        for name, area_id in streets:
            self.plan("P21", f"{name}大工委", area_id, parent=f"中共{name}工作委员会")
            for kind, ending, functions, parent in roster.STREET_BODIES:
                self.plan(kind, f"{name}{ending}", area_id, parent=parent, functions=functions)
            office = f"{name}办事处"
            self.plan("S20", f"{name}党群服务中心", area_id, parent=office, functions=("party_mass_centre",))
            self.plan("S21", f"{name}志愿服务中心", area_id, parent=office, functions=("volunteer_centre",))
        self.found()

    def found_communities(self, communities: list[tuple[str, str, int]]) -> None:
        """By street, name and area."""
        for street, name, area_id in communities:
            short, office = _short(name), f"{street}办事处"
            committee = f"中共{short}委员会"
            self.plan("P30", committee, area_id, parent=f"中共{street}工作委员会", functions=("community_party",))
            self.plan("R10", name, area_id, parent=office, functions=("residents_committee", "community"))
            self.plan("S10", f"{short}工作站", area_id, parent=office)
        self.found()
        for _street, name, area_id in communities:
            self.plan("R12", f"{_short(name)}人民调解委员会", area_id, parent=name, functions=("mediation",))
        self.found()

    def found_one_of_each(self, areas: Mapping[str, int]) -> None:
        """What else a district has, one or a few of a kind; estates of one street have their owners' committees."""
        for kind, name, place, parent, functions in roster.ONE_OF_EACH:
            self.plan(kind, f"{name}（演示）", areas[place], parent=parent, functions=functions)
        for estate in territory.areas_within(territory.area_brief(areas[roster.STREET]).path, level="estate"):
            community = territory.ancestor(estate.id, "community")
            if community is not None and estate.id % 3:  # one in three has none yet, as the gap list shows
                self.plan("O10", f"{_short(estate.name)}业主委员会（演示）", estate.id, parent=community.name)
        self.found()

    def found_councils_and_units(self, streets: list[tuple[str, int]]) -> None:
        """Two councils in each of ten streets; ten units in each street, 130 together."""
        for name, area_id in streets[: roster.COUNCIL_STREETS]:
            self.plan("J10", f"{name}社区党建联席会", area_id, parent=f"中共{name}工作委员会")
            self.plan("J10", f"{name}社区建设协调委员会", area_id, parent=f"{name}办事处")
        for name, area_id in streets:
            for kind in roster.UNIT_KINDS:
                self.plan("U10", f"{name.removesuffix('街道')}{kind}（演示）", area_id)
        self.found()

    def found_grid_branches(self) -> None:
        """Seven grids of ten have a branch of their own, so that coverage shows a gap list."""
        for community in territory.areas_within(self.home.path, level="community"):
            short = _short(community.name)
            for number, grid in enumerate(territory.areas_within(community.path, level="grid"), start=1):
                if (community.id + number) % 10 < 7:
                    self.plan("P40", f"{short}第{number}网格党支部", grid.id, parent=f"中共{short}委员会")
        self.found()


def _short(name: str) -> str:
    return name.removesuffix("居委会").removesuffix("村委会").removesuffix("（演示）")


def streets() -> list[tuple[str, int]]:
    ids = territory.ids_by_code(row.code for row in divisions())
    return [(row.name, ids[row.code]) for row in divisions() if row.level == "street" and row.code in ids]


def found_bodies(*, at: datetime) -> Founder:
    """Everything that may answer a call: departments, street bodies, communities, companies; and one of each kind."""
    founder = Founder(at=at)
    ids = territory.ids_by_code(row.code for row in divisions())
    founder.found_district()
    founder.found_streets(streets())
    names = {row.code[:9]: row.name for row in divisions() if row.level == "street"}
    communities = [row for row in divisions() if row.level == "community" and row.code in ids]
    founder.found_communities([(names[row.code[:9]], row.name, ids[row.code]) for row in communities])
    founder.found_one_of_each({row.name: ids[row.code] for row in divisions() if row.code in ids})
    return founder


def seat_the_cast(*, at: datetime) -> dict[str, int]:
    """The named accounts with their roles; ids by sign-in name."""
    bodies = organisations.body_ids_by_name()
    ids = territory.ids_by_code(row.code for row in divisions())
    places = {row.name: ids[row.code] for row in divisions() if row.code in ids}
    accounts: dict[str, int] = {}
    for part in roster.CAST:
        known = people.account_by_login_name(part.login)
        account_id = known.id if known else _open(part, at=at)
        accounts[part.login] = account_id
        if known is None:
            for role in part.roles:
                organisations.grant_role(
                    SYSTEM, account_id=account_id, role=role, area_id=places[part.place],
                    body_id=bodies.get(part.body), reason=REASON, at=at,
                )  # fmt: skip
    return accounts


def _open(part: roster.Part, *, at: datetime) -> int:
    account, _word = people.open_staff_account(
        SYSTEM, login_name=part.login, public_name=part.name, reason=REASON, password=roster.SIGN_IN_WORD, at=at
    )
    return int(account.pk)
