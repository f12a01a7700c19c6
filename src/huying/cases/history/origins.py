"""Under which numbers other systems know our cases."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from huying.cases.models import Case, CaseOrigin, Reporter
from huying.cases.moving import case_for
from huying.duties.public import matter_of
from huying.kernel.actor import Actor
from huying.people.public import find_by_phone

ONE_MATTER = timedelta(days=3)


def known_origins(source: str, numbers: Iterable[str]) -> dict[str, str]:
    """Number → the hash of what came last."""
    rows = CaseOrigin.objects.filter(source=source, number__in=list(numbers))
    return dict(rows.values_list("number", "digest"))


@transaction.atomic
def keep_origin(actor: Actor, *, case_id: int, source: str, number: str, digest: str, at: datetime) -> CaseOrigin:
    """That the other system's number is this case. The system itself keeps it; nobody else may write it."""
    case = Case.objects.get(pk=case_id) if actor.is_system else case_for(actor, case_id, at=at)
    return CaseOrigin.objects.create(case=case, source=source, number=number, digest=digest, at=at)


def same_call(*, phone: str, category_code: str, filed_at: datetime, source: str) -> int | None:
    """A case of the same telephone, kind and days that did not come from this source."""
    records = find_by_phone(phone) if phone else []
    if not records:
        return None
    rows = Reporter.objects.filter(
        record_id__in=records, case__category_code__startswith=matter_of(category_code),
        case__filed_at__range=(filed_at - ONE_MATTER, filed_at + ONE_MATTER),
    )  # fmt: skip
    rows = rows.exclude(case__origins__source=source)
    return rows.order_by("-case__filed_at").values_list("case_id", flat=True).first()
