"""The unit at work: sign, contact first, call co-handlers, ask for time, change the handler."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.cards import show_card
from huying.cases.actions.endings import limits_of
from huying.cases.actions.orders import HelperPart, add_part, open_order
from huying.cases.errors import OnceOnly, TooLong, WindowOver
from huying.cases.models import Case, ContactLog, Extension, OrderPart, WorkOrder
from huying.cases.moving import Trace, case_to, move, need, need_code, note, tell
from huying.cases.telling import tell_desk, tell_reporters, tell_unit, unit_name
from huying.cases.words import CONTACT_WAYS
from huying.duties.public import guard_dispatch
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.prepared import Change, Given, Question
from huying.notices.public import Recipient, send
from huying.organisations.public import people_of

BETWEEN_TRIES = timedelta(minutes=30)
"""Two tries count as tried when they lie this far apart [design]."""
TRIES_THAT_COUNT = 2


_SIGNED = Change(
    lambda: WorkOrder.objects.filter(case_id=Given("case_id"), closed_at__isnull=True),
    signed_at=Given("at"), signed_by_id=Given("by"),
)  # fmt: skip
_CONTACTS = Question[ContactLog](
    lambda: ContactLog.objects.filter(case_id=Given("case_id"), round=Given("round")).order_by("at")
)


@transaction.atomic
def sign(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T13. Signed for; whoever signs handles it until another is named."""
    case = case_to(actor, case_id, "sign", at=at)
    _SIGNED.make(case_id=case.pk, at=at, by=actor.account_id)
    case.handler_id = actor.account_id
    timing.meet(case, "sign", at=at)
    timing.cancel(case, "return_window", at=at)
    return move(case, "sign", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))


