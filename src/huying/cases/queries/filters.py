"""What a list is narrowed by, and what there is to choose from."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from huying.cases.models import Case
from huying.cases.states import OPEN
from huying.kernel.actor import Actor
from huying.kernel.clock import midnight
from huying.kernel.edge import whole_number
from huying.kernel.search import terms
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs, ids_within

ZONE = ZoneInfo(settings.TIME_ZONE)
MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means no narrowing. Days are days of the tenant's zone, both included."""

    state: str = ""
    """One state, or "open": everything that somebody still owes something on."""
    category: str = ""
    klass: str = ""
    """One class, or several in a row: "EU" is everything urgent."""
    area_id: int | None = None
    body_id: int | None = None
    light: str = ""
    text: str = ""
    mine: bool = False
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(cls, values: dict[str, str]) -> "Filters":
        """From what a query string or a saved filter holds; what is not a filter is left out."""
        known = {f.name for f in fields(cls)}
        given: dict[str, Any] = {name: str(value).strip() for name, value in values.items() if name in known and value}
        for name in ("area_id", "body_id"):
            if name in given:
                given[name] = whole_number(given[name])
        for name in ("since", "until"):
            if name in given:
                given[name] = _day(given[name])
        if "mine" in given:
            given["mine"] = given["mine"] in ("1", "True", "true", "on")
        return cls(**given)

    def narrow(self, rows: QuerySet[Case], actor: Actor, *, at: datetime) -> QuerySet[Case]:
        states = [*OPEN] if self.state == ALL_OPEN else [self.state] if self.state else []
        matter = "category_code" if len(self.category) == LEAF else "category_code__startswith"
        plain = {"state__in": states, "klass__in": [*self.klass], matter: self.category,
                 "lead_body_id": self.body_id, "filed_at__gte": self.span()[0],
                 "filed_at__lt": self.span()[1]}  # fmt: skip
        rows = rows.filter(**{name: value for name, value in plain.items() if value})
        if self.area_id:
            rows = rows.filter(in_area(_path_of(self.area_id)))
        if self.mine:
            rows = rows.filter(handler_id=actor.account_id)
        for piece in terms(self.text):
            rows = rows.filter(
                Q(search_text__text__contains=piece) | Q(number__icontains=piece) | Q(title__icontains=piece)
            )
        lights = {"red": Q(due_at__lt=at), "yellow": Q(due_at__gte=at, warn_at__lte=at), "green": Q(warn_at__gt=at)}
        return rows.filter(lights[self.light], state__in=[*OPEN]) if self.light in lights else rows

    def span(self) -> tuple[datetime | None, datetime | None]:
        """The days as moments; the second is the first one that no longer counts."""
        return _start(self.since), _start(self.until, days=1)


def in_area(path: str) -> Q:
    """Where a case may lie: in one of these areas, by their ids as long as they are few. The database knows how many
    cases an area has; of the beginning of a path it has no idea."""
    ids = ids_within(path, most=FEW_AREAS)
    return Q(area__path__startswith=path) if ids is None else Q(area_id__in=ids)


def _path_of(area_id: int) -> str:
    """Of an area that is not there, a path on which nothing lies."""
    found = area_briefs([area_id])
    return found[area_id].path if found else f"/{area_id}/"


ALL_OPEN = "open"
LEAF = 6
"""Digits of a kind of matter below which there is none."""
FEW_AREAS = 200
NO_FILTERS = Filters()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _start(day: date | None, *, days: int = 0) -> datetime | None:
    return midnight(day + timedelta(days=days)) if day else None


def unit_choices(rows: QuerySet[Case]) -> list[tuple[int, str]]:
    """The units that have something among these rows."""
    ids = set(rows.order_by().values_list("lead_body_id", flat=True).distinct()[:MOST_UNITS]) - {None}
    return sorted(((pk, one.short_name or one.name) for pk, one in body_briefs(ids).items()), key=lambda one: one[1])
