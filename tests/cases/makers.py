"""A town that can take in, answer and judge; `a_case(town, in_state=…)` reaches each state by living."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from huying.calendars.public import Limit, calendar
from huying.cases import actions as do
from huying.cases.actions.orders import suggestion
from huying.cases.firing import fire_due_timers
from huying.cases.models import Case, Timer
from huying.cases.queries import case_for
from huying.cases.states import S
from huying.duties.public import NewKnowledge, save_knowledge
from huying.kernel.actor import SYSTEM, Actor
from huying.organisations.models import Body
from huying.territory.models import Area
from tests.duties.makers import a_list, an_item, the_tree
from tests.organisations.makers import a_body, a_town, an_actor, an_area
from tests.people.makers import a_resident, person

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=ZONE)
ELEMENTS = {"who": "张先生", "when": "昨晚", "where": "3 单元", "cause": "灯坏了", "course": "一直没人修"}
LAMPS, RUBBISH, LIFT, GAS, POLICY = "010204", "0301", "010202", "0404", "1401"
NOISE, STALLS, HUAYUAN = "0603", "0304", "0103"
TALK = "电话告知已修好，诉求人知道了"
MANY = 300
_numbers = count(1)


def on(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of November 2026; the 16th is a Monday."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=ZONE) + timedelta(days=day - 1)


@dataclass
class Settled:
    """The town, its units, and everybody by what they do."""

    county: Area
    street: Area
    community: Area
    grid: Area
    estate: Area
    other_street: Area
    bodies: dict[str, Body]
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        return self.actors[who]

    def body(self, name: str) -> int:
        return self.bodies[name].pk

    @cached_property
    def resident(self) -> Actor:
        return self.actors["张先生"]


kept_town: Callable[[], Settled] | None = None


def settle() -> Settled:
    """One county with its lists in force, its units at work, and one person at each desk."""
    return kept_town() if kept_town else build_town()


def build_town() -> Settled:
    the_tree()
    town = a_town()
    county, street, community, grid = town.county, town.streets[0], town.communities[0], town.grids[0]
    estate = _estate(community)
    bodies = _bodies(county, street, community)
    _lists(county)
    settled = Settled(county, street, community, grid, estate, town.streets[1], bodies)
    settled.actors = _actors(settled, bodies)
    return settled


def _estate(community: Area) -> Area:
    return an_area("颐和公馆", level="estate", parent=community)


def _bodies(county: Area, street: Area, community: Area) -> dict[str, Body]:
    centre = a_body(county, "区指挥中心", kind="G10")
    return {
        "指挥中心": centre,
        "城管": a_body(county, "区城管局", function="urban_management", parent=centre),
        "住建": a_body(county, "区住建局", function="housing", parent=centre),
        "环保": a_body(county, "区生态环境局", function="environment", parent=centre),
        "街道": a_body(street, "宁海路街道办", kind="G20"),
        "社区": a_body(community, "颐和路社区居委会", kind="R10"),
    }


def _lists(county: Area) -> None:
    a_list(
        "L1", county, an_item("0301", "urban_management", title="生活垃圾清运"),
        an_item("0304", "urban_management", title="占道经营"), an_item("0102", "housing", title="共用设施"),
        an_item("0404", "urban_management", title="燃气"), an_item("0603", "environment", title="噪声"),
        an_item("0103", "housing", title="业委会"), an_item("0104", "housing", title="维修资金"),
        an_item("0203", "urban_management", title="违法建设"),
        an_item("1401", "urban_management", title="政策咨询"),
    )  # fmt: skip


def _actors(town: Settled, bodies: dict[str, Body]) -> dict[str, Actor]:
    centre = bodies["指挥中心"]
    county_roles = {
        "受理员": "intake", "复核员": "intake", "派单员": "dispatcher", "另一派单员": "dispatcher",
        "裁定员": "adjudicator", "督办员": "supervisor", "回访员": "callback", "考评员": "reviewer",
        "指挥长": "county_command", "信息官": "dpo",
    }  # fmt: skip
    found = {name: an_actor(role, town.county, body=centre) for name, role in county_roles.items()}
    found["统筹员"] = an_actor("street_coordinator", town.street, body=bodies["街道"])
    found["网格员"] = an_actor("grid_worker", town.grid, body=bodies["社区"])
    for unit in ("城管", "住建", "环保", "街道", "社区"):
        area = {"街道": town.street, "社区": town.community}.get(unit, town.county)
        found[f"{unit}经办"] = an_actor("handler", area, body=bodies[unit])
        found[f"{unit}负责人"] = an_actor("unit_lead", area, body=bodies[unit])
    for name in ("张先生", "李阿姨", "王先生"):
        found[name] = person(a_resident(name[0] + "*"))
    return found


def a_filing(town: Settled, **given: Any) -> do.Filing:
    """What Mr Zhang has to say."""
    usual: dict[str, Any] = {
        "words": "楼道灯不亮，晚上回家摸黑。", "category_code": RUBBISH, "area_id": town.grid.pk, "place": "3 单元",
        "consent_version": "2026-1",
    }  # fmt: skip
    return do.Filing(**{**usual, **given})


def filed(town: Settled, *, at: datetime = MONDAY, by: str = "张先生", **given: Any) -> do.Filed:
    return do.file_case(town.actor(by), filing=a_filing(town, **given), at=at)


def a_case(town: Settled, *, in_state: S = S.SUBMITTED, at: datetime = MONDAY, **given: Any) -> Case:
    """A case that has lived its way into a state, one step a minute from `at`."""
    life = Life(town, filed(town, at=at, **given).case.pk, at)
    for step in WAYS[in_state]:
        getattr(life, step)()
    return life.case


@dataclass
class Life:
    """Moves one case on, one minute at a time."""

    town: Settled
    case_id: int
    at: datetime

    @property
    def case(self) -> Case:
        return Case.objects.select_related("area").get(pk=self.case_id)

    def next(self) -> dict[str, Any]:
        self.at += timedelta(minutes=1)
        return {"case_id": self.case_id, "at": self.at}

    def by(self, who: str) -> Actor:
        return self.town.actor(who)

    def unit(self, role: str) -> Actor:
        """Who works for the unit that answers now."""
        names = {body.pk: name for name, body in self.town.bodies.items()}
        name = names.get(self.case.lead_body_id or 0, "城管")
        return self.by(f"{name}{role}")

    def sending(self, **given: Any) -> do.Sending:
        usual: dict[str, Any] = {"body_id": self.suggested(), "by_phone": True}
        return do.Sending(**{**usual, **given})

    def suggested(self) -> int:
        lead = suggestion(self.case, at=self.at).lead
        assert lead is not None
        return lead.id

    def ask(self) -> None:
        do.ask(self.by("受理员"), text="请告诉我们是几单元几层？", **self.next())

    def refuse(self) -> None:
        do.propose_refusal(self.by("受理员"), ground="N6", text="这是双方合同里的约定。", **self.next())
        do.refuse(self.by("复核员"), agreed=True, **self.next())

    def pass_on(self) -> None:
        do.pass_on(self.by("受理员"), channel="court", text="案件已由法院审理", **self.next())

    def answer(self) -> None:
        entry = NewKnowledge("几点开放", "每天 9 点到 17 点开放。", "区政务办", date(2026, 1, 1), category=POLICY)
        kept = save_knowledge(SYSTEM, entry=entry, at=self.at)
        do.answer(self.by("受理员"), text="", knowledge_id=kept.pk, **self.next())

    def accept(self) -> None:
        acceptance = do.Acceptance(elements=ELEMENTS, wish="修好")
        do.accept(self.by("受理员"), acceptance=acceptance, **self.next())

    def consult(self) -> None:
        do.consult(self.by("派单员"), text="与住建商量由谁来办", **self.next())

    def dispatch(self) -> None:
        do.dispatch(self.by("派单员"), sending=self.sending(), **self.next())

    def merge(self) -> None:
        main = a_case(self.town, in_state=S.IN_HANDLING, at=self.at, by="王先生")
        self.at += timedelta(minutes=10)
        do.merge(self.by("派单员"), main_id=main.pk, text="同一处垃圾", **self.next())

    def return_order(self) -> None:
        other = self.town.body("住建" if self.case.lead_body_id != self.town.body("住建") else "城管")
        given = do.Return("not_ours", "职责清单第 3 条", "不属本单位职责", other)
        do.return_order(self.unit("负责人"), given=given, **self.next())

    def refer(self) -> None:
        do.refer_dispute(self.by("派单员"), text="城管与住建职责交叉", **self.next())

    def sign(self) -> None:
        do.sign(self.unit("经办"), **self.next())

    def whistle(self) -> None:
        at = self.at + timedelta(hours=3)
        call = do.Call("W1", "departments", "3 单元", "需几个部门一起", "条例第五条", (self.town.body("住建"),), at)
        do.whistle(self.by("统筹员"), call=call, **self.next())

    def suspend(self) -> None:
        pause = do.Pause("season", "要等天暖", "气温回升", date(2026, 12, 10))
        do.ask_suspension(self.unit("负责人"), pause=pause, **self.next())
        do.suspend(self.by("派单员"), **self.next())

    def hand_in(self, **given: Any) -> None:
        usual: dict[str, Any] = {"text": "已经清理干净并增加一次清运。", "done": "清运两车", "talk": TALK}
        do.hand_in(self.unit("负责人"), outcome=do.Outcome(**{**usual, **given}), **self.next())

    def order_check(self) -> None:
        do.order_site_check(self.by("派单员"), **self.next())

    def approve(self) -> None:
        if self.case.on_site_check and self.case.state == S.HANDED_IN and not self._checked():
            self.order_check()
            do.pass_site_check(self.by("网格员"), text="看过了", **self.next())
        do.approve_result(self.by("派单员"), **self.next())

    def _checked(self) -> bool:
        return self.case.results.filter(decided_at=None, checks__passed=True).exists()

    def unsolved(self) -> None:
        do.rate(self.by("张先生"), answers=NOT_SOLVED, **self.next())

    def solved(self) -> None:
        do.rate(self.by("张先生"), answers=ALL_WELL, **self.next())

    def list_open(self) -> None:
        listing = do.Listing(
            "资金还没有到位", "明年三月前立项", "老旧管网待改造", self.town.body("住建"), date(2026, 12, 20)
        )
        do.list_open_matter(self.by("考评员"), listing=listing, **self.next())

    def terminate(self) -> None:
        do.ask_termination(self.unit("负责人"), reason="no_cooperation", text="三次约定都不开门", **self.next())
        do.terminate(self.by("派单员"), text="同意", **self.next())

    def withdraw(self) -> None:
        do.withdraw(self.by("张先生"), **self.next())

    def wait(self, **time: float) -> int:
        """Let time go by; the worker fires what comes due."""
        self.at += timedelta(**time)
        return run_worker(at=self.at)

    def archive(self) -> None:
        self.wait(days=60)


ALL_WELL = do.Answers(contacted=True, solved="yes", satisfied="yes")
NOT_SOLVED = do.Answers(contacted=True, solved="no", satisfied="no", reasons=("not_done",))
PARTLY = do.Answers(contacted=True, solved="partly", satisfied="mostly", wants_more=True)


def run_worker(*, at: datetime) -> int:
    """Fire everything due by now, in the order of time, as a worker that never slept would have."""
    fired = 0
    while (first := Timer.objects.filter(fired_at=None, due_at__lte=at).order_by("due_at", "id").first()) is not None:
        assert first.attempts == 0, (first.kind, first.ref, first.failure)
        assert first.due_at is not None
        fired += fire_due_timers(at=first.due_at, batch=50)
    return fired


TO_WORK = ("accept", "dispatch", "sign")
WAYS: dict[S, tuple[str, ...]] = {
    S.SUBMITTED: (),
    S.ASKED: ("ask",),
    S.NOT_ACCEPTED: ("refuse",),
    S.PASSED_ON: ("pass_on",),
    S.ANSWERED: ("answer",),
    S.MERGED: ("accept", "merge"),
    S.ACCEPTED: ("accept",),
    S.CONSULTED: ("accept", "consult"),
    S.DISPATCHED: ("accept", "dispatch"),
    S.RETURNED: ("accept", "dispatch", "return_order"),
    S.DISPUTED: ("accept", "dispatch", "return_order", "refer"),
    S.IN_HANDLING: TO_WORK,
    S.ESCALATED: (*TO_WORK, "whistle"),
    S.SUSPENDED: (*TO_WORK, "suspend"),
    S.HANDED_IN: (*TO_WORK, "hand_in"),
    S.SITE_CHECK: (*TO_WORK, "hand_in", "order_check"),
    S.TO_BE_JUDGED: (*TO_WORK, "hand_in", "approve"),
    S.REOPENED: (*TO_WORK, "hand_in", "approve", "unsolved"),
    S.CLOSED: (*TO_WORK, "hand_in", "approve", "solved"),
    S.OPEN_MATTER: (*TO_WORK, "hand_in", "approve", "list_open"),
    S.TERMINATED: (*TO_WORK, "terminate"),
    S.WITHDRAWN: ("accept", "withdraw"),
    S.ARCHIVED: (*TO_WORK, "hand_in", "approve", "solved", "archive"),
}


def life_of(town: Settled, case: Case, *, at: datetime) -> Life:
    return Life(town, case.pk, at)


def more_like(model: Case, *, many: int = MANY, start: int = 100_000) -> None:
    """Cases copied in the database from one that lived, each a minute later."""
    columns = [f.column for f in Case._meta.concrete_fields if f.column not in ("id", "number", "due_at")]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case (number, due_at, {names}) SELECT 'XX-2026-' || n, due_at + (n - %s) * "
            f"interval '1 minute', {names} FROM cases_case, generate_series(%s, %s) n WHERE id = %s",
            [start, start, start + many - 1, model.pk],
        )


def fresh(case: Case) -> Case:
    """The case as it stands now."""
    return case_for(SYSTEM, case.pk, at=MONDAY)


def due(start: datetime, amount: int, unit: str) -> datetime:
    return calendar().due(start, Limit(amount, unit)).at  # type: ignore[arg-type]