@transaction.atomic
def auto_sign(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T14. Nobody signed in time: the system signs, the order gets a yellow card."""
    case = case_to(actor, case_id, "auto_sign", at=at)
    order = open_order(case)
    order.signed_at, order.auto_signed = at, True
    order.save(update_fields=["signed_at", "auto_signed"])
    timing.meet(case, "sign", at=at)
    timing.cancel(case, "return_window", at=at)
    show_card(case, "yellow", "auto_signed", ref=f"order:{order.pk}", actor=actor, at=at)
    move(case, "auto_sign", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_unit(case, case.lead_body_id, "auto_signed", at=at, occasion=f"order:{order.pk}")
    return case


@transaction.atomic
def log_contact(actor: Actor, *, case_id: int, way: str, reached: bool, text: str, at: datetime) -> Case:
    """T19. 先行联系. Confidential reporters only through the platform; two tries apart count as tried."""
    case = case_to(actor, case_id, "log_contact", at=at)
    need_code(way, CONTACT_WAYS, "way", _("请选择联系方式。"))
    if case.confidentiality != "P0" and way != "message":
        raise Invalid(fields={"way": _("保密和匿名件只能用平台消息联系。")})
    if way == "message" or reached:
        need(text, "text", _("请写下说了什么。"))
    body_id = case.lead_body_id
    assert body_id is not None
    ContactLog.objects.create(
        case=case, round=case.round, way=way, reached=reached or way == "message", words=text.strip(),
        by_id=actor.account_id, body_id=body_id, at=at,
    )  # fmt: skip
    if _contacted(case):
        timing.meet(case, "contact", at=at)
    move(case, "log_contact", actor=actor, at=at, trace=Trace(reason=way, body_id=body_id))
    if way == "message":
        note(case, "contact", text, actor=actor, at=at, audience="resident")
        tell_reporters(case, "contact", at=at, unit=unit_name(body_id), words=text.strip(), occasion=at.isoformat())
    elif not reached:
        tell_reporters(case, "contact_tried", at=at, unit=unit_name(body_id), occasion=at.isoformat())
    return case


def _contacted(case: Case) -> bool:
    logs = _CONTACTS.all(case_id=case.pk, round=case.round)
    if any(log.reached for log in logs):
        return True
    return len(logs) >= TRIES_THAT_COUNT and logs[-1].at - logs[0].at >= BETWEEN_TRIES


@transaction.atomic
def add_helper(actor: Actor, *, case_id: int, helper: HelperPart, working_days: int, at: datetime) -> OrderPart:
    """T20. A co-handler with its own limit, within that of the order."""
    case = case_to(actor, case_id, "add_helper", at=at)
    order = open_order(case)
    guard_dispatch(body_id=helper.body_id, category_code=case.category_code, as_lead=False, on=at.date())
    finish = timing.live_clock(case, "finish")
    due_at = timing.due_of(at, Limit(max(1, working_days), "work_day"))
    if finish is not None and finish.due_at is not None:
        due_at = min(due_at, finish.due_at)
    if due_at <= at:
        raise Invalid(fields={"working_days": _("本单的期限已过，请先申请延期。")})
    part = add_part(case, order, helper, at=at, due_at=due_at)
    move(case, "add_helper", actor=actor, at=at, trace=Trace(body_id=helper.body_id))
    return part


@transaction.atomic
def return_part(actor: Actor, *, case_id: int, text: str, at: datetime) -> OrderPart:
    """T20 back. The co-handler reports its part to the lead."""
    case = case_to(actor, case_id, "return_part", at=at)
    bodies = actor.bodies_as("handler", "unit_lead")
    part = case.parts.filter(body_id__in=bodies, returned_at__isnull=True, cancelled_at__isnull=True).first()
    if part is None:
        raise NotFound(case=case_id)
    part.returned_at, part.result = at, need(text, "text", _("请写明做了什么。"), at_least=4)
    part.save()
    timing.meet(case, "part", at=at, ref=f"part:{part.pk}")
    note(case, "part", text, actor=actor, at=at, audience="lead")
    move(case, "return_part", actor=actor, at=at, trace=Trace(body_id=part.body_id))
    tell_unit(case, case.lead_body_id, "part_done", at=at, unit=unit_name(part.body_id), occasion=f"part:{part.pk}")
    return part


@transaction.atomic
def cancel_helper(actor: Actor, *, case_id: int, part_id: int, text: str, at: datetime) -> Case:
    """The lead takes a part back: it is no longer needed."""
    case = case_to(actor, case_id, "add_helper", at=at)
    part = case.parts.filter(pk=part_id, returned_at__isnull=True, cancelled_at__isnull=True).first()
    if part is None:
        raise NotFound(part=part_id)
    part.cancelled_at = at
    part.save()
    for clock in timing.live(case, "part"):
        if clock.ref == f"part:{part.pk}":
            timing.cancel_one(clock, at=at)
    note(case, "part_cancelled", need(text, "text", _("请写明为什么不用协办了。")), actor=actor, at=at)
    timing.refresh(case)
    case.save()
    tell(case, "helper_cancelled", actor=actor, at=at, trace=Trace(body_id=part.body_id))
    return case


@transaction.atomic
def ask_extension(actor: Actor, *, case_id: int, amount: int, text: str, at: datetime) -> Extension:
    """T21. Before the limit ends, once a round, within what the class allows. `amount` is in the unit of the class."""
    case = case_to(actor, case_id, "ask_extension", at=at)
    clock = timing.live_clock(case, "finish")
    if clock is None or clock.due_at is None or at > clock.due_at:
        raise WindowOver(_("期限已过，不能再申请延期"), way_out=_("请尽快办结；客观原因可提请撤牌。"))
    most = limits_of(case, at=at).get("extension")
    if most is None:
        raise OnceOnly(_("特急件不能延期"), way_out=_("请每 2 小时告知诉求人进展。"))
    if not 1 <= amount <= most.amount:
        raise TooLong(_("最多可以延长 %(most)s") % {"most": f"{most.amount} {most.unit}"}, most=most.amount)
    if case.extensions.filter(round=case.round).exists():
        raise OnceOnly
    extension = Extension.objects.create(
        case=case, order=open_order(case), round=case.round, days=amount, old_due_at=clock.due_at,
        words=need(text, "text", _("请写明为什么需要延期。")),
        new_due_at=timing.due_of(clock.due_at, Limit(amount, most.unit)), asked_at=at,
        asked_by_id=actor.account_id,
    )  # fmt: skip
    move(case, "ask_extension", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_desk(
        case, "dispatcher", "extension_asked", at=at, unit=unit_name(case.lead_body_id),
        occasion=f"extension:{extension.pk}", until=clock.due_at,
    )  # fmt: skip
    return extension


@transaction.atomic
def decide_extension(actor: Actor, *, case_id: int, agreed: bool, text: str, at: datetime) -> Case:
    """T21. The dispatcher decides; the resident hears reason and new date."""
    case = case_to(actor, case_id, "decide_extension", at=at)
    extension = case.extensions.filter(round=case.round, decided_at__isnull=True).first()
    clock = timing.live_clock(case, "finish")
    if extension is None or clock is None:
        raise NotFound(_("没有待审的延期申请"), case=case_id)
    if not agreed:
        need(text, "text", _("请写明为什么不同意。"))
    extension.decided_at, extension.agreed, extension.decision_words = at, agreed, text.strip()
    extension.save()
    if agreed:
        most = limits_of(case, at=at).need("extension")
        timing.extend(clock, limit=Limit(extension.days, most.unit))
        case.orders.filter(closed_at__isnull=True).update(finish_due_at=clock.due_at)
    move(case, "decide_extension", actor=actor, at=at, trace=Trace(reason="agreed" if agreed else "refused"))
    decision = pgettext_lazy("a decision", "同意") if agreed else pgettext_lazy("a decision", "不同意")
    tell_unit(
        case, case.lead_body_id, "extension_decided", at=at, decision=decision, until=clock.due_at,
        occasion=f"extension:{extension.pk}", **({"reason": text.strip()} if text.strip() else {}),
    )  # fmt: skip
    if agreed:
        tell_reporters(
            case, "extended", at=at, unit=unit_name(case.lead_body_id), reason=extension.words, until=clock.due_at
        )
    return case


@transaction.atomic
def change_handler(actor: Actor, *, case_id: int, account_id: int, at: datetime) -> Case:
    """T50. Another handler or deputy inside the unit; clocks unchanged."""
    case = case_to(actor, case_id, "change_handler", at=at)
    assert case.lead_body_id is not None
    if account_id not in people_of(case.lead_body_id, roles=("handler", "unit_lead"), at=at):
        raise Invalid(fields={"account_id": _("请选择本单位的经办人。")})
    case.handler_id = account_id
    move(case, "change_handler", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    send(
        to=Recipient(account_id=account_id), template="staff.handler", about=("case", case.pk), at=at,
        facts={"number": case.number, "title": case.title, "until": case.due_at}, round=case.round,
        occasion=at.isoformat(),
    )  # fmt: skip
    return case
