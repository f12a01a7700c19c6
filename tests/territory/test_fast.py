"""What must be quick is held to it by processor time, which a busy machine does not stretch."""

import random
from collections.abc import Callable
from datetime import date
from time import process_time
from typing import Any

import pytest
from bench import territory_locate as made_up
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.kernel.actor import SYSTEM
from huying.territory.actions.divisions import import_divisions
from huying.territory.files import Division
from huying.territory.models import Area
from huying.territory.queries import locator
from tests.territory.makers import SETTLED

pytestmark = pytest.mark.slow
WHOLE_COUNTRY, SECONDS = 620_573, 60


def worked(run: Callable[[], Any]) -> float:
    start = process_time()
    run()
    return process_time() - start


def test_a_point_finds_its_grid_among_twenty_thousand_in_under_50_microseconds() -> None:
    trees = locator.Locator("test", {"grid": locator._layer(made_up.made_up_grids())})
    dice = random.Random(7)
    points = [(118.0 + dice.random() * 0.4, 31.5 + dice.random() * 0.2) for _ in range(20_000)]
    assert all(trees.find(*point) for point in points[:100])
    spent = worked(lambda: [trees.find(*point) for point in points])
    assert spent / len(points) < made_up.MOST_MICROSECONDS / 1e6


def a_province() -> list[Division]:
    """Twenty thousand communities, coarse levels first, as the files have them."""
    areas = [f"9701{n:02}" for n in range(1, 21)]
    streets = [f"{area}{n:03}" for area in areas for n in range(1, 26)]
    villages = [f"{street}{n:03}" for street in streets for n in range(1, 41)]
    levels = (("province", ["97"]), ("city", ["9701"]), ("county", areas), ("street", streets), ("community", villages))
    return [
        Division(level, code.ljust(12, "0"), f"第{n}社区居委会" if level == "community" else f"第{n}处")
        for level, codes in levels
        for n, code in enumerate(codes)
    ]


@pytest.mark.django_db
def test_divisions_come_in_faster_than_the_whole_country_in_a_minute_wants() -> None:
    lines = a_province()
    with CaptureQueriesContext(connection) as asked:
        spent = worked(lambda: import_divisions(SYSTEM, divisions=lines, as_of=date(2023, 6, 30), at=SETTLED))
    assert Area.objects.count() == len(lines) == 20_522
    assert spent < SECONDS * len(lines) / WHOLE_COUNTRY
    assert len(asked) < 50
