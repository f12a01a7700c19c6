"""Finding cases by words, among those that the asker may see, the newest first, with bounded work.

Rare words are fetched through their index at once. Common ones are met soon by walking from the newest case, so that
nothing is sorted; where what the asker may see is so narrow that few are met, the walk stops, and the page says how far
back it has looked: the next one goes on from there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils.safestring import SafeString

from huying.cases.masking import masked_texts
from huying.cases.models import Case, SearchText
from huying.cases.models.searched import WORDS_INDEX
from huying.cases.queries.filters import Filters
from huying.cases.queries.rows import CaseRow, row_values
from huying.cases.queries.ways import ways
from huying.cases.rules import rules
from huying.kernel.actor import Actor
from huying.kernel.paging import cursor_behind, page_by_key, values_behind
from huying.kernel.publicnumber import typed_number
from huying.kernel.search import containing, excerpt, how_common, many_small_looks, marked

ORDER = ("-filed_at", "-pk")
EVERYTHING = 10_000_000
WALKED_MOST = 40_000
"""How many texts a page may look through one by one."""


@dataclass(frozen=True, slots=True)
class Hits:
    """A part of what was found. `back_to`: older ones have not been looked at yet; the cursor goes on there."""

    cases: list[Case]
    next_cursor: str | None
    back_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseHit:
    """One case that was found, with the place in it where the words stand, safe to show."""

    row: CaseRow
    title: SafeString
    text: SafeString
    place: SafeString


@dataclass(frozen=True, slots=True)
class FoundCases:
    items: list[CaseHit]
    next_cursor: str | None
    back_to: datetime | None


def permitted(actor: Actor) -> QuerySet[Case]:
    """What the asker may see. Who only works for a unit starts from what that unit has to do with."""
    only_unit = actor.bodies_as("handler", "unit_lead") and not actor.keys
    if not only_unit or any(post.role not in ("handler", "unit_lead") for post in actor.posts):
        return rules.permitted(actor, to="see", rows=Case.objects.all())
    first, *others = (Case.objects.filter(way).order_by().values("pk") for way in ways(actor))
    return Case.objects.filter(pk__in=first.union(*others))


def cases_with(
    actor: Actor,
    *,
    words: str,
    at: datetime,
    narrowed: Mapping[str, str] | None = None,
    after: str | None = None,
    size: int = 20,
) -> FoundCases:
    """For the search over everything; `narrowed` as a query string says it: state, category, area_id, since, until."""
    return found(actor, words=words, filters=Filters.of(dict(narrowed or {})), at=at, after=after, size=size)


def number_meant(actor: Actor, text: str) -> str:
    """The public number of the one case that this is, when the asker may see it; else empty."""
    one = numbered(actor, text)
    return one.number if one else ""


def numbered(actor: Actor, text: str) -> Case | None:
    """The one case with this public number, typed anyhow."""
    number = typed_number(text)
    return permitted(actor).filter(number=number).first() if number else None


def found(
    actor: Actor, *, words: str, filters: Filters, at: datetime, after: str | None = None, size: int = 20
) -> FoundCases:
    """One page of cases in which every piece of these words occurs, with the places marked; without words, of all."""
    hits = (by_words if words.strip() else _newest)(actor, words=words, filters=filters, at=at, after=after, size=size)
    texts = masked_texts(case for case in hits.cases if not case.apart)
    items = []
    for case, row in zip(hits.cases, row_values(hits.cases, at=at), strict=True):
        title, said, place = texts.get(case.pk, (case.title, "", ""))
        items.append(CaseHit(row, marked(title, words), excerpt(said, words), marked(place, words)))
    return FoundCases(items, hits.next_cursor, hits.back_to)


def _newest(actor: Actor, *, words: str, filters: Filters, at: datetime, after: str | None, size: int) -> Hits:
    rows = filters.narrow(Case.objects.select_related("area"), actor, at=at)
    page = page_by_key(rows, order=("-filed_at", "-id"), after=after, size=size, ways=ways(actor))
    return Hits(page.items, page.next_cursor)


def by_words(
    actor: Actor, *, words: str, filters: Filters, at: datetime, after: str | None = None, size: int = 50
) -> Hits:
    """The cases themselves. An exact number is that case, even before its words can be found."""
    with many_small_looks():
        return _by_words(actor, words, filters, at=at, after=after, size=size)


def _by_words(actor: Actor, words: str, filters: Filters, *, at: datetime, after: str | None, size: int) -> Hits:
    one = None if after else numbered(actor, words)
    if one is not None:
        return Hits([Case.objects.select_related("area").get(pk=one.pk)], None)
    seen = replace(filters, text="", since=None, until=None).narrow(permitted(actor), actor, at=at)
    since, until = filters.span()
    rows = SearchText.objects.filter(Exists(seen.filter(pk=OuterRef("pk"))), **_days(since, until))
    total, share = how_common(WORDS_INDEX, SearchText._meta.db_table, words)
    seen_share = _share_seen(seen, total) if share else 1.0
    if share * seen_share * WALKED_MOST >= size:
        return _walked(containing(rows, words, indexed=False), (since, until), total=total, after=after, size=size)
    # Whichever is fewer leads: the rows with these words, or those that may be seen. All of them are found before they
    # are put in order: the limit keeps the database from walking everything in the hope of an early end.
    if share > seen_share:
        rows = SearchText.objects.filter(pk__in=seen.order_by().values("pk")[:EVERYTHING], **_days(since, until))
    every = containing(rows, words, indexed=share <= seen_share).order_by().values("pk")[:EVERYTHING]
    page = page_by_key(SearchText.objects.filter(pk__in=every), order=ORDER, after=after, size=size)
    return Hits(_cases(page.items), page.next_cursor)


def _days(since: datetime | None, until: datetime | None) -> dict[str, datetime]:
    given = {"filed_at__gte": since, "filed_at__lt": until}
    return {name: moment for name, moment in given.items() if moment is not None}


def _share_seen(seen: QuerySet[Case], total: int) -> float:
    """How much of everything the asker may see through these filters, as the database guesses."""
    plan = json.loads(seen.order_by().values("pk").explain(format="json"))
    return min(1.0, float(plan[0]["Plan"]["Plan Rows"]) / max(1, total))


def _walked(
    rows: QuerySet[SearchText],
    days: tuple[datetime | None, datetime | None],
    *,
    total: int,
    after: str | None,
    size: int,
) -> Hits:
    """From the newest (or from the cursor) back, as far as may be looked at for one page."""
    ends = SearchText.objects.aggregate(first=Min("filed_at"), last=Max("filed_at"))
    if ends["first"] is None:
        return Hits([], None)
    step = (ends["last"] - ends["first"]) * min(1.0, WALKED_MOST / max(1, total)) + timedelta(seconds=1)
    start = values_behind(rows, order=ORDER, after=after)[0] if after else days[1] or ends["last"]
    bound = min(start, ends["last"]) - step
    page = page_by_key(rows.filter(filed_at__gte=bound), order=ORDER, after=after, size=size)
    if page.next_cursor or bound <= (days[0] or ends["first"]):
        return Hits(_cases(page.items), page.next_cursor)
    return Hits(_cases(page.items), cursor_behind(rows, order=ORDER, values=(bound, 0)), bound)


def _cases(found: list[SearchText]) -> list[Case]:
    """The cases of these texts, in their order."""
    cases = Case.objects.select_related("area").in_bulk([one.pk for one in found])
    return [cases[one.pk] for one in found if one.pk in cases]
