"""Sending one order: who answers and why, the guards, the clocks that start with it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.errors import ConflictOfInterest
from huying.cases.limits import Limits, half_of
from huying.cases.models import Case, OrderPart, WorkOrder
from huying.cases.queries.answering import suggestion
from huying.cases.states import S
from huying.cases.telling import plain, tell_reporters, tell_unit, unit_name
from huying.duties.public import Answer, guard_dispatch
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.prepared import Given, Question
from huying.organisations.public import body_brief


@dataclass(frozen=True, slots=True)
class HelperPart:
    """A co-handler and its share."""

    body_id: int
    task: str


@dataclass(frozen=True, slots=True)
class Sending:
    """An order as the dispatcher gives it. `reason` is needed when another unit than the suggested one is chosen."""

    body_id: int
    reason: str = ""
    instructions: str = ""
    by_phone: bool = False
    helpers: tuple[HelperPart, ...] = ()


def _guard(case: Case, sending: Sending, answer: Answer, *, at: datetime) -> None:
    chosen = body_brief(sending.body_id)
    if chosen is None:
        raise Invalid(fields={"body_id": _("请选择承办单位。")})
    if case.target_body_id and f"/{case.target_body_id}/" in f"/{chosen.id}/{chosen.line_path}":
        raise ConflictOfInterest(body=chosen.id)
    reported = (case.target_body_id,) if case.target_body_id else ()
    guard_dispatch(
        body_id=sending.body_id,
        category_code=case.category_code,
        as_lead=True,
        on=at.date(),
        target_body_ids=reported,
    )
    for helper in sending.helpers:
        guard_dispatch(body_id=helper.body_id, category_code=case.category_code, as_lead=False, on=at.date())
    if case.klass in "EU" and not sending.by_phone:
        raise Invalid(fields={"by_phone": _("特急件和紧急件要同时电话通知承办单位，通知后请勾选。")})
    suggested = answer.lead.id if answer.lead else None
    if suggested != sending.body_id and len(sending.reason.strip()) < 4:
        raise Invalid(fields={"reason": _("与清单建议不同，请写明为什么派给这个单位。")})


def _finish_limit(case: Case, answer: Answer, limits: Limits, *, halved: bool, at: datetime) -> Limit:
    """What the list says, else the class; for E and U whichever is earlier; half for rework."""
    limit = limits.need("finish")
    if answer.limit is not None:
        listed = answer.limit
        earlier = timing.due_of(at, listed) < timing.due_of(at, limit)
        limit = listed if case.klass not in "EU" or earlier else limit
    return half_of(limit, case.klass) if halved else limit


_HOPS = Question[tuple[int]](lambda: WorkOrder.objects.filter(case_id=Given("case_id")).values_list("pk"))


def send_order(
    case: Case, sending: Sending, *, actor: Actor, at: datetime, halved: bool = False, finish: Limit | None = None
) -> WorkOrder:
    """The new open order of a case with its clocks: sign, contact, finish, return window, progress or plan."""
    answer = suggestion(case, at=at)
    _guard(case, sending, answer, at=at)
    limits = limits_of(case, at=at)
    limit = finish or _finish_limit(case, answer, limits, halved=halved, at=at)
    followed = answer.lead is not None and answer.lead.id == sending.body_id
    case.lead_body_id, case.handler = sending.body_id, None
    case.on_site_check = case.on_site_check or answer.site_check
    case.first_dispatched_at = case.first_dispatched_at or at
    basis = (limits.rule_id, f"{answer.doc_no} {answer.item_code}".strip() if followed else limits.basis)
    finish_due_at = _start_clocks(case, sending.body_id, limits, limit, basis=basis, at=at)
    order = WorkOrder.objects.create(
        case=case, finish_due_at=finish_due_at, body_id=sending.body_id, round=case.round,
        hop=len(_HOPS.all(case_id=case.pk)) + 1, sent_at=at,
        sent_by_id=actor.account_id, by_phone=sending.by_phone, limit_text=f"{limit.amount} {limit.unit}",
        reason=(plain(answer.reason) if followed else sending.reason.strip())[:300], why=answer.stored(),
        list_item_id=answer.item_id if followed else None, instructions=sending.instructions.strip(),
    )  # fmt: skip
    for helper in sending.helpers:
        add_part(case, order, helper, at=at, due_at=order.finish_due_at or at)
    return order


def _start_clocks(
    case: Case, body_id: int, limits: Limits, finish: Limit, *, basis: tuple[int | None, str], at: datetime
) -> datetime | None:
    """The clocks of an order to this body; says when it must be finished."""
    left = _left_from_before(case)
    timing.cancel(case, "dispatch", "consult", "sign", "contact", "finish", "return_window", "progress", "plan", at=at)
    clocks = []
    for kind in ("sign", "contact", "return_window", "progress", "plan"):
        if (kind != "return_window" or not case.adjudicated) and (limit := limits.get(kind)):
            own = (limits.rule_id, limits.basis)
            clocks.append(timing.new_clock(case, kind, at=at, limit=limit, body_id=body_id, basis=own))
    clock = timing.new_clock(case, "finish", at=at, limit=finish, body_id=body_id, basis=basis)
    timing.start_all(case, [*clocks, clock])
    if left is not None:
        timing.run_from(clock, at=at, seconds=max(1, left))
    return clock.due_at


def _left_from_before(case: Case) -> int | None:
    """After a wrong merge was undone, the time used before counts (T10)."""
    clock = timing.live_clock(case, "finish")
    if clock is None or clock.running or case.state not in (S.ACCEPTED, S.CONSULTED):
        return None
    return clock.seconds_left if case.merges.filter(undone_at__isnull=False).exists() else None


def add_part(case: Case, order: WorkOrder, helper: HelperPart, *, at: datetime, due_at: datetime) -> OrderPart:
    """A co-handler's share with its own clock; the lead stays answerable."""
    if helper.body_id == order.body_id:
        raise Invalid(fields={"body_id": _("主办单位不能同时是协办单位。")})
    if len(helper.task.strip()) < 2:
        raise Invalid(fields={"task": _("请写明协办什么。")})
    if order.parts.filter(body_id=helper.body_id, returned_at__isnull=True, cancelled_at__isnull=True).exists():
        raise Invalid(fields={"body_id": _("这个单位已经在协办了。")})
    part = OrderPart.objects.create(
        order=order, case=case, body_id=helper.body_id, task=helper.task.strip(), asked_at=at, due_at=due_at
    )
    timing.start_clock(
        case, "part", at=at, limit=Limit(1, "work_day"), body_id=helper.body_id, ref=f"part:{part.pk}", until=due_at
    )
    tell_unit(
        case, helper.body_id, "co_added", at=at, unit=unit_name(order.body_id), part=helper.task.strip(),
        until=due_at, occasion=f"part:{part.pk}",
    )  # fmt: skip
    return part


