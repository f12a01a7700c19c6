"""Ends and what comes after: withdraw, terminate, object, list as open, reopen, archive."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.actions.endings import end_case, limits_of, links_to_rate, next_round, reopen_case
from huying.cases.actions.judging import ZONE, reopen_until
from huying.cases.actions.merging import release_merged
from huying.cases.actions.writing import shown
from huying.cases.errors import SafetyOfOthers, WindowOver
from huying.cases.models import Case, Objection, OpenMatter, Reporter, Termination
from huying.cases.moving import Trace, case_to, move, need, need_code, note
from huying.cases.publishing import publishable
from huying.cases.states import S
from huying.cases.telling import tell_desk, tell_reporter, tell_reporters, tell_unit, unit_name
from huying.cases.words import GROUNDS, REOPEN_REASONS, TERMINATION_REASONS
from huying.duties.public import guard_dispatch
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.organisations.public import body_brief


@transaction.atomic
def withdraw(actor: Actor, *, case_id: int, at: datetime, text: str = "") -> Case:
    """T36. Not when the safety of others is touched, nor when others joined: then it goes on without the person."""
    case = case_to(actor, case_id, "withdraw", at=at)
    if case.safety_of_others or case.reporters.filter(main=False, left_at__isnull=True).exists():
        raise SafetyOfOthers
    note(case, "withdrawn", text, actor=shown(actor, case), at=at)
    unit = case.lead_body_id
    end_case(case, at=at, result_kind="withdrawn")
    move(case, "withdraw", actor=shown(actor, case), at=at)
    tell_reporters(case, "withdrawn", at=at)
    tell_unit(case, unit, "withdrawn", at=at)
    release_merged(case, at=at)
    return case


@transaction.atomic
def step_back(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T36. The matter goes on; the person is told once more and then no longer asked."""
    case = case_to(actor, case_id, "step_back", at=at)
    main = Reporter.objects.filter(case=case, main=True, left_at__isnull=True).first()
    if main is None:
        raise NotFound(case=case_id)
    tell_reporter(case, main, "goes_on_without_you", at=at, reason=_("它还关系到别人"))
    main.left_at = at
    main.save(update_fields=["left_at"])
    return move(case, "step_back", actor=shown(actor, case), at=at)


@transaction.atomic
def ask_termination(
    actor: Actor, *, case_id: int, reason: str, text: str, at: datetime, ground: str = ""
) -> Termination:
    """T35. A written application: the resident refuses needed cooperation, or a ground of C.6 is found."""
    case = case_to(actor, case_id, "ask_termination", at=at)
    need_code(reason, TERMINATION_REASONS, "reason", _("请选择终止的理由。"))
    if reason == "ground_found":
        need_code(ground, GROUNDS, "ground", _("请选择是哪一种不予受理情形。"))
    if case.terminations.filter(decided_at__isnull=True).exists():
        raise Invalid(fields={"reason": _("已经提出过，正在审核。")})
    asked = Termination.objects.create(
        case=case, reason=reason, ground=ground, words=need(text, "text", _("请写明事实和依据。"), at_least=6),
        asked_at=at, asked_by_id=actor.account_id,
    )  # fmt: skip
    move(case, "ask_termination", actor=actor, at=at, trace=Trace(reason=reason, body_id=case.lead_body_id))
    tell_desk(case, "dispatcher", "ending_asked", at=at, unit=unit_name(case.lead_body_id), occasion=f"end:{asked.pk}")
    return asked


def _asked(case: Case) -> Termination:
    found = case.terminations.filter(decided_at__isnull=True).first()
    if found is None:
        raise NotFound(_("没有待审的终止申请"), case=case.pk)
    return found


