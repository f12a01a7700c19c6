"""Suspension: only listed reasons, a review day within 30 days, 180 days in all."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.actions.judging import ZONE
from huying.cases.errors import TooLong
from huying.cases.models import Case, Suspension
from huying.cases.moving import Trace, case_to, move, need, need_code
from huying.cases.telling import tell_desk, tell_reporters, tell_unit, unit_name
from huying.cases.words import SUSPENSION_REASONS
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound

STOPPED = ("finish", "contact", "progress", "plan", "supervise", "supervise_after_red")


@dataclass(frozen=True, slots=True)
class Pause:
    """Why it must wait, what has to come, and when it is looked at again."""

    reason: str
    text: str
    condition: str
    review_on: date


@transaction.atomic
def ask_suspension(actor: Actor, *, case_id: int, pause: Pause, at: datetime) -> Suspension:
    """T22, asked by the unit's lead."""
    case = case_to(actor, case_id, "ask_suspension", at=at)
    need_code(pause.reason, SUSPENSION_REASONS, "reason", _("只能因所列原因暂缓，请选择一项。"))
    if case.suspensions.filter(ended_at__isnull=True, refused_at__isnull=True).exists():
        raise Invalid(fields={"reason": _("已经申请过，正在审核。")})
    _check_review(case, pause.review_on, at=at)
    asked = Suspension.objects.create(
        case=case, reason=pause.reason, review_on=pause.review_on, asked_at=at, asked_by_id=actor.account_id,
        words=need(pause.text, "text", _("请写明情况。"), at_least=4),
        condition=need(pause.condition, "condition", _("请写明什么条件具备后恢复。"))[:200],
    )  # fmt: skip
    move(case, "ask_suspension", actor=actor, at=at, trace=Trace(reason=pause.reason, body_id=case.lead_body_id))
    tell_desk(
        case, "dispatcher", "suspension_asked", at=at, unit=unit_name(case.lead_body_id),
        review=pause.review_on.isoformat(), occasion=f"suspension:{asked.pk}",
    )  # fmt: skip
    return asked


def _check_review(case: Case, review_on: date, *, at: datetime) -> None:
    limits = limits_of(case, at=at)
    today = at.astimezone(ZONE).date()
    most = limits.need("suspension_review").amount
    if not today < review_on <= today + timedelta(days=most):
        raise Invalid(fields={"review_on": _("复查日期要在 %(days)s 天以内。") % {"days": most}})
    if days_suspended(case, until=datetime.combine(review_on, time(9), tzinfo=ZONE)) > (
        total := limits.need("suspension_total").amount
    ):
        raise TooLong(
            _("暂缓合计不能超过 %(days)s 天") % {"days": total},
            way_out=_("条件一时不能具备的，请提请列入挂账清单。"),
        )


def days_suspended(case: Case, *, until: datetime) -> int:
    """Whole days for which this case was or would be suspended."""
    spent = sum(
        ((one.ended_at or until) - one.started_at for one in case.suspensions.filter(started_at__isnull=False)
         if one.started_at),
        timedelta(),
    )  # fmt: skip
    return spent.days


def _waiting(case: Case) -> Suspension:
    found = case.suspensions.filter(started_at__isnull=True, refused_at__isnull=True, ended_at__isnull=True).first()
    if found is None:
        raise NotFound(_("没有待审的暂缓申请"), case=case.pk)
    return found


@transaction.atomic
def refuse_suspension(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T22. Not agreed; the unit goes on."""
    case = case_to(actor, case_id, "refuse_suspension", at=at)
    asked = _waiting(case)
    asked.refused_at, asked.decision_words = at, need(text, "text", _("请写明为什么不同意。"))
    asked.save()
    move(case, "refuse_suspension", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_unit(
        case, case.lead_body_id, "suspension_decided", at=at, decision=pgettext_lazy("a decision", "不同意"),
        reason=text.strip(),
        occasion=f"suspension:{asked.pk}",
    )  # fmt: skip
    return case


@transaction.atomic
def suspend(actor: Actor, *, case_id: int, at: datetime, text: str = "") -> Case:
    """T22. Agreed: the clocks stand; the resident hears the reason and the condition."""
    case = case_to(actor, case_id, "suspend", at=at)
    asked = _waiting(case)
    _check_review(case, asked.review_on, at=at)
    asked.started_at, asked.decision_words = at, text.strip()
    asked.save()
    timing.stop(case, *STOPPED, at=at)
    _review_clock(case, asked.review_on, at=at)
    move(case, "suspend", actor=actor, at=at, trace=Trace(reason=asked.reason, body_id=case.lead_body_id))
    review = asked.review_on.isoformat()
    tell_reporters(
        case, "suspended", at=at, reason=SUSPENSION_REASONS[asked.reason], condition=asked.condition, review=review,
        occasion=f"suspension:{asked.pk}",
    )  # fmt: skip
    tell_unit(
        case, case.lead_body_id, "suspension_decided", at=at, decision=pgettext_lazy("a decision", "同意"),
        review=review,
        occasion=f"suspension:{asked.pk}",
    )  # fmt: skip
    return case


def _review_clock(case: Case, review_on: date, *, at: datetime) -> None:
    until = datetime.combine(review_on, time(9), tzinfo=ZONE)
    count = max(1, (review_on - at.astimezone(ZONE).date()).days)
    timing.start_clock(case, "suspension_review", at=at, limit=Limit(count, "day"), until=until)


@transaction.atomic
def prolong_suspension(actor: Actor, *, case_id: int, review_on: date, text: str, at: datetime) -> Case:
    """T22. Reviewed before its day: the condition is still missing; another day, 180 days in all."""
    case = case_to(actor, case_id, "prolong_suspension", at=at)
    running = case.suspensions.get(started_at__isnull=False, ended_at__isnull=True)
    _check_review(case, review_on, at=at)
    need(text, "text", _("请写明复查时看到什么。"))
    running.review_on, running.decision_words = review_on, text.strip()
    running.save()
    timing.meet(case, "suspension_review", at=at)
    _review_clock(case, review_on, at=at)
    move(case, "prolong_suspension", actor=actor, at=at, trace=Trace(reason=running.reason))
    tell_reporters(
        case, "suspension_reviewed", at=at, reason=SUSPENSION_REASONS[running.reason], review=review_on.isoformat(),
        occasion=f"review:{review_on.isoformat()}",
    )  # fmt: skip
    return case


@transaction.atomic
def resume(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T23. The condition is met, or the review day has come: the clocks go on with what was left."""
    case = case_to(actor, case_id, "resume", at=at)
    case.suspensions.filter(started_at__isnull=False, ended_at__isnull=True).update(ended_at=at)
    timing.meet(case, "suspension_review", at=at)
    timing.go_on(case, *STOPPED, at=at)
    move(case, "resume", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    occasion = f"resumed:{case.version}"
    clock = timing.live_clock(case, "finish")
    until = clock.due_at if clock else case.due_at
    tell_reporters(case, "resumed", at=at, unit=unit_name(case.lead_body_id), until=until, occasion=occasion)
    tell_unit(case, case.lead_body_id, "resumed", at=at, until=until, occasion=occasion)
    return case
