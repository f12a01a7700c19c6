"""What many people bring: topics as the worker left them, and of their cases those that the reader may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from huying.cases.models import Case, Topic, TopicCase
from huying.cases.queries.rows import CaseRow, row_values
from huying.cases.rules import TOPIC_ROLES, rules, topic_rules
from huying.duties.public import categories
from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key
from huying.territory.public import area_briefs

SHOWN = 100


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic on a list."""

    id: int
    matter: str
    place: str
    keywords: tuple[str, ...]
    cases: int
    people: int
    growth: int
    gathered: bool
    first_at: datetime
    last_at: datetime
    radius_m: int
    lon: float | None
    lat: float | None
    made_at: datetime
    path: str = ""

    def opens_for(self, actor: Actor) -> bool:
        """Whether its cases may be looked through."""
        return any(self.path.startswith(path) for path in actor.areas_as(*TOPIC_ROLES))


def topics(actor: Actor, *, after: str | None = None, size: int = 30) -> Page[TopicRow]:
    """The hottest first."""
    topic_rules.enter(actor, to="see")
    rows = topic_rules.permitted(actor, to="see", rows=Topic.objects.all())
    page = page_by_key(rows, order=("-heat", "-id"), after=after, size=size)
    return Page(_rows(page.items), page.next_cursor)


def sees_topics(actor: Actor) -> bool:
    """Whether the list of topics opens at all."""
    return topic_rules.opens(actor, to="see")


def hot_topics(area_path: str, *, most: int, about_none_of: Collection[int] = ()) -> list[TopicRow]:
    """The hottest of a place, for the overview of that place; whose cases may be opened each row says (`opens_for`).
    Who works for one of these bodies is not told what people complain about it."""
    rows = Topic.objects.filter(area__path__startswith=area_path).order_by("-heat", "-id")
    if about_none_of:
        rows = rows.exclude(pk__in=TopicCase.objects.filter(case__target_body__in=about_none_of).values("topic"))
    return _rows(list(rows[:most]))


def topic(actor: Actor, *, topic_id: int, at: datetime) -> tuple[TopicRow, list[CaseRow]]:
    """One topic and its cases, as far as they may be seen; those most like its core first."""
    found = topic_rules.door(actor, Topic.objects.all(), to="see", pk=topic_id)
    ids = list(found.members.order_by("-likeness", "-case").values_list("case", flat=True)[:SHOWN])
    seen = rules.permitted(actor, to="see", rows=Case.objects.filter(pk__in=ids)).values_list("pk", flat=True)
    cases = Case.objects.select_related("area").in_bulk(list(seen))
    return _rows([found])[0], row_values([cases[pk] for pk in ids if pk in cases], at=at)


def _rows(found: list[Topic]) -> list[TopicRow]:
    matters, areas = categories({one.matter for one in found}), area_briefs({one.area_id for one in found})
    return [
        TopicRow(
            id=one.pk, matter=matters[one.matter].label if one.matter in matters else one.matter,
            place=areas[one.area_id].name if one.area_id in areas else "", keywords=tuple(one.keywords),
            cases=one.cases, people=one.people, growth=one.people - one.people_before, gathered=one.gathered,
            first_at=one.first_at, last_at=one.last_at, radius_m=one.radius_m, lon=one.lon, lat=one.lat,
            made_at=one.made_at, path=areas[one.area_id].path if one.area_id in areas else "",
        )
        for one in found
    ]  # fmt: skip