@transaction.atomic
def refuse_termination(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T35. The dispatcher does not agree; the unit goes on."""
    case = case_to(actor, case_id, "refuse_termination", at=at)
    asked = _asked(case)
    asked.decided_at, asked.agreed = at, False
    asked.decision_words = need(text, "text", _("请写明为什么要继续办。"))
    asked.save()
    move(case, "refuse_termination", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_unit(
        case, case.lead_body_id, "ending_decided", at=at, decision=_("不同意终止"), reason=text.strip(),
        occasion=f"end:{asked.pk}",
    )  # fmt: skip
    return case


@transaction.atomic
def terminate(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T35. Reviewed and ended; the resident hears reason, way and how to object. The finish clock stands."""
    case = case_to(actor, case_id, "terminate", at=at)
    asked = _asked(case)
    asked.decided_at, asked.agreed, asked.decision_words = at, True, text.strip()
    asked.save()
    end_case(case, at=at, result_kind="terminated", objection=True, keep=("finish",))
    move(case, "terminate", actor=actor, at=at, trace=Trace(reason=asked.reason, body_id=case.lead_body_id))
    window = timing.live_clock(case, "objection")
    ground = GROUNDS.get(asked.ground)
    tell_reporters(
        case, "ended", at=at, reason=asked.words, basis=ground.word if ground else TERMINATION_REASONS[asked.reason],
        route=ground.route if ground else _("配合所需之后可以重新反映。"), until=window.due_at if window else None,
        occasion=f"end:{asked.pk}",
    )  # fmt: skip
    tell_unit(case, case.lead_body_id, "ending_decided", at=at, decision=_("同意终止"), occasion=f"end:{asked.pk}")
    release_merged(case, at=at)
    return case


@transaction.atomic
def object_to(actor: Actor, *, case_id: int, text: str, at: datetime) -> Objection:
    """T04, T52. Within 5 working days; somebody who had no part in it decides."""
    case = case_to(actor, case_id, "object", at=at)
    window = timing.live_clock(case, "objection")
    if window is None or window.due_at is None or at > window.due_at:
        raise WindowOver
    if case.objections.filter(against=case.state, decided_at__isnull=True).exists():
        raise Invalid(fields={"text": _("异议已经收到，正在审核。")})
    objection = Objection.objects.create(
        case=case, against=case.state, words=need(text, "text", _("请写明为什么不同意。"), at_least=4), at=at
    )
    timing.start_clock(case, "objection_decision", at=at, limit=limits_of(case, at=at).need("objection_decision"))
    move(case, "object", actor=shown(actor, case), at=at)
    tell_reporters(case, "objection_received", at=at, occasion=f"objection:{objection.pk}")
    tell_desk(case, "adjudicator", "objection", at=at, occasion=f"objection:{objection.pk}")
    return objection


def _objection(case: Case) -> Objection:
    found = case.objections.filter(decided_at__isnull=True).first()
    if found is None:
        raise NotFound(_("没有待审的异议"), case=case.pk)
    return found


@transaction.atomic
def uphold_objection(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T04 → S10, accept starts again. T52 → S40, the finish clock goes on with the time used."""
    case = case_to(actor, case_id, "uphold_objection", at=at)
    objection = _objection(case)
    objection.decided_at, objection.upheld, objection.decision_words = at, True, text.strip()
    objection.save()
    was_terminated = case.state == S.TERMINATED
    timing.meet(case, "objection_decision", at=at)
    reopen_case(case, at=at)
    if was_terminated:
        timing.go_on(case, "finish", at=at)
        order = case.orders.order_by("-hop").first()
        if order is not None:
            order.closed_at, order.end_code = None, ""
            order.save(update_fields=["closed_at", "end_code"])
    else:
        timing.start_clock(case, "accept", at=at, limit=limits_of(case, at=at).need("accept"))
    move(case, "uphold_objection", actor=actor, at=at)
    occasion = f"objection:{objection.pk}"
    if was_terminated:
        tell_reporters(case, "ended_reversed", at=at, unit=unit_name(case.lead_body_id), occasion=occasion)
    else:
        tell_reporters(case, "objection_upheld", at=at, occasion=occasion)
    return case


@transaction.atomic
def decline_objection(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """The decision stands; the resident hears why and what other ways remain."""
    case = case_to(actor, case_id, "decline_objection", at=at)
    objection = _objection(case)
    objection.decided_at, objection.upheld = at, False
    objection.decision_words = need(text, "text", _("请写明为什么维持原决定。"), at_least=4)
    objection.save()
    timing.meet(case, "objection_decision", at=at)
    move(case, "decline_objection", actor=actor, at=at)
    tell_reporters(
        case, "objection_rejected", at=at, reason=text.strip(), route=_("依法申请行政复议或提起行政诉讼。"),
        occasion=f"objection:{objection.pk}",
    )  # fmt: skip
    return case


@dataclass(frozen=True, slots=True)
class Listing:
    """What goes on the list of open matters: plan, who answers for it, when it is looked at again."""

    reason: str
    plan: str
    public_text: str
    body_id: int
    review_on: date
    privacy: str = ""
    """Where the public words seem to hold private ones: "mask" covers them, "keep" has looked and lets them stand."""


@transaction.atomic
def list_open_matter(actor: Actor, *, case_id: int, listing: Listing, at: datetime) -> OpenMatter:
    """T33, T42. Lawful and explained, but cannot be solved now; a public, anonymous line on the list."""
    case = case_to(actor, case_id, "list_open_matter", at=at)
    today = at.astimezone(ZONE).date()
    if not today < listing.review_on:
        raise Invalid(fields={"review_on": _("请选择以后的复查日期。")})
    if body_brief(listing.body_id) is None:
        raise Invalid(fields={"body_id": _("请选择负责的单位。")})
    guard_dispatch(body_id=listing.body_id, category_code=case.category_code, as_lead=True, on=today)
    matter = OpenMatter.objects.create(
        case=case, body_id=listing.body_id, listed_at=at, review_on=listing.review_on,
        reason=need(listing.reason, "reason", _("请写明为什么现在解决不了。"), at_least=4),
        plan=need(listing.plan, "plan", _("请写明打算怎样、分几步解决。"), at_least=4),
        public_text=publishable(
            case, need(listing.public_text, "public_text", _("请写一句可以公开的话，不提任何人。"))[:300],
            decided=listing.privacy, field="public_text",
        ),
    )  # fmt: skip
    case.suspensions.filter(ended_at__isnull=True, refused_at__isnull=True).update(ended_at=at)
    case.reopen_requests.filter(decided_at__isnull=True).update(decided_at=at, decision="listed")
    end_case(case, at=at, result_kind="open_matter")
    timing.cancel(case, "archive", at=at)
    until = datetime.combine(listing.review_on, time(9), tzinfo=ZONE)
    timing.start_clock(
        case, "matter_review", at=at, limit=Limit(max(1, (listing.review_on - today).days), "day"), until=until
    )
    move(case, "list_open_matter", actor=actor, at=at, trace=Trace(body_id=listing.body_id))
    tell_reporters(
        case, "open_matter", at=at, reason=listing.reason.strip(), plan=listing.plan.strip(),
        unit=unit_name(listing.body_id), review=listing.review_on.isoformat(), occasion=f"matter:{matter.pk}",
    )  # fmt: skip
    tell_unit(
        case, listing.body_id, "open_matter", at=at, plan=listing.plan.strip(),
        review=listing.review_on.isoformat(), occasion=f"matter:{matter.pk}",
    )  # fmt: skip
    release_merged(case, at=at)
    return matter


def _end_matter(case: Case, code: str, *, at: datetime) -> OpenMatter:
    matter = case.open_matters.get(ended_at__isnull=True)
    matter.ended_at, matter.end_code = at, code
    matter.save()
    case.lead_body_id = case.lead_body_id or matter.body_id
    return matter


@transaction.atomic
def review_open_matter(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T34. The review day has come: it is worked on again."""
    case = case_to(actor, case_id, "review_open_matter", at=at)
    _end_matter(case, "reviewed", at=at)
    next_round(case, at=at)
    move(case, "review_open_matter", actor=actor, at=at, trace=Trace(body_id=case.lead_body_id))
    tell_reporters(case, "open_matter_review", at=at, unit=unit_name(case.lead_body_id))
    return case


@transaction.atomic
def settle_open_matter(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T43. Solved meanwhile, or the resident accepts: the resident is told and asked to rate."""
    case = case_to(actor, case_id, "settle_open_matter", at=at)
    words = need(text, "text", _("请写明怎样解决的，或诉求人怎样接受的。"), at_least=4)
    _end_matter(case, "settled", at=at)
    case.round += 1
    end_case(case, at=at, result_kind="solved")
    note(case, "answer", words, actor=actor, at=at, audience="resident")
    move(case, "settle_open_matter", actor=actor, at=at)
    tell_reporters(case, "open_matter_solved", at=at, answer=words, link=links_to_rate(case, at=at))
    return case


@transaction.atomic
def reopen_matter(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T53. New facts on an open matter."""
    case = case_to(actor, case_id, "reopen_matter", at=at)
    note(case, "new_facts", need(text, "text", _("请写明有什么新情况。"), at_least=4), actor=shown(actor, case), at=at)
    _end_matter(case, "new_facts", at=at)
    return _again(case, "reopen_matter", "new_facts", actor=actor, at=at)


@transaction.atomic
def reopen(actor: Actor, *, case_id: int, reason: str, text: str, at: datetime) -> Case:
    """T37. Within 15 days after closing: new facts, or the matter came back. A rating does not end this right."""
    case = case_to(actor, case_id, "reopen", at=at)
    need_code(reason, REOPEN_REASONS, "reason", _("请选择是又出现了，还是有新情况。"))
    if at > reopen_until(case, at=at):
        raise WindowOver
    note(case, "reopened", need(text, "text", _("请写明现在怎样。"), at_least=4), actor=shown(actor, case), at=at)
    return _again(case, "reopen", reason, actor=actor, at=at)


def _again(case: Case, step: str, reason: str, *, actor: Actor, at: datetime) -> Case:
    next_round(case, at=at)
    move(case, step, actor=shown(actor, case), at=at, trace=Trace(reason=reason, body_id=case.lead_body_id))
    tell_reporters(case, "reopened", at=at)
    tell_unit(case, case.lead_body_id, "reopened", at=at, reason=REOPEN_REASONS[reason])
    return case
