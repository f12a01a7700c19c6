"""Past cases as they were routed: ids and codes only, for the dry run of a draft list."""

from collections.abc import Iterator
from datetime import date

from huying.cases.models import Case
from huying.duties.public import PastCase


def routed(area_path: str, since: date) -> Iterator[PastCase]:
    """Every case of this area that was first dispatched on or after that day, with the unit that leads it now."""
    rows = Case.objects.filter(area__path__startswith=area_path, first_dispatched_at__date__gte=since)
    columns = ("category_code", "area_id", "klass", "lead_body_id", "target_body_id")
    return (PastCase(*row) for row in rows.values_list(*columns).iterator())
