"""吹哨报到: departments are called, answer, come, are rated by and rate the caller; the round ends with a decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Avg
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.actions.orders import HelperPart, Sending, add_part, open_order, send_order
from huying.cases.limits import WHISTLE_LIMITS, limit_of
from huying.cases.models import Arrival, Case, Escalation, Whistle
from huying.cases.moving import Trace, case_to, move, need, need_code, note
from huying.cases.telling import tell_desk, tell_reporters, tell_unit, unit_name
from huying.cases.words import WHISTLE_CAUSES, WHISTLE_KINDS
from huying.duties.public import guard_dispatch
from huying.kernel.actor import Actor
from huying.kernel.clock import midnight
from huying.kernel.errors import Invalid, NotFound
from huying.organisations.public import body_briefs

UP = {"street": "county", "county": "meeting"}


@dataclass(frozen=True, slots=True)
class Call:
    """What the whistle says: kind, cause, place, facts, law, departments, needed power, when to meet."""

    kind: str
    cause: str
    place: str
    facts: str
    legal_basis: str
    body_ids: tuple[int, ...]
    meet_at: datetime
    needed_power: str = ""


@transaction.atomic
def whistle(actor: Actor, *, case_id: int, call: Call, at: datetime) -> Whistle:
    """T24. The finish clock stands until the decision sets a new limit; each department has two clocks."""
    case = case_to(actor, case_id, "whistle", at=at)
    _check(case, call, at=at)
    blown = Whistle.objects.create(
        case=case, kind=call.kind, cause=call.cause, place=call.place.strip(), facts=call.facts.strip(),
        legal_basis=call.legal_basis.strip(), needed_power=call.needed_power.strip(), meet_at=call.meet_at,
        blown_at=at, blown_by_id=actor.account_id,
    )  # fmt: skip
    timing.stop(case, "finish", "contact", "progress", "plan", at=at)
    answer_limit, arrive_limit = (limit_of(pair) for pair in WHISTLE_LIMITS[call.kind])
    for body_id in call.body_ids:
        _call(case, blown, body_id, answer_limit, arrive_limit, at=at)
    Escalation.objects.create(case=case, whistle=blown, cause=call.cause, level="street", opened_at=at)
    decision = timing.due_of(max(at, call.meet_at), limits_of(case, at=at).need("decision"))
    timing.start_clock(case, "decision", at=at, limit=limits_of(case, at=at).need("decision"), until=decision)
    move(case, "whistle", actor=actor, at=at, trace=Trace(reason=call.kind, body_id=case.lead_body_id))
    tell_reporters(case, "escalated", at=at, reason=WHISTLE_CAUSES[call.cause], occasion=f"whistle:{blown.pk}")
    return blown


def _check(case: Case, call: Call, *, at: datetime) -> None:
    need_code(call.kind, WHISTLE_KINDS, "kind", _("请选择哨的种类。"))
    need_code(call.cause, WHISTLE_CAUSES, "cause", _("请选择为什么要吹哨。"))
    need(call.place, "place", _("请写明地点。"))
    need(call.facts, "facts", _("请写明事实。"), at_least=4)
    need(call.legal_basis, "legal_basis", _("请写明依据。"))
    if not call.body_ids or len(body_briefs(call.body_ids)) != len(set(call.body_ids)):
        raise Invalid(fields={"body_ids": _("请选择要叫来的部门。")})
    for body_id in call.body_ids:
        guard_dispatch(body_id=body_id, category_code=case.category_code, as_lead=False, on=at.date())
    if case.target_body_id in call.body_ids:
        raise Invalid(fields={"body_ids": _("被反映的单位不能参加会商。")})
    if call.kind == "W2" and not at <= call.meet_at <= max(_tonight(at), at + timedelta(hours=2)):
        raise Invalid(fields={"meet_at": _("综合执法要约在当天。")})
    if not at <= call.meet_at <= timing.due_of(at, Limit(2, "work_day")):
        raise Invalid(fields={"meet_at": _("会商最晚在两个工作日内。")})


def _tonight(at: datetime) -> datetime:
    return midnight(localtime(at).date() + timedelta(days=1))


def _call(case: Case, blown: Whistle, body_id: int, answer: Limit, arrive: Limit, *, at: datetime) -> None:
    answer_due = timing.due_of(at, answer)
    arrive_due = blown.meet_at if blown.kind != "W3" else timing.due_of(at, arrive)
    arrival = Arrival.objects.create(
        whistle=blown, body_id=body_id, answer_due_at=answer_due, arrive_due_at=max(answer_due, arrive_due)
    )
    ref = f"arrival:{arrival.pk}"
    timing.start_clock(case, "whistle_answer", at=at, limit=answer, body_id=body_id, ref=ref)
    until = max(arrival.arrive_due_at, at + timedelta(minutes=1))
    timing.start_clock(case, "arrival", at=at, limit=arrive, body_id=body_id, ref=ref, until=until)
    tell_unit(
        case, body_id, "whistle", at=at, area=case.area.name, kind=WHISTLE_KINDS[blown.kind],
        answer_until=answer_due, arrive_until=arrival.arrive_due_at, place=blown.place, occasion=ref,
    )  # fmt: skip


@transaction.atomic
def answer_whistle(actor: Actor, *, case_id: int, coming: bool, text: str, at: datetime) -> Case:
    """The called department answers; a refusal is reported to the county."""
    case = case_to(actor, case_id, "answer_whistle", at=at)
    arrival = _arrival(case, actor)
    arrival.answered_at, arrival.refused = arrival.answered_at or at, not coming
    arrival.words = text.strip() if coming else need(text, "text", _("不到场要写明理由。"), at_least=4)
    arrival.save()
    timing.meet(case, "whistle_answer", at=at, ref=f"arrival:{arrival.pk}")
    reason = "coming" if coming else "refused"
    move(case, "answer_whistle", actor=actor, at=at, trace=Trace(reason=reason, body_id=arrival.body_id))
    if not coming:
        tell_desk(
            case, "county_command", "whistle_refused", at=at, unit=unit_name(arrival.body_id), reason=text.strip(),
            occasion=f"arrival:{arrival.pk}",
        )  # fmt: skip
    return case


@transaction.atomic
def arrive(actor: Actor, *, case_id: int, at: datetime, rating_of_caller: int | None = None) -> Case:
    """The called department is there, and may say how well it was called (双考核). Times come from this step only."""
    case = case_to(actor, case_id, "answer_whistle", at=at)
    arrival = _arrival(case, actor)
    arrival.answered_at = arrival.answered_at or at
    arrival.arrived_at, arrival.rating_of_caller = at, rating_of_caller
    arrival.save()
    for kind in ("whistle_answer", "arrival"):
        timing.meet(case, kind, at=at, ref=f"arrival:{arrival.pk}")
    return move(case, "answer_whistle", actor=actor, at=at, trace=Trace(reason="arrived", body_id=arrival.body_id))


def _arrival(case: Case, actor: Actor) -> Arrival:
    bodies = actor.bodies_as("handler", "unit_lead")
    found = Arrival.objects.filter(
        whistle__case=case, whistle__ended_at=None, body_id__in=bodies, arrived_at=None
    ).first()
    if found is None:
        raise NotFound(case=case.pk)
    return found


@transaction.atomic
def raise_level(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T25. Not solved at the street → county → special meeting."""
    case = case_to(actor, case_id, "raise_level", at=at)
    need(text, "text", _("请写明为什么这一级解决不了。"), at_least=4)
    escalation = case.escalations.get(decided_at__isnull=True)
    if escalation.level not in UP:
        raise Invalid(fields={"text": _("已经到专题会，请在会上决定。")})
    escalation.level = UP[escalation.level]
    escalation.save(update_fields=["level"])
    note(case, "raised", text, actor=actor, at=at)
    timing.meet(case, "decision", at=at)
    timing.start_clock(case, "decision", at=at, limit=limits_of(case, at=at).need("decision"))
    move(case, "raise_level", actor=actor, at=at, trace=Trace(reason=escalation.level))
    tell_desk(case, "county_command", "dispute", at=at, occasion=f"escalation:{escalation.pk}.{escalation.level}")
    return case


