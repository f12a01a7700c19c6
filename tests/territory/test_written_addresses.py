"""How well written addresses are understood: hundreds of them over the demonstration district, by kind of difficulty.

`places.tsv` is the demonstration district with nicknames and house numbers; `addresses.tsv` says what each text means:
one code, several (then it must be asked, with one of these among the choices), or "-" (no place is named). Half of each
kind was looked at while the rules were made ("tried"), the other half was not ("held").
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from huying.territory.models import Alias, Area, Jurisdiction
from huying.territory.names import quick_sort_key, short_name
from huying.territory.public import place_meant
from huying.territory.spelling import plain
from tests.territory.placed import judged

HERE = Path(__file__).parent
DAY = date(2024, 1, 1)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


@pytest.fixture(scope="module")
def codes(django_db_setup: None, django_db_blocker) -> Iterator[dict[int, str]]:
    """The district with all its names, once for the file. Gives the code of each area."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        yield {area.pk: code for code, area in plant().items()}
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def plant() -> dict[str, Area]:
    areas: dict[str, Area] = {}
    below = iter(range(10**6, 10**7))
    for row in rows("places.tsv"):
        if row["kind"]:
            low, high = row["from"] or None, row["to"] or None
            word = plain(row["text"])
            Alias.objects.create(area=areas[row["code"]], text=word, kind=row["kind"], number_from=low, number_to=high)
            continue
        parent, pk, name = areas.get(row["parent"]), next(below), row["name"]
        area = Area(pk=pk, parent=parent, path=f"{parent.path if parent else '/'}{pk}/", level=row["level"], name=name)
        area.kind, area.code, area.short_name = row["level"], row["code"], short_name(row["level"], name)
        area.sort_key, area.since, area.valid_from = quick_sort_key(name), DAY, DAY
        area.save(force_insert=True)
        areas[row["code"]] = area
    Jurisdiction.objects.update_or_create(only=True, defaults={"area": areas["320106000000"]})
    return areas


FLOORS = {
    "official": 0.94, "street": 1.0, "estate": 1.0, "nickname": 1.0, "short": 1.0, "told apart by street": 1.0,
    "told apart by community": 1.0, "same name": 1.0, "homophone": 1.0, "homophone estate": 0.85, "slip": 0.8,
    "house number": 1.0, "road alone": 1.0, "crossing": 1.0, "two places": 1.0, "contradiction": 1.0, "no place": 0.97,
}  # fmt: skip
"""Share that is right in each half, as it was measured; what makes one of them worse is not taken."""


def test_how_many_are_understood(codes):
    """By kind and half: filled in rightly, or asked with the right one among the choices where asking is right."""
    place_meant("醒一醒")
    outcomes: dict[tuple[str, str], list[str]] = defaultdict(list)
    said = [(row, place_meant(row["text"])) for row in rows("addresses.tsv")]
    for row, meant in said:
        kind = row["category"].removeprefix("hand: ")
        outcomes[kind, row["half"]].append(judged(meant, row["expected"], codes))
    shares = {key: round(found.count("right") / len(found), 3) for key, found in outcomes.items()}
    assert len(said) >= 500
    assert {kind for kind, _half in shares} == set(FLOORS)
    assert {key: share for key, share in shares.items() if share < FLOORS[key[0]]} == {}
    every = [word for found in outcomes.values() for word in found]
    assert every.count("right") / len(every) >= 0.97
    assert every.count("wrong") / len(every) <= 0.005


def test_at_most_five_are_offered_and_each_says_why(codes):
    meant = place_meant("江边东路有积水")
    assert meant.best is None
    assert 2 <= len(meant.choices) <= 5
    assert all("江边东路" in guess.reason for guess in meant.choices)
    assert "读音相同" in place_meant("颐合路社区").choices[0].reason
    assert "差一个字" in place_meant("虎踞社区居委会").choices[0].reason
    assert "对不上" in place_meant("湖南路街道颐和路社区").choices[0].reason
