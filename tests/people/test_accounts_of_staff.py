"""Accounts of staff, and the three administrators who share the work."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.clock import now
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.kernel.models import JournalRow
from huying.people import rules
from huying.people.actions import accounts
from huying.people.errors import ReasonNeeded
from huying.people.models import Account, AccountStep, SealedRecord
from huying.people.queries import masked, records_of
from tests.people.coming_in import PASSWORD, by_password, is_in
from tests.people.makers import a_resident, an_account, person, with_role

pytestmark = pytest.mark.django_db

ROLES = ("system_admin", "security_admin", "audit_admin", "dpo", "handler", "dispatcher")
MAY = {
    "see": {"system_admin", "security_admin", "audit_admin"},
    "change": set(),
    "reset": {"system_admin"},
    "close": {"system_admin"},
    "lock": {"security_admin"},
    "unlock": {"security_admin"},
    "clear_minor": set(),
}
OFFICES = {
    "open_accounts": {"system_admin"},
    "manage_tokens": {"system_admin"},
    "read_logs": {"audit_admin"},
    "read_looks": {"audit_admin", "dpo"},
    "publish_purposes": {"dpo"},
}


def opened(at: datetime, actor: Actor | None = None, **more: str) -> tuple[Account, str]:
    given = {"login_name": "wang.li", "public_name": "王社工", "reason": "入职"} | more
    return accounts.open_staff_account(actor or with_role("system_admin"), at=at, **given)


@pytest.mark.parametrize("to", MAY)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_to_a_colleagues_account(role: str, to: str) -> None:
    colleague = an_account()
    assert rules.accounts.allows(with_role(role), to=to, row=colleague) is (role in MAY[to])


@pytest.mark.parametrize("to", OFFICES)
@pytest.mark.parametrize("role", ROLES)
def test_which_office_does_what(role: str, to: str) -> None:
    assert rules.offices.opens(with_role(role), to=to) is (role in OFFICES[to])


def test_the_tables_cover_every_rule() -> None:
    assert set(MAY) == set(rules.accounts)
    assert set(OFFICES) == set(rules.offices)


@pytest.mark.parametrize(
    ("role", "to"), [("system_admin", "reset"), ("system_admin", "close"), ("security_admin", "unlock")]
)
def test_no_administrator_does_it_to_the_own_account(role: str, to: str) -> None:
    mine = an_account()
    assert not rules.accounts.allows(with_role(role, mine), to=to, row=mine)


def test_a_new_colleague_gets_an_account_and_a_password_shown_once(at: datetime, client: Client) -> None:
    account, password = opened(at, name="王丽", phone="13955550111")
    by_password(client, account, password)
    assert client.get("/desk/")["Location"] == "/account/password/"
    assert masked(records_of(account.pk).get().pk) == {"name": "王*", "phone": "139****0111"}


def test_the_first_password_must_be_changed_and_is_forgotten(at: datetime, client: Client) -> None:
    account, password = opened(at)
    by_password(client, account, password)
    new = {"old": password, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/account/password/", new)["Location"] == "/account/"
    assert is_in(client, account)
    assert client.get("/manage/accounts/").status_code == 404
    other = Client()
    by_password(other, account, password)
    assert not is_in(other, account)


@pytest.mark.parametrize("weak", ["short-1A", "12345678901", "password1234", "alllowercaseletters"])
def test_a_weak_password_is_refused_and_the_rule_is_said(at: datetime, client: Client, weak: str) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    answer = client.post("/account/password/", {"old": PASSWORD, "new": weak, "again": weak})
    assert answer.status_code == 422
    assert Account.objects.get(pk=wang.pk).check_password(PASSWORD)


def test_a_password_of_half_a_year_is_changed_first(client: Client) -> None:
    wang = an_account(password=PASSWORD, password_set_at=now() - timedelta(days=181))
    by_password(client, wang)
    assert client.get("/manage/accounts/")["Location"] == "/account/password/"
    client.post("/account/password/", {"old": PASSWORD, "new": "Another-Word-9", "again": "Another-Word-9"})
    assert client.get("/manage/accounts/").status_code != 302


def test_changing_the_password_ends_the_other_sessions(client: Client) -> None:
    wang, phone = an_account(password=PASSWORD), Client()
    by_password(client, wang)
    by_password(phone, wang)
    client.post("/account/password/", {"old": PASSWORD, "new": "Another-Word-9", "again": "Another-Word-9"})
    assert is_in(client, wang)
    assert not is_in(phone, wang)


def test_the_running_system_gives_a_password_that_stays_or_none_at_all(at: datetime, client: Client) -> None:
    stays, _ = opened(at, SYSTEM, login_name="demo.one", password=PASSWORD)
    by_password(client, stays)
    assert client.get("/manage/accounts/").status_code == 404
    nobody, shown = accounts.open_staff_account(
        SYSTEM, login_name="unit-7", public_name="经办人", reason="演示", password=None, at=at
    )
    assert (shown, nobody.has_usable_password()) == ("", False)
    with pytest.raises(NotAllowed):
        opened(at, login_name="demo.two", password=PASSWORD)


def test_a_login_name_belongs_to_one_person(at: datetime) -> None:
    opened(at)
    with pytest.raises(Invalid):
        opened(at)


def test_every_step_has_a_reason_kept_here_and_its_hash_in_the_journal(at: datetime) -> None:
    colleague = an_account()
    accounts.lock_account(with_role("security_admin"), account_id=colleague.pk, reason="离岗审查", at=at)
    step = AccountStep.objects.get(account=colleague)
    assert (step.step, step.reason, step.at) == ("locked", "离岗审查", at)
    row = JournalRow.objects.get(thing="account", thing_id=colleague.pk, code="people.account_locked")
    assert str(row.facts["reason_hash"]).startswith("sha256:")
    assert "离岗" not in str(row.facts)


def test_nothing_is_done_without_a_reason(at: datetime) -> None:
    colleague = an_account()
    with pytest.raises(ReasonNeeded):
        accounts.lock_account(with_role("security_admin"), account_id=colleague.pk, reason=" ", at=at)
    assert Account.objects.get(pk=colleague.pk).is_active


def test_a_reset_password_ends_sessions_and_opens_with_the_new_one(at: datetime, client: Client) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    new = accounts.reset_password(with_role("system_admin"), account_id=wang.pk, reason="忘记密码", at=at)
    assert not is_in(client, wang)
    by_password(client, wang, new)
    assert is_in(client, wang)


def test_unlocking_opens_a_name_closed_by_wrong_tries(at: datetime, client: Client) -> None:
    wang = an_account(password=PASSWORD)
    for _ in range(5):
        by_password(client, wang, "wrong-Password-1")
    accounts.unlock_account(with_role("security_admin"), account_id=wang.pk, reason="本人来电核实", at=at)
    by_password(client, wang)
    assert is_in(client, wang)


def test_a_stranger_cannot_even_find_a_colleagues_account(at: datetime) -> None:
    with pytest.raises(NotFound):
        accounts.lock_account(with_role("handler"), account_id=an_account().pk, reason="好奇", at=at)


def test_the_auditor_sees_but_does_not_touch(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        accounts.lock_account(with_role("audit_admin"), account_id=an_account().pk, reason="好奇", at=at)


def test_a_closed_account_leaves_no_name_and_stays_closed(at: datetime) -> None:
    colleague, _ = opened(at, name="王丽", phone="13955550112")
    accounts.close_account(with_role("system_admin"), account_id=colleague.pk, reason="调离", at=at)
    row = Account.objects.get(pk=colleague.pk)
    assert (row.public_name, row.phone_index, row.is_active) == ("", "", False)
    assert not SealedRecord.objects.filter(owner=colleague, erased_at__isnull=True).exists()
    with pytest.raises(Conflict):
        accounts.unlock_account(with_role("security_admin"), account_id=colleague.pk, reason="误操作", at=at)


def test_the_account_of_a_number_is_made_once(at: datetime) -> None:
    first = accounts.ensure_account(with_role("intake"), phone="13955550113", name="欧阳锋", at=at)
    again = accounts.ensure_account(with_role("intake"), phone="139 5555 0113", at=at)
    assert (first.pk, first.public_name) == (again.pk, "欧*")


def test_a_resident_does_not_become_staff_by_being_a_resident_with_the_same_number(at: datetime) -> None:
    resident = a_resident(phone="13955550114")
    staff = accounts.ensure_account(with_role("system_admin"), phone="13955550114", staff=True, at=at)
    assert staff.pk != resident.pk
    assert not person(resident).is_staff
