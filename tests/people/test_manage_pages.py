"""Administration pages: each office finds its own, lists stay quick, every step goes through."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huying.calendars.public import seed_calendar
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.people import public
from huying.people.actions.rights import ask_for_rights
from huying.people.actions.sign_in import note_sign_in
from huying.people.models import Account, ApiToken, ProcessingPurpose, RightsRequest
from huying.people.states import SignInMethod, SignInOutcome
from tests.people.makers import a_resident, an_account, person, with_role

pytestmark = pytest.mark.django_db

As = Callable[..., Client]
PAGES = {
    "accounts/": {"system_admin", "security_admin", "audit_admin"},
    "accounts/open/": {"system_admin"},
    "reads/": {"audit_admin", "dpo"},
    "sign-ins/": {"audit_admin"},
    "tokens/": {"system_admin"},
    "rights/": {"dpo"},
    "purposes/": {"dpo"},
    "purposes/case_contact/": {"dpo"},
}
ROLES = ("system_admin", "security_admin", "audit_admin", "dpo", "handler")


@pytest.mark.parametrize("path", PAGES)
def test_each_office_finds_its_pages_and_no_others(client_as: As, path: str) -> None:
    answers = {role: client_as(with_role(role)).get(f"/manage/{path}").status_code for role in ROLES}
    assert answers == {role: 200 if role in PAGES[path] else 403 for role in ROLES}


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_stand_in_english_too(client_as: As, path: str) -> None:
    role = sorted(PAGES[path])[0]
    assert client_as(with_role(role)).get(f"/manage/{path}", headers={"Accept-Language": "en"}).status_code == 200


def test_strangers_are_led_to_the_sign_in_page(client: Client) -> None:
    assert client.get("/manage/accounts/")["Location"].startswith("/account/sign-in/")


def test_a_colleague_gets_an_account_by_the_page(client_as: As) -> None:
    given = {"login_name": "li.ming", "public_name": "李社工", "name": "李明", "phone": "", "reason": "入职"}
    page = client_as(with_role("system_admin")).post("/manage/accounts/open/", given)
    account = Account.objects.get(login_name="li.ming")
    assert account.check_password(page.context["secret"])
    assert page.context["secret"] in page.content.decode()


def test_a_name_already_taken_is_said_beside_its_field_and_the_rest_stays(client_as: As) -> None:
    an_account(login_name="li.ming")
    given = {"login_name": "li.ming", "public_name": "李社工", "reason": "入职"}
    page = client_as(with_role("system_admin")).post("/manage/accounts/open/", given)
    assert page.status_code == 422
    assert "这个登录名已有人使用" in page.content.decode()
    assert "李社工" in page.content.decode()


STEPS = [
    ("system_admin", "reset-password", 200),
    ("system_admin", "reset-second-factor", 302),
    ("security_admin", "lock", 302),
    ("system_admin", "close", 302),
    ("security_admin", "reset-password", 422),
    ("system_admin", "lock", 422),
    ("audit_admin", "lock", 422),
]


@pytest.mark.parametrize(("role", "step", "status"), STEPS)
def test_the_three_administrators_share_the_steps(client_as: As, role: str, step: str, status: int) -> None:
    colleague = an_account()
    answer = client_as(with_role(role)).post(f"/manage/accounts/{colleague.pk}/{step}/", {"reason": "按规定"})
    assert answer.status_code == status


def test_a_step_without_a_reason_is_not_taken(client_as: As) -> None:
    colleague = an_account()
    answer = client_as(with_role("security_admin")).post(f"/manage/accounts/{colleague.pk}/lock/", {"reason": ""})
    assert answer.status_code == 422
    assert Account.objects.get(pk=colleague.pk).is_active


def test_the_page_of_an_account_tells_what_was_done_and_why(client_as: As) -> None:
    colleague, client = an_account(), client_as(with_role("security_admin"))
    client.post(f"/manage/accounts/{colleague.pk}/lock/", {"reason": "离岗审查"})
    page = client.get(f"/manage/accounts/{colleague.pk}/").content.decode()
    assert "离岗审查" in page
    assert "已锁定" in page


def test_the_read_log_page_shows_who_looked_for_what(client_as: As) -> None:
    zhang, wang = a_resident(phone="13955550133"), an_account("王社工")
    record = zhang.records.get()
    public.unseal(person(wang), record_id=record.pk, task="case:4711", at=now() + timedelta(days=3000))
    page = client_as(with_role("audit_admin")).get("/manage/reads/").content.decode()
    assert "王社工" in page
    assert "case:4711" in page
    assert "13955550133" not in page


def test_lists_cost_the_same_however_long_they_are(client_as: As, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        account = an_account(f"社工{number}")
        note_sign_in(method=SignInMethod.PASSWORD, outcome=SignInOutcome.ENTERED, account_id=account.pk, at=now())
    for role, path in (("security_admin", "accounts/"), ("audit_admin", "sign-ins/")):
        client = client_as(with_role(role))
        with django_assert_max_num_queries(12):
            page = client.get(f"/manage/{path}")
        assert page.context["page"].has_more
        assert client.get(f"/manage/{path}?after={page.context['page'].next_cursor}").status_code == 200


def test_a_token_is_made_shown_once_and_revoked_by_the_page(client_as: As) -> None:
    an_account(login_name="portal")
    client = client_as(with_role("system_admin"))
    given = {"name": "门户", "account": "portal", "scopes": "cases:read", "per_minute": "60", "days": "90"}
    assert client.post("/manage/tokens/", given).status_code == 422
    given["reason"] = "接入统一门户"
    for nothing in ("", "cases:writ", "cases", "*"):
        assert client.post("/manage/tokens/", {**given, "scopes": nothing}).status_code == 422
    secret = client.post("/manage/tokens/", given).context["secret"]
    assert secret not in client.get("/manage/tokens/").content.decode()
    token = ApiToken.objects.get(name="门户")
    client.post(f"/manage/tokens/{token.pk}/revoke/", {"reason": "不再使用"})
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None


def test_the_responsible_person_reads_and_answers_a_request(client_as: As, at: datetime) -> None:
    seed_calendar(SYSTEM, at=at)
    asked = ask_for_rights(person(a_resident()), kind="correct", words="请改成张伟", at=at)
    client = client_as(with_role("dpo"))
    assert "请改成张伟" in client.get(f"/manage/rights/{asked.pk}/").content.decode()
    client.post(f"/manage/rights/{asked.pk}/", {"granted": "yes", "answer": "已更正"})
    assert RightsRequest.objects.get(pk=asked.pk).state == "done"


def test_a_second_person_decides_an_export_by_the_page(client_as: As, at: datetime) -> None:
    asked = public.ask_for_export(
        with_role("supervisor"), what="cases.contacts", filters={}, row_count=3, reason="核对", at=at
    )
    client = client_as(with_role("dpo"))
    assert f"/manage/exports/{asked.pk}/" in client.get("/manage/exports/").content.decode()
    client.post(f"/manage/exports/{asked.pk}/", {"approved": "yes", "reason": "必要"})
    asked.refresh_from_db()
    assert asked.state == "approved"


def test_new_words_for_a_purpose_are_a_new_version(client_as: As) -> None:
    client = client_as(with_role("dpo"))
    typed = {"version": "2026-2", "text": "新的告知", "text_en": "New notice", "reason": "改了保存期限"}
    client.post("/manage/purposes/case_contact/", typed)
    assert ProcessingPurpose.objects.get(code="case_contact", version="2026-2").text == "新的告知"
    assert "新的告知" in client.get("/account/notices/").content.decode()
