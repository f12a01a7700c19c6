"""How a case lives: a script that waits, acts through the real actions and goes on. Chance decides its way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from huying.calendars.public import Limit, calendar
from huying.cases import public as cases
from huying.demonstration.world import RESIDENTS, Spot, World
from huying.demonstration.writing import COURSES, TALKS, Story, told
from huying.duties.public import knowledge_for
from huying.kernel.actor import Actor
from huying.kernel.errors import DomainError

Script = Iterator[datetime]


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of all lives take each turn, from 0 to 1."""

    asked: float = 0.04
    refused: float = 0.025
    consulted: float = 0.03
    returned: float = 0.05
    disputed: float = 0.4
    """Of those returned."""
    unsigned: float = 0.03
    suspended: float = 0.02
    whistled: float = 0.012
    extended: float = 0.05
    late: float = 0.14
    failed_check: float = 0.07
    rejected: float = 0.03
    unrated: float = 0.30
    listed: float = 0.02
    unsolved: float = 0.12
    partly: float = 0.09
    twins: float = 0.06
    """Calls about something that somebody else has called about the same day."""


USUAL = Shares()


@dataclass
class Life:
    """One case on its way. Every method is a piece of script: it yields the moment at which it goes on."""

    world: World
    story: Story
    spot: Spot
    chance: Random
    at: datetime
    shares: Shares = USUAL
    case_id: int = 0
    twin: bool = False
    """Somebody else has called about the same thing before."""
    kept: Any = None
    """The case as the last action left it; forgotten when time passes, since timers fire meanwhile."""

    def roll(self, share: float) -> bool:
        return self.chance.random() < share

    def later(self, *, hours: tuple[float, float], working: bool = True) -> datetime:
        """Some hours on, in working time unless the matter is urgent."""
        seconds = int(self.chance.uniform(*hours) * 3600)
        urgent = bool(self.case_id) and self.case().klass in "EU"
        if working and not urgent:
            self.at = calendar().plus_working_seconds(self.at, seconds).at
        else:
            self.at += timedelta(seconds=max(60, seconds // (6 if urgent else 1)))
        self.kept = None
        return self.at

    def case(self) -> Any:
        if self.kept is None:
            self.kept = cases.case_now(self.case_id)
        return self.kept

    def do(self, action: Callable[..., Any], actor: Actor, **given: Any) -> None:
        done = action(actor, case_id=self.case_id, at=self.at, **given)
        self.kept = done if isinstance(done, cases.Case) else None

    def desk(self, login: str) -> Actor:
        return self.world.desks[login]

    def unit(self) -> Actor:
        return self.world.unit(self.case().lead_body_id)

    # filing and intake

    def file(self) -> None:
        resident, phone = self.world.resident(self.chance.randrange(RESIDENTS))
        level = "P2" if self.roll(0.05) else "P1" if self.roll(0.07) else "P0"
        by_phone = level == "P2" or self.roll(0.3)
        place = f"{self.spot.scene.estate}{self.chance.randint(1, 6)}幢{self.chance.randint(1, 3)}单元"
        point = None
        if self.spot.lon is not None and self.spot.lat is not None and self.roll(0.7):
            shift = self.chance.uniform
            point = cases.Point(
                self.spot.lon + shift(-0.0009, 0.0009), self.spot.lat + shift(-0.0007, 0.0007), "cgcs2000"
            )
        filing = cases.Filing(
            words=told(self.story, self.spot.scene, self.chance), category_code=self.story.category,
            kind=self.story.kind, channel="phone" if by_phone else "web", area_id=self.spot.area_id, place=place,
            point=point, confidentiality=level, on_behalf=by_phone, name="" if level == "P2" else "居民",
            phone=phone if by_phone and level != "P2" else "", consent_version="" if level == "P2" else "2026-1",
        )  # fmt: skip
        actor = self.desk("intake") if by_phone else resident
        self.kept = cases.file_case(actor, filing=filing, at=self.at).case
        self.case_id = self.kept.pk

    def accept(self) -> None:
        elements = {
            "who": "诉求人", "when": "近几天", "cause": self.story.title,
            "where": self.case().place or self.spot.scene.estate,
            "course": self.chance.choice(COURSES),
        }  # fmt: skip
        acceptance = cases.Acceptance(elements=elements, wish="希望尽快解决", title=self.story.title)
        self.do(cases.accept, self.desk("intake"), acceptance=acceptance)

    def known_answer(self) -> int | None:
        """An entry of the knowledge base, for questions."""
        if self.story.kind != "enquiry":
            return None
        found = knowledge_for(on=self.at.date(), category_code=self.story.category)
        return found[0].pk if found else None

    def sending(self) -> Any:
        """Whom the lists name; the dispatcher chooses where they name several."""
        found = cases.suggestion(self.case(), at=self.at)
        lead = found.lead or (found.choices[0] if found.choices else None)
        if lead is None:
            raise DomainError
        reason = "" if found.lead else "清单对应多家，按属地选择"
        return cases.Sending(body_id=lead.id, by_phone=True, reason=reason)


def whole_life(life: Life) -> Script:
    """From the call to wherever chance and today leave it."""
    life.file()
    yield life.later(hours=(0.05, 1.6))
    yield from at_intake(life)


def at_intake(life: Life) -> Script:
    entry = life.known_answer()
    if life.story.kind == "praise" or (entry is not None and life.roll(0.8)):
        life.do(cases.answer, life.desk("intake"), text=life.story.result, knowledge_id=entry)
        return
    if life.roll(life.shares.refused):
        life.do(
            cases.propose_refusal, life.desk("intake"), ground="N6", text="属于双方合同约定的事项，可按以下渠道处理。"
        )
        yield life.later(hours=(0.2, 1.5))
        life.do(cases.refuse, life.desk("reader"), agreed=True)
        return
    if life.roll(life.shares.asked):
        life.do(cases.ask, life.desk("intake"), text="请补充：具体是几幢几单元、大概什么时间？")
        yield life.later(hours=(2, 20))
        owner = cases.owner_of(life.case_id)
        if owner is None or life.roll(0.2):
            return
        life.do(cases.answer_question, owner, text="3 幢 2 单元，每天晚上八点以后。")
        yield life.later(hours=(0.1, 1.0))
    life.accept()
    yield life.later(hours=(1, 4) if life.twin else (0.1, 2.5))
    yield from at_dispatch(life)


def at_dispatch(life: Life) -> Script:
    if life.twin:
        twin = cases.mergeable_with(life.case_id, at=life.at)
        if twin:
            life.do(cases.merge, life.desk("dispatcher"), main_id=twin, text="同一地点同一件事")
            return
    if life.roll(life.shares.consulted) and life.case().klass not in "EU":
        life.do(cases.consult, life.desk("dispatcher"), text="与两家单位商量由谁牵头")
        yield life.later(hours=(1, 5))
        life.do(cases.conclude_consultation, life.desk("dispatcher"), text="按清单由主办单位牵头")
        yield life.later(hours=(0.1, 0.5))
    life.do(cases.dispatch, life.desk("dispatcher"), sending=life.sending())
    yield from at_unit(life)


def at_unit(life: Life) -> Script:
    if (
        life.roll(life.shares.returned) and life.case().klass not in "EU"
    ):  # what is urgent is done first and argued about later
        yield life.later(hours=(0.3, 1.5))
        yield from returned(life)
    if life.roll(life.shares.unsigned):
        yield life.later(hours=(9, 15))  # nobody signs: the system will
        if life.case().state != "S40":
            return
    else:
        yield life.later(hours=(0.1, 3.5))
        if life.case().state == "S30":  # else the system was quicker
            life.do(cases.sign, life.unit())
    if life.roll(0.93):
        yield life.later(hours=(0.2, 6))
        way = "message" if life.case().confidentiality != "P0" else "phone"
        life.do(cases.log_contact, life.unit(), way=way, reached=life.roll(0.9), text="了解了情况，约定现场查看")
    yield from at_work(life)


def returned(life: Life) -> Script:
    given = cases.Return(
        reason="not_ours", clause="职责清单 2026-1", text="现场核对后认为应由相关单位牵头",
        suggested_body_id=cases.another_unit(life.case_id, at=life.at),
    )  # fmt: skip
    if life.case().state not in ("S30", "S40"):
        return
    life.do(cases.return_order, life.unit(), given=given)
    yield life.later(hours=(0.3, 2.5))
    if life.roll(life.shares.disputed):
        life.do(cases.refer_dispute, life.desk("dispatcher"), text="两家单位的职责在此交叉，请裁定")
        yield life.later(hours=(3, 30))
        sending = cases.Sending(body_id=life.case().lead_body_id, by_phone=True)
        number = f"鼓裁〔2026〕{life.chance.randint(1, 99)} 号（演示）"
        text = "以清单条款为准，由原单位主办"
        life.do(cases.adjudicate, life.desk("adjudicator"), sending=sending, ruling_ref=number, text=text)
        return
    life.do(cases.reject_return, life.desk("dispatcher"), text="按清单条款属本单位主办，请先办理")


def at_work(life: Life) -> Script:
    if life.roll(life.shares.suspended):
        yield from suspended(life)
    if life.roll(life.shares.whistled):
        yield from whistled(life)
    left = cases.seconds_to_finish(life.case_id, at=life.at)
    share = life.chance.uniform(1.05, 1.8) if life.roll(life.shares.late) else life.chance.uniform(0.15, 0.95)
    if life.roll(life.shares.extended) and share > 0.6 and life.case().klass in "GX":
        yield life.later(hours=(0.5, 1))
        life.do(cases.ask_extension, life.unit(), amount=3, text="需要等配件到货，预计三天内更换")
        yield life.later(hours=(0.5, 3))
        life.do(cases.decide_extension, life.desk("dispatcher"), agreed=life.roll(0.8), text="同意，请按时告知诉求人")
    yield life.later(hours=(left / 3600 * share * 0.98, left / 3600 * share))
    yield from hand_in(life)


def suspended(life: Life) -> Script:
    pause = cases.Pause(
        reason="construction", text="已列入近期施工计划，施工前无法完成", condition="施工队进场",
        review_on=date.fromordinal(life.at.date().toordinal() + life.chance.randint(6, 25)),
    )  # fmt: skip
    life.do(cases.ask_suspension, life.unit(), pause=pause)
    yield life.later(hours=(0.5, 3))
    life.do(cases.suspend, life.desk("dispatcher"), text="同意，到期复查")
    yield life.later(hours=(20, 90))
    if life.case().state == "S42":
        life.do(cases.resume, life.unit())


def whistled(life: Life) -> Script:
    others = cases.other_departments(life.case_id, at=life.at)
    call = cases.Call(
        kind="W1", cause="departments", place=life.case().place or life.spot.scene.estate, facts=life.story.title,
        legal_basis="街道办事处条例", body_ids=tuple(others[:2]),
        meet_at=calendar().due(life.at, Limit(2, "work_day")).at,
    )  # fmt: skip
    life.do(cases.whistle, life.unit(), call=call)
    yield life.later(hours=(1, 4))
    for body_id in others[:2]:
        life.do(cases.answer_whistle, life.world.unit(body_id), coming=True, text="按时到场")
    yield life.later(hours=(4, 9))
    for body_id in others[:2]:
        life.do(cases.arrive, life.world.unit(body_id), rating_of_caller=life.chance.randint(3, 5))
    decision = cases.Decision(
        text="由牵头单位负责，其他单位配合，五个工作日内办结", lead_body_id=life.case().lead_body_id, working_days=5
    )
    life.do(cases.decide_escalation, life.desk("county"), decision=decision)
    yield life.later(hours=(1, 6))


def hand_in(life: Life) -> Script:
    if life.case().state != "S40":
        return
    kind = "explained" if life.roll(0.12) else "solved"
    outcome = cases.Outcome(
        text=life.story.result, done=life.story.result, talk=life.chance.choice(TALKS), kind=kind,
        basis="有关规定及现场核查情况" if kind == "explained" else "",
    )  # fmt: skip
    life.do(cases.hand_in, life.unit(), outcome=outcome)
    yield life.later(hours=(0.2, 5))
    if life.case().on_site_check:
        life.do(cases.order_site_check, life.desk("dispatcher"))
        yield life.later(hours=(0.5, 6))
        if life.roll(life.shares.failed_check):
            life.do(cases.fail_site_check, life.world.grid_worker(), text="现场看还有一处没有处理")
            yield life.later(hours=(2, 8))
            yield from hand_in(life)
            return
        life.do(cases.pass_site_check, life.world.grid_worker())
        yield life.later(hours=(0.1, 2))
    elif life.roll(life.shares.rejected):
        life.do(cases.reject_result, life.desk("dispatcher"), rejection="empty", text="请写清做了什么、什么时候做的")
        yield life.later(hours=(1, 6))
        yield from hand_in(life)
        return
    life.do(cases.approve_result, life.desk("dispatcher"))
    yield life.later(hours=(1, 24))
    yield from judged(life)


def open_matter(life: Life) -> Any:
    """Lawful and explained, but nothing can be done this year."""
    return cases.Listing(
        reason="需要的资金和场地今年没有列入计划", plan="列入明年计划，按季度复查进展",
        public_text=f"{life.story.title}：已列入明年计划", body_id=life.case().lead_body_id,
        review_on=date.fromordinal(life.at.date().toordinal() + life.chance.randint(40, 120)),
    )  # fmt: skip


def judged(life: Life) -> Script:
    """By the resident on the page, or by the call-back desk; some never answer."""
    if life.case().state != "S60" or life.roll(life.shares.unrated):
        return
    if life.roll(life.shares.listed) and life.case().klass in "GX":
        life.do(cases.list_open_matter, life.desk("reviewer"), listing=open_matter(life))
        return
    solved = "no" if life.roll(life.shares.unsolved) else "partly" if life.roll(life.shares.partly) else "yes"
    satisfied = {"yes": "yes" if life.roll(0.8) else "mostly", "partly": "mostly", "no": "no"}[solved]
    was_explained = life.case().result_kind == "explained"
    answers = cases.Answers(
        contacted=life.roll(0.92), solved=solved, satisfied=satisfied,
        reasons=() if solved == "yes" else ("half_done",) if solved == "partly" else ("not_done",),
        wants_more=solved == "partly" and life.roll(0.5), accepts=solved == "no" and was_explained and life.roll(0.3),
    )  # fmt: skip
    owner = cases.owner_of(life.case_id)
    if owner is not None and life.roll(0.5):
        life.do(cases.rate, owner, answers=answers)
    else:
        life.do(cases.record_call, life.desk("callback"), way="phone", reached=True, answers=answers)
    yield life.later(hours=(0.5, 3))
    if life.case().state == "S70":
        life.do(
            cases.redispatch,
            life.desk("dispatcher"),
            sending=cases.Sending(body_id=life.case().lead_body_id, by_phone=True),
        )
        yield from at_unit(life)
