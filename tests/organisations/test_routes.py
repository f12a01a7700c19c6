"""The JSON of organisations tells what the pages tell."""

from io import BytesIO

import pytest

from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.reasons import changes_of
from huying.organisations.actions.bodies import rename_body
from huying.organisations.models import Body
from tests.organisations.makers import AT, DAY, Town, a_body, a_town, an_actor
from tests.people.makers import an_account

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/organisations"


@pytest.fixture
def town() -> Town:
    return a_town()


def test_bodies_are_listed_filtered_and_read_one_by_one(town, client_as):
    bureau = a_body(town.county, "区城管局", function="urban_management")
    squad = a_body(town.streets[0], "宁海路中队", function="urban_management", parent=bureau)
    rename_body(SYSTEM, body_id=squad.pk, name="宁海路执法中队", on=DAY, reason="更名", at=AT)
    client = client_as(an_actor("intake", town.county))

    found = client.get(f"{ROOT}/bodies", {"function": "urban_management", "area_path": town.streets[0].path}).json()
    assert [body["name"] for body in found["items"]] == ["宁海路执法中队"]
    one = client.get(f"{ROOT}/bodies/{squad.pk}").json()
    assert (one["line_path"], one["functions"], one["kind"]) == (squad.line_path, ["urban_management"], "G10")
    history = client.get(f"{ROOT}/bodies/{squad.pk}/history").json()
    assert [change["kind"] for change in history] == ["renamed", "founded"]


def test_kinds_and_functions_say_what_may_stand_where(town, client_as):
    client = client_as(an_actor("intake", town.county))
    kinds = {kind["code"]: kind for kind in client.get(f"{ROOT}/kinds").json()}
    assert set(kinds["P50"]["parents"]) == {"P30", "P40"}
    assert {"fire", "housing"} <= {function["code"] for function in client.get(f"{ROOT}/functions").json()}


def test_a_keeper_sees_the_roles_of_the_area_and_a_clerk_only_their_own(town, client_as):
    clerk, keeper = an_actor("intake", town.streets[0]), an_actor("security_admin", town.county)

    own = client_as(clerk).get(f"{ROOT}/roles").json()["items"]
    every = client_as(keeper).get(f"{ROOT}/roles").json()["items"]

    assert [grant["account_id"] for grant in own] == [clerk.account_id]
    assert {grant["account_id"] for grant in every} == {clerk.account_id, keeper.account_id}


def test_a_guest_is_asked_to_sign_in_and_an_unknown_body_is_not_found(town, client_as):
    assert client_as(GUEST).get(f"{ROOT}/bodies").status_code == 401
    assert client_as(an_actor("intake", town.county)).get(f"{ROOT}/bodies/987654").status_code == 404


def sent(client, path: str, **typed):
    return client.post(f"{ROOT}/{path}", typed, content_type="application/json")


def test_what_the_keeper_does_on_pages_a_machine_does_too(town, client_as):
    client = client_as(an_actor("security_admin", town.county))
    note = {"on": "2026-06-01", "reason": "机构文件"}
    made = sent(client, "bodies", kind="G10", name="区甲局", area_id=town.county.pk, functions=["housing"], **note)
    other = sent(client, "bodies", kind="G10", name="区乙局", area_id=town.county.pk, **note).json()
    assert made.status_code == 201
    body = made.json()

    renamed = sent(client, f"bodies/{body['id']}/rename", name="区丙局", **note).json()
    moved = sent(client, f"bodies/{body['id']}/move", area_id=town.streets[0].pk, line_parent_id=other["id"], **note)
    merged = sent(client, f"bodies/{body['id']}/merge", into_id=other["id"], **note).json()
    closed = sent(client, f"bodies/{other['id']}/close", **note).json()

    assert (renamed["name"], moved.json()["area_id"]) == ("区丙局", town.streets[0].pk)
    assert (merged["state"], merged["merged_into_id"], closed["state"]) == ("merged", other["id"], "closed")


def test_a_role_is_given_and_ended_by_a_machine_and_a_refusal_is_a_problem(town, client_as):
    client, clerk = client_as(an_actor("security_admin", town.county)), client_as(an_actor("intake", town.county))
    typed = {"account_id": an_account().pk, "role": "dispatcher", "area_id": town.county.pk, "reason": "任命"}

    given = sent(client, "roles", **typed)
    assert given.status_code == 201
    assert sent(client, f"roles/{given.json()['id']}/end", reason="调离").json()["valid_to"]
    assert sent(clerk, "roles", **typed).status_code == 403
    wrong = sent(client, "bodies", kind="P50", name="党小组", area_id=town.county.pk, on="2026-06-01", reason="批复")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "parent_not_allowed")


