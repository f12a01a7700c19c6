"""The face of a body before and after a change, kept as a row of its history."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.organisations.models import Body, BodyChange


def face(body: Body, functions: Iterable[str] | None = None) -> dict[str, Any]:
    """What others see of it; its functions are looked up unless they are known."""
    return {
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind_id,
        "line_parent": body.line_parent_id,
        "area": body.area_id,
        "level": body.level,
        "uscc": body.uscc,
        "office_phone": body.office_phone,
        "public_contact": body.public_contact,
        "functions": sorted(set(body.functions.values_list("code", flat=True) if functions is None else functions)),
        "state": body.state,
    }


def record(
    actor: Actor,
    body: Body,
    *,
    change: str,
    on: date,
    reason: str,
    before: dict[str, Any],
    at: datetime,
    **into: Body,
) -> BodyChange:
    """Keeps only what differs. A change without a reason is refused."""
    after = face(body)
    return BodyChange.objects.create(
        body=body,
        kind=change,
        on=on,
        reason=checked_reason(reason),
        before={key: before[key] for key in before if before[key] != after[key]},
        after={key: after[key] for key in after if before.get(key) != after[key]},
        by_id=actor.account_id,
        at=at,
        **into,
    )


def record_founded(actor: Actor, bodies: Mapping[Body, Iterable[str]], *, reason: str, at: datetime) -> None:
    """The first row of each history: everything is new."""
    said = checked_reason(reason)
    BodyChange.objects.bulk_create(
        BodyChange(
            body=body, kind="founded", on=body.valid_from, reason=said, after=face(body, functions),
            by_id=actor.account_id, at=at,
        )
        for body, functions in bodies.items()
    )  # fmt: skip


def checked_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(fields={"reason": _("请写明依据或原因，例如文件名称与文号。")})
    return reason[:300]
