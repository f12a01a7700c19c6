"""Not ours: return, review, adjudication — at most twice, never after adjudication."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.cards import show_card
from huying.cases.actions.endings import limits_of
from huying.cases.actions.orders import Sending, open_order, send_order, tell_of_order
from huying.cases.errors import ReturnRefused
from huying.cases.limits import MOST_RETURNS
from huying.cases.models import Case, ReturnCase
from huying.cases.moving import Trace, case_to, move, need, need_code, note
from huying.cases.telling import tell_desk, tell_unit, unit_name
from huying.cases.words import RETURN_REASONS
from huying.duties.public import propose_change
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid

WITHOUT_A_UNIT = ("outside_government", "wrong_class")


@dataclass(frozen=True, slots=True)
class Return:
    """Why not ours, by which clause of the list, and whose instead."""

    reason: str
    clause: str
    text: str
    suggested_body_id: int | None = None


@transaction.atomic
def return_order(actor: Actor, *, case_id: int, given: Return, at: datetime) -> Case:
    """T15. Within the window; the finish clock pauses, for at most 1 working day in total."""
    case = case_to(actor, case_id, "return_order", at=at)
    _guard(case, given, at=at)
    order = open_order(case)
    case.returns += 1
    ReturnCase.objects.create(
        case=case, order=order, nth=case.returns, body_id=order.body_id, reason=given.reason,
        clause=given.clause.strip(), words=given.text.strip(), suggested_body_id=given.suggested_body_id, at=at,
    )  # fmt: skip
    limits = limits_of(case, at=at)
    _pause(case, at=at)
    timing.stop(case, "sign", at=at)
    timing.start_clock(case, "return_decision", at=at, limit=limits.need("return_decision"))
    move(case, "return_order", actor=actor, at=at, trace=Trace(reason=given.reason, body_id=order.body_id))
    tell_desk(
        case, "dispatcher", "return_asked", at=at, unit=unit_name(order.body_id), occasion=f"return:{case.returns}"
    )
    return case


def _guard(case: Case, given: Return, *, at: datetime) -> None:
    if case.adjudicated:
        raise ReturnRefused(_("裁定之后不能退单"))
    if case.returns >= MOST_RETURNS:
        raise ReturnRefused(_("已经退过两次"))
    window = timing.live_clock(case, "return_window")
    if window is None or window.due_at is None or at > window.due_at:
        raise ReturnRefused(_("已经过了可以退单的时间"))
    need_code(given.reason, RETURN_REASONS, "reason", _("请选择退单原因。"))
    need(given.clause, "clause", _("请写明依据清单的哪一条。"))
    need(given.text, "text", _("请写明理由。"), at_least=4)
    if given.suggested_body_id is None and given.reason not in WITHOUT_A_UNIT:
        raise Invalid(fields={"suggested_body_id": _("请写明建议由哪个单位办。")})
    if given.suggested_body_id == case.lead_body_id:
        raise Invalid(fields={"suggested_body_id": _("建议的单位不能是本单位。")})


def _pause(case: Case, *, at: datetime) -> None:
    """Returns together pause the finish clock for a limit of the class (1 working day, urgent ones 30 minutes) at most;
    the rest is the unit's own time."""
    pause = timing.live_clock(case, "return_pause")
    if pause is None and not case.clocks.filter(kind="return_pause").exists():
        timing.start_clock(case, "return_pause", at=at, limit=limits_of(case, at=at).need("return_pause"))
    elif pause is None:
        return
    else:
        timing.go_on(case, "return_pause", at=at)
    timing.stop(case, "finish", at=at)


@transaction.atomic
def end_pause(actor: Actor, *, case_id: int, at: datetime) -> None:
    """What returns may take is used up: the finish clock goes on while the return is still under review."""
    case = Case.objects.select_for_update(of=("self",)).select_related("area").get(pk=case_id)
    timing.meet(case, "return_pause", at=at)
    timing.go_on(case, "finish", at=at)
    timing.refresh(case)
    case.save()


def _decide(case: Case, decision: str, text: str, *, at: datetime) -> ReturnCase:
    found = case.return_cases.get(decided_at__isnull=True)
    found.decided_at, found.decision, found.decision_words = at, decision, text.strip()
    found.save()
    timing.meet(case, "return_decision", at=at)
    timing.stop(case, "return_pause", at=at)
    return found


def _only_once(case: Case) -> None:
    if case.returns >= MOST_RETURNS:
        raise ReturnRefused(_("第二次退单要提请裁定"), way_out=_("请提请异议审核员裁定主办和协办单位。"))


