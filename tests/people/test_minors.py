"""The flag of a child under fourteen: said by the child, taken back by an administrator with a reason."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from huying.kernel.errors import Conflict, NotAllowed, NotFound
from huying.kernel.journal import story
from huying.people.actions.accounts import declare_minor
from huying.people.actions.guardians import agree_as_guardian, clear_minor
from huying.people.errors import ReasonNeeded
from huying.people.models import Account
from huying.people.queries import guardian_agreed
from tests.people.makers import a_resident, person, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(at: datetime) -> Account:
    account = a_resident(phone="13955550188")
    declare_minor(person(account), account_id=account.pk, at=at)
    said = {"name": "李大山", "phone": "13955550199", "relation": "parent"}
    agree_as_guardian(person(account), minor_id=account.pk, **said, at=at)
    return account


def test_who_has_turned_fourteen_is_freed_with_a_reason_and_the_guardian_with_it(child: Account, at: datetime) -> None:
    clear_minor(with_role("security_admin"), account_id=child.pk, reason="已满十四周岁，户口簿核对", at=at)
    child.refresh_from_db()
    assert child.minor is False
    assert not guardian_agreed(child.pk, "case_contact")
    assert [step.reason for step in child.steps.all()] == ["已满十四周岁，户口簿核对"]
    assert "people.minor_cleared" in [row.code for row in story("account", child.pk)]


def test_without_a_reason_nothing_changes(child: Account, at: datetime) -> None:
    with pytest.raises(ReasonNeeded):
        clear_minor(with_role("security_admin"), account_id=child.pk, reason=" ", at=at)
    child.refresh_from_db()
    assert child.minor is True


def test_neither_the_child_nor_another_administrator_does_it(child: Account, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        clear_minor(person(child), account_id=child.pk, reason="我长大了", at=at)
    for role in ("system_admin", "audit_admin", "dispatcher", "dpo"):
        with pytest.raises(NotFound):
            clear_minor(with_role(role), account_id=child.pk, reason="核对", at=at)


def test_twice_is_a_conflict(child: Account, at: datetime) -> None:
    keeper = with_role("security_admin")
    clear_minor(keeper, account_id=child.pk, reason="核对无误", at=at)
    with pytest.raises(Conflict):
        clear_minor(keeper, account_id=child.pk, reason="核对无误", at=at)


def test_the_page_finds_the_account_by_its_number_and_lists_no_resident(
    child: Account, client_as: Callable[..., Client]
) -> None:
    keeper = client_as(with_role("security_admin"))
    assert keeper.get("/manage/accounts/", {"q": str(child.pk)})["Location"] == f"/manage/accounts/{child.pk}/"
    page = keeper.get(f"/manage/accounts/{child.pk}/").content.decode()
    assert "取消未满十四周岁标记" in page
    there = f"/manage/accounts/{child.pk}/clear-minor/"
    assert keeper.post(there, {"reason": ""}).status_code == 422
    assert keeper.post(there, {"reason": "户口簿核对"}).status_code == 302
    assert there not in keeper.get(f"/manage/accounts/{child.pk}/").content.decode()
    assert client_as(with_role("system_admin")).get("/manage/accounts/", {"q": str(child.pk)}).status_code == 200
