"""A past case whose row at the other system says something else now: what may follow it, and what may not.

Only what the other system itself decided follows: how it ended, when, and how it was rated; and only as long as nobody
here has touched the case. What kind of matter it is, where, whose, and every word stay as they were taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F

from huying.cases.events import OutsideChanged
from huying.cases.history.past import PastCase
from huying.cases.history.story import state_of
from huying.cases.models import Case, CaseOrigin, Rating, Result, WorkOrder
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.kernel.journal import announce
from huying.kernel.models import JournalRow

TASK = "history"
BY = replace(SYSTEM, task=TASK)
FOLLOWED = ("outcome", "closed_at", "rating")


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one field, as code or moment: what stands here, and what the other system says now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One changed row: what differs, and why it does not follow; "" when it does."""

    number: str
    case_id: int
    differences: tuple[Difference, ...]
    why: str = ""


def compared(source: str, rows: Sequence[PastCase]) -> list[Compared]:
    """What would follow of these rows, each of a number that is known here."""
    origins = CaseOrigin.objects.filter(source=source, number__in=[row.number for row in rows])
    cases = {one.number: one.case for one in origins.select_related("case")}
    ids = [case.pk for case in cases.values()]
    ours = JournalRow.objects.filter(thing="case", thing_id__in=ids).exclude(task=TASK)
    touched = set(ours.values_list("thing_id", flat=True))
    rated = {one.case_id: one for one in Rating.objects.filter(case_id__in=ids)}
    return [
        _compared(cases[row.number], row, rated.get(cases[row.number].pk), touched=cases[row.number].pk in touched)
        for row in rows
        if row.number in cases
    ]


@transaction.atomic
def follow_outside(*, source: str, row: PastCase, at: datetime) -> Compared | None:
    """Take over what may follow, with a fact; the system itself does it, nobody else may. None: not known here."""
    origin = CaseOrigin.objects.select_for_update().filter(source=source, number=row.number).first()
    if origin is None:
        return None
    Case.objects.select_for_update().get(pk=origin.case_id)
    (found,) = compared(source, [row])
    if not found.why:
        _written(found, row, at=at)
        if {one.field for one in found.differences} <= {*FOLLOWED}:
            origin.digest = row.digest
            origin.save(update_fields=["digest"])
    return found


def _compared(case: Case, row: PastCase, rating: Rating | None, *, touched: bool) -> Compared:
    differences = tuple(_differences(case, row, rating))
    following = [one for one in differences if one.field in FOLLOWED]
    rates = any(one.field == "rating" for one in following)
    if touched:
        why = "worked_here"
    elif case.state != state_of(row) or (rates and case.state != S.CLOSED.value):
        why = "another_end"
    elif not following:
        why = "not_followed" if differences else "words_only"
    else:
        why = "dates_out_of_order" if row.closed_at < _last_step(case) else ""
    return Compared(row.number, case.pk, differences, why)


def _last_step(case: Case) -> datetime:
    return max(one for one in (case.filed_at, case.accepted_at, case.first_dispatched_at, case.handed_in_at) if one)


def _differences(case: Case, row: PastCase, rating: Rating | None) -> Iterator[Difference]:
    said = f"{rating.solved}.{rating.satisfied}" if rating and rating.rated else ""
    pairs = {
        "outcome": (case.result_kind, row.outcome),
        "closed_at": (_moment(case.ended_at), _moment(row.closed_at)),
        "rating": (said, ".".join(row.rating) if row.rating else said),
        "category": (case.category_code, row.category_code),
        "area": (str(case.area_id), str(row.area_id)),
        "body": (str(case.lead_body_id or ""), str(row.body_id or "")),
        "filed_at": (_moment(case.filed_at), _moment(row.filed_at)),
        "finished_at": (_moment(case.handed_in_at), _moment(row.finished_at)),
    }
    yield from (Difference(name, before, after) for name, (before, after) in pairs.items() if before != after)


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at else ""


def _written(found: Compared, row: PastCase, *, at: datetime) -> None:
    changed = {one.field: one for one in found.differences if one.field in FOLLOWED}
    rows = Case.objects.filter(pk=found.case_id)
    rows.update(result_kind=row.outcome, ended_at=row.closed_at, version=F("version") + 1)
    of_case = {"case_id": found.case_id}
    WorkOrder.objects.filter(**of_case, end_code="ended").update(closed_at=row.closed_at)
    results = Result.objects.filter(**of_case)
    results.update(decided_at=row.closed_at)
    if "outcome" in changed and row.outcome in ("solved", "explained", "other_body"):
        results.update(kind=row.outcome)
    if "rating" in changed and row.rating:
        said = {"solved": row.rating[0], "satisfied": row.rating[1], "rated": True, "way": "history"}
        apart = rows.values_list("apart", flat=True).get()
        Rating.objects.update_or_create(
            **of_case, round=1, defaults=said, create_defaults={**said, "at": row.closed_at, "apart": apart}
        )
    facts = {name: (one.before, one.after) for name, one in changed.items()}
    was_outcome, outcome = facts.get("outcome", ("", ""))
    was_closed_at, closed_at = facts.get("closed_at", ("", ""))
    was_rated, rated = facts.get("rating", ("", ""))
    announce(
        OutsideChanged(
            case_id=found.case_id, step="outside_changed", was_outcome=was_outcome, outcome=outcome,
            was_closed_at=was_closed_at, closed_at=closed_at, was_rated=was_rated, rated=rated,
        ),
        by=BY,
        at=at,
    )  # fmt: skip
