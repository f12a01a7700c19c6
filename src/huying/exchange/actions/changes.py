"""Rows that say something else than before: looked at in a trial, followed where that is the other system's to say."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from huying.cases.public import Compared, PastCase, compared, follow_outside
from huying.exchange.models import ImportRun, RowChange

AT_ONCE = 500
MOST_CHANGES = 50_000
"""Of one run; the same file again takes the next ones."""


class Changed(NamedTuple):
    """A row of a number that is known here, whose content is not what came last."""

    row: int
    past: PastCase


def look(run: ImportRun, changed: Iterable[Changed], *, at: datetime) -> Counter[str]:
    """Compare, and follow unless it is a trial. Says how many were, or would be, followed."""
    counts: Counter[str] = Counter()
    rest = iter(changed)
    while part := tuple(islice(rest, AT_ONCE)):
        found = list(_compared(run, part) if run.dry else _followed(run, part, at=at))
        counts["followed"] += sum(row.why == "" for row in found)
        RowChange.objects.bulk_create(found, ignore_conflicts=True)
    return +counts


def _compared(run: ImportRun, part: tuple[Changed, ...]) -> Iterator[RowChange]:
    rows = {one.past.number: one.row for one in part}
    for found in compared(run.source.code, [one.past for one in part]):
        yield _kept(run, rows[found.number], found)


def _followed(run: ImportRun, part: tuple[Changed, ...], *, at: datetime) -> Iterator[RowChange]:
    """Each in a transaction of its own: whoever is killed goes on, and what was followed is the same from then on."""
    for one in part:
        if found := follow_outside(source=run.source.code, row=one.past, at=at):
            yield _kept(run, one.row, found)


def _kept(run: ImportRun, row: int, found: Compared) -> RowChange:
    return RowChange(
        run=run, row=row, number=found.number, case_id=found.case_id, followed=not run.dry and not found.why,
        why=found.why, differences=[[one.field, one.before, one.after] for one in found.differences],
    )  # fmt: skip