@dataclass(frozen=True, slots=True)
class Decision:
    """Units, tasks and dates: who leads, until when, who helps with what, and how each came when called (1–5)."""

    text: str
    lead_body_id: int
    working_days: int
    helpers: tuple[HelperPart, ...] = ()
    ratings: tuple[tuple[int, int], ...] = ()


@transaction.atomic
def decide_escalation(actor: Actor, *, case_id: int, decision: Decision, at: datetime) -> Case:
    """T25. The decision names units, tasks and dates; the new limit is set by it."""
    case = case_to(actor, case_id, "decide_escalation", at=at)
    escalation = case.escalations.get(decided_at__isnull=True)
    text = need(decision.text, "text", _("请写明会商决定。"), at_least=4)
    if not 1 <= decision.working_days <= 60:
        raise Invalid(fields={"working_days": _("请给出 1 到 60 个工作日的期限。")})
    escalation.decided_at, escalation.decision = at, text
    escalation.tasks = [{"body_id": helper.body_id, "task": helper.task} for helper in decision.helpers]
    escalation.save()
    _end_whistle(case, decision, at=at)
    timing.meet(case, "decision", at=at)
    timing.cancel(case, "whistle_answer", "arrival", at=at)
    _order_of(case, decision, actor=actor, at=at)
    note(case, "decision", text, actor=actor, at=at)
    move(case, "decide_escalation", actor=actor, at=at, trace=Trace(body_id=decision.lead_body_id))
    clock = timing.live_clock(case, "finish")
    until = clock.due_at if clock else case.due_at
    tell_reporters(
        case, "escalation_decided", at=at, decision=text, unit=unit_name(decision.lead_body_id), until=until,
        occasion=f"escalation:{escalation.pk}",
    )  # fmt: skip
    tell_unit(
        case, decision.lead_body_id, "decision", at=at, task=text, until=until,
        occasion=f"escalation:{escalation.pk}",
    )  # fmt: skip
    return case


