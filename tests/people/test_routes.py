"""The JSON face of people: the same rules as the pages, problems as RFC 9457."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from huying.calendars.public import seed_calendar
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.people.actions.tokens import NewToken, make_token
from huying.people.models import Account
from huying.people.queries import guardian_agreed
from tests.people.makers import a_resident, an_account, person, with_role

pytestmark = pytest.mark.django_db

As = Callable[..., Client]
API = "/api/v1/people"


def post(client: Client, path: str, **body: Any) -> HttpResponse:
    return client.post(f"{API}{path}", body, content_type="application/json")


def test_a_guest_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(f"{API}/me")
    assert (response.status_code, response.json()["code"]) == (401, "sign_in_needed")


def test_everyone_may_read_why_data_are_processed(client: Client) -> None:
    told = client.get(f"{API}/purposes").json()
    assert {"case_contact", "account"} <= {one["code"] for one in told}


def test_who_am_i(client_as: As) -> None:
    told = client_as(with_role("dispatcher", an_account("李调度"))).get(f"{API}/me").json()
    assert (told["public_name"], told["roles"], told["staff"]) == ("李调度", ["dispatcher"], True)


def test_consent_given_and_taken_back(client_as: As) -> None:
    client = client_as(person(a_resident()))
    given = post(client, "/consents", purpose="satisfaction_call", version="2026-1")
    assert given.status_code == 201
    assert given.json()[0]["withdrawn_at"] is None
    assert client.delete(f"{API}/consents/satisfaction_call").json()[0]["withdrawn_at"] is not None


def test_my_records_are_masked(client_as: As) -> None:
    told = client_as(person(a_resident(phone="13955550121"))).get(f"{API}/records")
    assert told.json()[0]["masked"] == {"phone": "139****0121"}
    assert "13955550121" not in told.content.decode()


def test_rights_are_asked_and_answered(client_as: As, at: datetime) -> None:
    seed_calendar(SYSTEM, at=at)
    asked = post(client_as(person(a_resident())), "/rights", kind="copy")
    assert asked.status_code == 201
    path = f"/rights/{asked.json()['id']}/answer"
    assert post(client_as(with_role("handler")), path, granted=True, answer="好的").status_code == 404
    answered = post(client_as(with_role("dpo")), path, granted=True, answer="已发送")
    assert answered.json()["state"] == "done"


def test_the_steps_over_accounts_follow_the_three_offices(client_as: As) -> None:
    system, security = client_as(with_role("system_admin")), client_as(with_role("security_admin"))
    given = {"login_name": "zhao.yi", "public_name": "赵社工", "reason": "入职"}
    made = post(system, "/accounts", **given)
    assert made.status_code == 201
    assert post(security, "/accounts", **{**given, "login_name": "zhao.er"}).status_code == 403
    number = made.json()["id"]
    assert Account.objects.get(pk=number).check_password(made.json()["secret"])
    assert post(system, f"/accounts/{number}/lock", reason="审查").status_code == 403
    assert post(security, f"/accounts/{number}/lock", reason="审查").json()["active"] is False
    assert post(security, f"/accounts/{number}/unlock", reason="查清").json()["active"] is True
    assert post(system, f"/accounts/{number}/reset-second-factor", reason="换手机").status_code == 204
    assert len(post(system, f"/accounts/{number}/reset-password", reason="忘记").json()["secret"]) == 17
    assert post(system, f"/accounts/{number}/close", reason="调离").json()["closed_at"]


@pytest.mark.parametrize(
    ("path", "office"), [("reads", "audit_admin"), ("sign-ins", "audit_admin"), ("tokens", "system_admin")]
)
def test_lists_belong_to_their_office(client_as: As, path: str, office: str) -> None:
    assert set(client_as(with_role(office)).get(f"{API}/{path}").json()) == {"items", "next_cursor"}
    assert client_as(with_role("handler")).get(f"{API}/{path}").status_code == 403


def test_a_resident_finds_no_accounts_of_staff(client_as: As) -> None:
    an_account()
    assert client_as(person(a_resident())).get(f"{API}/accounts").json()["items"] == []


def test_a_key_is_made_and_revoked(client_as: As) -> None:
    client = client_as(with_role("system_admin"))
    body = {"name": "门户", "account_id": an_account().pk, "valid_to": (now() + timedelta(days=9)).isoformat()}
    body["reason"] = "接入统一门户"
    made = post(client, "/tokens", **body)
    assert made.json()["secret"].startswith("hy_")
    assert post(client, f"/tokens/{made.json()['id']}/revoke", reason="不用了").json()["revoked_at"]
    assert post(client, "/tokens", **{**body, "account_id": 999999999}).status_code == 404


def test_an_export_needs_two(client_as: As) -> None:
    mine = client_as(with_role("dpo"))
    asked = post(mine, "/exports", what="cases.contacts", filters={}, row_count=3, reason="核对")
    path = f"/exports/{asked.json()['id']}/decide"
    assert post(mine, path, approved=True, reason="必要").json()["code"] == "same_person"
    assert post(client_as(with_role("dpo")), path, approved=True, reason="必要").json()["state"] == "approved"
    assert mine.get(f"{API}/exports").json()[0]["state"] == "approved"


def test_what_is_typed_wrongly_is_named_but_not_repeated(client_as: As) -> None:
    answer = post(
        client_as(with_role("system_admin")), "/accounts", login_name="Planted Marker", public_name="x", reason="y"
    )
    assert answer.status_code == 422
    assert "Planted Marker" not in answer.content.decode()


def test_my_profile_my_age_and_my_sessions_over_json(client_as: As) -> None:
    child = a_resident(phone="13955550177")
    client = client_as(person(child))
    changed = client.patch(f"{API}/me", {"language": "en", "name": "李小花"}, content_type="application/json")
    assert (changed.json()["language"], changed.json()["public_name"]) == ("en", "李*")
    assert post(client, "/me/under-fourteen").status_code == 204
    assert post(client, "/consents/satisfaction_call/refuse").json()[0]["given_at"] is None
    assert "李小花" in str(client.get(f"{API}/me/copy").json())
    assert post(client, "/me/sign-out-everywhere").status_code == 204
    before = child.session_round
    child.refresh_from_db()
    assert child.minor
    assert child.session_round > before


def test_a_guardian_agrees_with_a_code_and_takes_it_back(client_as: As, postbox: list[Any]) -> None:
    child = a_resident()
    client = client_as(person(child))
    post(client, "/me/under-fourteen")
    assert post(client, "/me/codes", phone="13955550166", use="guardian").status_code == 204
    said = {"phone": "13955550166", "name": "李大山", "relation": "parent"}
    assert post(client, "/me/guardian", **said, code="000000").status_code == 422
    assert post(client, "/me/guardian", **said, code=postbox[-1].code).status_code == 204
    assert guardian_agreed(child.pk, "case_contact")
    assert client.delete(f"{API}/me/guardian").status_code == 204
    assert not guardian_agreed(child.pk, "case_contact")


def test_a_system_with_a_token_changes_nobodys_own_account(client: Client) -> None:
    given = {"scopes": ("people:write",), "account_id": a_resident().pk, "valid_to": now() + timedelta(days=9)}
    _token, raw = make_token(SYSTEM, new=NewToken("门户", **given), at=now())
    asked = client.post(f"{API}/me/under-fourteen", headers={"Authorization": f"Bearer {raw}"})
    assert asked.status_code == 403


def test_new_words_for_a_purpose_come_from_the_person_responsible(client_as: As) -> None:
    words = {"version": "2027-1", "text": "新的告知。", "text_en": "New words.", "reason": "改了期限"}
    made = post(client_as(with_role("dpo")), "/purposes/account/versions", **words)
    assert (made.status_code, made.json()["version"]) == (201, "2027-1")
    assert post(client_as(with_role("system_admin")), "/purposes/account/versions", **words).status_code == 403
