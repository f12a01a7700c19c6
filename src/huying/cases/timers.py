"""What happens when a moment has come: each kind of timer is one small action of the system."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from huying.calendars.public import Limit
from huying.cases import actions, timing
from huying.cases.actions.cards import show_card
from huying.cases.actions.endings import limits_of
from huying.cases.models import Case, Clock, Timer
from huying.cases.moving import Trace, tell
from huying.cases.telling import tell_desk, tell_reporters, tell_unit, unit_name
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import StepNotAllowed

DESK_OF = {
    "accept": "intake", "dispatch": "dispatcher", "consult": "dispatcher", "return_decision": "dispatcher",
    "dispute": "adjudicator", "result_review": "dispatcher", "reopen_decision": "dispatcher",
    "objection_decision": "adjudicator", "decision": "county_command", "site_check": "dispatcher",
}  # fmt: skip
"""Whose desk a late clock lies on; the supervisor of the place hears of it, also when nobody has taken the case."""


def _clock_of(timer: Timer) -> Clock | None:
    """The running clock that this timer belongs to; None when it was stopped, met or moved since."""
    clock_id = timer.ref.removeprefix("clock:").split("/")[0]
    return Clock.objects.filter(pk=int(clock_id), running=True).select_related("case__area").first()


def warn(timer: Timer, clock: Clock, *, at: datetime) -> None:
    """75 % of the limit is used: a yellow card on the order, a word to the unit."""
    case = clock.case
    show_card(case, "yellow", "three_quarters", ref=timer.ref, actor=SYSTEM, at=at)
    tell_unit(case, case.lead_body_id, "due_soon", at=at, until=clock.due_at, occasion=timer.ref)


def late(timer: Timer, clock: Clock, *, at: datetime) -> None:
    """A limit has passed. Of a unit: red card, and the resident hears it. Of a desk: its supervisor hears it."""
    case = clock.case
    Clock.objects.filter(pk=clock.pk).update(late=True)
    tell(case, "clock_passed", actor=SYSTEM, at=at, trace=Trace(reason=clock.kind, body_id=clock.body_id))
    if clock.kind == "finish":
        show_card(case, "red", "late", ref=timer.ref, actor=SYSTEM, at=at)
        next_until = timing.due_of(at, Limit(1, "work_day"))
        tell_reporters(
            case, "late", at=at, unit=unit_name(case.lead_body_id), next_until=next_until, occasion=timer.ref
        )
    elif clock.kind == "contact":
        tell_unit(case, clock.body_id, "contact_soon", at=at, contact_until=clock.due_at, occasion=timer.ref)
    elif clock.kind in DESK_OF:
        for role in (DESK_OF[clock.kind], "supervisor"):
            tell_desk(
                case, role, "supervise_proposed", at=at, unit=timing.kind_word(clock.kind),
                reason=timing.kind_word(clock.kind), occasion=f"{timer.ref}:{role}",
            )  # fmt: skip
    else:
        tell_unit(case, clock.body_id, "reminded", at=at, until=clock.due_at, occasion=timer.ref)


def supervise(timer: Timer, clock: Clock, *, at: datetime) -> None:
    """A working day after the red card: 日常督办, unless a stronger one stands already."""
    case = clock.case
    timing.meet(case, "supervise_after_red", at=at)
    if case.supervised or case.lead_body_id is None or timing.live_clock(case, "finish") is None:
        return
    days = limits_of(case, at=at).need("supervise").amount
    actions.supervise(
        SYSTEM,
        case_id=case.pk,
        level=1,
        cause="red_card",
        text=str(_("红牌后一个工作日仍未办结，请尽快办结并书面报告。")),
        working_days=days,
        at=at,
    )


def _step(action: Callable[..., object]) -> Callable[..., None]:
    def run(timer: Timer, clock: Clock, *, at: datetime) -> None:
        action(SYSTEM, case_id=timer.case_id, at=at)

    return run


FIRES: dict[str, Callable[..., None]] = {
    "warn": warn,
    "late": late,
    "supervise": supervise,
    "auto_sign": _step(actions.auto_sign),
    "remind": _step(actions.remind),
    "lapse": _step(actions.lapse),
    "close_unrated": _step(actions.close_unrated),
    "close_answered": _step(actions.close_answered),
    "resume": _step(actions.resume),
    "review_open_matter": _step(actions.review_open_matter),
    "archive": _step(actions.archive),
    "end_pause": _step(actions.end_pause),
}


def fire(timer: Timer, *, at: datetime) -> None:
    """Do what the timer is for, if its clock still runs. A step that no longer fits was overtaken: nothing to do."""
    Case.objects.select_for_update(of=("self",)).get(pk=timer.case_id)
    clock = _clock_of(timer)
    if clock is None or clock.due_at is None:
        return
    try:
        FIRES[timer.kind](timer, clock, at=at)
    except StepNotAllowed:
        return
