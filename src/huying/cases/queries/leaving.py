"""Cases that leave as rows of a file: those that the asker may see, each once, through one cursor of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huying.cases.models import Case, Rating
from huying.cases.rules import offices, rules
from huying.cases.states import OPEN
from huying.kernel.actor import Actor

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Leaving:
    """Which: filed in [since, until), of a category, open or not."""

    since: datetime
    until: datetime
    category: str = ""
    open: bool | None = None


class Left(NamedTuple):
    """One case without a word of anybody. `words` and `place` only where they were asked for and approved."""

    number: str
    category_code: str
    kind: str
    klass: str
    channel: str
    area_id: int
    lead_body_id: int | None
    state: str
    result_kind: str
    round: int
    filed_at: datetime
    accepted_at: datetime | None
    first_dispatched_at: datetime | None
    handed_in_at: datetime | None
    ended_at: datetime | None
    due_at: datetime
    lon: float | None
    lat: float | None
    solved: str
    satisfied: str
    words: str = ""
    place: str = ""


PLAIN = Left._fields[:18]


def cases_leaving(actor: Actor, *, which: Leaving, with_words: bool = False) -> Iterator[Left]:
    """In the order of filing. With words only ordinary matters come: what is kept apart never leaves in words."""
    rows = _rows(actor, which, with_words=with_words)
    newest = Rating.objects.filter(case_id=OuterRef("pk")).order_by("-round")
    rows = rows.annotate(
        said_solved=Subquery(newest.values("solved")[:1]), said=Subquery(newest.values("satisfied")[:1])
    )
    columns = ("id", *PLAIN, "said_solved", "said", *(("words", "place") if with_words else ()))
    # Piece by piece behind the last one: a cursor over all of it would have the database lay everything aside first.
    ordered, since, last = rows.order_by("filed_at", "id").values_list(*columns), which.since, 0
    count = AT_ONCE
    while count == AT_ONCE:
        part = list(ordered.filter(Q(filed_at__gt=since) | Q(id__gt=last), filed_at__gte=since)[:AT_ONCE])
        count = len(part)
        for row_id, *said in part:
            left = Left(*said)
            since, last = left.filed_at, row_id
            yield left


def exporter(actor: Actor) -> int:
    """The account that answers for what leaves. NotAllowed for whoever may not let anything leave."""
    offices.enter(actor, to="export")
    return actor.account_id or 0


def count_leaving(actor: Actor, *, which: Leaving, with_words: bool = False) -> int:
    return _rows(actor, which, with_words=with_words).count()


def _rows(actor: Actor, which: Leaving, *, with_words: bool) -> QuerySet[Case]:
    offices.enter(actor, to="export")
    rows = Case.objects.filter(filed_at__gte=which.since, filed_at__lt=which.until)
    rows = rows.filter(category_code__startswith=which.category) if which.category else rows
    if which.open is not None:
        open_ones = [state.value for state in OPEN]
        rows = rows.filter(state__in=open_ones) if which.open else rows.exclude(state__in=open_ones)
    rows = rows.filter(apart=False) if with_words else rows
    return rules.permitted(actor, to="see", rows=rows)
