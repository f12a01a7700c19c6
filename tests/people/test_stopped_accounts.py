"""A stopped account comes in by no way, and whoever is in is out (peer complaint: inactive users could log in)."""

from datetime import datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from huying.kernel.actor import GUEST, SYSTEM
from huying.organisations.public import actor_for
from huying.people.actions.accounts import lock_account
from huying.people.actions.tokens import NewToken, actor_for_token, make_token
from huying.people.errors import TokenRefused
from huying.people.models import Account
from tests.people.coming_in import PASSWORD, by_code, by_password, is_in
from tests.people.makers import a_resident, an_account, with_role
from tests.people.postbox import Sent

pytestmark = pytest.mark.django_db

PHONE = "13955550166"


def stop(account: Account, at: datetime) -> None:
    lock_account(with_role("security_admin"), account_id=account.pk, reason="离岗", at=at)


def test_not_by_password(client: Client, at: datetime) -> None:
    wang = an_account(password=PASSWORD)
    stop(wang, at)
    assert by_password(client, wang).status_code == 422
    assert not is_in(client, wang)


def test_not_by_code(client: Client, at: datetime, postbox: list[Sent]) -> None:
    mine = a_resident(phone=PHONE)
    stop(mine, at)
    answer = by_code(client, postbox, PHONE)
    assert answer.status_code == 422
    assert "已停用" in answer.content.decode()
    assert not is_in(client, mine)


def test_not_with_a_session_that_was_already_open(client: Client, at: datetime) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    assert is_in(client, wang)
    stop(wang, at)
    assert not is_in(client, wang)


def test_not_with_the_old_session_after_being_unlocked_either(client: Client, at: datetime) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    stop(wang, at)
    Account.objects.filter(pk=wang.pk).update(is_active=True)
    assert not is_in(client, wang)


def test_not_between_the_password_and_the_second_factor(client: Client, at: datetime) -> None:
    wang = an_account(password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(wang, secret)
    assert "authenticate" in by_password(client, wang)["Location"]
    stop(wang, at)
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert not is_in(client, wang)


def test_not_with_a_token(at: datetime) -> None:
    wang = an_account()
    admin = with_role("system_admin")
    new = NewToken("门户", (), at + timedelta(days=9), account_id=wang.pk)
    _, raw = make_token(admin, new=new, reason="接入", at=at)
    assert actor_for_token(raw, at=at).account_id == wang.pk
    stop(wang, at)
    with pytest.raises(TokenRefused):
        actor_for_token(raw, at=at)


def test_not_with_a_token_over_http(client: Client, at: datetime) -> None:
    wang = an_account()
    new = NewToken("门户", ("people:read",), at + timedelta(days=90), account_id=wang.pk)
    _, raw = make_token(SYSTEM, new=new, at=at)
    stop(wang, at)
    assert client.get("/api/v1/people/me", headers={"Authorization": f"Bearer {raw}"}).status_code == 401


def test_not_as_an_actor_either(at: datetime) -> None:
    wang = an_account()
    stop(wang, at)
    assert actor_for(wang.pk, at=at) == GUEST
