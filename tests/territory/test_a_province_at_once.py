"""A province comes in with a handful of statements. How long it takes is measured by `dev.py bench`."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.kernel.actor import SYSTEM
from huying.territory.actions.divisions import import_divisions
from huying.territory.files import Division
from huying.territory.models import Area
from tests.territory.makers import SETTLED


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


@pytest.mark.slow
@pytest.mark.django_db
def test_twenty_thousand_divisions_come_in_with_fewer_than_fifty_statements() -> None:
    lines = a_province()
    with CaptureQueriesContext(connection) as asked:
        import_divisions(SYSTEM, divisions=lines, as_of=date(2023, 6, 30), at=SETTLED)
    assert Area.objects.count() == len(lines) == 20_522
    assert len(asked) < 50
