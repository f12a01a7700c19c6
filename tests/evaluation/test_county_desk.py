"""The desk of the county shows sums that are kept: the same as counting over, and as cheap with any number of cases."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.cases.queries import counts, county_now, pressing
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.territory.public import set_jurisdiction
from tests.cases.figures import count_now, recounted
from tests.cases.makers import GAS, MONDAY, NOISE, a_case, more_like, on, settle

pytestmark = pytest.mark.django_db
NOW = on(20, 10)
MOST_STATEMENTS = 15
LIVED = (
    S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_HANDLING, S.ESCALATED, S.SUSPENDED, S.DISPUTED, S.CLOSED,
    S.OPEN_MATTER, S.TO_BE_JUDGED,
)  # fmt: skip


def test_what_is_kept_is_what_counting_over_says_and_costs_the_same_however_much_there_is(client_as: Any) -> None:
    town = settle()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    for nth, state in enumerate(LIVED):
        a_case(town, in_state=state, at=on(12) + timedelta(hours=nth))
    a_case(town, in_state=S.IN_HANDLING, at=on(2))
    a_case(town, in_state=S.DISPATCHED, at=on(19), category_code=GAS)
    a_case(town, in_state=S.ACCEPTED, at=on(19), category_code=NOISE, area_id=town.other_street.pk)
    command = town.actor("指挥长")
    client = client_as(command)
    assert "还没有清点过" in client.get("/desk/county/").content.decode()

    count_now(at=NOW)
    now = county_now(command)
    assert now.counted_at == NOW
    assert len(now.figures) > 1
    for one in now.figures:
        told = {name: value for name, value in asdict(one).items() if name != "area"}
        assert told == recounted(one.area.path, at=NOW), one.area.name
    assert sum(one.open for one in now.figures) > 8
    assert now.heaps == counts(command, "county", at=NOW)
    for tab, told_here in now.pressing.items():
        assert told_here == pressing(command, "county", tab=tab, at=NOW), tab
    assert now.units

    with CaptureQueriesContext(connection) as few:
        client.get("/desk/county/?tab=all")
    more_like(a_case(town, in_state=S.ESCALATED, at=on(19)), many=60)
    count_now(at=NOW + timedelta(minutes=1))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/desk/county/?tab=all")
    assert len(many) <= len(few) + 1 <= MOST_STATEMENTS
    assert [one["sql"] for one in many if "COUNT(" in str(one["sql"]) and '"cases_case"' in str(one["sql"])] == []
    assert "数到" in page.content.decode()
