"""Bodies of every kind, in the numbers the documents give, and the cast of named accounts."""

from collections.abc import Iterable
from datetime import datetime

from huying.demonstration import roster
from huying.demonstration.places import FOUNDED, divisions
from huying.kernel.actor import SYSTEM
from huying.organisations import public as organisations
from huying.people import public as people
from huying.territory import public as territory

REASON = "演示数据"


class Founder:
    """Founds bodies by name, each once; a second run finds what is there."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self.home_id = territory.home().id
        self.known: dict[str, int] = organisations.body_ids_by_name()

    def found(
        self, kind: str, name: str, area_id: int, *, parent: str = "", functions: Iterable[str] = (), phone: str = ""
    ) -> int:
        if name not in self.known:
            body = organisations.NewBody(
                kind=kind, name=name, area_id=area_id, line_parent_id=self.known[parent] if parent else None,
                functions=tuple(functions), office_phone=phone or "025-00000000",
                short_name=name.replace("（演示）", ""),
            )  # fmt: skip
            row = organisations.found_body(SYSTEM, body=body, reason=REASON, at=self.at, on=FOUNDED)
            self.known[name] = row.pk
        return self.known[name]

    def found_district(self) -> None:
        """The district committee, its departments, companies and mass organisations."""
        self.found("P10", "中共鼓楼区委员会", self.home_id)
        for name, functions in roster.DEPARTMENTS:
            self.found("G10", name, self.home_id, functions=functions)
        for kind, name, functions in roster.OTHERS:
            self.found(kind, name, self.home_id, functions=functions)
        for name in roster.PROPERTY_FIRMS:
            self.found("O20", name, self.home_id, functions=("property",))

    def found_street(self, name: str, area_id: int) -> None:
        committee = f"中共{name}工作委员会"
        self.found("P20", committee, area_id, parent="中共鼓楼区委员会")
        self.found("P21", f"{name}大工委", area_id, parent=committee)
        self.found("G20", f"{name}办事处", area_id, functions=("street",))
        for kind, ending, functions, parent in roster.STREET_BODIES:
            self.found(kind, f"{name}{ending}", area_id, parent=parent, functions=functions)
        self.found("S20", f"{name}党群服务中心", area_id, parent=f"{name}办事处", functions=("party_mass_centre",))
        self.found("S21", f"{name}志愿服务中心", area_id, parent=f"{name}办事处", functions=("volunteer_centre",))

    def found_community(self, street: str, name: str, area_id: int) -> None:
        short = name.removesuffix("居委会").removesuffix("村委会")
        committee = f"中共{short}委员会"
        self.found("P30", committee, area_id, parent=f"中共{street}工作委员会", functions=("community_party",))
        self.found("R10", name, area_id, parent=f"{street}办事处", functions=("residents_committee", "community"))
        self.found("S10", f"{short}工作站", area_id, parent=f"{street}办事处")
        self.found("R12", f"{short}人民调解委员会", area_id, parent=name, functions=("mediation",))

    def found_councils_and_units(self, streets: list[tuple[str, int]]) -> None:
        """Two councils in each of ten streets; ten units in each street, 130 together."""
        for name, area_id in streets[: roster.COUNCIL_STREETS]:
            self.found("J10", f"{name}社区党建联席会", area_id, parent=f"中共{name}工作委员会")
            self.found("J10", f"{name}社区建设协调委员会", area_id, parent=f"{name}办事处")
        for name, area_id in streets:
            for kind in roster.UNIT_KINDS:
                self.found("U10", f"{name.removesuffix('街道')}{kind}（演示）", area_id)

    def found_grid_branches(self) -> None:
        """Seven grids of ten have a branch of their own, so that coverage shows a gap list."""
        for community in territory.areas_within(territory.home().path, level="community"):
            short = community.name.removesuffix("居委会").removesuffix("村委会")
            for number, grid in enumerate(territory.areas_within(community.path, level="grid"), start=1):
                if (community.id + number) % 10 < 7:
                    self.found("P40", f"{short}第{number}网格党支部", grid.id, parent=f"中共{short}委员会")


def streets() -> list[tuple[str, int]]:
    return [(row.name, area_id) for row, area_id in _placed("street")]


def _placed(level: str) -> list[tuple[object, int]]:
    found = []
    for row in divisions():
        area = territory.area_by_code(row.code) if row.level == level else None
        if area is not None:
            found.append((row, area.id))
    return found


def found_bodies(*, at: datetime) -> Founder:
    """Everything that may answer a call: departments, street bodies, communities, companies."""
    founder = Founder(at=at)
    founder.found_district()
    names = {row.code[:9]: row.name for row in divisions() if row.level == "street"}
    for name, area_id in streets():
        founder.found_street(name, area_id)
    for row in divisions():
        area = territory.area_by_code(row.code) if row.level == "community" else None
        if area is not None:
            founder.found_community(names[row.code[:9]], row.name, area.id)
    return founder


def seat_the_cast(*, at: datetime) -> dict[str, int]:
    """The named accounts with their roles; ids by sign-in name."""
    bodies = organisations.body_ids_by_name()
    places = {row.name: area.id for row in divisions() if (area := territory.area_by_code(row.code))}
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
