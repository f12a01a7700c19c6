"""Does someone already report this here? Same kind of matter, near by, not long ago, in words that are alike; or
anywhere, in much the same words. Nothing personal."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from huying.cases.likening import names_of_place
from huying.cases.models import Case, CasePrint, LikenessRule
from huying.cases.states import OPEN, STATES, S, Word
from huying.duties.public import category, category_tree, matter_of
from huying.kernel.kept import Kept, group
from huying.language.public import alike, bands, grams, shared_words, sketch_of
from huying.territory.public import ancestor, area_brief, metres_between

KEPT = group("likeness", "cases_likenessrule")
_rules: Kept[str, tuple[LikenessRule, ...]] = Kept(KEPT)
MOST, MOST_FAR = 8, 400
METRES_A_DEGREE = 111_320
CELLS_A_DEGREE, CELL, STEP = 1_000, 112, 50
"""Residents are told distances in steps of so many metres, from the middle of a cell."""
PARTS = re.compile(r"[、，,（）()/与和及的]")
SHOWN_WORDS = 3


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
    likeness: int | None = None
    """Per cent; None when the words of one of them must not be compared."""
    words: tuple[str, ...] = ()
    """What stands in both."""


def likeness_rule(on: date) -> LikenessRule:
    """The newest in force; before the place has set any, the usual one."""
    known = _rules.one("all", lambda: tuple(LikenessRule.objects.order_by("-valid_from")))
    return next((rule for rule in known if rule.valid_from <= on), LikenessRule(valid_from=on))


def already_reported(
    *,
    category_code: str,
    at: datetime,
    area_id: int | None = None,
    point: tuple[float, float] | None = None,
    staff: bool = False,
    but: int | None = None,
    words: str = "",
) -> list[NearCase]:
    """Same level-2 category, at most 200 m away or in the same estate, filed within 30 days; with words, the most alike
    first. Residents see only open, ordinary cases in words that are alike, and of those neither the point nor a word of
    the reporter's; staff (who have passed their own door) all that are open, and judge themselves."""
    rule = likeness_rule(at.date())
    rows = Case.objects.filter(
        category_code__startswith=matter_of(category_code),
        filed_at__gte=at - timedelta(days=rule.days),
        filed_at__lte=at,
    ).select_related("area")
    rows = rows.filter(**joinable()) if not staff else rows.filter(ended_at__isnull=True)
    rows = rows.exclude(pk=but) if but else rows
    rows = (
        rows.filter(_here(area_id, point, rule.metres + (0 if staff else CELL)))
        .annotate(voices=Count("reporters"))
        .order_by("-filed_at", "-id")
    )
    matter = category(matter_of(category_code))
    label = matter.label if matter else category_code
    cases = {case.pk: case for case in rows[: MOST * 4]}
    found = [_near(case, label, point, exactly=staff) for case in cases.values()]
    here = [one for one in found if one.metres is None or one.metres <= rule.metres]
    compared = _compared_all(here, cases, words) if words else here
    if staff:
        return compared[:MOST]
    alike_ones = [one for one in compared if one.likeness is None or one.likeness >= rule.near_percent][:MOST]
    return [replace(one, words=_public_words(category_code, words, cases[one.id])) for one in alike_ones]


def _public_words(category_code: str, words: str, case: Case) -> tuple[str, ...]:
    """What stands in both, of the words that the list of categories itself uses: whoever guesses a name, a number or a
    home does not learn here whether a neighbour wrote it."""
    tree = [entry for entry in category_tree() if entry.code.startswith(matter_of(category_code))]
    known = {word for entry in tree for word in (*entry.keywords, *PARTS.split(entry.name)) if len(word) > 1}
    both = sorted((word for word in known if word in words and word in case.words), key=lambda word: (-len(word), word))
    return tuple([word for word in both if not any(word != other and word in other for other in both)][:SHOWN_WORDS])


