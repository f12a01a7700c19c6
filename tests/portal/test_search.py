"""One search over cases, items, lists, knowledge, bodies and wordings, for colleagues."""

from dataclasses import replace
from datetime import date

import pytest

from huying.cases.indexing import write_down
from huying.duties.public import NewKnowledge, save_knowledge
from huying.kernel.actor import GUEST, SYSTEM, Actor
from huying.portal.asking import Asked, read
from tests.cases.keeping import _one_town
from tests.cases.makers import MONDAY, S, a_case, on, settle
from tests.organisations.makers import an_actor

pytestmark = pytest.mark.django_db
__all__ = ["_one_town"]
BEARER = {"Authorization": "Bearer x"}


def test_a_colleague_finds_what_there_is_of_every_kind(client_as, django_assert_max_num_queries):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, words="楼道灯不亮<b>，垃圾也没清", place="颐和公馆3幢501室")
    save_knowledge(SYSTEM, entry=NewKnowledge("垃圾几点收", "早上 7 点。", "城管局", date(2026, 1, 1)), at=MONDAY)
    write_down([case.pk])
    client = client_as(town.actor("派单员"))

    shown = client.get("/search/", {"q": "楼道灯"}).content.decode()
    assert "<mark>楼道灯</mark>不亮&lt;b&gt;" in shown
    assert f"/desk/cases/{case.number}/" in shown
    assert [word for word in ("501室", "张先生") if word in shown] == []
    for kind, words, found in (
        ("items", "生活垃圾", "<mark>生活垃圾</mark>清运"), ("lists", "清单", "<mark>清单</mark>"),
        ("knowledge", "几点", "垃圾<mark>几点</mark>收"), ("bodies", "住建", "区<mark>住建</mark>局"),
    ):  # fmt: skip
        with django_assert_max_num_queries(14):
            assert found in client.get("/search/", {"kind": kind, "q": words}).content.decode(), kind
    assert client.get("/search/", {"q": case.number}).url == f"/desk/cases/{case.number}/"

    nothing = client.get("/search/", {"q": "住建局"}).content.decode()
    assert "没有找到“住建局”" in nothing
    assert 'href="?kind=bodies&amp;q=%E4%BD%8F%E5%BB%BA%E5%B1%80"' in nothing
    keeper = client_as(an_actor("system_admin", town.county))
    assert "<mark>" in keeper.get("/search/", {"kind": "wordings", "q": "已收到"}).content.decode()
    assert "<mark>" not in client.get("/search/", {"kind": "wordings", "q": "已收到"}).content.decode()


def test_what_was_typed_stays_and_days_are_days(client_as):
    town = settle()
    for hour in range(25):
        case = a_case(town, at=on(16 + hour // 20, 9, hour), words=f"楼道灯第{hour}次不亮")
        write_down([case.pk])
    client = client_as(town.actor("派单员"))

    first = client.get("/search/", {"q": "楼道灯 2026年11月"}).content.decode()
    assert 'value="楼道灯 2026年11月"' in first
    assert "“2026年11月”当作提交日期" in first
    assert first.count("data-row>") == 20
    more = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/search/{more}").content.decode().count("data-row>") == 5
    assert "没有找到" in client.get("/search/", {"q": "楼道灯 2026-10"}).content.decode()
    assert client.get("/search/", {"q": "2026-11-17"}).content.decode().count("data-row>") == 5
    assert "没有找到" in client.get("/search/", {"q": "2026-11-17", "as": "text"}).content.decode()
    for state, count in (("open", 20), ("S80", 0)):
        assert client.get("/search/", {"q": "灯", "state": state}).content.decode().count("data-row>") == count


def test_the_json_door_finds_the_same_and_pages_by_key(client_as, django_assert_max_num_queries):
    town = settle()
    for hour in range(5):
        case = a_case(town, at=on(16, 9, hour), words=f"楼道灯<b>第{hour}次不亮", place="颐和公馆3幢501室")
        write_down([case.pk])
    door = "/api/v1/portal/search"
    client = client_as(town.actor("派单员"))
    with django_assert_max_num_queries(14):
        first = client.get(door, {"q": "楼道灯 2026-11", "size": 3}).json()
    assert (first["kind"], first["words"], first["since"], len(first["items"])) == ("cases", "楼道灯", "2026-11-01", 3)
    hit = first["items"][0]
    assert "<mark>楼道灯</mark>&lt;b&gt;" in hit["text"]
    assert hit["href"] == f"/desk/cases/{hit['number']}/"
    assert "501室" not in str(first)
    rest = client.get(door, {"q": "楼道灯 2026-11", "size": 3, "after": first["next_cursor"]}).json()
    numbers = [one["number"] for one in (*first["items"], *rest["items"])]
    assert (len(numbers), len(set(numbers)), rest["next_cursor"]) == (5, 5, None)
    assert client.get(door, {"q": case.number}).json()["number"] == case.number
    items = client.get(door, {"q": "生活垃圾", "kind": "items"}).json()["items"]
    assert "<mark>生活垃圾</mark>" in items[0]["title"] + items[0]["text"]

    other = client_as(town.actor("环保经办")).get(door, {"q": "楼道灯"}).json()
    assert (other["items"], other["number"]) == ([], "")
    assert client.get(door, {"q": "x", "kind": "wordings"}).status_code == 403
    assert client_as(town.resident).get(door, {"q": "楼道灯"}).status_code == 403
    assert client.get(door, {"q": "灯", "size": 500}).status_code == 422
    token = Actor(kind="token", account_id=1, posts=town.actor("派单员").posts, scopes=("portal:read",))
    assert len(client_as(token).get(door, {"q": "楼道灯"}, headers=BEARER).json()["items"]) == 5
    assert client_as(replace(token, scopes=())).get(door, {"q": "楼道灯"}, headers=BEARER).status_code == 403


def test_it_is_for_colleagues(client_as):
    town = settle()
    assert client_as(town.resident).get("/search/").status_code == 404
    assert client_as(GUEST).get("/search/").status_code == 302
    assert "编号、字词或日期" in client_as(town.actor("城管经办")).get("/search/").content.decode()


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("楼道灯 坏", Asked("楼道灯 坏")),
        ("２０２６－１１", Asked("", date(2026, 11, 1), date(2026, 11, 30), "２０２６－１１")),
        ("2026/2", Asked("", date(2026, 2, 1), date(2026, 2, 28), "2026/2")),
        ("灯 2026年11月3日 2026-11-05", Asked("灯", date(2026, 11, 3), date(2026, 11, 5), "2026年11月3日 2026-11-05")),
        ("2026-13 2026-02-30 12345", Asked("2026-13 2026-02-30 12345")),
    ],
)
def test_days_among_the_words_are_understood(typed, asked):
    assert read(typed) == asked