def test_a_body_is_started_edited_and_serves_one_more_area(town, client_as):
    client = client_as(an_actor("security_admin", town.county))
    note = {"on": "2026-06-01", "reason": "机构文件"}
    body = sent(client, "bodies", kind="G10", name="区筹备局", area_id=town.county.pk, draft=True, **note).json()

    assert sent(client, f"bodies/{body['id']}/activate", **note).json()["state"] == "active"
    edit = {"office_phone": "83370000", **note}
    changed = client.patch(f"{ROOT}/bodies/{body['id']}", edit, content_type="application/json").json()
    assert (changed["office_phone"], changed["name"]) == ("83370000", "区筹备局")
    serve = {"area_id": town.streets[0].pk, **note}
    assert sent(client, f"bodies/{body['id']}/areas", **serve).status_code == 204
    assert sent(client, f"bodies/{body['id']}/areas/end", **serve).status_code == 204
    assert [change.text for change in changes_of("body", body["id"])] == ["机构文件", "机构文件"]
    assert sent(client, f"bodies/{body['id']}/areas", **serve | {"reason": ""}).status_code == 422


def test_a_seat_is_opened_filled_emptied_and_closed_by_machines_too(town, client_as):
    client, person = client_as(an_actor("security_admin", town.county)), an_account()
    committee = a_body(town.communities[0], kind="R10")
    typed = {"title": "主任", "kind": "director", "reason": "换届"}
    seat = sent(client, f"bodies/{committee.pk}/posts", **typed).json()
    held = sent(client, f"posts/{seat['id']}/appointments", account_id=person.pk, since="2026-01-01", reason="选举")
    assert held.status_code == 201
    assert sent(client, f"posts/{seat['id']}/close", reason="换届").status_code == 422
    ended = sent(client, f"appointments/{held.json()['id']}/end", on="2026-06-30", reason="辞职").json()
    assert ended["term_to"] == "2026-06-30"
    assert len(client.get(f"{ROOT}/posts/{seat['id']}/appointments").json()) == 1
    (shown,) = client.get(f"{ROOT}/bodies/{committee.pk}/posts").json()
    assert shown["title"] == "主任"


def test_kinds_and_functions_are_kept_with_a_reason(town, client_as):
    client = client_as(an_actor("security_admin", town.county))
    kind = {"name": "楼院党小组", "parents": ["P40", "P30", "P31"], "reason": "区委组织部通知"}
    changed = client.put(f"{ROOT}/kinds/P50", kind, content_type="application/json").json()
    assert changed["parents"] == ["P30", "P31", "P40"]
    named = {"name": "气象", "aliases": ["气象局"], "reason": "机构改革"}
    assert sent(client, "functions", code="meteorology", **named).status_code == 201
    there = f"{ROOT}/functions/meteorology"
    assert client.put(there, named | {"active": False}, content_type="application/json").json()["active"] is False
    clerk = client_as(an_actor("intake", town.county))
    assert clerk.put(there, named, content_type="application/json").status_code == 403


def test_a_file_of_bodies_is_taken_in_whole_or_not_at_all(town, client_as):
    client = client_as(an_actor("security_admin", town.county))
    head = "编号,类别代码,名称,区划代码\n"

    def file(rows: str) -> BytesIO:
        made = BytesIO((head + rows).encode())
        made.name = "bodies.csv"
        return made

    place = {"area_id": town.county.pk, "reason": "首次登记"}
    wrong = f"1,G10,区一局,{town.county.code}\n2,X99,区二局,{town.county.code}\n"
    refused = client.post(f"{ROOT}/imports", place | {"file": file(wrong)})
    assert refused.status_code == 422
    assert [row["row"] for row in refused.json()["facts"]["rows"]] == [3]
    assert not Body.objects.filter(name="区一局").exists()
    made = client.post(f"{ROOT}/imports", place | {"file": file(wrong.replace("X99", "G10"))})
    assert [one["name"] for one in made.json()] == ["区一局", "区二局"]
