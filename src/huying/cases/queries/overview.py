"""Figures of a place, and what somebody owes today. Counts only: no rates yet, no persons, no ranking."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case as Which
from django.db.models import Count, Q, Value, When

from huying.cases.models import Case
from huying.cases.queries.desks import DESKS, _heap
from huying.cases.queries.rows import CaseRow, row_values
from huying.cases.rules import offices, rules
from huying.cases.states import OPEN, S
from huying.kernel.actor import Actor
from huying.kernel.clock import midnight
from huying.territory.public import AreaBrief, area_brief, children

ZONE = ZoneInfo(settings.TIME_ZONE)
OWED_MOST = 30


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
    """Each area directly below, all of them in one query; the rows behind a number are a filter away."""
    offices.enter(actor, to="compare_areas")
    areas = children(area_id)
    if not areas:
        return []
    numbers = _numbers(at=at)
    week = midnight(first_day(at))
    lately = Q(state__in=[*OPEN, S.OPEN_MATTER]) | Q(filed_at__gte=week) | Q(ended_at__gte=week)
    here = Case.objects.filter(lately, area__path__startswith=area_brief(area_id).path)
    rows = rules.permitted(actor, to="see", rows=here)
    below = Which(*(When(area__path__startswith=area.path, then=Value(area.id)) for area in areas), default=None)
    grouped = rows.order_by().annotate(below=below).values("below").annotate(**numbers)
    found = {one.pop("below"): one for one in grouped.values("below", *numbers)}
    return [AreaFigures(area=area, **found.get(area.id, dict.fromkeys(numbers, 0))) for area in areas]


def first_day(at: datetime) -> date:
    """Of the last seven days, today with them."""
    return at.astimezone(ZONE).date() - timedelta(days=6)


def _numbers(*, at: datetime) -> dict[str, Count]:
    """What is counted of each area."""
    alive, week = Q(state__in=[*OPEN]), midnight(first_day(at))
    counted = {
        "open": alive,
        "late": alive & Q(due_at__lt=at),
        "soon": alive & Q(due_at__gte=at, warn_at__lte=at),
        "escalated": Q(state=S.ESCALATED),
        "suspended": Q(state=S.SUSPENDED),
        "supervised": alive & Q(supervised__gt=0),
        "open_matters": Q(state=S.OPEN_MATTER),
        "came": Q(filed_at__gte=week),
        "ended": Q(ended_at__gte=week),
    }
    return {name: Count("pk", filter=rows) for name, rows in counted.items()}


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
