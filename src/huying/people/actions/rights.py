"""What people ask for about their own data, and how the person responsible answers."""

from datetime import date, datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict, Invalid, NotAllowed, StepNotAllowed
from huying.kernel.journal import announce
from huying.people.actions.sealing import erase, seal_person
from huying.people.errors import ReasonNeeded
from huying.people.events import RightsAnswered, RightsAsked
from huying.people.models import RightsRequest, SealedRecord
from huying.people.queries import rights_request_for
from huying.people.states import RequestState, RightKind

WORKING_DAYS = 15


class WorkCalendar(Protocol):
    """As much of the tenant's calendar as is needed here. Calendars stand on a higher storey: settings name them."""

    def is_working_day(self, day: date) -> bool: ...

    def close_of(self, day: date) -> datetime: ...


def answer_due(at: datetime) -> datetime:
    """The close of the fifteenth working day after the day of asking."""
    calendar: WorkCalendar = import_string(settings.HUYING_WORK_CALENDAR)()
    day, left = localtime(at).date(), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    return calendar.close_of(day)


@transaction.atomic
def ask_for_rights(
    actor: Actor, *, kind: str, at: datetime, record_id: int | None = None, words: str = ""
) -> RightsRequest:
    """Ask to read, copy, correct, delete, explain or transfer. What was written is sealed like any personal data."""
    if actor.account_id is None:
        raise NotAllowed
    if kind not in RightKind.values:
        raise Invalid(fields={"kind": _("请选择您想做的事。")})
    if record_id is not None and not SealedRecord.objects.filter(pk=record_id, owner=actor.account_id).exists():
        raise Invalid(fields={"kind": _("这份信息不在您的名下。")})
    sealed = None
    if words.strip():
        fields = {"words": words.strip()[:2000]}
        sealed = seal_person(actor, purpose="rights_request", fields=fields, at=at, owner_id=actor.account_id)
    try:
        with transaction.atomic():
            request = RightsRequest.objects.create(
                account_id=actor.account_id,
                kind=kind,
                record_id=record_id,
                sealed_words_id=sealed,
                asked_at=at,
                due_at=answer_due(at),
            )
    except IntegrityError as twice:
        raise Conflict(kind=kind) from twice
    announce(RightsAsked(request_id=request.pk, kind=kind, due_at=request.due_at), by=actor, at=at)
    return request


@transaction.atomic
def answer_rights(actor: Actor, *, request_id: int, granted: bool, answer: str, at: datetime) -> RightsRequest:
    """Do it or refuse it; either way with words for the person. Deleting erases the named record at once."""
    request = rights_request_for(actor, request_id, to="answer", lock=True)
    if request.state != RequestState.OPEN:
        raise StepNotAllowed(state=request.state)
    if len(answer.strip()) < 2:
        raise ReasonNeeded(fields={"answer": ReasonNeeded.message})
    if granted and request.kind == RightKind.DELETE and request.record_id is not None:
        erase(actor, record_id=request.record_id, reason="request", at=at)
    request.state = RequestState.DONE if granted else RequestState.REFUSED
    request.answered_at, request.answered_by_id, request.answer = at, actor.account_id, answer.strip()
    request.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    announce(RightsAnswered(request_id=request.pk, state=request.state), by=actor, at=at)
    return request
