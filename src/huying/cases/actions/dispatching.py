"""The dispatch desk: consult, send, split, put class, category or place right."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.actions.filing import category_of
from huying.cases.actions.orders import Sending, send_order, tell_of_order
from huying.cases.apart import sensitive_from_now
from huying.cases.errors import UrgentNotAllowed
from huying.cases.kindred import learn_category
from huying.cases.models import Case, Reporter
from huying.cases.moving import Trace, case_to, move, need, need_code, note, tell
from huying.cases.placing import put_right
from huying.cases.queries.answering import suggestion
from huying.cases.states import S
from huying.cases.telling import tell_reporters, tell_unit
from huying.cases.titles import titled
from huying.cases.words import CLASSES, RECLASSIFY_REASONS, URGENCY
from huying.duties.public import guard_dispatch
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.publicnumber import code_hash, next_number, tracking_code


@transaction.atomic
def consult(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T11. Difficult or unclear: at most 1 working day to consult, never for urgent ones."""
    case = case_to(actor, case_id, "consult", at=at)
    if case.klass in "EU":
        raise UrgentNotAllowed
    note(case, "consult", need(text, "text", _("请写明要商量什么、和谁商量。")), actor=actor, at=at)
    timing.start_clock(case, "consult", at=at, limit=limits_of(case, at=at).need("consult"))
    return move(case, "consult", actor=actor, at=at)


