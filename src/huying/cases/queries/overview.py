"""Figures of a place, and what somebody owes today. Counts only: no rates yet, no persons, no ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from huying.cases.models import Case
from huying.cases.queries.desks import DESKS, Pressing, _heap
from huying.cases.queries.filters import MOST_UNITS
from huying.cases.queries.histories import hidden_cases
from huying.cases.queries.rows import CaseRow, row_values
from huying.cases.queries.standings import Standings, standings_in
from huying.cases.rules import offices
from huying.cases.states import ENDED
from huying.kernel.actor import Actor
from huying.kernel.clock import midnight
from huying.organisations.public import body_briefs
from huying.territory.public import AreaBrief, area_brief, children, home

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


COUNTED = ("open", "late", "soon", "escalated", "suspended", "supervised", "open_matters", "came", "ended")
HEAPS = {"escalated": "escalated", "disputed": "disputed", "urgent": "urgent", "late": "late", "all": "open"}
"""Under which name the counts of each heap of the county's desk are kept."""


@dataclass(frozen=True, slots=True)
class CountyNow:
    """What the county's desk shows above its list, as counted last; who may see fewer cases finds fewer rows behind."""

    figures: list[AreaFigures]
    heaps: dict[str, int]
    pressing: dict[str, Pressing]
    units: list[tuple[int, str]]
    counted_at: datetime | None


def county_now(actor: Actor) -> CountyNow:
    """Sums that the figures keep: nothing is counted here, however many cases there are."""
    offices.enter(actor, to="compare_areas")
    paths = actor.areas_as("county_command")
    place = home()
    told = standings_in(place.path if place else "", without=hidden_cases(actor))
    mine = told.under(*paths) if paths else {}
    pressing = {
        tab: Pressing(*(mine.get(f"{name}_{way}", 0) for way in ("urgent", "late", "soon")))
        for tab, name in HEAPS.items()
    }
    names = sorted(((pk, one.short_name or one.name) for pk, one in body_briefs(told.units).items()), key=itemgetter(1))
    heaps = {tab: mine.get(name, 0) for tab, name in HEAPS.items()}
    return CountyNow(_below(place.id, told) if place else [], heaps, pressing, names[:MOST_UNITS], told.counted_at)


def county_figures(actor: Actor, *, area_id: int) -> list[AreaFigures]:
    """Each area directly below, as counted last; the rows behind a number are a filter away."""
    offices.enter(actor, to="compare_areas")
    return _below(area_id, standings_in(area_brief(area_id).path, without=hidden_cases(actor)))


def _below(area_id: int, told: Standings) -> list[AreaFigures]:
    found = []
    for area in children(area_id):
        counts = told.under(area.path)
        found.append(AreaFigures(area=area, **{name: counts.get(name, 0) for name in COUNTED}))
    return found


def ended_since(day: date, *, among: Sequence[int] | None = None) -> dict[int, int]:
    """How many cases (or of these) ended since the beginning of this day, by the area they lie in."""
    rows = Case.objects.filter(state__in=[*ENDED], ended_at__gte=midnight(day)).order_by()
    rows = rows if among is None else rows.filter(pk__in=among)
    return dict(rows.values_list("area_id").annotate(Count("pk")))


def first_day(at: datetime) -> date:
    """Of the last seven days, today with them."""
    return at.astimezone(ZONE).date() - timedelta(days=6)


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
