"""How many different people brought matters, in spans of time. Who they are is forgotten once they are counted."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from huying.cases.models import Reporter
from huying.people.public import contact_records, person_hashes

K = TypeVar("K", bound=Hashable)
Span = tuple[datetime, datetime]
Voice = tuple[int, datetime, str]


def count_callers(groups: Mapping[K, Sequence[int]], spans: Sequence[Span], *, at: datetime) -> dict[K, list[int]]:
    """Of each group of cases, how many people brought or joined one of them in each span [since, until). One person
    with many calls is one; anonymous ones are nobody. A few queries, however many groups; nothing is kept."""
    if not groups:
        return {}
    ids = {case_id for cases in groups.values() for case_id in cases}
    of_case: dict[int, list[Voice]] = {}
    for voice in _voices(ids, spans, at):
        of_case.setdefault(voice[0], []).append(voice)
    return {
        key: _counted([voice for pk in set(cases) for voice in of_case.get(pk, ())], spans)
        for key, cases in groups.items()
    }


def _counted(voices: Sequence[Voice], spans: Sequence[Span]) -> list[int]:
    return [len({who for _case, said_at, who in voices if since <= said_at < until}) for since, until in spans]


def _voices(case_ids: set[int], spans: Sequence[Span], at: datetime) -> list[Voice]:
    since, until = min(span[0] for span in spans), max(span[1] for span in spans)
    rows = Reporter.objects.filter(
        case__in=case_ids, left_at__isnull=True, joined_at__gte=since, joined_at__lt=until
    ).values_list("case_id", "joined_at", "record_id", "account_id")
    found = list(rows)
    own = contact_records({account for _c, _m, record, account in found if account and not record})
    records = {record or own.get(account or 0, 0) for _c, _m, record, account in found}
    hashes = person_hashes(records - {0}, at)
    told = [
        (case_id, moment, hashes.get(record or own.get(account or 0, 0)) or (f"account:{account}" if account else ""))
        for case_id, moment, record, account in found
    ]
    return [voice for voice in told if voice[2]]
