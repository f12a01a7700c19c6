"""The dispatch desk with 300 open cases: paged by key, narrowed, kept, sent together, and never more queries for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.cases.actions import Point
from huying.cases.models import Case
from huying.cases.queries import DESKS, county_figures
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.territory.public import set_jurisdiction
from tests.cases.figures import count_now
from tests.cases.makers import GAS, HUAYUAN, MANY, a_case, more_like, on, settle
from tests.cases.test_pages import errors_of

pytestmark = pytest.mark.django_db
SEATS = {
    "intake": "受理员", "dispatch": "派单员", "unit": "城管负责人", "approval": "派单员", "adjudication": "裁定员",
    "callback": "回访员", "supervision": "督办员", "open-matters": "考评员", "county": "指挥长", "street": "统筹员",
    "grid": "网格员",
}  # fmt: skip
LYING = {
    "intake": S.SUBMITTED, "dispatch": S.ACCEPTED, "unit": S.DISPATCHED, "approval": S.HANDED_IN,
    "adjudication": S.DISPUTED, "callback": S.TO_BE_JUDGED, "supervision": S.IN_HANDLING,
    "open-matters": S.OPEN_MATTER, "county": S.ESCALATED, "street": S.ESCALATED, "grid": S.SITE_CHECK,
}  # fmt: skip
MOST_QUERIES = 40


def test_three_hundred_cases_are_paged_by_key_and_none_is_shown_twice(client_as):
    town = settle()
    more_like(a_case(town, in_state=S.ACCEPTED))
    client, address, seen = client_as(town.actor("派单员")), "/desk/dispatch/?tab=new", []

    while address:
        page = client.get(address)
        seen += [row.number for row in page.context["page"].items]
        cursor = page.context["page"].next_cursor
        address = f"/desk/dispatch/?tab=new&after={cursor}" if cursor else ""

    assert len(seen) == len(set(seen)) == MANY + 1


def test_more_rows_come_by_themselves_where_the_page_asks_for_them(client_as):
    town = settle()
    more_like(a_case(town, in_state=S.ACCEPTED))
    client = client_as(town.actor("派单员"))
    cursor = client.get("/desk/dispatch/").context["page"].next_cursor

    part = client.get(f"/desk/dispatch/?after={cursor}", headers={"HX-Request": "true"}).content.decode()

    assert "<tbody data-rows>" in part
    assert part.count("<tr data-row>") == 50
    assert 'id="more"' in part
    assert "<html" not in part


@pytest.mark.parametrize("code", list(DESKS))
def test_a_desk_asks_the_database_no_more_for_three_hundred_rows_than_for_two(code, client_as):
    town = settle()
    model = a_case(town, in_state=LYING[code])
    more_like(model, many=1)
    tab = {"supervision": "late"}.get(code, "")
    client = client_as(town.actor(SEATS[code]))
    client.get(f"/desk/{code}/?tab={tab}")

    with CaptureQueriesContext(connection) as few:
        assert len(client.get(f"/desk/{code}/?tab={tab}").context["page"].items) == 2
    more_like(model, start=200_000)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(f"/desk/{code}/?tab={tab}").context["page"].items) == 50

    assert len(many) == len(few) <= MOST_QUERIES


def test_what_i_owe_and_search_ask_no_more_for_many_rows(client_as):
    town = settle()
    model = a_case(town, in_state=S.ACCEPTED)
    client = client_as(town.actor("派单员"))
    for address in ("/desk/", "/desk/search/?klass=G"):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        more_like(model, start=300_000 + len(address) * 1000)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few) <= MOST_QUERIES, address


def test_a_filter_that_is_kept_narrows_the_same_way_the_next_day(client_as):
    town = settle()
    a_case(town, in_state=S.ACCEPTED)
    gas = a_case(town, in_state=S.ACCEPTED, category_code=GAS, words="楼里有很重的煤气味，请马上来。")
    client = client_as(town.actor("派单员"))
    chosen = {"tab": "new", "category": GAS, "area_id": str(town.street.pk), "since": "2026-11-16"}

    client.post("/desk/dispatch/filters/", {**chosen, "name": "燃气"})
    page = client.get("/desk/dispatch/")
    kept = page.context["saved"][0]
    narrowed = client.get(f"/desk/dispatch/{kept['href']}")

    assert kept["name"] == "燃气"
    assert [row.number for row in narrowed.context["page"].items] == [gas.number]
    assert client.get("/desk/dispatch/?until=2026-11-15").context["page"].items == []


def test_cases_are_sent_together_and_the_list_says_what_went_and_what_did_not_and_why(client_as):
    town = settle()
    sound = [a_case(town, in_state=S.ACCEPTED) for _nth in range(2)]
    urgent = a_case(town, in_state=S.ACCEPTED, category_code=GAS, words="楼里有很重的煤气味，请马上来。")
    gone = a_case(town, in_state=S.DISPATCHED)
    client = client_as(town.actor("派单员"))
    ticked = {"step": "send", "tab": "new", "pick": [one.pk for one in (*sound, urgent, gone)]}

    page = client.post("/desk/dispatch/bulk/", ticked, follow=True)
    told = page.context["outcome"]

    assert told["went"] == 2
    assert {one["number"] for one in told["refused"]} == {urgent.number, gone.number}
    assert all(one["why"] for one in told["refused"])
    assert "办成 2 件，2 件没有办成" in page.content.decode()
    assert set(Case.objects.filter(pk__in=[one.pk for one in sound]).values_list("state", "lead_body_id")) == {
        (S.DISPATCHED, town.body("城管"))
    }
    assert "没有办成" not in client.get("/desk/dispatch/").content.decode(), "told once"


def test_a_case_that_no_list_answers_for_is_not_sent_by_itself(client_as):
    town = settle()
    nobody = a_case(town, in_state=S.ACCEPTED, category_code=HUAYUAN)
    Case.objects.filter(pk=nobody.pk).update(category_code="1301")

    page = client_as(town.actor("派单员")).post(
        "/desk/dispatch/bulk/", {"step": "send", "tab": "new", "pick": [nobody.pk]}, follow=True
    )

    assert "清单上没有唯一对得上的单位" in page.content.decode(), errors_of(page)


def test_columns_are_chosen_once_and_hold_for_this_person_alone(client_as):
    town = settle()
    a_case(town, in_state=S.ACCEPTED)
    mine, other = client_as(town.actor("派单员")), client_as(town.actor("另一派单员"))

    mine.post("/desk/columns/", {"column": ["unit", "due", "filed"], "next": "/desk/dispatch/"})

    assert mine.get("/desk/dispatch/").context["columns"] == ["unit", "due", "filed"]
    assert mine.get("/desk/approval/").context["columns"] == ["unit", "due", "filed"]
    assert "filed" not in other.get("/desk/dispatch/").context["columns"]


def test_the_desk_says_first_how_much_is_urgent_late_and_near_its_limit(client_as):
    town = settle()
    a_case(town, in_state=S.ACCEPTED)
    gas = a_case(town, in_state=S.ACCEPTED, category_code=GAS, words="楼里有很重的煤气味，请马上来。")
    client = client_as(town.actor("派单员"))

    page = client.get("/desk/dispatch/")
    urgent = client.get("/desk/dispatch/?klass=EU").context["page"].items

    assert (page.context["pressing"].urgent, page.context["pressing"].late) == (1, 2)
    assert "特急紧急 1" in page.content.decode()
    assert [row.number for row in urgent] == [gas.number]


def test_an_empty_heap_says_where_the_work_is_instead(client_as):
    town = settle()
    a_case(town, in_state=S.RETURNED)

    page = client_as(town.actor("派单员")).get("/desk/dispatch/?tab=new").content.decode()

    assert "这里现在没有事项" in page
    assert "退单 1</a>" in page


def test_the_desks_of_a_place_show_the_same_heap_as_points_and_nothing_confidential(client_as):
    town = settle()
    placed = Point(118.7698, 32.0604, "cgcs2000")
    shown = a_case(town, in_state=S.ESCALATED, point=placed)
    a_case(town, in_state=S.ESCALATED)
    a_case(town, in_state=S.ESCALATED, point=placed, confidentiality="P1")
    client = client_as(town.actor("指挥长"))

    page = client.get("/desk/county/?tab=escalated")
    assert len(page.context["page"].items) == 3
    assert 'data-points="/desk/county/points/?tab=escalated"' in page.content.decode()
    [point] = client.get("/desk/county/points/?tab=escalated").json()["features"]
    assert point["properties"]["href"] == f"/desk/cases/{shown.number}/"
    assert point["properties"]["tone"] in ("late", "soon", "done")
    assert point["geometry"]["coordinates"] == [shown.lon, shown.lat]
    assert client.get("/desk/county/points/?tab=disputed").json()["features"] == []
    assert client_as(town.actor("统筹员")).get("/desk/street/points/").json()["features"] == [point]
    assert client_as(town.actor("派单员")).get("/desk/county/points/").status_code == 403


def test_the_county_counts_no_case_and_each_number_leads_to_its_rows(client_as):
    """Two open, one of them late; one closed; one of another street."""
    town = settle()
    late = a_case(town, in_state=S.DISPATCHED, at=on(2), category_code=GAS)
    rest = [a_case(town, in_state=S.SUSPENDED, by="王先生"), a_case(town, in_state=S.CLOSED)]
    a_case(town, in_state=S.ACCEPTED, area_id=town.other_street.pk)
    command = town.actor("指挥长")
    count_now(at=on(17, 12))
    with CaptureQueriesContext(connection) as asked:
        figures = county_figures(command, area_id=town.county.pk)
    of_cases = [one["sql"] for one in asked if "cases_case" in one["sql"]]  # what is complained about the own body
    assert [sql for sql in of_cases if "COUNT(" in sql or '"target_body_id" IN' not in sql] == []
    read = {one.area.id: one for one in figures}
    here, there = read[town.street.pk], read[town.other_street.pk]
    assert (here.open, here.late, here.suspended, here.open_matters, here.came, here.ended) == (2, 1, 1, 0, 2, 1)
    assert (there.open, there.suspended, there.came, there.ended) == (1, 0, 1, 0)

    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=on(17))
    client = client_as(command)
    page = client.get("/desk/county/")
    row = next(one for one in page.context["figures"] if one.area.id == town.street.pk)
    text = page.content.decode()
    for number, query in (
        (row.open, "&state=open"),
        (row.late, "&state=open&light=red"),
        (row.suspended, "&state=S42"),
    ):
        link = f"/desk/search/?area_id={town.street.pk}{query}"
        assert f'{link.replace("&", "&amp;")}">{number}</a>' in text
        assert len(client.get(link).context["page"].items) == number, link
    assert {late.number, rest[0].number} == {
        one.number for one in client.get(link.replace("S42", "open")).context["page"].items
    }
