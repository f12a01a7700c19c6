"""One step on many cases, and steps that refuse when the case has changed since it was seen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.actions.dispatching import dispatch, redispatch
from huying.cases.actions.orders import HelperPart, Sending
from huying.cases.errors import NoSuggestion
from huying.cases.models import Case
from huying.cases.moving import case_for
from huying.cases.queries.answering import suggestion
from huying.cases.states import S
from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict, DomainError, Invalid

IN_BULK = (
    "dispatch", "sign", "approve_result", "order_site_check", "decide_extension", "write_note", "change_handler",
    "pass_on", "log_contact",
)  # fmt: skip
MOST = 200


def bulk(
    actor: Actor, *, case_ids: Sequence[int], step: str, at: datetime, **given: Any
) -> list[tuple[int, DomainError | None]]:
    """The same step on each, every one in its own transaction: what fails does not stop the others."""
    if step not in IN_BULK or len(case_ids) > MOST:
        raise Invalid(fields={"case_ids": _("这一步不能批量做，或一次选得太多（最多 200 件）。")})
    action = getattr(import_module("huying.cases.actions"), step)
    done: list[tuple[int, DomainError | None]] = []
    for case_id in case_ids:
        try:
            action(actor, case_id=case_id, at=at, **given)
        except DomainError as error:
            done.append((case_id, error))
        else:
            done.append((case_id, None))
    return done


def send_as_suggested(actor: Actor, *, case_ids: Sequence[int], at: datetime) -> list[tuple[int, DomainError | None]]:
    """T12, T32 on many: each goes to the one unit that the lists name; where they name none or several, it stays."""
    done: list[tuple[int, DomainError | None]] = []
    for case_id in case_ids:
        try:
            _send_one(actor, case_id, at=at)
        except DomainError as error:
            done.append((case_id, error))
        else:
            done.append((case_id, None))
    return done


@transaction.atomic
def _send_one(actor: Actor, case_id: int, *, at: datetime) -> None:
    case = case_for(actor, case_id, to="see", at=at)
    answer = suggestion(case, at=at)
    if answer.lead is None:
        raise NoSuggestion
    helpers = tuple(HelperPart(one.body.id, one.part or str(_("按职责清单配合"))) for one in answer.helpers if one.body)
    sending = Sending(body_id=answer.lead.id, helpers=helpers)
    step = redispatch if case.state == S.REOPENED else dispatch
    step(actor, case_id=case_id, sending=sending, at=at)


@contextmanager
def as_seen(case_id: int, version: int | None) -> Iterator[None]:
    """Take a step only if the case is still as it was when the page was drawn. Locks it for the step."""
    if version is None:
        yield
        return
    with transaction.atomic():
        now = Case.objects.select_for_update().filter(pk=case_id).values_list("version", flat=True).first()
        if now is not None and now != version:
            raise Conflict(version=now)
        yield
