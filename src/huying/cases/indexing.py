"""What of cases can be found by words: written after the commit, many at once, from what the journal says.

Nothing that tells who brought it goes in: no number to call or of an identity card, no name kept of them, no home
inside a building; of what is confidential only its number and the kind of matter.
"""

from collections.abc import Callable, Collection, Iterable

from django.db import transaction
from django.db.models import Max

from huying.cases.events import (
    CaseAccepted,
    CaseArchived,
    CaseReclassified,
    ConfidentialityChanged,
)
from huying.cases.masking import masked_texts
from huying.cases.models import Case, SearchText
from huying.duties.public import categories
from huying.kernel.folding import folded
from huying.kernel.following import follow, go_to_the_end
from huying.kernel.models import JournalRow

READER = "cases.words"
CHANGES = {fact.code for fact in (CaseAccepted, CaseArchived, CaseReclassified, ConfidentialityChanged)}
"""After these a case may be called otherwise, or may say less."""
BATCH = 500


def keep_up(*, limit: int = 1000) -> int:
    """Read on in the journal; says how many rows there were."""
    return follow(READER, _after, limit=limit)


def _after(rows: Iterable[JournalRow]) -> None:
    about = [row for row in rows if row.thing == "case"]
    changed = {row.thing_id for row in about if row.code in CHANGES}
    others = {row.thing_id for row in about} - changed
    known = set(SearchText.objects.filter(case__in=others).values_list("case", flat=True))
    write_down(sorted(changed | (others - known)))


@transaction.atomic
def write_down(ids: Collection[int]) -> int:
    """These cases as they stand now. Once or often makes no difference."""
    cases = list(Case.objects.filter(pk__in=ids).order_by("pk"))
    told = masked_texts(case for case in cases if not case.apart)
    kinds = categories({case.category_code for case in cases if case.apart})
    rows = []
    for case in cases:
        kind = kinds.get(case.category_code)
        said = [kind.name if kind else ""] if case.apart else told[case.pk]
        rows.append(SearchText(case=case, filed_at=case.filed_at, text=folded("\n".join([case.number, *said]))))
    SearchText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case"], update_fields=["filed_at", "text"], batch_size=BATCH
    )
    return len(rows)


def rebuild(*, say: Callable[[int, int], None], since: int = 0) -> int:
    """Write everything down anew, from this id on, in pieces that each commit; the journal is followed from where it
    was when this began. `say` hears how many are done and the id reached."""
    go_to_the_end(READER)
    last = Case.objects.aggregate(last=Max("pk"))["last"] or 0
    done = 0
    while since < last:
        ids = list(Case.objects.filter(pk__gt=since).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            break
        done, since = done + write_down(ids), ids[-1]
        say(done, since)
    return done
