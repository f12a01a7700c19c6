"""A result is handed in, looked at on the spot where the kind asks for it, and approved or sent back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.cards import show_card
from huying.cases.actions.endings import limits_of, links_to_rate
from huying.cases.actions.merging import answer_merged
from huying.cases.actions.orders import open_order
from huying.cases.apart import attach
from huying.cases.errors import CheckNeeded, PartsOpen
from huying.cases.models import (
    Case,
    Extension,
    OrderPart,
    Result,
    SiteCheck,
    Suspension,
    Termination,
    WorkOrder,
)
from huying.cases.moving import Trace, case_to, move, need, need_code, note
from huying.cases.states import Word
from huying.cases.telling import tell_desk, tell_reporters, tell_unit, unit_name
from huying.cases.words import REJECTIONS
from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.prepared import Change, Given, Question

HANDED_IN_AS = ("solved", "explained", "other_body")


WHY_NOT: dict[str, Word] = {
    "empty": _("没有写清做了什么"),
    "off_point": _("没有答到您说的事"),
    "untrue": _("与实际情况不符"),
    "looked": _("到现场看过，还没有办好"),
}
"""Why a result is sent back, as the resident is told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the resident is told, what was done, and what was said with the resident. Photos only of places."""

    text: str
    done: str
    talk: str
    kind: str = "solved"
    basis: str = ""
    handles: tuple[str, ...] = ()


def _waits(model: type[Model], **how: Any) -> Q:
    return Q(Exists(model._default_manager.filter(case=OuterRef("pk"), **how)))


_OPEN = Question[tuple[bool, bool]](
    lambda: (
        Case.objects.filter(pk=Given("pk"))
        .annotate(
            open_parts=Exists(OrderPart.objects.filter(case=OuterRef("pk"), returned_at=None, cancelled_at=None)),
            asked=ExpressionWrapper(
                _waits(Extension, decided_at=None)
                | _waits(Suspension, started_at=None, refused_at=None)
                | _waits(Termination, decided_at=None),
                BooleanField(),
            ),
        )
        .values_list("open_parts", "asked")
    )
)
"""Whether a co-handler still owes a part, and whether anything that was asked for is undecided."""


@transaction.atomic
def hand_in(actor: Actor, *, case_id: int, outcome: Outcome, at: datetime) -> Result:
    """T26. Stops the finish clock. All co-handlers have returned their parts."""
    case = case_to(actor, case_id, "hand_in", at=at)
    _check(outcome)
    open_parts, asked = _OPEN.first(pk=case.pk) or (False, False)
    if open_parts:
        raise PartsOpen
    if asked:
        case.extensions.filter(decided_at__isnull=True).update(decided_at=at, agreed=False)
        case.suspensions.filter(started_at__isnull=True, refused_at__isnull=True).update(refused_at=at)
        case.terminations.filter(decided_at__isnull=True).update(decided_at=at, agreed=False)
    order = open_order(case)
    result = Result.objects.create(
        case=case, order=order, round=case.round, kind=outcome.kind, text=outcome.text.strip(),
        done=outcome.done.strip(), talk=outcome.talk.strip(), basis=outcome.basis.strip(), handed_in_at=at,
        handed_in_by_id=actor.account_id,
    )  # fmt: skip
    if outcome.handles:
        attach(actor, case, handles=outcome.handles, thing="case.result", thing_id=result.pk, at=at)
    case.handed_in_at = at
    timing.stop(case, "finish", "contact", at=at)
    timing.cancel(case, "progress", "plan", at=at)
    timing.start_clock(case, "result_review", at=at, limit=limits_of(case, at=at).need("result_review"))
    move(case, "hand_in", actor=actor, at=at, trace=Trace(reason=outcome.kind, body_id=order.body_id))
    return result


def _check(outcome: Outcome) -> None:
    need_code(outcome.kind, HANDED_IN_AS, "kind", _("请选择是已解决、已解释说明还是由其他机构办理。"))
    need(outcome.text, "text", _("请写给诉求人看的答复。"), at_least=6)
    need(outcome.done, "done", _("请写明具体做了什么。"), at_least=4)
    need(outcome.talk, "talk", _("请记下和诉求人谈了什么；没有联系上的也要写明。"), at_least=4)
    if outcome.kind == "explained":
        need(outcome.basis, "basis", _("解释说明要写明依据。"))


def pending(case: Case) -> Result:
    found = _PENDING.first(case_id=case.pk)
    if found is None:
        raise NotFound(_("没有待审核的结果"), case=case.pk)
    found.case = case
    return found


_PENDING = Question[Result](
    lambda: Result.objects.filter(case_id=Given("case_id"), decided_at__isnull=True).order_by("pk")[:1]
)


@transaction.atomic
def order_site_check(actor: Actor, *, case_id: int, at: datetime) -> SiteCheck:
    """T27. A grid worker looks at the place, within 1 working day."""
    case = case_to(actor, case_id, "order_site_check", at=at)
    timing.stop(case, "result_review", at=at)
    clock = timing.start_clock(case, "site_check", at=at, limit=limits_of(case, at=at).need("site_check"))
    check = SiteCheck.objects.create(case=case, result=pending(case), ordered_at=at, due_at=clock.due_at or at)
    move(case, "order_site_check", actor=actor, at=at)
    tell_desk(
        case, "grid_worker", "check", at=at, place=case.place or case.area.name, until=check.due_at,
        occasion=f"check:{check.pk}",
    )  # fmt: skip
    return check


def _looked(case: Case, actor: Actor, *, passed: bool, text: str, at: datetime) -> SiteCheck:
    check = case.site_checks.get(done_at__isnull=True)
    check.done_at, check.done_by_id, check.passed, check.words = at, actor.account_id, passed, text.strip()
    check.save()
    timing.meet(case, "site_check", at=at)
    return check


@transaction.atomic
def pass_site_check(actor: Actor, *, case_id: int, at: datetime, text: str = "", handles: tuple[str, ...] = ()) -> Case:
    """T27 back. It was done. A photo is never forced."""
    case = case_to(actor, case_id, "pass_site_check", at=at)
    check = _looked(case, actor, passed=True, text=text, at=at)
    if handles:
        attach(actor, case, handles=handles, thing="case.check", thing_id=check.pk, at=at)
    timing.go_on(case, "result_review", at=at)
    return move(case, "pass_site_check", actor=actor, at=at)


@transaction.atomic
def fail_site_check(actor: Actor, *, case_id: int, text: str, at: datetime, handles: tuple[str, ...] = ()) -> Case:
    """T44. It was not done: back to the unit with the time used."""
    case = case_to(actor, case_id, "fail_site_check", at=at)
    check = _looked(case, actor, passed=False, text=need(text, "text", _("请写明现场看到什么。")), at=at)
    if handles:
        attach(actor, case, handles=handles, thing="case.check", thing_id=check.pk, at=at)
    result = pending(case)
    _send_back(case, result, "untrue", text, at=at)
    move(case, "fail_site_check", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    _tell_of_it(case, result, WHY_NOT["looked"], at=at)
    tell_unit(case, case.lead_body_id, "check_failed", at=at, reason=text.strip(), occasion=f"check:{check.pk}")
    return case


def _send_back(case: Case, result: Result, rejection: str, text: str, *, at: datetime) -> None:
    result.decided_at, result.approved = at, False
    result.rejection, result.decision_words = rejection, text.strip()
    result.save()
    case.handed_in_at = None
    timing.cancel(case, "result_review", at=at)
    timing.go_on(case, "finish", "contact", at=at)


def _tell_of_it(case: Case, result: Result, reason: Word, *, at: datetime) -> None:
    """Why it is not over yet, and until when it is now."""
    clock = timing.live_clock(case, "finish")
    tell_reporters(
        case, "sent_back", at=at, unit=unit_name(case.lead_body_id), reason=reason,
        until=clock.due_at if clock else case.due_at, occasion=f"result:{result.pk}",
    )  # fmt: skip


@transaction.atomic
def reject_result(actor: Actor, *, case_id: int, rejection: str, text: str, at: datetime) -> Case:
    """T28. Empty, off the point or untrue (red card). The finish clock goes on with the time used."""
    case = case_to(actor, case_id, "reject_result", at=at)
    need_code(rejection, REJECTIONS, "rejection", _("请选择退回的原因。"))
    words = need(text, "text", _("请写明哪里不行。"), at_least=4)
    result = pending(case)
    _send_back(case, result, rejection, words, at=at)
    if rejection == "untrue":
        show_card(case, "red", "untrue", ref=f"result:{result.pk}", actor=actor, at=at)
    note(case, "rejected", words, actor=actor, at=at)
    move(case, "reject_result", actor=actor, at=at, trace=Trace(reason=rejection, body_id=case.lead_body_id))
    _tell_of_it(case, result, WHY_NOT[rejection], at=at)
    tell_unit(case, case.lead_body_id, "result_refused", at=at, reason=words, occasion=f"result:{result.pk}")
    return case


_DONE = Change(
    lambda: WorkOrder.objects.filter(case_id=Given("case_id"), closed_at__isnull=True),
    closed_at=Given("at"), end_code="done",
)  # fmt: skip


@transaction.atomic
def approve_result(actor: Actor, *, case_id: int, at: datetime, text: str = "") -> Case:
    """T29. Accepted: every reporter gets the answer and is asked. Merged cases get their own answer (T46)."""
    case = case_to(actor, case_id, "approve_result", at=at)
    result = pending(case)
    if case.on_site_check and not result.checks.filter(passed=True).exists():
        raise CheckNeeded
    result.decided_at, result.approved, result.decision_words = at, True, text.strip()
    result.save()
    case.result_kind = result.kind
    _DONE.make(case_id=case.pk, at=at)
    timing.meet(case, "result_review", "finish", at=at)
    timing.cancel(case, "contact", "supervise_after_red", "return_pause", "return_window", at=at)
    timing.meet(case, "supervise", at=at)
    timing.start_clock(case, "callback", at=at, limit=limits_of(case, at=at).need("callback"))
    move(case, "approve_result", actor=actor, at=at, trace=Trace(reason=result.kind, body_id=case.lead_body_id))
    tell_reporters(
        case, "answered", at=at, unit=unit_name(case.lead_body_id), answer=result.text,
        link=links_to_rate(case, at=at),
    )  # fmt: skip
    answer_merged(case, result.text, at=at)
    return case