def _compared_all(found: list[NearCase], cases: Mapping[int, Case], words: str) -> list[NearCase]:
    """The most alike first. Where words must not be compared, place and kind decide."""
    kept = {row.case_id: bytes(row.sketch) for row in CasePrint.objects.filter(case__in=list(cases))} if cases else {}
    compared = []
    for one in found:
        case = cases[one.id]
        if not case.apart and one.id not in kept:  # filed a moment ago
            kept[one.id] = sketch_of(grams(case.words, ignore=names_of_place(case)))
        compared.append(_compared(one, kept.get(one.id), case, words))
    return sorted(compared, key=lambda one: -(one.likeness or 0))


def _compared(one: NearCase, kept: bytes | None, case: Case, words: str) -> NearCase:
    if kept is None:
        return one
    names = names_of_place(case)
    mine = sketch_of(grams(words, ignore=names))
    return replace(one, likeness=round(100 * alike(mine, kept)), words=shared_words(words, case.words, ignore=names))


def alike_anywhere(case: Case, *, at: datetime, most: int = MOST) -> list[NearCase]:
    """For a dispatcher who asks: cases of any place and kind in much the same words, the most alike first.

    Only which ones they are; whoever shows them asks who may see them.
    """
    if case.apart:
        return []
    rule, found = likeness_rule(at.date()), grams(case.words, ignore=names_of_place(case))
    mine, keys = sketch_of(found), bands(found)
    rows = CasePrint.objects.filter(bands__overlap=keys).exclude(case=case.pk).order_by()[:MOST_FAR] if keys else []
    scored = {row.case_id: round(100 * alike(mine, bytes(row.sketch))) for row in rows}
    best = sorted((pk for pk, share in scored.items() if share >= rule.far_percent), key=lambda pk: -scored[pk])
    cases = Case.objects.filter(pk__in=best[: 4 * most]).select_related("area").annotate(voices=Count("reporters"))
    by_id = {one.pk: one for one in cases}
    return [
        replace(
            _near(by_id[pk], _label_of(by_id[pk]), _point_of(case)), likeness=scored[pk],
            words=shared_words(case.words, by_id[pk].words),
        )
        for pk in best
        if pk in by_id
    ]  # fmt: skip


def _label_of(case: Case) -> str:
    matter = category(matter_of(case.category_code))
    return matter.label if matter else case.category_code


def _point_of(case: Case) -> tuple[float, float] | None:
    return (case.lon, case.lat) if case.lon is not None and case.lat is not None else None


def _here(area_id: int | None, point: tuple[float, float] | None, reach: int) -> Q:
    """A box around the point that an index can use, or the estate (else the same area)."""
    here = Q(pk__in=[])
    if point is not None:
        lon, lat = point
        high = reach / METRES_A_DEGREE
        wide = high / max(0.1, math.cos(math.radians(lat)))
        here |= Q(lon__range=(lon - wide, lon + wide), lat__range=(lat - high, lat + high))
    if area_id is not None:
        around = ancestor(area_id, "estate") or area_brief(area_id)
        if around.level in ("estate", "building", "grid") or point is None:
            here |= Q(area__path__startswith=around.path)
    return here


def _coarse(point: tuple[float, float]) -> tuple[float, float]:
    """The middle of a cell about a hundred metres wide: nobody finds the true point by asking from many places."""
    lon, lat = (math.floor(one * CELLS_A_DEGREE) / CELLS_A_DEGREE + 0.5 / CELLS_A_DEGREE for one in point)
    return lon, lat


def _near(case: Case, label: str, point: tuple[float, float] | None, *, exactly: bool = True) -> NearCase:
    metres = None
    if point is not None and case.lon is not None and case.lat is not None:
        there = (case.lon, case.lat) if exactly else _coarse((case.lon, case.lat))
        metres = round(metres_between(point, there))
        metres = metres if exactly else max(STEP, math.ceil(metres / STEP) * STEP)
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
