"""Figures of a place, and what somebody owes today. Counts only: no rates yet, no persons, no ranking."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from huying.cases.models import Case
from huying.cases.queries.desks import DESKS, _heap
from huying.cases.queries.rows import CaseRow, row_values
from huying.cases.rules import rules
from huying.cases.states import OPEN, S
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed
from huying.territory.public import AreaBrief, children

ZONE = ZoneInfo(settings.TIME_ZONE)
OWED_MOST = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One area: what is open there, late, escalated, suspended, and what came and ended in the last 7 days."""

    area: AreaBrief
    open: int
    late: int
    soon: int
    escalated: int
    suspended: int
    supervised: int
    open_matters: int
    came: int
    ended: int


def county_figures(actor: Actor, *, area_id: int, at: datetime) -> list[AreaFigures]:
    """Each area directly below, one query each way: the rows behind every number are a filter away."""
    if not actor.holds("county_command", "supervisor", "reviewer", "street_coordinator"):
        raise NotAllowed(to="county_figures")
    areas = children(area_id)
    rows = rules.permitted(actor, to="see", rows=Case.objects.all())
    return [_figures(area, rows.filter(area__path__startswith=area.path), at=at) for area in areas]


def _figures(area: AreaBrief, rows, *, at: datetime) -> AreaFigures:  # type: ignore[no-untyped-def]
    alive = Q(state__in=[*OPEN])
    week = at - WEEK
    found = rows.aggregate(
        open=Count("pk", filter=alive),
        late=Count("pk", filter=alive & Q(due_at__lt=at)),
        soon=Count("pk", filter=alive & Q(due_at__gte=at, warn_at__lte=at)),
        escalated=Count("pk", filter=Q(state=S.ESCALATED)),
        suspended=Count("pk", filter=Q(state=S.SUSPENDED)),
        supervised=Count("pk", filter=alive & Q(supervised__gt=0)),
        open_matters=Count("pk", filter=Q(state=S.OPEN_MATTER)),
        came=Count("pk", filter=Q(filed_at__gte=week)),
        ended=Count("pk", filter=Q(ended_at__gte=week)),
    )
    return AreaFigures(area=area, **found)


@dataclass(frozen=True, slots=True)
class Owed:
    """A case that somebody owes something on today, and at which desk."""

    desk: str
    tab: str
    row: CaseRow


def owed_today(actor: Actor, *, at: datetime) -> list[Owed]:
    """What I owe today, over all my desks, oldest debt first."""
    tonight = datetime.combine(at.astimezone(ZONE).date(), time(23, 59, 59), tzinfo=ZONE)
    found: dict[int, tuple[str, str, Case]] = {}
    for desk in DESKS.values():
        if actor.holds(*desk.roles):
            for tab in desk.tabs:
                if tab.code in OWED_TABS.get(desk.code, ()):
                    rows = _heap(actor, desk, tab, at=at).filter(due_at__lte=tonight).select_related("area")
                    for case in rows.order_by("due_at", "id")[:OWED_MOST]:
                        found.setdefault(case.pk, (desk.code, tab.code, case))
    first = sorted(found.values(), key=lambda one: (one[2].due_at, one[2].pk))[:OWED_MOST]
    lines = row_values([case for _desk, _tab, case in first], at=at)
    return [Owed(desk, tab, line) for (desk, tab, _case), line in zip(first, lines, strict=True)]


OWED_TABS = {
    "intake": ("new", "second"),
    "dispatch": ("new", "returned", "consult", "reopening"),
    "unit": ("sign", "handling", "parts", "calls"),
    "approval": ("results", "extensions", "suspensions", "terminations"),
    "adjudication": ("disputes", "objections"),
    "callback": ("to_call",),
    "grid": ("checks",),
    "county": ("escalated",),
    "street": ("escalated",),
}
"""The heaps on which work waits for whoever sits there."""
