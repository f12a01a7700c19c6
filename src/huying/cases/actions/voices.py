"""Ratings by a link, and “me too”: each who joined is answered and judges alone. Who is not content goes on with a case
of their own, as a merged report does (T46)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.actions.endings import limits_of
from huying.cases.actions.intake import contest_answer
from huying.cases.actions.judging import Answers, check_answers, judged, reopen_until
from huying.cases.effort import LINK_CONTEXT
from huying.cases.errors import AlreadyRated, LinkUsed, WindowOver
from huying.cases.models import Case, RatingLink, Reporter, Voice
from huying.cases.moving import Trace, case_for, note, tell
from huying.cases.queries.answered import answer_shown
from huying.cases.rules import of_joined
from huying.cases.states import S
from huying.duties.public import category
from huying.kernel.actor import GUEST, SYSTEM, Actor
from huying.kernel.cipher import blind_indexes
from huying.kernel.errors import NotFound, StepNotAllowed
from huying.kernel.publicnumber import next_number

MAY_BE_RATED = (S.TO_BE_JUDGED, S.CLOSED, S.ANSWERED)


@transaction.atomic
def rate_by_link(*, token: str, answers: Answers, at: datetime) -> Case:
    """T30, T31, T45 or T48 by a link, without account. It is one reporter's, and good once for its round."""
    rows = RatingLink.objects.select_for_update().filter(token_index__in=blind_indexes(token, LINK_CONTEXT))
    link = rows.first()
    if link is None or link.used_at is not None or link.expires_at < at:
        raise LinkUsed
    case = Case.objects.select_for_update(of=("self",)).select_related("area").get(pk=link.case_id)
    reporter = Reporter.objects.filter(pk=link.reporter_id or 0, main=False).first()
    if case.round != link.round or (reporter is not None and reporter.left_at is not None):
        raise LinkUsed
    link.used_at = at
    link.save(update_fields=["used_at"])
    if reporter is not None:
        return _heard(case, reporter, answers, actor=GUEST, way="link", at=at)
    return judged(case, answers, actor=GUEST, way="link", at=at)


@transaction.atomic
def rate_too(actor: Actor, *, case_id: int, answers: Answers, at: datetime) -> Case:
    """Who said “me too” judges alone; it moves nothing for the others. Not content: a case of their own is worked on
    again, which is given back."""
    case = case_for(actor, case_id, to="rate_too", lock=True, at=at)
    reporter = Reporter.objects.filter(of_joined(actor), case=case).first()
    if reporter is None:
        raise NotFound(case=case_id)
    by = actor if reporter.account_id else GUEST
    return _heard(case, reporter, answers, actor=by, way="page", at=at)


def _heard(case: Case, reporter: Reporter, answers: Answers, *, actor: Actor, way: str, at: datetime) -> Case:
    check_answers(case, answers)
    if case.state not in MAY_BE_RATED:
        raise StepNotAllowed(step="rate_too", state=case.state)
    if Voice.objects.filter(case=case, round=case.round, reporter=reporter).exists():
        raise AlreadyRated
    goes_on = answers.wants_more or (answers.solved == "no" and not answers.accepts)
    if goes_on and case.state == S.CLOSED and at > reopen_until(case, at=at):
        raise WindowOver
    voice = Voice.objects.create(
        case=case, round=case.round, reporter=reporter, solved=answers.solved, satisfied=answers.satisfied,
        reasons=list(answers.reasons), words=answers.words.strip(), way=way, at=at,
    )  # fmt: skip
    case.rating_links.filter(reporter=reporter, round=case.round).update(used_at=at)
    own = _own_case(case, reporter, at=at) if goes_on else None
    if own is not None:
        voice.own_case = own
        voice.save(update_fields=["own_case"])
    trace = Trace(reason=f"{way}.{answers.solved}", other_case_id=own.pk if own else None)
    tell(case, "voiced", actor=actor, at=at, trace=trace)
    return case if own is None else _gone_on(own, answers, actor=actor, way=way, at=at)


def _own_case(case: Case, reporter: Reporter, *, at: datetime) -> Case:
    """What the reporter would have if they had filed it themselves and it had been merged: the same answer, their own
    words, their own judgement. Their tracking code opens it from now on."""
    matter = category(case.category_code)
    limit = limits_of(case, at=at).need("rating" if case.state == S.ANSWERED else "callback")
    due_at = timing.due_of(at, limit)
    own = Case.objects.create(
        number=next_number("case", at=at), kind=case.kind, channel="web", title=matter.name if matter else "",
        words=reporter.words or str(_("和 %(number)s 同一件事") % {"number": case.number}),
        category_code=case.category_code, klass=case.klass, area_id=case.area_id, lon=case.lon, lat=case.lat,
        src_crs=case.src_crs, confidentiality=reporter.confidentiality, filed_by_id=reporter.account_id,
        on_site_check=case.on_site_check, safety_of_others=case.safety_of_others, state=case.state,
        lead_body_id=case.lead_body_id, adjudicated=case.adjudicated, knowledge_id=case.knowledge_id,
        result_kind=case.result_kind, apart=case.apart,
        split_from=case, filed_at=reporter.joined_at, accepted_at=case.accepted_at,
        first_dispatched_at=case.first_dispatched_at, handed_in_at=case.handed_in_at, due_at=due_at, warn_at=due_at,
        due_kind="callback", ended_at=case.ended_at,
    )  # fmt: skip
    if own.state == S.CLOSED:
        own.state, own.ended_at = S.TO_BE_JUDGED.value, None
    reporter.case, reporter.main = own, True
    reporter.save(update_fields=["case", "main"])
    timing.start_clock(own, "rating" if own.state == S.ANSWERED else "callback", at=at, limit=limit)
    timing.refresh(own)
    own.save()
    note(own, "answer", answer_shown(case), actor=SYSTEM, at=at, audience="resident")
    trace = Trace(other_case_id=case.pk, body_id=case.lead_body_id)
    tell(own, "follow_main", actor=SYSTEM, at=at, trace=trace, edge=("T46", S.MERGED.value, own.state))
    return own


def _gone_on(own: Case, answers: Answers, *, actor: Actor, way: str, at: datetime) -> Case:
    """Worked on again; an answer that was given at once goes to dispatch (T07)."""
    if own.state != S.ANSWERED:
        return judged(own, answers, actor=actor, way=way, at=at)
    words = answers.words.strip() or str(_("附议人说没有解决。"))
    return contest_answer(Actor("guest", keys=(f"case:{own.pk}",)), case_id=own.pk, text=words, at=at)
