"""One body and lists of bodies for those who keep them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from huying.kernel.actor import Actor
from huying.organisations.models import Body, BodyChange
from huying.organisations.queries.holders import appointments_on, grants_at
from huying.organisations.rules import body_rules
from huying.organisations.states import ACTIVE, DRAFT


def body_for(actor: Actor, body_id: int, *, to: str = "see", lock: bool = False) -> Body:
    """The single door to one body."""
    rows = Body.objects.select_related("kind", "area", "line_parent")
    return body_rules.door(actor, rows, to=to, lock=lock, pk=body_id)


def history(body: Body) -> QuerySet[BodyChange]:
    return body.changes.select_related("into").order_by("-at", "-id")


def carries(body: Body, *, at: datetime) -> dict[str, int]:
    """What still hangs on the body at that moment; empty when it may be closed."""
    counts = {
        "below": body.line_children.filter(state__in=[DRAFT, ACTIVE]).count(),
        "appointments": appointments_on(at.date()).filter(post__body=body).count(),
        "roles": grants_at(at).filter(Q(body=body) | Q(line_body=body)).count(),
    }
    return {what: count for what, count in counts.items() if count}


def line_of(body: Body) -> list[Body]:
    """The bodies above in the line, topmost first."""
    ids = [int(part) for part in body.line_path.strip("/").split("/") if part]
    return sorted(Body.objects.filter(pk__in=ids).exclude(pk=body.pk), key=lambda row: ids.index(row.pk))


def below(actor: Actor, body: Body) -> QuerySet[Body]:
    rows = body_rules.permitted(actor, to="see", rows=Body.objects.filter(line_parent=body))
    return rows.select_related("kind", "area").order_by("sort_name", "id")
