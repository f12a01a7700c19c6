"""The second factor of staff: set up, asked, guarded, recovered."""

from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from huying.people.actions.accounts import reset_second_factor
from huying.people.models import Account
from tests.people.coming_in import PASSWORD, by_password, is_in
from tests.people.makers import an_account, with_role

pytestmark = pytest.mark.django_db

AUTHENTICATE = "/account/second-factor/authenticate/"
ACTIVATE = "/account/second-factor/totp/activate/"


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, list(yield_hotp_counters_from_time())[1]):06d}"


def staff_with_factor() -> tuple[Account, str]:
    wang, secret = an_account(password=PASSWORD), generate_totp_secret()
    TOTP.activate(wang, secret)
    return wang, secret


def test_staff_set_it_up_with_the_number_their_app_shows(client: Client) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    assert f"secret={secret}" in page.content.decode()
    done = client.post(ACTIVATE, {"code": code_of(secret)})
    assert done["Location"] == "/account/second-factor/recovery-codes/"
    assert len(client.get(done["Location"]).context["unused_codes"]) == 10


def test_from_then_on_the_password_alone_does_not_open(client: Client) -> None:
    wang, secret = staff_with_factor()
    assert by_password(client, wang)["Location"] == AUTHENTICATE
    assert not is_in(client, wang)
    assert client.post(AUTHENTICATE, {"code": code_of(secret)}).status_code == 302
    assert is_in(client, wang)


def test_the_page_wanted_before_is_kept_over_the_second_factor(client: Client) -> None:
    wang, secret = staff_with_factor()
    by_password(client, wang, next="/manage/accounts/")
    assert client.post(AUTHENTICATE, {"code": code_of(secret)})["Location"] == "/manage/accounts/"


def test_five_wrong_numbers_close_the_door_even_for_the_right_one(client: Client) -> None:
    wang, secret = staff_with_factor()
    by_password(client, wang)
    for number in range(5):
        cache.clear()  # allauth's own shorter limit is not what is tested here
        client.post(AUTHENTICATE, {"code": f"00000{number}"})
    cache.clear()
    answer = client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert "15 分钟" in answer.content.decode()
    assert not is_in(client, wang)


def test_a_number_is_good_once(client: Client) -> None:
    wang, secret = staff_with_factor()
    code = code_of(secret)
    by_password(client, wang)
    client.post(AUTHENTICATE, {"code": code})
    other = Client()
    by_password(other, wang)
    other.post(AUTHENTICATE, {"code": code})
    assert not is_in(other, wang)


def test_a_recovery_code_helps_out_once(client: Client) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    spare = client.get("/account/second-factor/recovery-codes/").context["unused_codes"][0]
    for expected in (True, False):
        cache.clear()
        later = Client()
        by_password(later, wang)
        later.post(AUTHENTICATE, {"code": spare})
        assert is_in(later, wang) is expected


def test_the_secret_is_sealed_in_the_database() -> None:
    _wang, secret = staff_with_factor()
    assert secret not in str(list(Authenticator.objects.values()))


def test_in_production_staff_without_a_second_factor_get_no_further_than_setting_it_up(
    client: Client, settings: Any
) -> None:
    settings.HUYING_STAFF_SECOND_FACTOR = True
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    assert client.get("/manage/accounts/")["Location"] == ACTIVATE
    assert client.get("/desk/")["Location"] == ACTIVATE
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_of(secret)})
    assert client.get("/manage/accounts/").status_code != 302


def test_in_the_demonstration_it_is_optional(client: Client) -> None:
    wang = an_account(password=PASSWORD)
    by_password(client, wang)
    assert client.get("/manage/accounts/").status_code != 302


def test_a_lost_telephone_is_reset_by_the_system_administrator(client: Client, at: datetime) -> None:
    wang, _secret = staff_with_factor()
    reset_second_factor(with_role("system_admin"), account_id=wang.pk, reason="手机丢失", at=at)
    by_password(client, wang)
    assert is_in(client, wang)


def test_what_is_important_asks_again_after_five_minutes(client: Client) -> None:
    wang, secret = staff_with_factor()
    by_password(client, wang)
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 301} for one in session["account_authentication_methods"]
    ]
    session.save()
    there = "/account/second-factor/totp/deactivate/"
    assert client.get(there)["Location"].startswith("/account/confirm-password/")
    assert client.get("/account/confirm-password/").status_code == 200
    client.post("/account/confirm-password/", {"password": PASSWORD, "next": there})
    assert client.get(there).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/account/second-factor/",
        "/account/second-factor/recovery-codes/generate/",
        "/account/second-factor/totp/deactivate/",
        "/account/second-factor/webauthn/",
        "/account/second-factor/webauthn/add/",
    ],
)
def test_its_pages_stand_in_both_languages(client: Client, path: str) -> None:
    wang, secret = staff_with_factor()
    by_password(client, wang)
    client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"Accept-Language": "en"}).status_code == 200
