"""The intake desk: ask once, answer at once, pass on, refuse under four eyes, or accept for dispatch."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.endings import end_case, limits_of, links_to_rate
from huying.cases.actions.filing import category_of
from huying.cases.actions.writing import shown
from huying.cases.apart import attach, sensitive_from_now
from huying.cases.errors import AskedOnce, SecondReaderNeeded, WindowOver
from huying.cases.kindred import learn_category
from huying.cases.models import Case, Question, Refusal
from huying.cases.moving import Trace, case_to, move, need, need_code, note, tell
from huying.cases.placing import put_right
from huying.cases.queries.earlier import earlier_of
from huying.cases.states import S
from huying.cases.telling import tell_desk, tell_reporters
from huying.cases.titles import titled
from huying.cases.words import CLASSES, GROUNDS, OUTSIDE_CHANNELS
from huying.duties.public import knowledge
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.prepared import Change, Given

ELEMENTS = ("who", "when", "where", "cause", "course")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What intake found: the five elements and the wish; category and class may be put right."""

    elements: dict[str, str]
    wish: str
    title: str = ""
    category_code: str = ""
    klass: str = ""
    target_body_id: int | None = None
    safety_of_others: bool | None = None
    notes: str = field(default="")
    area_id: int | None = None
    """Where it lies, when the guess was wrong."""


@transaction.atomic
def pass_on(actor: Actor, *, case_id: int, channel: str, at: datetime, text: str = "") -> Case:
    """T02. Danger or crime now, or another lawful way: the resident is told which."""
    case = case_to(actor, case_id, "pass_on", at=at)
    need_code(channel, OUTSIDE_CHANNELS, "channel", _("请选择转到哪里。"))
    note(case, "passed_on", text, actor=actor, at=at, audience="resident")
    end_case(case, at=at, result_kind="other_body")
    move(case, "pass_on", actor=actor, at=at, trace=Trace(reason=channel))
    tell_reporters(
        case, "transferred", at=at, channel=OUTSIDE_CHANNELS[channel], phone=channel if channel.isdigit() else "",
        reason=text.strip(),
    )  # fmt: skip
    return case


@transaction.atomic
def propose_refusal(
    actor: Actor, *, case_id: int, ground: str, text: str, at: datetime, earlier_number: str = ""
) -> Refusal:
    """T03, first eyes: which ground, and in plain words why. A second person reads before it is true."""
    case = case_to(actor, case_id, "propose_refusal", at=at)
    need_code(ground, GROUNDS, "ground", _("请选择不予受理的理由。"))
    need(text, "text", _("请用诉求人看得懂的话写明理由。"), at_least=6)
    earlier = Case.objects.filter(number=earlier_number.strip()).exclude(pk=case.pk).first()
    if ground == "N3" and earlier is None:
        raise Invalid(fields={"earlier_number": _("请填原来那一件的编号，好告诉诉求人进展或结果。")})
    if ground == "N9" and not Question.objects.filter(case=case).exists():
        raise Invalid(fields={"ground": _("要先请诉求人补充一次，仍不清楚的才能用这一条。")})
    if case.refusals.filter(decided_at__isnull=True).exists():
        raise SecondReaderNeeded(_("已经有人提出不予受理，正在等第二个人复核"))
    refusal = Refusal.objects.create(
        case=case, ground=ground, words=text.strip(), earlier_case=earlier, proposed_by_id=actor.account_id or 0,
        proposed_at=at,
    )  # fmt: skip
    move(case, "propose_refusal", actor=actor, at=at, trace=Trace(reason=ground))
    tell_desk(case, "intake", "second_reader", at=at, occasion=f"refusal:{refusal.pk}")
    return refusal


