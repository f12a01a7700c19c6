"""What everybody may know of the matters of a place, whoever asks: of ordinary ones, without a word of the reporter.

Out are confidential and anonymous matters, reports, complaints about a unit, and what was withdrawn. Of the others the
kind, the state, the unit and the times are public, and the place down to the community (M.5): no address, no point of
the reporter, no words. Of photos only the masked ones that somebody showed to everybody are there. A question about a
box on the map is asked of the community's own point, so that nobody finds the true one by asking often.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from huying.cases.lines import LINES
from huying.cases.models import Case, Clock, Result
from huying.cases.models.case import OF_ALL
from huying.cases.states import ENDED, OPEN, STATES, S, Word
from huying.cases.words import RESULT_KINDS
from huying.documents.public import shown_photos
from huying.duties.public import category
from huying.kernel.journal import story
from huying.kernel.paging import Page, page_by_key
from huying.organisations.public import body_briefs
from huying.territory.public import Area, AreaBrief, ancestors

PUBLIC = OF_ALL & Q(target_body__isnull=True) & ~Q(kind="report") & ~Q(state=S.WITHDRAWN.value)
"""What everybody may know of. Whatever tells the public of cases, one by one or counted, asks this."""
CLOSED = (*ENDED, S.ARCHIVED)
UNDER_WAY = (*OPEN, S.ANSWERED)
COARSE = ("province", "city", "county", "street", "community")
TOUCHED = Greatest("filed_at", "accepted_at", "first_dispatched_at", "handed_in_at", "ended_at")
"""When it last came a step further in the eyes of the public. For a closed one the time of closing; what is written on
it afterwards does not count."""


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One matter as anybody may see it."""

    number: str
    category_code: str
    category: str
    state: str
    state_word: Word
    closed: bool
    result_kind: str
    result_word: Word
    round: int
    area: AreaBrief | None
    """The community, or what is coarser."""
    unit: str
    channel: str
    filed_at: datetime
    updated_at: datetime
    expected_at: datetime | None
    photos: tuple[str, ...] = ()
    """Addresses on this site: of the place first, then of the result."""


@dataclass(frozen=True, slots=True)
class PublicStep:
    """Something that happened, in the words that are said to residents."""

    at: datetime
    word: Word
    code: str


@dataclass(frozen=True, slots=True)
class Box:
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which public matters: by their numbers, or by everything else. Moments are of filing, or of the last step."""

    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    touched_since: datetime | None = None
    touched_until: datetime | None = None
    closed: bool | None = None
    box: Box | None = None


def public_cases(wanted: Wanted, *, size: int, after: str | None = None) -> Page[PublicCase]:
    """The newest first; by the last step where the question is about it."""
    rows, order = _rows(wanted)
    page = page_by_key(rows.select_related("area"), order=order, after=after, size=size)
    return Page(_shown(page.items), page.next_cursor)


def public_numbers(wanted: Wanted, *, most: int) -> list[str]:
    """The numbers alone of the first so many, in the same order: for clients that count pages."""
    rows, order = _rows(wanted)
    return list(rows.order_by(*order).values_list("number", flat=True)[:most])


def public_steps(number: str) -> list[PublicStep]:
    """What happened to one public matter, oldest first."""
    case_id = _public().filter(number=number).values_list("pk", flat=True).first()
    if case_id is None:
        return []
    rows = [(row, LINES.get(row.facts.get("step", ""))) for row in story("case", case_id)]
    return [PublicStep(row.at, line.told, row.facts["step"]) for row, line in rows if line and line.told]


def _public() -> QuerySet[Case]:
    return Case.objects.filter(PUBLIC)


def ordinary_cases(case_ids: Iterable[int]) -> dict[int, str]:
    """Of these the ones that others may know of, each with the path of its area."""
    rows = _public().filter(pk__in=list(case_ids))
    return dict(rows.values_list("pk", "area__path"))


def _rows(wanted: Wanted) -> tuple[QuerySet[Case], tuple[str, str]]:
    rows = _public().annotate(touched_at=TOUCHED)
    if wanted.numbers:
        return rows.filter(number__in=wanted.numbers), ("-filed_at", "-id")
    by_step = bool(wanted.touched_since or wanted.touched_until)
    for name, value in (
        ("filed_at__gte", wanted.since), ("filed_at__lte", wanted.until), ("touched_at__gte", wanted.touched_since),
        ("touched_at__lte", wanted.touched_until), ("category_code__in", wanted.categories),
    ):  # fmt: skip
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.closed is not None:
        rows = rows.filter(state__in=[state.value for state in (CLOSED if wanted.closed else UNDER_WAY)])
    if wanted.box is not None:
        rows = rows.filter(_inside(wanted.box))
    return rows, ("-touched_at", "-id") if by_step else ("-filed_at", "-id")


def _inside(box: Box) -> Q:
    """Whose public place lies in the box: all of a community whose own point does, and what is placed coarser."""
    areas = Area.objects.filter(level__in=COARSE, lon__range=(box.west, box.east), lat__range=(box.south, box.north))
    found = Q(pk__in=[])
    for pk, level, path in areas.values_list("pk", "level", "path"):
        found |= Q(area__path__startswith=path) if level == "community" else Q(area_id=pk)
    return found


def _shown(rows: list[Case]) -> list[PublicCase]:
    units = body_briefs({case.lead_body_id for case in rows if case.lead_body_id})
    clocks = Clock.objects.filter(case_id__in=[case.pk for case in rows], kind="finish", cancelled_at=None)
    due = dict(clocks.values_list("case_id", F("due_at"))) if rows else {}
    photos = _photos([case.pk for case in rows])
    return [
        _one(case, unit=units.get(case.lead_body_id or 0), due=due.get(case.pk), photos=photos.get(case.pk, ()))
        for case in rows
    ]


def _photos(ids: list[int]) -> dict[int, tuple[str, ...]]:
    found = {pk: tuple(addresses) for pk, addresses in shown_photos("case", ids).items()}
    results = Result.objects.filter(case_id__in=ids)
    if of_results := shown_photos("case.result", results.values_list("pk", flat=True)):
        for pk, case_id in results.filter(pk__in=of_results).order_by("pk").values_list("pk", "case_id"):
            found[case_id] = (*found.get(case_id, ()), *of_results[pk])
    return found


def _one(case: Case, *, unit: object, due: datetime | None, photos: tuple[str, ...]) -> PublicCase:
    matter, closed = category(case.category_code), case.state in CLOSED
    place = [area for area in ancestors(case.area_id) if area.level in COARSE]
    return PublicCase(
        number=case.number, category_code=case.category_code, category=matter.label if matter else case.category_code,
        state=case.state, state_word=STATES[S(case.state)].resident, closed=closed, result_kind=case.result_kind,
        result_word=RESULT_KINDS.get(case.result_kind, ""), round=case.round, area=place[-1] if place else None,
        unit=getattr(unit, "short_name", "") or getattr(unit, "name", ""), channel=case.channel, filed_at=case.filed_at,
        updated_at=case.touched_at,  # type: ignore[attr-defined]
        expected_at=None if closed else due,
        photos=photos,
    )  # fmt: skip