def _order_of(case: Case, decision: Decision, *, actor: Actor, at: datetime) -> None:
    """The same unit goes on with a new limit; another one gets an order that counts as signed for."""
    limit = Limit(decision.working_days, "work_day")
    order = case.orders.filter(closed_at__isnull=True).first()
    if order is not None and order.body_id == decision.lead_body_id:
        timing.cancel(case, "finish", at=at)
        clock = timing.start_clock(case, "finish", at=at, limit=limit, body_id=order.body_id)
        order.finish_due_at, order.limit_text = clock.due_at, f"{limit.amount} {limit.unit}"
        order.save()
        timing.go_on(case, "contact", "progress", "plan", at=at)
        for helper in decision.helpers:
            guard_dispatch(body_id=helper.body_id, category_code=case.category_code, as_lead=False, on=at.date())
            add_part(case, order, helper, at=at, due_at=clock.due_at or at)
        return
    case.orders.filter(closed_at__isnull=True).update(closed_at=at, end_code="decided")
    case.parts.filter(returned_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=at)
    timing.cancel(case, "part", at=at)
    sending = Sending(decision.lead_body_id, decision.text, by_phone=True, helpers=decision.helpers)
    send_order(case, sending, actor=actor, at=at, finish=limit)
    timing.meet(case, "sign", at=at)
    timing.cancel(case, "return_window", at=at)
    signed = open_order(case)
    signed.signed_at = at
    signed.save(update_fields=["signed_at"])


def _end_whistle(case: Case, decision: Decision, *, at: datetime) -> None:
    blown = case.whistles.filter(ended_at__isnull=True).first()
    if blown is None:
        return
    for body_id, rating in decision.ratings:
        if not 1 <= rating <= 5:
            raise Invalid(fields={"ratings": _("评分是 1 到 5。")})
        blown.arrivals.filter(body_id=body_id).update(rating_by_caller=rating)
    mean = blown.arrivals.aggregate(mean=Avg("rating_of_caller"))["mean"]
    blown.caller_rating, blown.ended_at = round(mean) if mean else None, at
    blown.save()
