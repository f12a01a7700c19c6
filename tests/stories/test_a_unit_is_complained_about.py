"""A resident says that the trouble is the conduct of a unit: found by name, and that unit sees nothing of it."""

import json
import re

import pytest
from django.test import Client

from huying.cases.models import Case, Note
from huying.notices.models import Message
from huying.people.models import ReadLog
from tests.cases.makers import RUBBISH, Settled, settle

pytestmark = pytest.mark.django_db
REPORT = {
    "words": "街道窗口态度很差，一直推来推去。", "kind": "complaint", "category_code": RUBBISH, "place": "颐和公馆",
    "confidentiality": "P0", "consent": "on", "about_body": "on",
}  # fmt: skip
SEATED = ("街道经办", "街道负责人", "统筹员")


def choices(page: str) -> dict[str, str]:
    """Number by name, as the page offers them."""
    found = re.findall(r'name="target_body_id" value="(\d+)"[^>]*> <span>(.*?)</span>', page)
    return {name: number for number, name in found}


def nothing_reaches(town: Settled, case: Case, client_as) -> None:
    for who in SEATED:
        client = client_as(town.actor(who))
        assert client.get(f"/desk/cases/{case.number}/").status_code == 404, who
        assert client.get(f"/api/v1/cases/{case.number}").status_code == 404, who
        found = client.get("/desk/search/", {"text": case.number}).content.decode()
        assert f"/desk/cases/{case.number}/" not in found, who
    tried = ReadLog.objects.filter(thing="case", thing_id=case.pk, outcome="refused")
    assert set(tried.values_list("account_id", flat=True)) == {town.actor(who).account_id for who in SEATED}
    told = Message.objects.filter(about_thing="case", about_id=case.pk)
    assert not told.filter(body_id=town.body("街道")).exists()
    assert not told.filter(account_id__in=[town.actor(who).account_id for who in SEATED]).exists()


def test_by_the_page_without_scripts_the_unit_is_found_chosen_and_kept_out(client_as):
    town = settle()
    client = client_as(town.resident)

    page = client.post("/report/", {**REPORT, "body_name": "宁海路", "find_body": "1"}).content.decode()
    assert "宁海路街道办" in choices(page)
    assert REPORT["words"] in page
    given = {**REPORT, "body_name": "宁海路", "target_body_id": choices(page)["宁海路街道办"]}
    assert client.post("/report/", given).status_code == 302

    case = Case.objects.get()
    assert case.target_body_id == town.body("街道")
    assert "反映的是宁海路街道办的做法" in client.get(f"/c/{case.number}/").content.decode()
    assert client_as(town.actor("受理员")).get(f"/desk/cases/{case.number}/").status_code == 200
    nothing_reaches(town, case, client_as)


def test_by_json_it_is_the_same(client_as):
    town = settle()
    client = client_as(town.resident)
    (unit,) = client.get("/api/v1/cases/units", {"name": "宁海路街道"}).json()
    body = {
        "words": REPORT["words"], "category_code": RUBBISH, "area_id": town.grid.pk, "consent_version": "2026-1",
        "target_body_id": unit["id"],
    }  # fmt: skip
    answer = client.post("/api/v1/cases/", json.dumps(body), content_type="application/json")

    assert set(unit) == {"id", "name"}
    assert answer.status_code == 201
    nothing_reaches(town, Case.objects.get(), client_as)


def test_sent_without_a_choice_the_page_asks_which_one_and_keeps_everything(client_as):
    town = settle()
    answer = client_as(town.resident).post("/report/", {**REPORT, "body_name": "区"})
    assert answer.status_code == 422
    assert "至少两个字" in answer.content.decode()

    answer = client_as(town.resident).post("/report/", {**REPORT, "body_name": "城管"})
    assert answer.status_code == 422
    assert "区城管局" in choices(answer.content.decode())
    assert "请选一个" in answer.content.decode()
    assert not Case.objects.exists()


def test_who_cannot_find_it_leaves_the_name_to_the_intake_desk(client_as):
    town = settle()
    client = client_as(town.resident)
    page = client.post("/report/", {**REPORT, "body_name": "无此单位", "find_body": "1"}).content.decode()
    assert "没有找到叫这个名字的单位" in page

    client.post("/report/", {**REPORT, "body_name": "无此单位", "target_body_id": "0"})

    case = Case.objects.get()
    assert case.target_body_id is None
    assert Note.objects.get(case=case, kind="target_named").text == "无此单位"
    assert "无此单位" in client_as(town.actor("受理员")).get(f"/desk/cases/{case.number}/").content.decode()


def test_a_unit_that_does_not_exist_is_refused_by_name(client_as):
    town = settle()
    body = {"words": REPORT["words"], "category_code": RUBBISH, "area_id": town.grid.pk, "consent_version": "2026-1"}
    answer = client_as(town.resident).post(
        "/api/v1/cases/", json.dumps({**body, "target_body_id": 987654321}), content_type="application/json"
    )

    assert answer.status_code == 422
    assert "target_body_id" in answer.json()["fields"]


def test_somebody_at_the_desk_names_it_for_a_caller(client_as):
    town = settle()
    given = {
        "channel": "phone", "kind": "complaint", "words": REPORT["words"], "category_code": RUBBISH,
        "place": "颐和公馆", "confidentiality": "P2", "target_body_id": "宁海路街道办",
    }  # fmt: skip
    client_as(town.actor("受理员")).post("/desk/filing/", given)

    assert Case.objects.get().target_body_id == town.body("街道")


def test_a_stranger_is_offered_the_same_search():
    settle()
    page = Client().post("/report/", {**REPORT, "body_name": "环境", "find_body": "1"}).content.decode()

    assert list(choices(page)) == ["区生态环境局", "不在上面，请受理员确认是哪个单位"]