def tell_of_order(case: Case, order: WorkOrder, *, at: datetime, again: str = "") -> None:
    """The unit and the residents hear who answers until when."""
    clocks = {clock.kind: clock.due_at for clock in timing.live(case, "sign", "contact", "finish")}
    brief = body_brief(order.body_id)
    optional = {"contact_until": clocks["contact"]} if clocks.get("contact") else {}
    tell_unit(
        case, order.body_id, "urgent" if case.klass in "EU" else "dispatched", at=at, area=case.area.name,
        sign_until=clocks["sign"], until=clocks["finish"], occasion=f"order:{order.pk}",
        **({} if case.klass in "EU" else optional),
    )  # fmt: skip
    facts: dict[str, object] = {"unit": unit_name(order.body_id), "until": clocks["finish"]}
    if brief and brief.office_phone:
        facts["phone"] = brief.office_phone
    if again:
        tell_reporters(case, "redispatched", at=at, occasion=f"order:{order.pk}", reason=again, **facts)
    else:
        tell_reporters(case, "dispatched", at=at, occasion=f"order:{order.pk}", **facts, **optional)


def open_order(case: Case) -> WorkOrder:
    found = _OPEN.first(case_id=case.pk)
    if found is None:
        raise WorkOrder.DoesNotExist
    found.case = case
    return found


_OPEN = Question[WorkOrder](
    lambda: WorkOrder.objects.filter(case_id=Given("case_id"), closed_at__isnull=True).order_by("pk")[:1]
)
