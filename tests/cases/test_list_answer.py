"""A list over the wire is written from our own rows, and says what the schema says."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from ninja.responses import NinjaJSONEncoder

from huying.cases import schemas
from huying.cases.models import Case
from huying.cases.queries import Filters, my_cases, search
from huying.cases.rules import rules
from huying.cases.states import S
from huying.kernel.actor import GUEST, SYSTEM, Actor
from huying.kernel.answering import page_answer
from tests.cases.makers import MONDAY, Settled, a_case, filed, settle
from tests.organisations.makers import an_area

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=3)


@pytest.fixture
def town() -> Settled:
    """The same matters in two streets, at several states, late and not; one of them told for somebody else."""
    town = settle()
    for nth, state in enumerate((S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_HANDLING, S.TO_BE_JUDGED, S.CLOSED)):
        a_case(town, in_state=state, at=MONDAY + timedelta(minutes=20 * nth))
    for nth in range(4):
        filed(town, words=f"{nth} 单元楼道灯不亮", at=LATER - timedelta(hours=nth + 2), area_id=town.other_street.pk)
    filed(town, words="有人私拉电线", at=LATER - timedelta(hours=1), by="李阿姨", kind="report")
    filed(town, words="窗口不给办", at=LATER - timedelta(hours=1), target_body_id=town.body("城管"))
    return town


def test_a_page_says_what_its_schema_would_say() -> None:
    town = settle()
    for nth in range(3):
        filed(town, words=f"{nth} 单元楼道灯不亮已经三天")
    page = search(town.actor("指挥长"), filters=Filters(), at=MONDAY, size=2)

    told = json.loads(page_answer(page, schemas.CasePage).content)

    checked = schemas.CasePage.model_validate(page).model_dump()
    assert told == json.loads(json.dumps(checked, cls=NinjaJSONEncoder))
    assert len(told["items"]) == 2
    assert told["next_cursor"]


def paged(who: Actor, narrowed: Filters) -> list[int]:
    found, after = [], None
    while True:
        page = search(who, filters=narrowed, at=LATER, after=after, size=3)
        found += [row.id for row in page.items]
        after = page.next_cursor
        if after is None:
            return found


NARROWED = (
    Filters(), Filters(light="red"), Filters(light="yellow"), Filters(light="green"), Filters(klass="E"),
    Filters(klass="EG"), Filters(state="S10"), Filters(state="open"), Filters(category="03"),
    Filters(category="030101"), Filters(mine=True), Filters(since=MONDAY.date(), until=MONDAY.date()),
)  # fmt: skip


def test_each_sees_on_a_list_what_the_rule_lets_through_once_and_in_order(town: Settled) -> None:
    """A list is asked in ways, a rule as one: for every desk and filter both are the same, page by page."""
    places = [replace(one, area_id=area.pk) for one in NARROWED[:2] for area in (town.community, town.other_street)]
    units = [Filters(body_id=town.body("城管")), Filters(body_id=town.body("城管"), state="S40")]
    seen = 0
    for name, who in [*town.actors.items(), ("guest", GUEST), ("system", SYSTEM)]:
        rows = rules.permitted(who, to="see", rows=Case.objects.all())
        for narrowed in (*NARROWED, *places, *units):
            order = ("due_at", "id") if narrowed.light in ("red", "yellow") else ("-filed_at", "-id")
            wanted = {row.pk for row in narrowed.narrow(rows, who, at=LATER)}
            found = paged(who, narrowed)
            assert found == [row.pk for row in Case.objects.filter(pk__in=wanted).order_by(*order)], (name, narrowed)
            seen += len(found)
    assert seen > 200


def test_what_is_constant_on_a_list_stands_in_its_statement_and_each_way_is_asked_alone(town: Settled) -> None:
    """So that a rare state and a common one are planned apart, and none of the ways walks through everything."""
    asked = list[str]()

    def heard(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(heard):
        search(town.actor("城管经办"), filters=Filters(state="S81", klass="E"), at=LATER)
        my_cases(town.actor("张先生"), at=LATER)
    narrowed = next(sql for sql in asked if "'S81'" in sql)
    assert ("'E'" in narrowed, narrowed.count(" UNION ")) == (True, 5)
    assert any(sql.count(" UNION ") == 2 for sql in asked if sql != narrowed)


def test_what_is_filed_in_an_area_that_has_just_come_is_on_the_lists_at_once(town: Settled) -> None:
    who = town.actor("统筹员")
    before = paged(who, Filters())
    grid = an_area("新设网格", level="grid", parent=town.community)
    case = filed(town, area_id=grid.pk, at=LATER - timedelta(hours=1)).case
    assert paged(who, Filters()) == [case.pk, *before]
    assert paged(town.actor("指挥长"), Filters(area_id=town.community.pk))[0] == case.pk
