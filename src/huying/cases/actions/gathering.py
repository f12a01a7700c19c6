"""集中诉求: when five different people bring the same kind of matter in one community within a week, the street and the
county hear of it. People are counted, never named; anonymous voices cannot be told apart and are left out.

Read on from the journal by the worker: who files does not wait until others were counted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huying.cases.events import CaseFiled, ReporterJoined
from huying.cases.models import Case, Reporter
from huying.cases.telling import tell_desk
from huying.duties.public import CategoryBrief, category
from huying.kernel.following import codes_of, follow
from huying.kernel.models import JournalRow
from huying.territory.public import AreaBrief, ancestor

READER = "cases.gathering"
PEOPLE = 5
DAYS = 7
MATTER = 4
"""So many digits of a category say what kind of matter it is."""
LOOKED_AT = 100


def keep_watch(*, at: datetime, limit: int = 1000) -> int:
    """Read on in the journal; says how many rows there were. What was brought longer ago than the week is history."""
    return follow(READER, lambda rows: _after(rows, since=at - timedelta(days=DAYS)), limit=limit)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of matter in one place."""

    matter: CategoryBrief
    place: AreaBrief


def _after(rows: Iterable[JournalRow], *, since: datetime) -> None:
    fresh = [row for row in rows if row.thing == "case" and row.at > since]
    cases = Case.objects.filter(pk__in=codes_of(fresh, CaseFiled.code, ReporterJoined.code)).select_related("area")
    times = [row.at for row in fresh]
    for kind, brought in _by_kind(cases).items():
        if not _told_already(kind, begun=min(times), last=max(times)):
            _tell_fifth(kind, brought, begun=min(times))


def _by_kind(cases: Iterable[Case]) -> dict[_Kind, dict[int, Case]]:
    found: dict[_Kind, dict[int, Case]] = {}
    for case in cases:
        place = ancestor(case.area_id, "community") or ancestor(case.area_id, "street")
        matter = category(case.category_code[:MATTER])
        if place is not None and matter is not None:
            found.setdefault(_Kind(matter, place), {})[case.pk] = case
    return found


def _told_already(kind: _Kind, *, begun: datetime, last: datetime) -> bool:
    """Whether five people were there all the time since `begun`, so that nobody can have been the fifth. Looks at the
    newest only: a burst brings thousands of one kind."""
    newest = _voices(kind).filter(joined_at__gt=last - timedelta(days=DAYS), joined_at__lt=begun)
    lately = newest.order_by("-joined_at", "-pk").values_list("account_id", flat=True)[:LOOKED_AT]
    return len(set(lately)) >= PEOPLE


def _tell_fifth(kind: _Kind, brought: dict[int, Case], *, begun: datetime) -> None:
    """For each voice since `begun` that was the fifth person's first within its week."""
    week = timedelta(days=DAYS)
    since = _voices(kind).filter(joined_at__gt=begun - week).order_by("joined_at", "pk")
    voices = list(since.values_list("account_id", "joined_at", "case_id"))
    lately: Counter[int] = Counter()
    start = 0
    for account_id, joined_at, case_id in voices:
        while voices[start][1] <= joined_at - week:
            lately -= Counter([voices[start][0]])
            start += 1
        new = account_id not in lately
        lately[account_id] += 1
        if new and len(lately) == PEOPLE and joined_at >= begun and (case := brought.get(case_id)):
            _tell(case, kind, at=joined_at)


def _voices(kind: _Kind) -> QuerySet[Reporter]:
    return Reporter.objects.filter(
        Q(case__category_code__startswith=kind.matter.code, case__area__path__startswith=kind.place.path),
        account__isnull=False, left_at__isnull=True,
    )  # fmt: skip


def _tell(case: Case, kind: _Kind, *, at: datetime) -> None:
    for role in ("street_coordinator", "county_command"):
        tell_desk(
            case, role, "topic", at=at, area=kind.place.name, title=kind.matter.name, count=str(PEOPLE), days=str(DAYS),
            occasion=f"topic:{role}",
        )  # fmt: skip
