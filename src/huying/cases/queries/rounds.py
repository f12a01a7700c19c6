"""What a grid worker needs to know before the walk: where it is, and what the unit says it did."""

from dataclasses import dataclass

from huying.cases.models import Case, SiteCheck
from huying.cases.queries.rows import CaseRow


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """The place in words, what was reported, and the result that is to be checked."""

    place: str
    words: str
    done: str


def looked_for(rows: list[CaseRow]) -> dict[int, ToLookAt]:
    """For these rows, with two queries however many."""
    ids = [row.id for row in rows]
    checks = SiteCheck.objects.filter(case_id__in=ids, done_at=None).select_related("result").order_by("id")
    done = {check.case_id: check.result.done for check in checks}
    told = Case.objects.filter(pk__in=ids).only("number", "apart", "place", "words")
    return {case.pk: ToLookAt(case.place, case.words, done.get(case.pk, "")) for case in told}