@transaction.atomic
def refuse(actor: Actor, *, case_id: int, agreed: bool, at: datetime, text: str = "") -> Case:
    """T03, second eyes. Reason and route go out in one message; 5 working days to object."""
    case = case_to(actor, case_id, "refuse", at=at)
    refusal = case.refusals.filter(decided_at__isnull=True).first()
    if refusal is None or refusal.proposed_by_id == actor.account_id:
        raise SecondReaderNeeded
    refusal.read_by_id, refusal.decided_at, refusal.agreed = actor.account_id, at, agreed
    refusal.save()
    if not agreed:
        note(case, "refusal_declined", need(text, "text", _("请写明为什么应当受理。")), actor=actor, at=at)
        tell(case, "refusal_declined", actor=actor, at=at, trace=Trace(reason=refusal.ground))
        return case
    ground = GROUNDS[refusal.ground]
    note(case, "refused", refusal.words, actor=actor, at=at, audience="resident")
    end_case(case, at=at, result_kind="not_accepted", objection=True)
    move(case, "refuse", actor=actor, at=at, trace=Trace(reason=refusal.ground))
    window = timing.live_clock(case, "objection")
    tell_reporters(
        case, "not_accepted", at=at, reason=refusal.words.rstrip("。.！!"), basis=ground.word, route=ground.route,
        until=window.due_at if window else None, occasion=f"refusal:{refusal.pk}", **_progress(case),
    )  # fmt: skip
    return case


def _progress(case: Case) -> dict[str, object]:
    """N3: what the earlier case stands at goes out in the same message."""
    earlier = earlier_of(case)
    if earlier is None:
        return {}
    return {"progress": earlier.state_word, "unit": earlier.unit, "next_until": earlier.until}


