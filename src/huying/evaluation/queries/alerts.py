"""What needs a look, for whoever it was given to."""

from django.db.models import Q

from huying.evaluation.models import Alert
from huying.evaluation.rules import alert_rules
from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key


def alerts(actor: Actor, *, mine: bool = False, after: str | None = None, size: int = 30) -> Page[Alert]:
    """Open ones and closed ones, the newest first."""
    rows = alert_rules.permitted(actor, to="see", rows=Alert.objects.all())
    rows = rows.filter(Q(owner_id=actor.account_id)) if mine else rows
    return page_by_key(rows, order=("-id",), after=after, size=size)
