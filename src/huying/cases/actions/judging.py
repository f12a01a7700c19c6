"""The resident judges each round: on the page, by a link without account, or when called back."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.cards import show_card
from huying.cases.actions.endings import end_case, limits_of, next_round, spend_links
from huying.cases.actions.writing import shown
from huying.cases.errors import AlreadyRated, TriesExhausted
from huying.cases.limits import FEWEST_DAYS_OF_TRIES, MOST_TRIES
from huying.cases.models import CallTry, Case, Escalation, Rating, ReopenRequest
from huying.cases.moving import Trace, case_for, case_to, move, need, need_code, note, tell
from huying.cases.states import S
from huying.cases.telling import tell_desk, tell_reporters, tell_unit
from huying.cases.words import CONTACT_WAYS, RATING_REASONS, SATISFIED, SOLVED
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.errors import Invalid, NotFound, StepNotAllowed

ZONE = ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Answers:
    """The four questions. `wants_more`: solved in part, and more is wanted. `accepts`: not solved, but what the unit
    explained is taken, so that it is not opened again."""

    contacted: bool | None
    solved: str
    satisfied: str
    reasons: tuple[str, ...] = ()
    words: str = ""
    wants_more: bool = False
    accepts: bool = False


@transaction.atomic
def rate(actor: Actor, *, case_id: int, answers: Answers, at: datetime) -> Case:
    """T30, T31, T45 or T48 by the resident: one rating a round; it never ends the right to reopen."""
    case = case_for(actor, case_id, to="judge_solved", lock=True, at=at)
    return judged(case, answers, actor=shown(actor, case), way="page", at=at)


@transaction.atomic
def record_call(
    actor: Actor, *, case_id: int, way: str, reached: bool, at: datetime, answers: Answers | None = None
) -> Case:
    """The call-back desk, outside the handling unit: at most 3 tries on at least 2 days."""
    case = case_for(actor, case_id, to="try_callback", lock=True, at=at)
    if case.state != S.TO_BE_JUDGED:
        raise StepNotAllowed(step="try_callback", state=case.state)
    need_code(way, CONTACT_WAYS, "way", _("请选择回访方式。"))
    if _rated(case):
        raise AlreadyRated
    if reached and answers is None:
        raise Invalid(fields={"solved": _("打通了，请记下四个问题的回答。")})
    today = at.astimezone(ZONE).date()
    tries = list(case.call_tries.filter(round=case.round))
    if len(tries) >= MOST_TRIES or (
        len(tries) == MOST_TRIES - 1 and len({one.on for one in tries} | {today}) < FEWEST_DAYS_OF_TRIES
    ):
        raise TriesExhausted
    nth = len(tries) + 1
    CallTry.objects.create(
        case=case, round=case.round, nth=nth, way=way, reached=reached, by_id=actor.account_id, at=at, on=today
    )
    tell(case, "try_callback", actor=actor, at=at, trace=Trace(reason=f"{way}.{nth}"))
    if reached and answers is not None:
        return judged(case, answers, actor=actor, way="call", at=at)
    tell_reporters(case, "callback_tried", at=at, occasion=f"try:{case.round}.{nth}")
    return case


def _rated(case: Case) -> bool:
    return case.ratings.filter(round=case.round).exists()


def check_answers(case: Case, answers: Answers) -> None:
    need_code(answers.solved, SOLVED, "solved", _("请选择解决了没有。"))
    need_code(answers.satisfied, SATISFIED, "satisfied", _("请选择是否满意。"))
    for reason in answers.reasons:
        need_code(reason, RATING_REASONS, "reasons", _("请选择列出的原因。"))
    if answers.accepts and answers.solved != "no":
        raise Invalid(fields={"accepts": _("只有选“未解决”时才用勾这一项，请去掉。")})
    if answers.accepts and case.result_kind != "explained":
        raise Invalid(fields={"accepts": _("承办单位没有作解释说明；没解决的会直接重办，请去掉这一项。")})
    if answers.wants_more and answers.solved != "partly":
        raise Invalid(fields={"wants_more": _("只有选“部分解决”时才用勾这一项，请去掉。")})


def _keep(case: Case, answers: Answers, *, actor: Actor, way: str, at: datetime) -> Rating:
    """Stored once for each round; the database refuses a second."""
    try:
        with transaction.atomic():
            return Rating.objects.create(
                case=case, round=case.round, contacted=answers.contacted, solved=answers.solved,
                satisfied=answers.satisfied, reasons=list(answers.reasons), words=answers.words.strip(), way=way,
                accepted_explanation=answers.accepts,
                by_id=actor.account_id if way == "call" else None, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyRated from None


def judged(case: Case, answers: Answers, *, actor: Actor, way: str, at: datetime) -> Case:
    check_answers(case, answers)
    if case.state == S.ANSWERED:
        return _judged_at_once(case, answers, actor=actor, way=way, at=at)
    if case.state == S.CLOSED and not _rated(case):
        _keep(case, answers, actor=actor, way=way, at=at)
        tell(case, "rated", actor=actor, at=at, trace=Trace(reason=f"{way}.{answers.solved}"))
        return case
    if case.state != S.TO_BE_JUDGED:
        raise AlreadyRated if _rated(case) else StepNotAllowed(step="judge_solved", state=case.state)
    rating = _keep(case, answers, actor=actor, way=way, at=at)
    spend_links(case, at=at)
    tell(case, "rated", actor=actor, at=at, trace=Trace(reason=f"{way}.{answers.solved}", body_id=case.lead_body_id))
    if answers.wants_more:
        return _reopened(case, "judge_partly", rating, actor=actor, at=at)
    if answers.solved == "no" and not answers.accepts:
        return _unsolved(case, rating, actor=actor, at=at)
    return _closed(case, actor=actor, at=at)


def _judged_at_once(case: Case, answers: Answers, *, actor: Actor, way: str, at: datetime) -> Case:
    """An answer given at once: rated and closed (T45); who is not content asks for dispatch (T07)."""
    _keep(case, answers, actor=actor, way=way, at=at)
    end_case(case, at=at, result_kind="answered")
    move(case, "close_answered", actor=actor, at=at)
    return case


def _closed(case: Case, *, actor: Actor, at: datetime) -> Case:
    end_case(case, at=at, result_kind=case.result_kind)
    move(case, "judge_solved", actor=actor, at=at, trace=Trace(reason=case.result_kind, body_id=case.lead_body_id))
    tell_reporters(case, "closed", at=at, reopen_until=reopen_until(case, at=at))
    return case


def reopen_until(case: Case, *, at: datetime) -> datetime:
    """Counted from the closing moment, whatever is edited later."""
    return timing.due_of(case.ended_at or at, limits_of(case, at=at).need("reopen"))


def _unsolved(case: Case, rating: Rating, *, actor: Actor, at: datetime) -> Case:
    """First: reopened at once. Second: the dispatcher decides, red card. Third: escalated."""
    before = case.ratings.filter(solved="no", round__lt=case.round).count()
    if before == 0:
        return _reopened(case, "judge_unsolved", rating, actor=actor, at=at)
    if before == 1:
        show_card(case, "red", "unsolved_twice", ref=f"round:{case.round}", actor=SYSTEM, at=at)
    ReopenRequest.objects.create(case=case, round=case.round, asked_at=at)
    timing.cancel(case, "callback", at=at)
    timing.start_clock(case, "reopen_decision", at=at, limit=limits_of(case, at=at).need("reopen_decision"))
    return move(case, "ask_reopening", actor=actor, at=at, trace=Trace(reason=f"unsolved.{before + 1}"))


def _reopened(case: Case, step: str, rating: Rating, *, actor: Actor, at: datetime) -> Case:
    next_round(case, at=at)
    move(case, step, actor=actor, at=at, trace=Trace(reason=rating.solved, body_id=case.lead_body_id))
    tell_reporters(case, "reopened", at=at)
    tell_unit(case, case.lead_body_id, "reopened", at=at, reason=SOLVED[rating.solved])
    return case


@transaction.atomic
def grant_reopening(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T31, second time: the dispatcher reopens."""
    case = case_to(actor, case_id, "grant_reopening", at=at)
    request = _request(case)
    if case.ratings.filter(solved="no").count() > 2:
        raise StepNotAllowed(_("第三次未解决要提级会商"), step="grant_reopening", state=case.state)
    request.decided_at, request.decision = at, "granted"
    request.save()
    note(case, "reopened", text, actor=actor, at=at)
    next_round(case, at=at)
    move(case, "grant_reopening", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_reporters(case, "reopened", at=at)
    tell_unit(case, case.lead_body_id, "reopened", at=at, reason=_("第二次未解决"))
    return case


def _request(case: Case) -> ReopenRequest:
    found = case.reopen_requests.filter(decided_at__isnull=True).first()
    if found is None:
        raise NotFound(_("没有待决定的重办请求"), case=case.pk)
    return found


@transaction.atomic
def escalate_round(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T41. The third “not solved” for the same matter: the county decides; its decision sets the clocks."""
    case = case_to(actor, case_id, "escalate_round", at=at)
    request = _request(case)
    if case.ratings.filter(solved="no").count() < 3:
        raise StepNotAllowed(_("第三次未解决才提级；第二次请决定重办"), step="escalate_round", state=case.state)
    request.decided_at, request.decision = at, "escalated"
    request.save()
    note(case, "escalated", need(text, "text", _("请写明要会商什么。")), actor=actor, at=at)
    next_round(case, at=at)
    timing.cancel_all(case, at=at)
    Escalation.objects.create(case=case, cause="third_round", level="county", opened_at=at)
    timing.start_clock(case, "decision", at=at, limit=limits_of(case, at=at).need("decision"))
    move(case, "escalate_round", actor=actor, at=at, trace=Trace(reason="third_round", body_id=case.lead_body_id))
    tell_reporters(case, "escalated", at=at, reason=_("第三次未解决"))
    tell_desk(case, "county_command", "dispute", at=at, occasion=f"round:{case.round}")
    return case


@transaction.atomic
def close_unrated(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T47. The window is over: “not rated”, outside all rates. Without a logged try the desk gets 2 days more, once."""
    case = case_to(actor, case_id, "close_unrated", at=at)
    clock = timing.live_clock(case, "callback")
    if not case.call_tries.filter(round=case.round).exists() and clock is not None and clock.generation == 0:
        timing.extend(clock, limit=Limit(2, "work_day"))
        timing.refresh(case)
        case.save()
        tell(case, "clock_passed", actor=actor, at=at, trace=Trace(reason="callback"))
        tell_desk(case, "callback", "callback_due", at=at, count="1", occasion=f"case:{case.pk}.{case.round}")
        return case
    Rating.objects.create(case=case, round=case.round, rated=False, way="none", at=at)
    spend_links(case, at=at)
    end_case(case, at=at, result_kind=case.result_kind)
    move(case, "close_unrated", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_reporters(case, "closed_unrated", at=at, reopen_until=reopen_until(case, at=at))
    return case


@transaction.atomic
def close_answered(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T45. The rating window of an answer given at once is over."""
    case = case_to(actor, case_id, "close_answered", at=at)
    Rating.objects.get_or_create(case=case, round=case.round, defaults={"rated": False, "way": "none", "at": at})
    end_case(case, at=at, result_kind="answered")
    return move(case, "close_answered", actor=actor, at=at)
