"""What users of today's systems complain about, requests 6 to 10, told as this product tells it."""

from dataclasses import fields
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huying.cases import actions as do
from huying.cases.firing import fire_due_timers
from huying.cases.models import Case, Timer
from huying.cases.queries import AreaFigures, county_figures, worklist
from huying.cases.states import S
from huying.duties.queries.exports import exported
from huying.kernel.actor import SYSTEM
from tests.cases.figures import count_now
from tests.cases.makers import MONDAY, Settled, filed, more_like, on, settle
from tests.duties.makers import a_list, an_item
from tests.stories.plot import begin, told_to

pytestmark = pytest.mark.django_db


def file_many(town: Settled, count: int, *, day: int = 16) -> list[Case]:
    """One every quarter of an hour."""
    start = on(day)
    return [filed(town, at=start + timedelta(minutes=15 * nth)).case for nth in range(count)]


def test_complaint_06_escalation_takes_the_oldest_first_however_few_it_takes():
    """It scanned only the newest of a state; the oldest starved."""
    town = settle()
    cases = file_many(town, 4)
    fire_due_timers(at=on(18), batch=1)

    fired = Timer.objects.exclude(fired_at=None).get()
    assert fired.case_id == cases[0].pk


def test_complaint_06_escalation_is_not_put_off_by_comments():
    """The clock was reset by any edit."""
    life = begin(S.IN_HANDLING)
    life.at = on(23, 17)
    do.add_words(life.by("张先生"), text="今天还是这样", **life.next())
    do.write_note(life.by("派单员"), text="已电话催问", **life.next())
    do.log_contact(life.by("城管经办"), way="phone", reached=True, text="明天去", **life.next())
    life.wait(minutes=30)

    assert life.case.cards.filter(colour="red", cause="late").count() == 1
    assert told_to(life)[-1] == "late"


def test_complaint_06_escalation_reaches_cases_that_nobody_took():
    """Unassigned cases could not escalate."""
    life = begin(S.ACCEPTED)
    life.wait(days=1)

    assert life.case.handler_id is life.case.lead_body_id is None
    assert "supervise_proposed" in told_to(life, who="staff")


def test_complaint_07_nothing_is_ranked_and_one_quick_fix_wins_nothing():
    """One fix in four minutes won the table. Here figures are counts, in the order of the map."""
    town = settle()
    before = [one.area.name for one in county_figures(town.actor("指挥长"), area_id=town.county.pk)]
    begin(S.CLOSED, town=town)
    count_now(at=on(17))
    after = county_figures(town.actor("指挥长"), area_id=town.county.pk)

    assert [one.area.name for one in after] == before
    assert not {field.name for field in fields(AreaFigures)} & {"rank", "rate", "score", "place", "average"}
    assert sum(one.ended for one in after) == 1


def test_complaint_08_order_holds_across_pages_while_new_ones_come_in():
    """Sorted only within a page, or empty."""
    town = settle()
    expected = [case.pk for case in sorted(file_many(town, 11), key=lambda case: (case.due_at, case.pk))]
    seen, after = [], None
    for _page in range(3):
        page = worklist(town.actor("受理员"), "intake", at=on(16, 12), after=after, size=4)
        seen += [row.id for row in page.items]
        after = page.next_cursor
        filed(town, at=MONDAY - timedelta(days=3))

    assert seen == expected
    assert after is None


def queries_for_intake(town: Settled) -> tuple[int, int]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = worklist(town.actor("受理员"), "intake", at=on(20), size=100).items
    return len(rows), len(asked)


def test_complaint_09_a_long_list_asks_the_database_no_more_than_a_short_one():
    """Slow at size: the work grew with every row."""
    town = settle()
    file_many(town, 3)
    few, asked_for_few = queries_for_intake(town)
    more_like(file_many(town, 1, day=17)[0])
    many, asked_for_many = queries_for_intake(town)

    assert (few, many) == (3, 100)
    assert asked_for_many == asked_for_few


def test_complaint_10_an_export_has_each_row_once_and_no_cell_that_runs():
    """Exports with duplicate rows; cells that a spreadsheet would run."""
    town = settle()
    items = [
        an_item(code, "housing", title=title) for code, title in (("0102", "=1+1"), ("0103", "+86"), ("0104", "修"))
    ]
    doc = a_list("L1", town.other_street, *items)
    rows = CalamineWorkbook.from_filelike(BytesIO(exported(SYSTEM, doc.pk))).get_sheet_by_index(0).to_python()

    cells = [str(cell) for row in rows[1:] for cell in row]
    assert len(rows) == 4
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert {"'=1+1", "'+86", "修"} <= set(cells)


def test_complaint_10_an_export_of_cases_has_each_row_once(client_as):
    """Duplicate rows and slow files: one cursor of the database, one row a case, whatever is joined to it."""
    town = settle()
    cases = file_many(town, 7)
    for case in cases[:3]:
        do.join_case(town.actor("李阿姨"), case_id=case.pk, at=on(17))
    asked = {"since": "2026-11-01", "until": "2026-11-30", "columns": "ours", "format": "csv"}
    with CaptureQueriesContext(connection) as queries:
        response = client_as(town.actor("派单员")).get("/exports/cases/", asked)
        rows = b"".join(response.streaming_content).decode().splitlines()

    assert [row.split(",")[0] for row in rows[1:]] == sorted(case.number for case in cases)
    assert len([one for one in queries if "cases_case" in str(one["sql"])]) <= 1
