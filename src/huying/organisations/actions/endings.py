"""How a body ends: taken over by another, or closed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce
from huying.organisations.actions.history import face, record
from huying.organisations.actions.parents import check_parent, repath
from huying.organisations.errors import BodyStillCarries
from huying.organisations.events import BodyChanged
from huying.organisations.models import Body, ServedArea
from huying.organisations.queries.bodies import body_for, carries
from huying.organisations.states import ACTIVE, BODY_FLOW, DRAFT


@transaction.atomic
def merge_body(actor: Actor, *, body_id: int, into_id: int, on: date, reason: str, at: datetime) -> Body:
    """The body goes up in another: children of its line and areas it serves pass over, people are appointed anew."""
    if body_id == into_id:
        raise Invalid(fields={"into_id": _("不能并入自己，请另选一个组织。")})
    body = body_for(actor, body_id, to="manage", lock=True)
    into = body_for(actor, into_id, to="manage", lock=True)
    if into.state != ACTIVE:
        raise Invalid(fields={"into_id": _("只能并入在用的组织。")}, state=into.state)
    before = face(body)
    for child in (
        body.line_children.filter(state__in=[DRAFT, ACTIVE]).select_related("kind").select_for_update(of=("self",))
    ):
        check_parent(child.kind, into, body_id=child.pk)
        was = face(child)
        repath(child, into)
        child.line_parent = into
        child.save(update_fields=["line_parent", "line_path"])
        record(actor, child, change="moved", on=on, reason=reason, before=was, at=at)
    known = into.served_areas.filter(valid_to=None).values("area_id")
    ServedArea.objects.filter(body=body, valid_to=None).exclude(area_id__in=known).update(body=into)
    _end(body, "merge", on=on, into=into)
    record(actor, body, change="merged", on=on, reason=reason, before=before, at=at, into=into)
    announce(BodyChanged(body_id=body.pk, change="merged", on=on, into_id=into.pk), by=actor, at=at)
    return body


@transaction.atomic
def close_body(actor: Actor, *, body_id: int, on: date, reason: str, at: datetime) -> Body:
    """Refused while it still has bodies below it or people in its posts and roles."""
    body = body_for(actor, body_id, to="manage", lock=True)
    if carried := carries(body, at=at):
        raise BodyStillCarries(body=body.pk, **carried)
    before = face(body)
    _end(body, "close", on=on)
    record(actor, body, change="closed", on=on, reason=reason, before=before, at=at)
    announce(BodyChanged(body_id=body.pk, change="closed", on=on), by=actor, at=at)
    return body


def _end(body: Body, step: str, *, on: date, into: Body | None = None) -> None:
    if on < body.valid_from:
        raise Invalid(fields={"on": _("停用日期不能早于启用日期。")})
    body.state = BODY_FLOW.after(step, body.state)
    body.valid_to, body.merged_into = on, into
    body.save(update_fields=["state", "valid_to", "merged_into"])
