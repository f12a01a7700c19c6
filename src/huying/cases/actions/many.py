"""One step on many cases, and steps that refuse when the case has changed since it was seen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.models import Case
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


@contextmanager
def as_seen(case_id: int, version: int | None) -> Iterator[None]:
    """Take a step only if the case is still as it was when the page was drawn. Locks it for the step."""
    with transaction.atomic():
        if version is not None:
            now = Case.objects.select_for_update().filter(pk=case_id).values_list("version", flat=True).first()
            if now is not None and now != version:
                raise Conflict(version=now)
        yield
