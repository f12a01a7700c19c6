"""What everybody is told: closed months of the whole place, once, of public matters only, small counts left out.

Everybody may also list the public matters one by one (Open311). A month therefore counts exactly those: what was told
less what is listed is nought, and no number of hidden matters stands there by subtraction (decision 15).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huying.duties.public import category_tree
from huying.evaluation.events import MonthPublished
from huying.evaluation.keeping import keep
from huying.evaluation.models import Publication
from huying.evaluation.periods import Period, month_after, month_of
from huying.evaluation.queries.open_figures import LARGE, cases_not_known, open_figures
from huying.evaluation.queries.sums import Counts, Scope, area_scope
from huying.evaluation.queries.values import values_of
from huying.evaluation.rules import definition_rules
from huying.evaluation.suppression import SMALL, suppressed
from huying.kernel.actor import Actor
from huying.kernel.journal import announce
from huying.territory.public import home

MONTHS_BACK = 12
COUNTED = ("inputs", "finished")
RATES = ("I20", "I21", "I22", "I23")
COUNTS_PUBLIC = "public"
"""How a month says by which rule it was counted. Months told before there was the rule say nothing."""
SETTLING_DAYS = 10
"""A month is told to everybody when ratings have had time to come in: it is told only once."""


@transaction.atomic
def publish_months(actor: Actor, *, at: datetime) -> int:
    """Tell the months that are over and were not told yet. Returns how many."""
    definition_rules.enter(actor, to="decide")
    place = home()
    scope = area_scope(place.id) if place else None
    if scope is None:
        return 0
    told = set(Publication.objects.values_list("start", flat=True))
    made = 0
    for back in range(MONTHS_BACK, 0, -1):
        period = month_of(month_after(month_of(at.date()).start, -back))
        settled = (at.date() - period.end).days >= SETTLING_DAYS
        if settled and period.start not in told and (content := _content(scope, period, at=at)):
            row = Publication.objects.create(
                start=period.start, content=content, input_hash=_hash(content), published_at=at
            )
            announce(MonthPublished(row.pk, period.code, row.input_hash), by=actor, at=at)
            made += 1
    return made


def publications(*, most: int = MONTHS_BACK) -> list[Publication]:
    """The newest first."""
    return list(Publication.objects.order_by("-start")[:most])


def counts_public_matters(row: Publication) -> bool:
    """Months told under the old rule count others too: beside the list of public matters they are not shown."""
    return bool(row.content.get("counted") == COUNTS_PUBLIC)


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _content(scope: Scope, period: Period, *, at: datetime) -> dict[str, Any] | None:
    """The table by area and the table by kind of matter. Both tell the same total, so both tell it or none does."""
    keep(cases_not_known(period), at=at)
    figures = open_figures(scope, period)
    counts, below = figures.by_area
    if not counts["inputs"] and not counts["finished"]:
        return None
    kinds = _kinds(figures.by_kind, period)
    by_area = {name: _told([found[name] for _area, found in below], counts[name]) for name in COUNTED}
    by_kind = _told([n for _code, n in kinds], counts["inputs"])
    if by_area["inputs"] is None or by_kind is None:
        by_area["inputs"] = by_kind = None
    on = period.last_day
    return {
        "area_id": scope.id,
        "counted": COUNTS_PUBLIC,
        "totals": {name: counts[name] if by_area[name] is not None else None for name in COUNTED},
        "rates": _rates(scope, counts, period),
        "areas": [
            {
                "id": area.id,
                "name": area.name,
                **_cells(by_area, nth),
                "rates": _rates(Scope.of_area(area), found, period),
            }
            for nth, (area, found) in enumerate(below)
        ],
        "kinds": [{"code": code, "inputs": by_kind[nth] if by_kind else None} for nth, (code, _n) in enumerate(kinds)],
        "until": on.isoformat(),
    }


def _told(cells: Sequence[int], total: int) -> list[Any] | None:
    """Cells as they are told: a number, "<10", or nothing. What lies in no part is a cell of its own."""
    elsewhere = total - sum(cells)
    found = suppressed([*cells, elsewhere])
    if found is None:
        return None
    return [f"<{SMALL}" if cell.small else cell.told for cell in found]


def _cells(by_area: dict[str, list[Any] | None], nth: int) -> dict[str, Any]:
    return {name: cells[nth] if cells is not None else None for name, cells in by_area.items()}


def _kinds(counted: dict[str, int], period: Period) -> list[tuple[str, int]]:
    """By the first level of the category tree, in its order."""
    found = {row.code: 0 for row in category_tree(on=period.last_day) if len(row.code) == LARGE}
    return sorted((found | counted).items())


def _rates(scope: Scope, counts: Counts, period: Period) -> dict[str, list[int]]:
    """Whole percents with their interval, and only of enough; the counts behind a rate are not told."""
    return dict(_whole(scope, counts, period))


def _whole(scope: Scope, counts: Counts, period: Period) -> Iterator[tuple[str, list[int]]]:
    for code, value in values_of(scope, counts, on=period.last_day, codes=RATES).items():
        if value.enough and value.shown is not None and value.shown_low is not None and value.shown_high is not None:
            yield code, [round(value.shown), round(value.shown_low), round(value.shown_high)]