@transaction.atomic
def conclude_consultation(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T11 back: what the consultation found."""
    case = case_to(actor, case_id, "conclude_consultation", at=at)
    note(case, "consulted", need(text, "text", _("请写明会商结果。")), actor=actor, at=at)
    timing.meet(case, "consult", at=at)
    return move(case, "conclude_consultation", actor=actor, at=at)


@transaction.atomic
def dispatch(actor: Actor, *, case_id: int, sending: Sending, at: datetime) -> Case:
    """T12. The unit that the lists name, or another with a reason; limit and reason are written on the order."""
    case = case_to(actor, case_id, "dispatch", at=at)
    timing.meet(case, "dispatch", "consult", at=at)
    order = send_order(case, sending, actor=actor, at=at)
    move(case, "dispatch", actor=actor, at=at, trace=Trace(body_id=sending.body_id))
    tell_of_order(case, order, at=at)
    return case


@transaction.atomic
def redispatch(actor: Actor, *, case_id: int, sending: Sending, at: datetime) -> Case:
    """T32. Rework: the same unit unless changed; half of the limits, at least 1 working day; E and U in full."""
    case = case_to(actor, case_id, "redispatch", at=at)
    if sending.body_id == case.lead_body_id and not sending.reason.strip():
        sending = Sending(
            sending.body_id, str(_("重办，仍由原单位承办")), sending.instructions, sending.by_phone, sending.helpers
        )
    timing.meet(case, "dispatch", at=at)
    order = send_order(case, sending, actor=actor, at=at, halved=True)
    move(case, "redispatch", actor=actor, at=at, trace=Trace(body_id=sending.body_id))
    tell_of_order(case, order, at=at, again=sending.reason.strip() or order.reason)
    return case


@dataclass(frozen=True, slots=True)
class Reclassification:
    """What is put right, and why."""

    reason: str
    klass: str = ""
    category_code: str = ""
    area_id: int | None = None
    place: str = ""
    text: str = ""


@transaction.atomic
def reclassify(actor: Actor, *, case_id: int, change: Reclassification, at: datetime) -> Case:
    """T49. The limit is counted again from the first dispatch; a higher urgency never moves it later."""
    case = case_to(actor, case_id, "reclassify", at=at)
    need_code(change.reason, RECLASSIFY_REASONS, "reason", _("请选择更改的原因。"))
    before, was = (case.klass, case.category_code, case.area_id), (case.category_code, case.confidentiality)
    if change.category_code:
        matter = category_of(change.category_code)
        case.category_code, case.on_site_check = change.category_code, matter.on_site
        if matter.confidential:
            sensitive_from_now(actor, case, at=at)
        case.klass = case.klass if change.klass else matter.klass
    if change.klass:
        case.klass = need_code(change.klass, CLASSES, "klass", _("请选择类别等级。"))
    put_right(actor, case, area_id=change.area_id, at=at)
    case.place = change.place.strip()[:200] or case.place
    case.title = titled(case, was=was)
    if before == (case.klass, case.category_code, case.area_id) and not change.place:
        raise Invalid(fields={"klass": _("没有任何改动。")})
    if case.lead_body_id and case.category_code != before[1]:  # what a unit has must stay what it may be given
        guard_dispatch(body_id=case.lead_body_id, category_code=case.category_code, as_lead=True, on=at.date())
    _count_again(case, was=before[0], at=at)
    note(case, "reclassified", change.text, actor=actor, at=at)
    move(case, "reclassify", actor=actor, at=at, trace=Trace(reason=change.reason))
    learn_category(actor, case, at=at)
    tell_reporters(case, "changed", at=at, reason=RECLASSIFY_REASONS[change.reason], occasion=at.isoformat())
    if case.lead_body_id:
        tell_unit(
            case, case.lead_body_id, "changed", at=at, reason=RECLASSIFY_REASONS[change.reason],
            occasion=at.isoformat(),
        )  # fmt: skip
    return case


def _count_again(case: Case, *, was: str, at: datetime) -> None:
    case.area = type(case.area).objects.get(pk=case.area_id)
    limits = limits_of(case, at=at)
    more_urgent = URGENCY.index(case.klass) < URGENCY.index(was)
    kind = "dispatch" if case.state == S.ACCEPTED else "finish"
    clock = timing.live_clock(case, kind)
    if clock is None:
        return
    limit = limits.need(kind)
    if kind == "finish":
        answer = suggestion(case, at=at)
        limit = answer.limit if answer.limit and case.klass not in "EU" else limit
    start = clock.started_at if kind == "dispatch" else case.first_dispatched_at or clock.started_at
    if more_urgent and clock.due_at and timing.due_of(start, limit) > clock.due_at:
        return
    timing.reset(clock, start=start, limit=limit, at=at)
    if kind == "finish":
        case.orders.filter(closed_at__isnull=True).update(
            finish_due_at=clock.due_at, limit_text=f"{limit.amount} {limit.unit}"
        )


@dataclass(frozen=True, slots=True)
class SecondMatter:
    """The part that becomes its own case."""

    words: str
    category_code: str
    title: str = ""
    area_id: int | None = None


@transaction.atomic
def split(actor: Actor, *, case_id: int, second: SecondMatter, at: datetime) -> Case:
    """T51. A second matter becomes its own case with the same reporter and filing time, own clocks from now."""
    case = case_to(actor, case_id, "split", at=at)
    matter = category_of(second.category_code)
    child = Case.objects.get(pk=case.pk)
    child.pk, child._state.adding, child.apart = None, True, case.apart or matter.confidential
    child.confidentiality = "P1" if matter.confidential and case.confidentiality == "P0" else case.confidentiality
    child.number = next_number("case", at=at)
    child.title = titled(case, second.title or matter.name, was=(case.category_code, case.confidentiality))
    child.words = need(second.words, "words", _("请写明分出的是哪件事。"), at_least=4)
    child.category_code, child.klass, child.on_site_check = second.category_code, matter.klass, matter.on_site
    child.area_id = second.area_id or case.area_id
    child.state, child.round, child.split_from, child.version = S.SUBMITTED, 1, case, 1
    child.lead_body = child.handler = None
    child.accepted_at = child.first_dispatched_at = child.handed_in_at = None
    child.returns, child.adjudicated, child.supervised, child.elements = 0, False, 0, {}
    child.wish, child.result_kind, child.contested = "", "", False
    limit = limits_of(child, at=at).need("accept")
    child.due_at = child.warn_at = timing.due_of(at, limit)
    child.due_kind = "accept"
    child.save()
    _same_reporter(case, child, at=at)
    timing.start_clock(child, "accept", at=at, limit=limit)
    timing.refresh(child)
    child.save()
    tell(child, "file", actor=actor, at=at, trace=Trace(other_case_id=case.pk), edge=("T01", "S05", "S10"))
    move(case, "split", actor=actor, at=at, trace=Trace(other_case_id=child.pk))
    tell_reporters(case, "split", at=at, new_title=child.title, new_number=child.number, occasion=f"case:{child.pk}")
    return child


def _same_reporter(case: Case, child: Case, *, at: datetime) -> None:
    """The same sealed person; the old tracking code opens the old case, which leads to the new one."""
    main = Reporter.objects.filter(case=case, main=True).first()
    if main is not None:
        Reporter.objects.create(
            case=child, main=True, account_id=main.account_id, record_id=main.record_id,
            confidentiality=child.confidentiality, consent_version=main.consent_version, joined_at=at,
            tracking_index=code_hash(tracking_code(), "case"),
        )  # fmt: skip