@transaction.atomic
def accept_return(actor: Actor, *, case_id: int, sending: Sending, text: str, at: datetime) -> Case:
    """T16. Rightly returned: another unit with full limits. The hop is shown and counted against nobody."""
    case = case_to(actor, case_id, "accept_return", at=at)
    _only_once(case)
    former = case.lead_body_id
    if sending.body_id == former:
        raise Invalid(fields={"body_id": _("同意退单就要改派别的单位。")})
    _decide(case, "accepted", text, at=at)
    case.orders.filter(closed_at__isnull=True).update(closed_at=at, end_code="returned")
    case.parts.filter(returned_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=at)
    timing.cancel(case, "part", "return_pause", at=at)
    order = send_order(case, sending, actor=actor, at=at)
    note(case, "return_accepted", text, actor=actor, at=at)
    move(case, "accept_return", actor=actor, at=at, trace=Trace(body_id=sending.body_id))
    tell_unit(
        case, former, "return_accepted", at=at, unit=unit_name(sending.body_id), occasion=f"return:{case.returns}"
    )
    tell_of_order(case, order, at=at, again=str(_("经核对，改由对口单位办理")))
    return case


@transaction.atomic
def reject_return(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T16. Not rightly returned: the same unit goes on with the time used; the first bad return is a yellow card."""
    case = case_to(actor, case_id, "reject_return", at=at)
    _only_once(case)
    _decide(case, "rejected", need(text, "text", _("请写明为什么仍由该单位办。"), at_least=4), at=at)
    timing.go_on(case, "finish", "sign", at=at)
    note(case, "return_rejected", text, actor=actor, at=at)
    show_card(case, "yellow", "bad_return", ref=f"return:{case.returns}", actor=actor, at=at)
    move(case, "reject_return", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_unit(case, case.lead_body_id, "return_rejected", at=at, reason=text.strip(), occasion=f"return:{case.returns}")
    return case


@transaction.atomic
def refer_dispute(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T17. The second return, or duties that overlap: the adjudicator decides."""
    case = case_to(actor, case_id, "refer_dispute", at=at)
    words = text.strip() or str(_("第二次退单"))
    if case.returns < MOST_RETURNS:
        need(text, "text", _("请写明哪几家单位的职责交叉。"), at_least=4)
    _decide(case, "referred", words, at=at)
    note(case, "dispute", words, actor=actor, at=at)
    timing.start_clock(case, "dispute", at=at, limit=limits_of(case, at=at).need("dispute"))
    move(case, "refer_dispute", actor=actor, at=at)
    tell_desk(case, "adjudicator", "dispute", at=at, occasion=f"return:{case.returns}")
    return case


@transaction.atomic
def adjudicate(actor: Actor, *, case_id: int, sending: Sending, ruling_ref: str, text: str, at: datetime) -> Case:
    """T18. Binding: names lead and co-handlers, new limit from now, and proposes a change of the list."""
    case = case_to(actor, case_id, "adjudicate", at=at)
    need(text, "text", _("请写明裁定理由。"), at_least=4)
    need(ruling_ref, "ruling_ref", _("请填裁定文号或编号。"))
    case.adjudicated = True
    sending = Sending(sending.body_id, text.strip(), sending.instructions, sending.by_phone, sending.helpers)
    former = open_order(case)
    item_id = former.list_item_id or (former.why or {}).get("item_id")
    case.orders.filter(closed_at__isnull=True).update(closed_at=at, end_code="adjudicated")
    case.parts.filter(returned_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=at)
    timing.meet(case, "dispute", at=at)
    timing.cancel(case, "part", "return_pause", at=at)
    order = send_order(case, sending, actor=actor, at=at)
    propose_change(
        actor, item_id=item_id, category_code=case.category_code, lead_body_id=sending.body_id,
        ruling_ref=f"{case.number}-{order.hop}", at=at,
    )  # fmt: skip
    note(case, "adjudicated", f"{ruling_ref.strip()} {text.strip()}", actor=actor, at=at)
    move(case, "adjudicate", actor=actor, at=at, trace=Trace(body_id=sending.body_id))
    for body_id, role in [(sending.body_id, _("主办单位")), *((h.body_id, _("协办单位")) for h in sending.helpers)]:
        tell_unit(
            case, body_id, "adjudicated", at=at, role=role, reason=text.strip(), until=order.finish_due_at,
            occasion=f"order:{order.pk}",
        )  # fmt: skip
    tell_of_order(case, order, at=at, again=str(_("经裁定明确了承办单位")))
    return case
