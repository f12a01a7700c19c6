"""The number in an address leads to a case; whether the reader may see it is asked at its door."""

from huying.cases.models import Case
from huying.kernel.errors import NotFound


def case_numbered(number: str) -> int:
    """The id; NotFound for a number that was never given."""
    found = Case.objects.filter(number__iexact=number.strip()).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(number=number)
    return int(found)
