"""Accounts."""

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.people.makers import a_resident, an_account

pytestmark = pytest.mark.django_db


@pytest.mark.constraint
def test_one_phone_has_one_resident_account() -> None:
    a_resident(phone_index="k1:abc")
    with pytest.raises(IntegrityError):
        a_resident(phone_index="k1:abc")


def test_accounts_without_a_phone_do_not_get_in_each_others_way() -> None:
    assert a_resident().pk != a_resident().pk


def test_an_account_never_says_a_name_or_a_number_of_its_own() -> None:
    account = an_account("王社工", login_name="wang")
    assert str(account) == f"account:{account.pk}"


def test_raising_the_round_ends_every_open_session() -> None:
    account = a_resident()
    before = account.get_session_auth_hash()
    account.session_round += 1
    assert account.get_session_auth_hash() != before


def test_a_resident_has_no_password_that_could_be_guessed(client: Client) -> None:
    assert not a_resident().has_usable_password()
