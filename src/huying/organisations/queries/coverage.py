"""Coverage (B.3): how many places of a street have what they should have, and which do not; computed, never typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.organisations.models import Appointment, Body, ServedArea
from huying.organisations.queries.holders import appointments_on
from huying.organisations.queries.posts import one_person_both_posts
from huying.organisations.rules import appointment_rules
from huying.organisations.states import ACTIVE
from huying.territory.public import AreaBrief, areas_within

SOON = timedelta(days=60)
"""Terms that end within these days are listed (inventory 000-14)."""
BRANCH, COMMITTEE, GRID_BRANCH, GROUP, OWNERS, DEPARTMENT = (
    ("P30", "P31"),
    ("R10",),
    ("P40",),
    ("P50",),
    ("O10",),
    "G10",
)


@dataclass(frozen=True, slots=True)
class Places:
    """What stands where on a day: ids of areas."""

    standing: dict[str, frozenset[int]]
    """By kind of body: the areas in which such a body stands or which it serves."""
    posted: frozenset[int]
    both_posts: frozenset[int]
    part_time: frozenset[int]

    def has(self, area: AreaBrief, *kinds: str) -> bool:
        return any(area.id in self.standing.get(kind, ()) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the figures: among which areas, and which of them count."""

    code: str
    name: Promise
    level: str
    counts: Callable[[Places, AreaBrief], bool]
    among: Callable[[Places, AreaBrief], bool] = lambda _places, _area: True


MEASURES = (
    Measure(
        "COV1", _("一居一支"), "community", lambda p, a: p.has(a, *BRANCH), among=lambda p, a: p.has(a, *COMMITTEE)
    ),
    Measure("COV2", _("网格党支部"), "grid", lambda p, a: p.has(a, *GRID_BRANCH)),
    Measure("COV3", _("楼院党小组"), "estate", lambda p, a: p.has(a, *GROUP)),
    Measure("COV4", _("业委会（物管会）"), "estate", lambda p, a: p.has(a, *OWNERS)),
    Measure("COV5", _("党小组和业委会都有"), "estate", lambda p, a: p.has(a, *GROUP) and p.has(a, *OWNERS)),
    Measure("COV10", _("有兼职委员"), "community", lambda p, a: a.id in p.part_time),
    Measure("COV11", _("书记、主任一肩挑"), "community", lambda p, a: a.id in p.both_posts),
    Measure("POSTED", _("有派驻力量"), "street", lambda p, a: a.id in p.posted),
)
NOT_OWED = ("COV11",)
"""Counted only: nothing is missing where two people share the work."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`met` of `base` areas; `missing` are the others. No percentage of nothing."""

    measure: Measure
    met: int
    base: int
    missing: tuple[AreaBrief, ...]

    @property
    def percent(self) -> int | None:
        return round(100 * self.met / self.base) if self.base else None

    @property
    def owed(self) -> bool:
        return self.measure.code not in NOT_OWED


@dataclass(frozen=True, slots=True)
class StreetCoverage:
    street: AreaBrief
    figures: tuple[Figure, ...]


def coverage(*, area_path: str, on: date) -> list[StreetCoverage]:
    """Every street below this place; a dozen queries, however many streets."""
    places = _places(area_path, on)
    levels = {measure.level for measure in MEASURES}
    areas = {level: areas_within(area_path, level) for level in levels | {"street"}}
    return [StreetCoverage(street, tuple(_figures(places, areas, street))) for street in areas["street"]]


def _figures(places: Places, areas: dict[str, list[AreaBrief]], street: AreaBrief) -> Iterable[Figure]:
    here = {level: [area for area in rows if area.path.startswith(street.path)] for level, rows in areas.items()}
    for measure in MEASURES:
        base = [area for area in here[measure.level] if measure.among(places, area)]
        missing = tuple(area for area in base if not measure.counts(places, area))
        yield Figure(measure, len(base) - len(missing), len(base), missing)


def _places(area_path: str, on: date) -> Places:
    wanted = (*BRANCH, *COMMITTEE, *GRID_BRANCH, *GROUP, *OWNERS, DEPARTMENT)
    bodies = Body.objects.filter(state=ACTIVE, area__path__startswith=area_path, kind__code__in=wanted)
    served = ServedArea.objects.filter(
        body__state=ACTIVE, body__kind__code__in=wanted, area__path__startswith=area_path, valid_to=None
    )
    standing: dict[str, set[int]] = {}
    for kind, area_id in (
        *bodies.values_list("kind__code", "area_id"),
        *served.values_list("body__kind__code", "area_id"),
    ):
        standing.setdefault(kind, set()).add(area_id)
    part_time = appointments_on(on).filter(part_time=True, post__body__area__path__startswith=area_path)
    return Places(
        standing={kind: frozenset(ids) for kind, ids in standing.items()},
        posted=frozenset(standing.get(DEPARTMENT, ())),
        both_posts=frozenset(one_person_both_posts(area_path=area_path, on=on)),
        part_time=frozenset(part_time.values_list("post__body__area_id", flat=True)),
    )


def ending_soon(actor: Actor, *, on: date) -> QuerySet[Appointment]:
    """Terms that end within sixty days, the next one first, among those that this actor may see."""
    rows = Appointment.objects.filter(term_to__gte=on, term_to__lte=on + SOON)
    seen = appointment_rules.permitted(actor, to="see", rows=rows)
    return seen.select_related("post__body", "account").order_by("term_to", "id")
