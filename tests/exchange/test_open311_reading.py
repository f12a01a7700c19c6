"""Open311 for reading: every edge of the standard, in both forms, and nothing that is nobody's business."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.territory.models import Area
from huying.territory.public import set_jurisdiction
from tests.cases import makers
from tests.cases.makers import MONDAY, Settled, a_case, settle
from tests.exchange import shapes
from tests.exchange.asking import get, get_xml, plain, texts

pytestmark = pytest.mark.django_db
SECRET = "张三丰家 13812345678 <b>楼道灯</b>不亮"
SINCE = {"start_date": "2026-11-01T00:00:00Z"}


@pytest.fixture
def town() -> Settled:
    found = settle()
    set_jurisdiction(SYSTEM, area_id=found.county.pk, at=MONDAY)
    return found


def several(town: Settled, count: int) -> list[Case]:
    return [a_case(town, at=MONDAY + timedelta(minutes=n)) for n in range(count)]


def test_discovery_and_services_say_where_and_what_in_both_forms(town: Settled) -> None:
    found = get("discovery.json", shapes.DISCOVERY).said
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    assert plain(get_xml("discovery.xml")[1]) == texts(found)
    services = get("services.json", shapes.SERVICES).said
    lamps = next(one for one in services if one["service_code"] == makers.LAMPS)
    assert lamps["group"] == "物业与小区 › 共用设施设备"
    assert {len(one["service_code"]) for one in services} == {4, 6}
    _status, listed = get_xml("services.xml")
    assert (listed.tag, plain(listed)) == ("services", texts(services))
    definition = get(f"services/{makers.LAMPS}.json", shapes.DEFINITION)
    assert plain(get_xml(f"services/{makers.LAMPS}.xml")[1]) == texts(definition.said)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_none_one_and_two_requests_read_alike_in_both_forms(town: Settled, count: int) -> None:
    several(town, count)
    rows = get("requests.json", shapes.REQUESTS, **SINCE).said
    status, listed = get_xml("requests.xml", **SINCE)
    assert len(rows) == count
    assert (status, listed.tag) == (200, "service_requests")
    assert plain(listed) == texts(rows)


def test_nothing_of_a_reporter_is_told_and_nothing_confidential_at_all(town: Settled) -> None:
    open_one = a_case(town, words=SECRET, place="3 单元 501 室", point=do.Point(118.7701, 32.0601), at=MONDAY)
    hidden = [
        a_case(town, words=SECRET, confidentiality="P1"),
        a_case(town, words=SECRET, confidentiality="P2"),
        a_case(town, words=SECRET, kind="report"),
        a_case(town, words=SECRET, target_body_id=town.body("城管")),
        a_case(town, words=SECRET, in_state=S.WITHDRAWN),
    ]
    for extended in ("false", "true"):
        said = get("requests.json", shapes.EXTENDED if extended == "true" else None, extensions=extended, **SINCE)
        assert said.numbers == [open_one.number]
        text = said.response.content.decode()
        assert not [
            word for word in ("张三丰", "1381234", "单元 501", "501 室", "118.7701", "<b>", "单元") if word in text
        ]
    for case in hidden:
        assert get(f"requests/{case.number}.json").status == 404
        assert get("requests.json", service_request_id=case.number).said == []
    one = get(f"requests/{open_one.number}.json", shapes.EXTENDED, extensions="true").said[0]
    assert [note["type"] for note in one["notes"]] == ["file"]
    assert one["address"].endswith(town.community.name)
    do.change_confidentiality(town.actor("信息官"), case_id=open_one.pk, level="P1", at=MONDAY)
    assert get("requests.json", **SINCE).said == [], "what becomes confidential is gone from the next answer"


def test_a_box_is_asked_of_the_point_of_the_community_and_never_of_the_reported_one(town: Settled) -> None:
    Area.objects.filter(pk=town.community.pk).update(lon=118.77, lat=32.06)
    case = a_case(town, point=do.Point(118.9001, 32.2001))
    assert get("requests.json", bbox="118.89,32.19,118.91,32.21", **SINCE).said == []
    found = get("requests.json", bbox="118.76,32.05,118.78,32.07", **SINCE)
    assert found.numbers == [case.number]
    assert (found.said[0]["long"], found.said[0]["lat"]) == (118.77, 32.06)


def test_a_closed_request_was_updated_when_it_was_closed_and_a_later_note_changes_nothing(town: Settled) -> None:
    case = a_case(town, in_state=S.CLOSED)
    before = get(f"requests/{case.number}.json", shapes.REQUESTS).said[0]
    do.write_note(town.actor("派单员"), case_id=case.pk, text="归档前再看一眼", at=MONDAY + timedelta(days=3))
    after = get(f"requests/{case.number}.json").said[0]
    assert case.ended_at is not None
    assert datetime.fromisoformat(after["updated_datetime"]) == case.ended_at.replace(microsecond=0)
    assert after == before
    assert (after["status"], after["status_notes"]) == ("closed", "已办结：已解决")


def test_what_is_not_accepted_is_closed_but_not_solved(town: Settled) -> None:
    case = a_case(town, in_state=S.NOT_ACCEPTED)
    said = get(f"requests/{case.number}.json", extensions="true").said[0]
    assert (said["status"], said["status_notes"]) == ("closed", "不予受理：不予受理")
    assert said["extended_attributes"]["result"] == "not_accepted"


FILTERS: list[tuple[dict[str, Any], int]] = [
    ({}, 4),
    ({"status": "open"}, 3),
    ({"status": "closed"}, 1),
    ({"status": "open,closed"}, 4),
    ({"status": ""}, 4),
    ({"service_code": makers.LAMPS}, 1),
    ({"service_code": f"{makers.LAMPS},{makers.RUBBISH}"}, 4),
    ({"service_code": "9999"}, 0),
    ({"start_date": "2026-11-16T09:01:00+08:00", "end_date": ""}, 1),
    ({"start_date": "2026-11-16T09:01:00 08:00"}, 1),
    ({"start_date": "2026-11-16T01:01:00Z"}, 1),
    ({"start_date": "2026-11-16T01:01:00.5Z"}, 1),
    ({"start_date": "2026-08-18T00:00:00Z", "end_date": "2026-11-16T00:00:00Z"}, 0),
    ({"end_date": "2026-11-16T09:00:30+08:00", "start_date": ""}, 3),
    ({"updated_after": "2026-11-16T09:04:00+08:00", "start_date": ""}, 1),
    ({"bbox": "118.0,31.0,119.0,33.0"}, 4),
    ({"bbox": "10,10,11,11"}, 0),
    ({"jurisdiction_id": ""}, 4),
    ({"jurisdiction_id": "here"}, 4),
    ({"unknown": "x"}, 4),
]


@pytest.fixture
def _four(town: Settled) -> None:
    a_case(town, in_state=S.CLOSED)
    a_case(town, category_code=makers.LAMPS)
    several(town, 2)
    Area.objects.filter(pk=town.community.pk).update(lon=118.77, lat=32.06)


@pytest.mark.usefixtures("_four")
def test_filters_leave_what_they_say(town: Settled) -> None:
    for asked, count in FILTERS:
        given = SINCE | asked
        if given.get("jurisdiction_id") == "here":
            given["jurisdiction_id"] = town.county.code
        assert len(get("requests.json", shapes.REQUESTS, **given).said) == count, asked


def test_numbers_override_whatever_else_is_asked(town: Settled) -> None:
    case = a_case(town)
    asked = {"service_request_id": f"{case.number},GL-2026-999999", "status": "closed", "start_date": "nonsense"}
    assert get("requests.json", shapes.REQUESTS, **asked).numbers == [case.number]


REFUSED: list[tuple[str, dict[str, str], int, str]] = [
    ("requests", {"start_date": "2026-08-17T00:00:00Z", "end_date": "2026-11-16T00:00:00Z"}, 400, "400.end_date"),
    ("requests", {"start_date": "2026-11-16T09:00:00"}, 400, "400.start_date"),
    ("requests", {"start_date": "2026-11-16"}, 400, "400.start_date"),
    ("requests", {"start_date": "2026-13-16T09:00:00Z"}, 400, "400.start_date"),
    ("requests", {"updated_after": "yesterday"}, 400, "400.updated_after"),
    ("requests", {"status": "solved"}, 400, "400.status"),
    ("requests", {"bbox": "1,2,3"}, 400, "400.bbox"),
    ("requests", {"bbox": "1,91,3,92"}, 400, "400.bbox"),
    ("requests", {"page_size": "0"}, 400, "400.page_size"),
    ("requests", {"page": "²"}, 400, "400.page"),
    ("requests", {"page": "201", "page_size": "50"}, 400, "400.page"),
    ("requests", {"after": "nonsense"}, 400, "400.after"),
    ("requests", {"jurisdiction_id": "city.gov"}, 404, "404.jurisdiction_id"),
    ("services", {"jurisdiction_id": "city.gov"}, 404, "404.jurisdiction_id"),
    ("services/9999", {}, 404, "404.service_code"),
    ("services/01", {}, 404, "404.service_code"),
    ("requests/GL-2026-999999", {}, 404, "404.service_request_id"),
    ("requests/%00", {}, 404, "404.service_request_id"),
    ("nothing", {}, 404, "404.address"),
]


@pytest.mark.parametrize(("address", "asked", "status", "code"), REFUSED)
def test_what_cannot_be_answered_says_so_in_the_form_that_was_asked_for(
    town: Settled, address: str, asked: dict[str, str], status: int, code: str
) -> None:
    said = get(f"{address}.json", **asked)
    assert (said.status, said.codes) == (status, [code])
    got, listed = get_xml(f"{address}.xml", **asked)
    assert (got, listed.tag) == (status, "errors")
    assert plain(listed) == said.said


def test_other_methods_and_addresses_without_a_form_are_refused(town: Settled) -> None:
    response = Client().delete("/open311/v2/requests.json")
    assert (response.status_code, response["Content-Type"]) == (405, "application/json; charset=utf-8")
    assert Client().get("/open311/v2/services").status_code == 400


def test_pages_follow_one_another_without_gap_or_repetition_while_new_ones_come(town: Settled) -> None:
    made = [case.number for case in reversed(several(town, 5))]
    by_number = [n for page in (1, 2, 3) for n in get("requests.json", page=page, page_size=2, **SINCE).numbers]
    assert by_number == made
    assert get("requests.json", page=4, page_size=2, **SINCE).said == []
    seen, answer = [], get("requests.json", page_size=2, **SINCE)
    while True:
        seen += answer.numbers
        a_case(town, at=MONDAY + timedelta(hours=2))
        link = answer.response.headers.get("Link")
        if not link:
            break
        answer = get("requests.json" + link[link.index("?") : link.index(">")])
    assert seen == made


def test_the_thousand_and_first_comes_only_with_paging(
    town: Settled, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr("huying.exchange.open311.asking.Turn.__init__.__defaults__", (3, 1, ""), raising=False)
    several(town, 4)
    get("requests.json", **SINCE)
    with django_assert_num_queries(5):  # what is kept, the cases, their clocks, photos of both sorts
        answer = get("requests.json", shapes.REQUESTS, **SINCE)
    assert len(answer.said) == 3
    assert 'rel="next"' in answer.response["Link"]
