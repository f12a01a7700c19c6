"""The JSON of duties: the tree, the lists, who answers, and knowledge."""

from datetime import date
from io import BytesIO

import pytest

from huying.duties.public import NewKnowledge, propose_change, save_knowledge
from huying.kernel.actor import GUEST, SYSTEM
from tests.duties.makers import AT, a_draft, a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_town, an_actor

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/duties"


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


@pytest.fixture
def client(town, client_as):
    return client_as(an_actor("dispatcher", town.county))


def test_the_tree_is_told_with_what_each_entry_inherits(client):
    tree = {entry["code"]: entry for entry in client.get(f"{ROOT}/categories").json()}
    assert len(tree) == 453
    assert (tree["010202"]["klass"], tree["010203"]["klass"], tree["130305"]["confidential"]) == ("E", "U", True)


def test_lists_and_their_items_are_read(town, client):
    doc = a_list("L1", town.county, an_item("0701", "fire", title="消防隐患", helpers={"street": "巡查"}))
    (found,) = client.get(f"{ROOT}/lists", {"kind": "L1", "state": "in_force"}).json()
    (item,) = client.get(f"{ROOT}/lists/{doc.pk}/items").json()["items"]
    assert (found["id"], found["effective_from"]) == (doc.pk, "2026-01-01")
    assert (item["category"], item["helpers"]) == ("0701", [{"function": "street", "part": "巡查"}])


def test_who_answers_is_asked_by_machines_too(town, client):
    body = a_body(town.county, "消防大队", function="fire")
    a_list("L1", town.county, an_item("0701", "fire", limit_amount=24, limit_unit="hour"), an_item("07", "fire"))
    asked = {"category_code": "070101", "area_id": town.grids[0].pk, "klass": "U"}

    answer = client.get(f"{ROOT}/who-answers", asked).json()

    assert answer["lead"]["id"] == body.pk
    assert answer["limit"] == {"amount": 24, "unit": "hour"}
    assert answer["others"][0]["why"] == "有更具体的事项条目"
    assert client.get(f"{ROOT}/who-answers", asked | {"area_id": 987654}).status_code == 404
    assert client.get(f"{ROOT}/who-answers", asked | {"category_code": "9999"}).status_code == 404
    assert client.get(f"{ROOT}/who-answers", asked | {"category_code": "x"}).status_code == 422


def test_knowledge_that_holds_today_is_read(client):
    for question, until in (("有效吗", None), ("过期了吗", date(2026, 2, 1))):
        entry = NewKnowledge(question, "答", "文件", date(2026, 1, 1), until)
        save_knowledge(SYSTEM, entry=entry, at=AT)
    assert [e["question"] for e in client.get(f"{ROOT}/knowledge").json()["items"]] == ["有效吗"]


def test_a_guest_is_asked_to_sign_in(client_as, town):
    assert client_as(GUEST).get(f"{ROOT}/lists").status_code == 401


def test_a_list_lives_its_whole_life_over_json(town, client_as):
    client = client_as(an_actor("list_keeper", town.county))

    def sent(path: str, method: str = "post", **typed):
        return getattr(client, method)(f"{ROOT}/{path}", typed, content_type="application/json")

    doc = sent("lists", kind="L1", area_id=town.county.pk, no="2026-1", title="清单", reason="年度调整").json()
    given = {"reason": "三定规定", "code": "1", "title": "消防", "category": "0701", "lead_function": "fire"}
    item = sent(f"lists/{doc['id']}/items", **given, helpers=[{"function": "street", "part": "巡查"}])
    assert item.status_code == 201
    there = f"lists/{doc['id']}/items/{item.json()['id']}"
    assert sent(there, "put", **given | {"title": "消防隐患"}).json()["title"] == "消防隐患"
    assert sent(f"lists/{doc['id']}/items", **given).json()["fields"].keys() == {"code"}
    extra = sent(f"lists/{doc['id']}/items", **given | {"code": "2"}).json()
    gone = f"{ROOT}/lists/{doc['id']}/items/{extra['id']}"
    assert client.delete(gone).status_code == 422
    assert client.delete(f"{gone}?reason=重复了").status_code == 204

    held = sent(f"lists/{doc['id']}/put-in-force", effective_from="2026-01-01", approved_by="区政府").json()
    assert held["state"] == "in_force"
    assert sent(there, "put", **given).json()["code"] == "list_in_force"
    assert sent(f"lists/{doc['id']}/repeal", on="2026-06-01", reason="常务会议").json()["effective_to"] == "2026-06-01"


def test_knowledge_is_written_over_json_by_those_who_keep_it(town, client_as, client):
    keeper = client_as(an_actor("list_keeper", town.county))
    typed = {"question": "问", "answer": "答", "source": "文件", "valid_from": "2026-01-01", "category": "1205",
             "reason": "新文件"}  # fmt: skip
    made = keeper.post(f"{ROOT}/knowledge", typed, content_type="application/json")
    assert made.status_code == 201
    there = f"{ROOT}/knowledge/{made.json()['id']}"
    changed = keeper.put(there, typed | {"keywords": ["居住证"]}, content_type="application/json")
    assert (changed.json()["keywords"], changed.json()["category"]) == (["居住证"], "1205")
    assert client.post(f"{ROOT}/knowledge", typed, content_type="application/json").status_code == 403


def test_an_entry_of_the_tree_is_added_and_changed_with_its_reason(town, client_as, client):
    keeper = client_as(an_actor("list_keeper", town.county))
    typed = {"name": "天台堆物", "default_leads": [], "keywords": ["天台"], "reason": "年度调整"}

    made = keeper.post(f"{ROOT}/categories", typed | {"code": "070105"}, content_type="application/json")
    assert (made.status_code, made.json()["parent_code"], made.json()["klass"]) == (201, "0701", "U")
    there = f"{ROOT}/categories/070105"
    changed = keeper.put(there, typed | {"default_class": "E"}, content_type="application/json").json()
    assert (changed["klass"], changed["name"]) == ("E", "天台堆物")

    assert keeper.put(there, typed | {"reason": ""}, content_type="application/json").status_code == 422
    assert client.put(there, typed, content_type="application/json").status_code == 403


def test_a_draft_is_filled_from_a_file_or_stays_as_it_was(town, client_as):
    keeper = client_as(an_actor("list_keeper", town.county))
    doc = a_draft("L1", town.county, an_item("0701", "fire"))
    wrong = BytesIO("序号,分类代码,事项,主办职能\n1,9999,没有的,没有的职能\n".encode())
    wrong.name = "list.csv"

    refused = keeper.post(f"{ROOT}/lists/{doc.pk}/import", {"file": wrong, "reason": "年度调整"})

    assert refused.status_code == 422
    assert {row["row"] for row in refused.json()["facts"]["rows"]} == {2}
    assert [item.category_code for item in doc.items.all()] == ["0701"]


def test_a_proposal_is_seen_and_decided(town, client_as):
    body = a_body(town.county, "消防大队", function="fire")
    asked = {"item_id": None, "category_code": "0701", "lead_body_id": body.pk, "ruling_ref": "case:1:1"}
    proposal = propose_change(SYSTEM, **asked, at=AT)
    keeper = client_as(an_actor("list_keeper", town.county))
    assert [one["id"] for one in keeper.get(f"{ROOT}/proposals").json()] == [proposal.pk]
    said = {"taken": True, "note": "列入下一版"}
    there = f"{ROOT}/proposals/{proposal.pk}/decide"
    assert keeper.post(there, said, content_type="application/json").json()["state"] == "taken"
    assert keeper.post(there, said, content_type="application/json").status_code == 409
