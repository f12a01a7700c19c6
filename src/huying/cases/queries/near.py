"""Does someone already report this here? Same kind of matter, near by, not long ago; nothing personal."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from huying.cases.models import Case
from huying.cases.states import OPEN, STATES, S, Word
from huying.duties.public import category
from huying.territory.public import ancestor, area_brief, metres_between

NEAR_METRES = 200
WITHIN = timedelta(days=30)
MOST = 8
METRES_A_DEGREE = 111_320


def joinable() -> dict[str, object]:
    """Only open, ordinary trouble: no question, nothing confidential, nothing that complains about a body."""
    return {
        "state__in": [*OPEN],
        "kind__in": ["complaint", "help"],
        "confidentiality": "P0",
        "target_body__isnull": True,
    }


@dataclass(frozen=True, slots=True)
class NearCase:
    """What a neighbour, or a dispatcher, may know of it."""

    id: int
    number: str
    category: str
    place: str
    state_word: Word
    filed_at: datetime
    metres: int | None
    voices: int


def already_reported(
    *,
    category_code: str,
    at: datetime,
    area_id: int | None = None,
    point: tuple[float, float] | None = None,
    staff: bool = False,
    but: int | None = None,
) -> list[NearCase]:
    """Same level-2 category, at most 200 m away or in the same estate, filed within 30 days. Residents see only open,
    ordinary cases; staff (who have passed their own door) all that are open."""
    rows = Case.objects.filter(
        category_code__startswith=category_code[:4], filed_at__gte=at - WITHIN, filed_at__lte=at
    ).select_related("area")
    rows = rows.filter(**joinable()) if not staff else rows.filter(ended_at__isnull=True)
    rows = rows.exclude(pk=but) if but else rows
    rows = rows.filter(_here(area_id, point)).annotate(voices=Count("reporters")).order_by("-filed_at", "-id")
    matter = category(category_code[:4])
    label = matter.label if matter else category_code
    found = [_near(case, label, point) for case in rows[: MOST * 4]]
    return [one for one in found if one.metres is None or one.metres <= NEAR_METRES or _same_estate(one)][:MOST]


def _same_estate(one: NearCase) -> bool:
    return one.metres is None


def _here(area_id: int | None, point: tuple[float, float] | None) -> Q:
    """A box around the point that an index can use, or the estate (else the same area)."""
    here = Q(pk__in=[])
    if point is not None:
        lon, lat = point
        high = NEAR_METRES / METRES_A_DEGREE
        wide = high / max(0.1, math.cos(math.radians(lat)))
        here |= Q(lon__range=(lon - wide, lon + wide), lat__range=(lat - high, lat + high))
    if area_id is not None:
        around = ancestor(area_id, "estate") or area_brief(area_id)
        if around.level in ("estate", "building", "grid") or point is None:
            here |= Q(area__path__startswith=around.path)
    return here


def _near(case: Case, label: str, point: tuple[float, float] | None) -> NearCase:
    metres = None
    if point is not None and case.lon is not None and case.lat is not None:
        metres = round(metres_between(point, (case.lon, case.lat)))
    return NearCase(
        id=case.pk,
        number=case.number,
        category=label,
        place=case.area.short_name or case.area.name,
        state_word=STATES[S(case.state)].resident,
        filed_at=case.filed_at,
        metres=metres,
        voices=case.voices,  # type: ignore[attr-defined]
    )
