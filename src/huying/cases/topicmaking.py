"""Making topics: for each kind of matter with new cases, which of its cases of the last weeks are about the same.

The worker does it, a kind at a time; pages only read. Who the people are is forgotten as soon as they are counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Max

from huying.cases.models import Case, CasePrint, LikenessRule, Reporter, Topic, TopicCase, TopicRun
from huying.cases.queries.near import likeness_rule
from huying.kernel.cipher import blind_index
from huying.language.public import mask, private_spans
from huying.people.public import contact_record, person_hash

MOST = 4000
A_DAY = timedelta(days=1)
SAID = 200
"""Characters of a case in which keywords are looked for: what it is about stands at the beginning."""
ALIKE = 0.12
"""How alike two cases of one kind and place must be at least to be one topic (rare pieces count more)."""


def gather(*, at: datetime) -> int:
    """Every kind of matter of which something came or went since its topics were made, and each once a day: people are
    counted over the last days. Says how many topics there are now."""
    rule = likeness_rule(at.date())
    since = at - timedelta(days=rule.days)
    now = CasePrint.objects.filter(filed_at__gte=since).order_by().values_list("matter")
    before = {run.matter: run for run in TopicRun.objects.all()}
    Topic.objects.filter(last_at__lt=since).delete()
    for matter, prints, last_case in now.annotate(Count("case"), Max("case")):
        run = before.get(matter)
        same = run is not None and (run.prints, run.last_case) == (prints, last_case)
        if run is None or not same or run.made_at <= at - A_DAY:
            gather_matter(matter, rule, at=at)
            TopicRun.objects.update_or_create(
                matter=matter, defaults={"prints": prints, "last_case": last_case, "made_at": at}
            )
    return Topic.objects.count()


def gather_matter(matter: str, rule: LikenessRule, *, at: datetime) -> list[Topic]:
    """All of one kind anew, from its prints."""
    engine = import_module("huying.language.clusters")
    since = at - timedelta(days=rule.days)
    prints = CasePrint.objects.filter(matter=matter, filed_at__gte=since, filed_at__lte=at).order_by(
        "-filed_at", "-case"
    )
    rows = list(prints.select_related("case__area")[:MOST])
    items = [_item(engine, row) for row in rows]
    found = engine.clusters(items, likeness=ALIKE, metres=rule.topic_metres)
    cases = {row.case_id: row.case for row in rows}
    background = engine.background_of(row.case.words[:SAID] for row in rows) if found else None
    topics = [_Made(engine, matter, [cases[key] for key in one.keys], one.likeness, background) for one in found]
    return _replaced(matter, topics, rule, at=at)


def _item(engine: Any, row: CasePrint) -> Any:
    case = row.case
    point = (case.lon, case.lat) if case.lon is not None and case.lat is not None else None
    centre = (case.area.lon, case.area.lat) if case.area.lon is not None and case.area.lat is not None else None
    pieces = np.frombuffer(bytes(row.sketch), "<u4")
    return engine.Item(case.pk, case.filed_at, pieces, point or centre)


@dataclass(frozen=True, slots=True)
class _Made:
    """One cluster of cases, the core first."""

    engine: Any
    matter: str
    cases: Sequence[Case]
    likeness: Sequence[float]
    background: Any

    def topic(self, rule: LikenessRule, *, at: datetime) -> Topic:
        moments = sorted(case.filed_at for case in self.cases)
        core = self.cases[0]
        week = timedelta(days=rule.topic_days)
        people = count_people(self.cases, since=at - week, until=at)
        voices = Reporter.objects.filter(case__in=self.cases, left_at__isnull=True).count()
        said = [mask(case.words[:SAID], private_spans(case.words[:SAID]), put="，") for case in self.cases]
        words = self.engine.keywords(said, background=self.background)
        return Topic(
            matter=self.matter, core=core, area_id=core.area_id, keywords=[word[:20] for word in words],
            cases=len(self.cases), people=people, gathered=people >= rule.topic_people,
            people_before=count_people(self.cases, since=at - 2 * week, until=at - week),
            first_at=moments[0], last_at=moments[-1], lon=core.lon, lat=core.lat, radius_m=rule.topic_metres,
            heat=self.engine.heat(people=max(people, 1), likes=[voices], first=moments[0], last=moments[-1]),
            made_at=at,
        )  # fmt: skip


def count_people(cases: Iterable[Case], *, since: datetime, until: datetime) -> int:
    """Distinct people by hashes that change each quarter; nothing of them is kept."""
    rows = Reporter.objects.filter(
        case__in=list(cases), left_at__isnull=True, joined_at__gt=since, joined_at__lte=until
    ).values_list("record_id", "account_id", "joined_at")
    return len({who for record, account, at in rows if (who := _person(record, account, at))})


def _person(record_id: int | None, account_id: int | None, at: datetime) -> str:
    """Empty for anonymous ones."""
    record = record_id or (contact_record(account_id) if account_id else None)
    known = person_hash(record, at) if record else ""
    return known or (blind_index(f"account:{account_id}", f"topic:{at:%Y}Q{(at.month + 2) // 3}") if account_id else "")


@transaction.atomic
def _replaced(matter: str, made: list[_Made], rule: LikenessRule, *, at: datetime) -> list[Topic]:
    """A topic stays the same one while half of its cases stay together."""
    before = {row.case_id: row.topic_id for row in TopicCase.objects.filter(topic__matter=matter)}
    topics = [one.topic(rule, at=at) for one in made]
    taken: set[int] = set()
    for topic, one in zip(topics, made, strict=True):
        known = [before[case.pk] for case in one.cases if case.pk in before]
        same = max(set(known), key=known.count, default=None)
        if same is not None and same not in taken and 2 * known.count(same) >= len(known):
            topic.pk = same
            taken.add(same)
    Topic.objects.filter(matter=matter).exclude(pk__in=taken).delete()
    TopicCase.objects.filter(topic__matter=matter).delete()
    for topic in topics:
        topic.save(force_update=True) if topic.pk in taken else topic.save()
    TopicCase.objects.bulk_create([
        TopicCase(topic=topic, case=case, likeness=min(100, round(100 * share)))
        for topic, one in zip(topics, made, strict=True)
        for case, share in zip(one.cases, one.likeness, strict=True)
    ])  # fmt: skip
    return topics
