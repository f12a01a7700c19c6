"""The number in an address leads to a case; whether the reader may see it is asked at its door."""

from huying.cases.models import Case
from huying.kernel.errors import NotFound
from huying.kernel.prepared import Given, Question
from huying.kernel.publicnumber import typed_number

_NUMBERED = Question[tuple[int]](lambda: Case.objects.filter(number=Given("number")).values_list("pk"))


def case_numbered(number: str) -> int:
    """The id; NotFound for a number that was never given."""
    found = _NUMBERED.first(number=typed_number(number) or number.strip())
    if found is None:
        raise NotFound(number=number)
    return found[0]
