"""What keeps it fair: a rating that may not count is left out with a reason, and who has an interest steps back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.models import Case, Rating, Recusal
from huying.cases.models.beside import recusal_known
from huying.cases.moving import Trace, case_for, need, need_code, note, tell
from huying.cases.telling import tell_desk, tell_unit
from huying.cases.words import EXCLUSIONS, INTERESTS
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.organisations.public import people_of


@transaction.atomic
def exclude_rating(actor: Actor, *, case_id: int, round: int, reason: str, text: str, at: datetime) -> Rating:
    """Left out of the rates, with a reason of the list and in words. What the resident said stays as it is."""
    case = case_for(actor, case_id, to="exclude_rating", lock=True, at=at)
    need_code(reason, EXCLUSIONS, "reason", _("请选择剔除的理由。"))
    words = need(text, "text", _("请写明依据和凭据，会接受抽查。"), at_least=6)
    rating = _rating(case, round, excluded=False)
    _fits(case, reason)
    rating.excluded = reason
    rating.save(update_fields=["excluded"])
    note(case, "rating_excluded", words, actor=actor, at=at)
    tell(case, "exclude_rating", actor=actor, at=at, trace=Trace(reason=reason, body_id=case.lead_body_id))
    return rating


@transaction.atomic
def include_rating(actor: Actor, *, case_id: int, round: int, text: str, at: datetime) -> Rating:
    """The exclusion was wrong: the rating counts again."""
    case = case_for(actor, case_id, to="include_rating", lock=True, at=at)
    words = need(text, "text", _("请写明为什么重新计入。"), at_least=4)
    rating = _rating(case, round, excluded=True)
    reason, rating.excluded = rating.excluded, ""
    rating.save(update_fields=["excluded"])
    note(case, "rating_included", words, actor=actor, at=at)
    tell(case, "include_rating", actor=actor, at=at, trace=Trace(reason=reason, body_id=case.lead_body_id))
    return rating


def _rating(case: Case, round: int, *, excluded: bool) -> Rating:
    found = case.ratings.filter(round=round, rated=True).first()
    if found is None or bool(found.excluded) is not excluded:
        raise Invalid(fields={"round": _("这一轮没有可以处理的评价。")})
    return found


def _fits(case: Case, reason: str) -> None:
    """Three reasons can be seen on the case itself; they are not taken on trust."""
    explained = case.results.filter(approved=True, kind="explained").exclude(basis="").exists()
    wrong = {
        "answered_at_once": case.result_kind != "answered",
        "praise": case.kind != "praise",
        "no_legal_ground": not explained,
    }
    if wrong.get(reason):
        raise Invalid(fields={"reason": _("这件的记录里没有这种情形，请核对后另选理由。")})


@transaction.atomic
def recuse(actor: Actor, *, case_id: int, reason: str, text: str, at: datetime) -> Case:
    """Somebody with a task at it has an interest and steps back; from now on it is hidden from them."""
    case = case_for(actor, case_id, to="recuse", lock=True, at=at)
    need_code(reason, INTERESTS, "reason", _("请选择回避的理由。"))
    note(case, "recused", text, actor=actor, at=at)
    return _step_back(case, actor.account_id or 0, reason, actor=actor, ordered=False, at=at)


@transaction.atomic
def order_recusal(actor: Actor, *, case_id: int, account_id: int, reason: str, text: str, at: datetime) -> Case:
    """Supervision decides that somebody of the unit that answers steps back."""
    case = case_for(actor, case_id, to="order_recusal", lock=True, at=at)
    need_code(reason, INTERESTS, "reason", _("请选择回避的理由。"))
    words = need(text, "text", _("请写明事实和理由。"), at_least=4)
    if case.lead_body_id is None or account_id not in people_of(case.lead_body_id, at=at):
        raise NotFound(_("这个人不在承办单位"), account=account_id)
    note(case, "recused", words, actor=actor, at=at)
    return _step_back(case, account_id, reason, actor=actor, ordered=True, at=at)


def _step_back(case: Case, account_id: int, reason: str, *, actor: Actor, ordered: bool, at: datetime) -> Case:
    Recusal.objects.get_or_create(
        case=case, account_id=account_id, defaults={"reason": reason, "ordered": ordered, "at": at}
    )
    recusal_known(case, account_id, recused=True)
    if case.handler_id == account_id:
        case.handler = None
    case.version += 1
    case.save(update_fields=["handler", "version"])
    trace = Trace(reason=reason, body_id=case.lead_body_id)
    tell(case, "order_recusal" if ordered else "recuse", actor=actor, at=at, trace=trace)
    occasion = f"recusal:{account_id}"
    tell_unit(case, case.lead_body_id, "recused", at=at, occasion=occasion)
    if not ordered:
        tell_desk(case, "supervisor", "recused", at=at, reason=INTERESTS[reason], occasion=occasion)
    return case


@transaction.atomic
def ask_recusal(actor: Actor, *, case_id: int, text: str, at: datetime) -> Case:
    """The reporter asks that somebody step back; supervision decides. No clock moves."""
    case = case_for(actor, case_id, to="ask_recusal", lock=True, at=at)
    words = need(text, "text", _("请写明希望谁回避、为什么。"), at_least=4)
    hidden = Actor("guest", keys=actor.keys) if case.confidentiality != "P0" else actor
    note(case, "recusal_asked", words, actor=hidden, at=at)
    tell(case, "ask_recusal", actor=hidden, at=at)
    tell_desk(case, "supervisor", "recusal_asked", at=at, occasion=at.isoformat())
    return case
