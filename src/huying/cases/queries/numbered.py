"""The number in an address leads to a case; whether the reader may see it is asked at its door."""

from huying.cases.models import Case
from huying.kernel.errors import NotFound
from huying.kernel.prepared import Given, Question
from huying.kernel.publicnumber import typed_number

_NUMBERED = Question[tuple[int]](lambda: Case.objects.filter(number=Given("number")).values_list("pk"))
MOST_KNOWN = 50_000
known: dict[str, int] = {}
"""Numbers that this process has looked up. A case keeps its number and its id for ever."""


def case_numbered(number: str) -> int:
    """The id; NotFound for a number that was never given."""
    meant = typed_number(number) or number.strip()
    if meant in known:
        return known[meant]
    found = _NUMBERED.first(number=meant)
    if found is None:
        raise NotFound(number=number)
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[meant] = found[0]
    return found[0]
