"""What is said of a matter at once when a system or an app has brought it: which kinds it sounds like, who answers, and
whether the same was said near by lately. Advice, never a decision; of others only what a neighbour may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F

from huying.cases.kindred import CategoryChoice, category_help
from huying.cases.likening import comparable, place_of
from huying.cases.models import Case, CasePrint
from huying.cases.queries.answering import suggestion
from huying.cases.queries.near import joinable, likeness_rule
from huying.duties.public import matter_of
from huying.kernel.prepared import Among, Given, Like, Question
from huying.language.public import alike, grams, sketch_of
from huying.territory.public import ancestor, area_brief

LOOKED_AT, COMPARED, SHOWN = 80, 24, 3
"""Of one kind of matter in one community so many of the newest are looked at, and so many of those near by compared:
however many a burst brings, it costs the same. The desk looks at all when it has the case."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case near by in words that are alike, per cent."""

    number: str
    likeness: int


@dataclass(frozen=True, slots=True)
class FirstLook:
    """`sounds_like`: at most three kinds, best first; `unit`: who answers by the lists, empty where none does."""

    sounds_like: tuple[CategoryChoice, ...]
    unit: str
    alike: tuple[Alike, ...]


_NEWEST = Question[tuple[str, bytes]](
    lambda: (
        CasePrint.objects.filter(
            Like(F("case__area__path"), Given("path")),
            Among(
                F("case_id"),
                ArraySubquery(
                    CasePrint.objects.filter(
                        matter=Given("matter"), place=Given("place"), filed_at__gt=Given("since")
                    )
                    .order_by("-filed_at", "-case_id")
                    .values("pk")[:LOOKED_AT]
                ),
            ),
            **{f"case__{name}": value for name, value in joinable().items()},
        )
        .exclude(case_id=Given("but"))
        .order_by("-filed_at", "-case_id")
        .values_list("case__number", "sketch")[:COMPARED]
    )
)  # fmt: skip


def first_look(case: Case, *, at: datetime) -> FirstLook:
    """Of a case that was filed just now. What is confidential is compared with nothing."""
    lead = suggestion(case, at=at).lead
    sounds = category_help(case.words).choices if comparable(case) else ()
    return FirstLook(sounds, (lead.short_name or lead.name) if lead else "", tuple(_alike(case, at=at)))


def _alike(case: Case, *, at: datetime) -> list[Alike]:
    if not comparable(case):
        return []
    rule, around = likeness_rule(at.date()), ancestor(case.area_id, "estate") or area_brief(case.area_id)
    newest = _NEWEST.all(
        path=f"{around.path}%", matter=matter_of(case.category_code), place=place_of(case.area_id),
        since=at - timedelta(days=rule.days), but=case.pk,
    )  # fmt: skip
    if not newest:
        return []
    place = area_brief(case.area_id)
    names = [name for name in (case.place, place.name, place.short_name) if name]
    mine = sketch_of(grams(case.words, ignore=names))
    found = [Alike(number, round(100 * alike(mine, bytes(sketch)))) for number, sketch in newest]
    return sorted((one for one in found if one.likeness >= rule.near_percent), key=lambda one: -one.likeness)[:SHOWN]