@transaction.atomic
def ask(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T05. One list, once. The accept clock stands while we wait; 3 working days → reminder, 7 → S83."""
    case = case_to(actor, case_id, "ask", at=at)
    need(text, "text", _("请把要补充的一次写全。"), at_least=4)
    if Question.objects.filter(case=case).exists():
        raise AskedOnce
    Question.objects.create(case=case, text=text.strip(), asked_at=at)
    limits = limits_of(case, at=at)
    timing.stop(case, "accept", at=at)
    timing.start_clock(case, "remind", at=at, limit=limits.need("remind"))
    timing.start_clock(case, "reply", at=at, limit=limits.need("reply"))
    move(case, "ask", actor=actor, at=at)
    tell_reporters(case, "ask_more", at=at, question=text.strip())
    return case


@transaction.atomic
def answer_question(actor: Actor, *, case_id: int, text: str, at: datetime, handles: tuple[str, ...] = ()) -> Case:
    """T05 back: the resident answers, the accept clock goes on with the time it had left."""
    case = case_to(actor, case_id, "answer_question", at=at)
    need(text, "text", _("请写下要补充的内容。"))
    question = Question.objects.get(case=case)
    question.answered_at, question.answer = at, text.strip()
    question.save()
    if handles:
        attach(actor, case, handles=handles, at=at)
    timing.cancel(case, "remind", at=at)
    timing.meet(case, "reply", at=at)
    timing.go_on(case, "accept", at=at)
    move(case, "answer_question", actor=shown(actor, case), at=at)
    tell_reporters(case, "more_received", at=at)
    return case


@transaction.atomic
def remind(actor: Actor, *, case_id: int, at: datetime) -> None:
    """The resident has not answered for 3 working days."""
    case = Case.objects.select_for_update(of=("self",)).select_related("area").get(pk=case_id)
    question = Question.objects.filter(case=case, answered_at__isnull=True, reminded_at__isnull=True).first()
    if case.state != S.ASKED or question is None:
        return
    question.reminded_at = at
    question.save(update_fields=["reminded_at"])
    timing.cancel(case, "remind", at=at)
    tell(case, "reminded", actor=actor, at=at)
    tell_reporters(case, "ask_more_reminder", at=at, question=question.text)


@transaction.atomic
def lapse(actor: Actor, *, case_id: int, at: datetime) -> Case:
    """T05 end: no answer in 7 working days; withdrawn, with notice."""
    case = case_to(actor, case_id, "lapse", at=at)
    end_case(case, at=at, result_kind="withdrawn")
    move(case, "lapse", actor=actor, at=at)
    tell_reporters(case, "withdrawn_unanswered", at=at)
    return case


@transaction.atomic
def answer(actor: Actor, *, case_id: int, text: str, at: datetime, knowledge_id: int | None = None) -> Case:
    """T06. An enquiry that can be answered from the knowledge entries; the rating is invited for 3 days."""
    case = case_to(actor, case_id, "answer", at=at)
    if case.kind not in ("enquiry", "praise", "suggestion") and case.klass != "C":
        raise Invalid(fields={"text": _("只有咨询、建议和表扬可以即时答复；其他请受理后派单。")})
    entry = knowledge(knowledge_id, on=at.date()) if knowledge_id else None
    if case.kind == "enquiry" and entry is None:
        raise Invalid(fields={"knowledge_id": _("请选用一条有效的知识条目；没有的，请受理后派单。")})
    words = need(text or (entry.answer if entry else ""), "text", _("请写下答复。"))
    note(case, "answer", words, actor=actor, at=at, audience="resident")
    case.knowledge_id, case.result_kind, case.handed_in_at = knowledge_id, "answered", at
    limits = limits_of(case, at=at)
    timing.meet(case, "accept", at=at)
    timing.start_clock(case, "rating", at=at, limit=limits.need("rating"))
    move(case, "answer", actor=actor, at=at)
    tell_reporters(case, "answered_at_once", at=at, answer=words, link=links_to_rate(case, at=at))
    return case


@transaction.atomic
def contest_answer(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """T07. Not satisfied with the answer given at once, within 3 days: it goes to dispatch."""
    case = case_to(actor, case_id, "contest_answer", at=at)
    window = timing.live_clock(case, "rating")
    if window is None or (window.due_at and at > window.due_at):
        raise WindowOver
    note(case, "contested", need(text, "text", _("请写明答复哪里不对。")), actor=shown(actor, case), at=at)
    case.contested, case.result_kind, case.accepted_at = True, "", at
    timing.cancel(case, "rating", at=at)
    timing.start_clock(case, "dispatch", at=at, limit=limits_of(case, at=at).need("dispatch"))
    move(case, "contest_answer", actor=shown(actor, case), at=at)
    tell_reporters(case, "accepted", at=at)
    return case


_OVERTAKEN = Change(
    lambda: Refusal.objects.filter(case_id=Given("case_id"), decided_at__isnull=True),
    decided_at=Given("at"), agreed=False,
)  # fmt: skip
"""A refusal that was proposed and not decided: the case is accepted instead."""


@transaction.atomic
def accept(actor: Actor, *, case_id: int, acceptance: Acceptance, at: datetime) -> Case:
    """T08. Five elements and the wish are known; goes to dispatch."""
    case = case_to(actor, case_id, "accept", at=at)
    _check_elements(acceptance)
    was = (case.category_code, case.confidentiality)
    case.elements = {name: acceptance.elements[name].strip() for name in ELEMENTS}
    case.wish = acceptance.wish.strip()
    put_right(actor, case, area_id=acceptance.area_id, at=at)
    if acceptance.category_code and acceptance.category_code != case.category_code:
        matter = category_of(acceptance.category_code)
        case.category_code, case.on_site_check = acceptance.category_code, matter.on_site
        case.klass = acceptance.klass or ("C" if case.kind == "enquiry" else matter.klass)
        if matter.confidential:
            sensitive_from_now(actor, case, at=at)
    if acceptance.klass:
        case.klass = need_code(acceptance.klass, CLASSES, "klass", _("请选择类别等级。"))
    if acceptance.target_body_id is not None:
        case.target_body_id = acceptance.target_body_id
    if acceptance.safety_of_others is not None:
        case.safety_of_others = acceptance.safety_of_others
    case.title = titled(case, acceptance.title, was=was)
    case.accepted_at = at
    _OVERTAKEN.make(case_id=case.pk, at=at)
    note(case, "accepted", acceptance.notes, actor=actor, at=at)
    timing.meet(case, "accept", at=at)
    timing.start_clock(case, "dispatch", at=at, limit=limits_of(case, at=at).need("dispatch"))
    move(case, "accept", actor=actor, at=at)
    learn_category(actor, case, at=at)
    tell_reporters(case, "accepted", at=at)
    return case


def _check_elements(acceptance: Acceptance) -> None:
    asked = {
        "who": _("请写明是谁反映（可以写“保密”或“匿名”）。"),
        "when": _("请写明什么时候。"),
        "where": _("请写明在哪里。"),
        "cause": _("请写明起因。"),
        "course": _("请写明经过。"),
    }
    missing = {name: words for name, words in asked.items() if not acceptance.elements.get(name, "").strip()}
    if not acceptance.wish.strip():
        missing["wish"] = _("请写明诉求人希望怎样。")
    if missing:
        raise Invalid(fields=missing)
