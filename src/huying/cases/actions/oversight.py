"""Supervision orders, the level of confidentiality, and the archive."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.actions.retention import reduce_personal_data
from huying.cases.apart import keep_apart
from huying.cases.errors import ConsentNeeded
from huying.cases.models import Case, Objection, SuperviseOrder
from huying.cases.moving import Trace, case_for, case_to, move, need, need_code, note, tell
from huying.cases.states import S
from huying.cases.telling import plain, tell_reporters, tell_unit, unit_name
from huying.cases.titles import titled
from huying.cases.words import CONFIDENTIALITY, SUPERVISE_CAUSES, SUPERVISE_LEVELS
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.people.public import erase

LEVELS = ("P0", "P1", "P2")


@transaction.atomic
def supervise(
    actor: Actor, *, case_id: int, level: int, cause: str, text: str, working_days: int, at: datetime
) -> SuperviseOrder:
    """T39. 日常督办 → 挂牌督办 → 约谈督办, each with a date; a flag, no state."""
    case = case_to(actor, case_id, "supervise", at=at)
    need_code(cause, SUPERVISE_CAUSES, "cause", _("请选择督办的缘由。"))
    if level not in SUPERVISE_LEVELS or level <= case.supervised:
        raise Invalid(fields={"level": _("督办只能逐级加强：日常、挂牌、约谈。")})
    if not 1 <= working_days <= 30:
        raise Invalid(fields={"working_days": _("请给出 1 到 30 个工作日的期限。")})
    due_at = timing.due_of(at, Limit(working_days, "work_day"))
    order = SuperviseOrder.objects.create(
        case=case, body_id=case.lead_body_id, level=level, cause=cause, at=at, due_at=due_at,
        words=need(text, "text", _("请写明要求。"), at_least=4),
    )  # fmt: skip
    timing.cancel(case, "supervise", at=at)
    timing.start_clock(case, "supervise", at=at, limit=Limit(working_days, "work_day"), body_id=case.lead_body_id)
    case.supervised = level
    move(case, "supervise", actor=actor, at=at, trace=Trace(reason=f"{level}.{cause}", body_id=case.lead_body_id))
    if case.lead_body_id:
        tell_unit(
            case, case.lead_body_id, "supervised", at=at, level=plain(SUPERVISE_LEVELS[level]), until=due_at,
            reason=SUPERVISE_CAUSES[cause], occasion=f"level:{level}",
        )  # fmt: skip
        tell_reporters(
            case, "supervised", at=at, unit=unit_name(case.lead_body_id), until=due_at, occasion=f"level:{level}"
        )
    return order


@transaction.atomic
def answer_supervision(actor: Actor, *, case_id: int, text: str, at: datetime) -> SuperviseOrder:
    """The unit's lead reports in writing."""
    case = case_for(actor, case_id, to="answer_supervision", lock=True, at=at)
    order = case.supervise_orders.filter(answered_at__isnull=True).order_by("-level").first()
    if order is None:
        raise NotFound(_("没有待答复的督办"), case=case_id)
    order.answered_at, order.answer = at, need(text, "text", _("请写明办了什么、何时办结。"), at_least=4)
    order.save()
    timing.meet(case, "supervise", at=at)
    timing.refresh(case)
    case.save()
    tell(case, "answer_supervision", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    return order


@transaction.atomic
def change_confidentiality(
    actor: Actor, *, case_id: int, level: str, at: datetime, consent: bool = False, text: str = ""
) -> Case:
    """T40. Up always, down only with consent. To anonymous: what was kept of the identity is erased."""
    case = case_to(actor, case_id, "change_confidentiality", at=at)
    need_code(level, CONFIDENTIALITY, "level", _("请选择保密程度。"))
    if level == case.confidentiality:
        raise Invalid(fields={"level": _("已经是这个程度。")})
    down = LEVELS.index(level) < LEVELS.index(case.confidentiality)
    if down and (not consent or case.confidentiality == "P2"):
        raise ConsentNeeded
    if down:
        need(text, "text", _("请写明怎样取得的同意。"))
    was = (case.category_code, case.confidentiality)
    _hide_reporter(actor, case, level, at=at)
    if level == "P1":
        keep_apart(actor, case, at=at)
    case.title = titled(case, was=was)
    note(case, "confidentiality", text, actor=actor, at=at)
    move(case, "change_confidentiality", actor=actor, at=at, trace=Trace(reason=level))
    word = plain(CONFIDENTIALITY[level])
    tell_reporters(case, "confidential", at=at, level=word, occasion=f"{level}:{case.version}")
    if case.lead_body_id:
        tell_unit(case, case.lead_body_id, "confidential", at=at, level=word, occasion=f"{level}:{case.version}")
    return case


def _hide_reporter(actor: Actor, case: Case, level: str, *, at: datetime) -> None:
    case.confidentiality = level
    for reporter in case.reporters.filter(main=True):
        if level == "P2":
            if reporter.record_id:
                erase(actor, record_id=reporter.record_id, reason="anonymous", at=at)
            reporter.account_id, reporter.record_id = None, None
            case.filed_by, case.helper = None, None
        reporter.confidentiality = level
        reporter.save()


@transaction.atomic
def archive(actor: Actor, *, case_id: int, at: datetime) -> Case | None:
    """T38. 30 days after the end and no objection pending: name and phone close for everyone but R-DPO, papers go."""
    case = case_to(actor, case_id, "archive", at=at)
    waiting = Objection.objects.filter(case=case, decided_at__isnull=True).exists()
    if waiting or (case.state == S.OPEN_MATTER and case.open_matters.filter(ended_at__isnull=True).exists()):
        clock = timing.live_clock(case, "archive")
        if clock is not None:
            timing.extend(clock, limit=limits_of(case, at=at).need("archive"))
        return None
    reduce_personal_data(actor, case, at=at)
    timing.cancel_all(case, at=at)
    return move(case, "archive", actor=actor, at=at, trace=Trace(reason=case.result_kind))
