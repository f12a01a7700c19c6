"""Keeping what can be compared: each case as hashes of what it says, written after the commit, and gone when old."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from huying.cases.events import CaseAccepted, CaseReclassified, ConfidentialityChanged, ResultHandedIn
from huying.cases.models import AnswerPrint, Case, CasePrint, Result
from huying.duties.public import matter_of
from huying.kernel.following import follow
from huying.kernel.models import JournalRow
from huying.language.public import bands, grams, sketch_of
from huying.territory.public import ancestor

READER = "cases.likeness"
CHANGES = {fact.code for fact in (CaseAccepted, CaseReclassified, ConfidentialityChanged)}
"""After these a case may be of another kind, lie elsewhere, or not be compared any more."""
KEPT = timedelta(days=400)
"""Older ones are not compared with new ones."""


def keep_up_likeness(*, at: datetime, limit: int = 1000) -> int:
    """Read on in the journal; says how many rows there were. What is too old to be compared is passed over."""
    return follow(READER, partial(_after, since=at - KEPT), limit=limit)


def _after(rows: Iterable[JournalRow], *, since: datetime) -> None:
    about = [row for row in rows if row.thing == "case" and row.at >= since]
    changed = {row.thing_id for row in about if row.code in CHANGES}
    others = {row.thing_id for row in about} - changed
    known = set(CasePrint.objects.filter(case__in=others).values_list("case", flat=True))
    print_cases(sorted(changed | (others - known)))
    print_answers({row.thing_id for row in about if row.code == ResultHandedIn.code})


@transaction.atomic
def print_cases(ids: Collection[int]) -> int:
    """These cases as they stand now; of what is confidential nothing stays."""
    cases = list(Case.objects.filter(pk__in=ids).select_related("area").order_by("pk"))
    hidden = [case.pk for case in cases if not comparable(case)]
    CasePrint.objects.filter(case__in=hidden).delete()
    AnswerPrint.objects.filter(case__in=hidden).delete()
    rows = [_print_of(case) for case in cases if comparable(case)]
    CasePrint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case"], update_fields=["matter", "place", "sketch", "bands"]
    )
    return len(rows)


@transaction.atomic
def print_answers(ids: Collection[int]) -> int:
    """The answers handed in to these cases."""
    found = Result.objects.filter(case__in=ids, answer_print__isnull=True).select_related("case__area")
    rows = []
    for result in found:
        if comparable(result.case):
            said = grams(result.text, ignore=names_of_place(result.case))
            rows.append(
                AnswerPrint(
                    result=result,
                    case=result.case,
                    handed_in_at=result.handed_in_at,
                    sketch=sketch_of(said),
                    bands=bands(said),
                )
            )
    AnswerPrint.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def comparable(case: Case) -> bool:
    return not case.apart and case.confidentiality == "P0" and not case.is_confidential()


def place_of(area_id: int) -> int:
    """The community around; where nobody knows it, what is known."""
    around = ancestor(area_id, "community")
    return around.id if around else area_id


def names_of_place(case: Case) -> tuple[str, ...]:
    """Where it is says nothing about what it is: these words do not make two cases alike."""
    return tuple(name for name in (case.place, case.area.name, case.area.short_name) if name)


def _print_of(case: Case) -> CasePrint:
    found = grams(case.words, ignore=names_of_place(case))
    return CasePrint(
        case=case,
        filed_at=case.filed_at,
        matter=matter_of(case.category_code),
        place_id=place_of(case.area_id),
        sketch=sketch_of(found),
        bands=bands(found),
    )


def forget_old_prints(*, at: datetime, most: int = 20_000) -> int:
    """The oldest first."""
    old = CasePrint.objects.filter(filed_at__lt=at - KEPT).order_by("filed_at").values_list("case", flat=True)[:most]
    given = AnswerPrint.objects.filter(handed_in_at__lt=at - KEPT).order_by("handed_in_at")
    AnswerPrint.objects.filter(result__in=list(given.values_list("result", flat=True)[:most])).delete()
    return CasePrint.objects.filter(case__in=list(old)).delete()[0]
