"""From a number to its definition to its rows; who looks after a place sees it, nobody else."""

import json
import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huying.cases.likening import print_cases
from huying.cases.models import Case, Topic
from huying.cases.states import S
from huying.cases.topicmaking import gather
from huying.dashboards.queries.charts import parts_chart
from huying.dashboards.queries.overview import Part, overview, ranked
from huying.evaluation.keeping import keep
from huying.evaluation.models import Cursor, Entry, Tally
from huying.evaluation.public import Scope, area_scope, load_definitions, month_of, values_of
from huying.evaluation.standing import count_standing
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.territory.models import Area
from tests.cases.makers import MONDAY, NOISE, Settled, a_case, on, settle
from tests.cases.test_topics import crowd

pytestmark = pytest.mark.django_db
NOW = on(20, 10)
MOST_QUERIES = 32


@pytest.fixture
def town() -> Settled:
    """A week in which nine cases were brought; eight were answered, one is late."""
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    for nth in range(8):
        a_case(town, in_state=S.CLOSED, at=MONDAY + timedelta(hours=nth * 3))
    a_case(town, in_state=S.IN_HANDLING, at=on(2))
    keep(Case.objects.values_list("pk", flat=True), at=NOW)
    count_standing(at=NOW)
    Cursor.objects.create(name="journal", read_at=NOW, counted_at=NOW)
    return town


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_number_leads_to_its_definition_and_to_its_rows(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    assert town.county.name in words(client.get("/desk/figures/here/"))
    page = client.get(f"/desk/figures/areas/{town.county.pk}/?period=2026-11")
    said = words(page)
    assert "按期办结率" in said
    assert "样本不足" in said
    assert "n = 9" in said
    assert "件数太少，一两件就能让比率大起大落" in said
    street = town.street.short_name or town.street.name
    assert re.search(rf"{street} 9 1 样本不足", said)
    parts = words(client.get(f"/desk/figures/areas/{town.county.pk}/areas/?period=2026-11"))
    assert "手上也没有在办的：1 个区域" in parts
    assert town.street.name in parts
    assert "第" not in parts.split("按期办结的位次", 1)[1][:80]

    href = re.search(r'href="(/desk/figures/numbers/I20/[^"]+)"', page.content.decode())
    assert href
    definition = client.get(href[1].replace("&amp;", "&"))
    told = words(definition)
    assert "I20.1" in told
    assert "含批准的延期" in told
    assert "只有 9 件，不到 30 件" in told
    assert "数据截至" in told

    rows = re.search(r'href="(/desk/figures/rows/finished_in_limit/[^"]+)"', definition.content.decode())
    assert rows
    listed = client.get(rows[1].replace("&amp;", "&"))
    assert len(re.findall(r"<tr data-row>", listed.content.decode())) == 8


def test_the_page_of_a_unit_and_of_a_street_tell_their_own(town: Settled, client_as: Any) -> None:
    unit = client_as(town.actor("城管负责人")).get(f"/desk/figures/units/{town.body('城管')}/?period=2026-11")
    assert "派单" in words(unit)
    assert unit.status_code == 200
    street = client_as(town.actor("统筹员")).get(f"/desk/figures/areas/{town.street.pk}/?period=2026-11")
    assert "颐和路" in words(street)


@pytest.mark.parametrize(
    ("who", "where", "status"),
    [
        ("统筹员", "areas/county", 404),
        ("城管经办", "areas/county", 404),
        ("城管经办", "units/住建", 404),
        ("城管经办", "units/城管", 200),
        ("督办员", "units/住建", 200),
        ("张先生", "areas/county", 404),
    ],
)
def test_who_does_not_look_after_it_finds_nothing(client_as: Any, who: str, where: str, status: int) -> None:
    town = settle()
    kind, _slash, name = where.partition("/")
    pk = town.county.pk if name == "county" else town.body(name)
    assert client_as(town.actor(who)).get(f"/desk/figures/{kind}/{pk}/").status_code == status


def test_the_rows_are_those_the_reader_may_see(town: Settled, client_as: Any) -> None:
    """A confidential case of another unit stays out of the rows of a unit's handler."""
    a_case(town, in_state=S.IN_HANDLING, at=on(17), category_code=NOISE)
    keep(Case.objects.values_list("pk", flat=True), at=NOW)
    here = f"?scope=unit-{town.body('城管')}&period=2026-11"
    own = client_as(town.actor("城管经办")).get(f"/desk/figures/rows/dispatched/{here}")
    assert len(re.findall(r"<tr data-row>", own.content.decode())) == 9
    other = client_as(town.actor("环保经办")).get(f"/desk/figures/rows/dispatched/{here}")
    assert other.status_code == 404


def test_the_overview_costs_the_same_however_much_happened(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    address = f"/desk/figures/areas/{town.county.pk}/?period=2026-11"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for nth in range(6):
        a_case(town, in_state=S.CLOSED, at=on(17) + timedelta(hours=nth), category_code=NOISE)
    keep(Case.objects.values_list("pk", flat=True), at=NOW)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few) <= MOST_QUERIES
    assert Entry.objects.count() > 40


def test_a_place_without_anything_says_so_and_a_wrong_part_is_not_there(client_as: Any) -> None:
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    client = client_as(town.actor("指挥长"))
    said = words(client.get(f"/desk/figures/areas/{town.county.pk}/"))
    for told in ("还没有开始计算", "这段时间还没有件", "其余 2 个区域，这段时间没有动静", "这段时间还没有来件"):
        assert told in said
    Cursor.objects.create(name="journal", read_at=NOW)
    assert "数有一阵没有更新了" in words(client.get(f"/desk/figures/areas/{town.county.pk}/"))
    Cursor.objects.update(read_at=now())
    assert "数有一阵没有更新了" not in words(client.get(f"/desk/figures/areas/{town.county.pk}/"))
    community = words(client.get(f"/desk/figures/areas/{town.community.pk}/"))
    assert "来件分布" not in community  # what lies in a community is counted with it
    unit = f"/desk/figures/units/{town.body('城管')}/"
    wrong = (f"/desk/figures/areas/{town.county.pk}/people/", f"{unit}areas/", f"{unit}kinds/")
    assert [client.get(address).status_code for address in wrong] == [404] * 3
    other = client_as(town.actor("统筹员"))
    assert other.get(f"/desk/figures/areas/{town.county.pk}/months/").status_code == 404


def test_each_table_can_be_taken_along_and_no_cell_runs(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    Area.objects.filter(pk=town.street.pk).update(name="=1+1", short_name="")
    base = f"/desk/figures/take/area-{town.county.pk}"
    for table in ("parts", "units", "months", "categories", "hot"):
        told = client.get(f"{base}/{table}.csv?period=2026-11")
        assert told.status_code == 200
        assert not re.search(r"(?m)^[=+@-]", told.getvalue().decode("utf-8-sig"))
    rows = client.get(f"{base}/parts.csv?period=2026-11").getvalue().decode("utf-8-sig").splitlines()
    assert any(row.startswith("'=1+1,9,样本不足,,,9,") for row in rows)
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{base}/parts.xlsx?period=2026-11").getvalue()))
    cells = book.get_sheet_by_index(0).to_python()
    assert ["'=1+1", 9.0] in [row[:2] for row in cells]
    assert "数据截至" in str(cells[-1][0])
    assert client.get(f"{base}/people.csv").status_code == 404
    assert client_as(town.actor("统筹员")).get(f"{base}/parts.csv").status_code == 404


def test_charts_say_what_the_tables_say_and_maps_that_they_are_sketches(town: Settled, client_as: Any) -> None:
    client = client_as(town.actor("指挥长"))
    page = client.get(f"/desk/figures/areas/{town.county.pk}/?period=2026-11").content.decode()
    found = re.search(r'<script id="trend-chart" type="application/json">(.*?)</script>', page)
    assert found
    told = json.loads(found[1])
    assert (told["names"][-1], told["counts"][-1], told["values"][-1]) == ("2026-11", 9, None)  # nine are too few
    assert "parts-chart" not in page
    outlines = client.get(f"/desk/figures/areas/{town.county.pk}/map.json?period=2026-11").json()
    assert outlines["type"] == "FeatureCollection"


def test_enough_cases_get_a_rate_an_interval_and_a_place(town: Settled) -> None:
    found = overview(area_scope(town.county.pk), month_of(NOW.date()), at=NOW)
    many = {"finish_due": 100, "finished_in_limit": 95, "counted": 100, "responded": 90}
    fewer = {"finish_due": 40, "finished_in_limit": 20, "counted": 40, "responded": 20}
    first, second = (
        Part(part.scope, counts, {}, values_of(Scope("unit", 0, ""), counts, on=NOW.date(), codes=("I20",)))
        for part, counts in zip(found.parts, (many, fewer), strict=True)
    )
    assert [part.place for part in ranked([first, second])] == [(1, 1), (2, 2)]
    told = parts_chart(ranked([first, second]))
    assert told is not None
    assert told["values"] == [95.0, 50.0]
    assert [round(n) for n in told["lows"]] == [89, 35]


def test_the_matters_most_often_brought_stand_first_with_their_change(town: Settled) -> None:
    here = {"slice": "category", "grain": "m", "place_id": town.community.pk}
    rare = [(f"13{nth:02}", 11, 1) for nth in range(1, 12)]
    for key, month, inputs in ((NOISE, 10, 31), (NOISE, 11, 40), *rare):
        Tally.objects.create(start=date(2026, month, 1), key=key, inputs=inputs, **here)
    scope = area_scope(town.street.pk)
    assert scope is not None
    first, second, *others = overview(scope, month_of(NOW.date()), at=NOW).categories
    assert len(others) == 8, "ten at most"
    assert (first.code, first.inputs, first.before, first.change) == (NOISE, 40, 31, 1.0)  # two a day against one
    assert (second.inputs, second.change) == (9, None)  # too few to compare


def test_what_many_say_now_stands_on_the_overview_and_opens_for_those_who_may(client_as: Any) -> None:
    """The worker made it; the page says of when it is, and whoever steers the place reaches its cases."""
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    crowd(town)
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    gather(at=NOW)
    topic = Topic.objects.get()
    county, here = f"/desk/figures/areas/{town.county.pk}/", f'href="/desk/topics/{topic.pk}/"'
    client = client_as(town.actor("指挥长"))
    page, whole = client.get(county), words(client.get(f"{county}kinds/"))
    assert here in page.content.decode()
    for told in ("集中诉求", topic.keywords[0], "近 7 天 5 人"):
        assert told in words(page)
    for told in ("500 米内", "集中诉求", topic.keywords[0], "最早的一条整理于", "全部热点和地图"):
        assert told in whole
    street = client_as(town.actor("统筹员")).get(f"/desk/figures/areas/{town.street.pk}/")
    assert here in street.content.decode()
    reviewer = client_as(town.actor("考评员")).get(county)
    assert topic.keywords[0] in words(reviewer)
    assert here not in reviewer.content.decode()
    rows = client.get(f"/desk/figures/take/area-{town.county.pk}/hot.csv").getvalue().decode("utf-8-sig").splitlines()
    assert rows[1].split(",")[3:7] == ["500", "5", "5", "5"]
    other = Area.objects.filter(level="street").exclude(pk=town.street.pk).first()
    assert other is not None
    assert topic.keywords[0] not in words(client.get(f"/desk/figures/areas/{other.pk}/"))


@pytest.mark.parametrize(
    ("who", "where"), [("指挥长", "areas/county"), ("统筹员", "areas/street"), ("城管负责人", "units/城管")]
)
def test_every_number_on_a_page_of_figures_leads_to_as_many_rows(
    town: Settled, client_as: Any, who: str, where: str
) -> None:
    """Each number inside a link opens a definition, or a list with exactly so many rows; no number stands bare."""
    kind, _slash, name = where.partition("/")
    pk = {"county": town.county.pk, "street": town.street.pk}.get(name) or town.body(name)
    client = client_as(town.actor(who))
    parts = ["months/", "reasons/", "others/", *(["areas/", "kinds/"] if kind == "areas" else [])]
    pages = [client.get(f"/desk/figures/{kind}/{pk}/{part}?period=2026-11") for part in ("", *parts)]
    assert {one.status_code for one in pages} == {200}
    page = "".join(one.content.decode() for one in pages)
    links = re.findall(r'href="(/desk/(?:figures/(?:rows|open|numbers)|search)/[^"]*)"[^>]*>([^<]*)</a>', page)
    checked = 0
    for href, said in dict.fromkeys(links):
        number = re.search(r"\d+", said)
        if number is None:
            continue
        opened = client.get(href.replace("&amp;", "&"))
        assert opened.status_code == 200, href
        if "/numbers/" not in href:
            rows = len(re.findall(r"<tr data-row>", opened.content.decode()))
            assert rows == int(number[0]), (href, said)
            checked += 1
    assert checked > 12
    bare = re.findall(r'<td class="tabular"[^>]*>\s*\d+\s*</td>', page) + re.findall(r'figure-value">\s*\d+\s*<', page)
    assert bare == []
