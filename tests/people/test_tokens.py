"""Keys for other systems: shown once, hashed, limited, revocable."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.clock import now
from huying.kernel.errors import Invalid, NotAllowed, TooMany
from huying.people.actions.tokens import UNKNOWN_A_MINUTE, NewToken, actor_for_token, make_token, revoke_token
from huying.people.errors import ReasonNeeded, TokenRefused
from huying.people.models import ApiToken, SignInEvent
from tests.people.makers import an_account, with_role

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


def made(at: datetime, **more: object) -> tuple[ApiToken, str]:
    given = {"name": "12345 平台", "scopes": ("cases:read",), "valid_to": at + YEAR, "body_id": 7} | more
    return make_token(with_role("system_admin"), new=NewToken(**given), reason="接入", at=at)  # type: ignore[arg-type]


def test_a_key_says_who_comes_and_what_for(at: datetime) -> None:
    account = an_account()
    token, raw = made(at, account_id=account.pk, scopes=("cases:write", "cases:read"))
    expected = Actor(
        kind="token", account_id=account.pk, scopes=("cases:read", "cases:write"), task=f"token:{token.pk}"
    )
    assert actor_for_token(raw, at=at) == expected


def test_the_key_itself_is_not_in_the_table(at: datetime) -> None:
    _token, raw = made(at)
    assert raw not in str(list(ApiToken.objects.values()))


@pytest.mark.parametrize("wrong", ["", "hy_nonsense", "Bearer x"])
def test_a_wrong_key_is_refused(at: datetime, wrong: str) -> None:
    with pytest.raises(TokenRefused):
        actor_for_token(wrong, at=at)


def test_a_key_ends_with_its_day(at: datetime) -> None:
    _token, raw = made(at, valid_to=at + timedelta(days=1))
    with pytest.raises(TokenRefused):
        actor_for_token(raw, at=at + timedelta(days=1))


def test_a_key_lives_a_year_at_most(at: datetime) -> None:
    with pytest.raises(Invalid):
        made(at, valid_to=at + 2 * YEAR)


def test_a_revoked_key_is_of_no_use_from_that_moment(at: datetime) -> None:
    token, raw = made(at)
    with pytest.raises(ReasonNeeded):
        revoke_token(with_role("system_admin"), token_id=token.pk, reason="", at=at)
    revoke_token(with_role("system_admin"), token_id=token.pk, reason="泄露", at=at)
    with pytest.raises(TokenRefused):
        actor_for_token(raw, at=at)


def test_only_the_system_administrator_makes_keys(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        make_token(with_role("security_admin"), new=NewToken("x", (), at + YEAR, body_id=1), at=at)


def test_a_key_stands_for_somebody(at: datetime) -> None:
    with pytest.raises(Invalid):
        made(at, body_id=None)


def test_a_key_is_used_as_often_as_agreed_and_no_more(at: datetime) -> None:
    _token, raw = made(at, per_minute=3)
    for _ in range(3):
        actor_for_token(raw, at=at)
    with pytest.raises(TooMany):
        actor_for_token(raw, at=at)
    assert actor_for_token(raw, at=at + timedelta(minutes=2))


def test_over_http_a_good_key_opens_and_a_bad_one_does_not(client: Client) -> None:
    at = now()
    new = NewToken("门户", ("people:read",), at + YEAR, account_id=an_account().pk)
    _, raw = make_token(SYSTEM, new=new, at=at)
    good = client.get("/api/v1/people/me", headers={"Authorization": f"Bearer {raw}"})
    assert (good.status_code, good.json()["kind"]) == (200, "token")
    bad = client.get("/api/v1/people/me", headers={"Authorization": f"Bearer {raw}x"})
    assert (bad.status_code, bad.json()["code"]) == (401, "token_refused")


def test_strangers_do_not_fill_the_log_of_sign_ins(at: datetime) -> None:
    _token, raw = made(at)
    for nth in range(UNKNOWN_A_MINUTE + 5):
        with pytest.raises((TokenRefused, TooMany)):
            actor_for_token(f"hy_{nth}", at=at)
    assert SignInEvent.objects.count() == UNKNOWN_A_MINUTE
    assert actor_for_token(raw, at=at).kind == "token"
    with pytest.raises(TokenRefused):
        actor_for_token("hy_x", at=at + timedelta(minutes=3))
