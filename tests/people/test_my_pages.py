"""My account: profile, data, consents, children, closing; as a resident on a telephone sees it."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from huying.kernel.clock import now
from huying.people import public
from huying.people.models import Account, ConsentRecord, ReadLog, SealedRecord
from huying.people.queries import guardian_agreed, records_of
from tests.people.makers import a_resident, an_account, person
from tests.people.postbox import Sent

pytestmark = pytest.mark.django_db

As = Callable[..., Client]
PHONE, NAME = "13955550155", "司马标记"


@pytest.fixture
def zhang() -> Account:
    return a_resident(phone=PHONE)


@pytest.mark.parametrize("path", ["", "data/", "consents/", "close/", "guardian/", "phone/", "data/copy/", "notices/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_my_account_stands(client_as: As, zhang: Account, path: str, language: str) -> None:
    response = client_as(person(zhang)).get(f"/account/{path}", headers={"Accept-Language": language})
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["", "data/", "consents/", "close/", "guardian/", "phone/", "data/copy/", "password/"])
def test_strangers_are_led_to_the_sign_in_page(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}")["Location"].startswith("/account/sign-in/?next=/account/")


def test_a_name_is_sealed_and_only_its_mask_is_shown(client_as: As, zhang: Account) -> None:
    client = client_as(person(zhang))
    client.post("/account/", {"name": NAME, "language": "zh-hans", "elder": "on"})
    account = Account.objects.get(pk=zhang.pk)
    assert (account.public_name, account.elder) == ("司*", True)
    assert NAME not in client.get("/account/").content.decode()
    assert records_of(zhang.pk).get().masked == {"phone": "139****0155", "name": "司*"}


def test_my_data_are_masked_until_asked_for_and_the_look_is_written_down(client_as: As, zhang: Account) -> None:
    client = client_as(person(zhang))
    assert PHONE not in client.get("/account/data/").content.decode()
    assert PHONE in client.get("/account/data/?clear=1").content.decode()
    record = records_of(zhang.pk).get()
    assert [one.task for one in ReadLog.objects.filter(thing_id=record.pk, thing="sealed_record")] == ["own-data"]
    assert "您本人" in client.get("/account/data/").content.decode()


def test_i_see_who_of_the_staff_looked_and_why(client_as: As, zhang: Account) -> None:
    record = records_of(zhang.pk).get()
    public.unseal(person(an_account()), record_id=record.pk, task="case:17", at=now())
    assert "case:17" in client_as(person(zhang)).get("/account/data/").content.decode()


def test_a_copy_of_everything_can_be_taken_along(client_as: As, zhang: Account) -> None:
    response = client_as(person(zhang)).get("/account/data/copy/")
    assert "attachment" in response["Content-Disposition"]
    assert json.loads(response.content)["records"][0]["fields"] == {"phone": PHONE}


def test_nobody_sees_anybody_elses_data(client_as: As, zhang: Account) -> None:
    other = client_as(person(a_resident(phone="13955550156")))
    assert PHONE not in other.get("/account/data/?clear=1").content.decode()
    assert PHONE not in other.get("/account/data/copy/").content.decode()


def test_consent_is_given_and_taken_back_on_one_page(client_as: As, zhang: Account) -> None:
    client = client_as(person(zhang))
    assert "办结后电话回访" in client.get("/account/consents/").content.decode()
    there = "/account/consents/satisfaction_call/"
    client.post(there, {"answer": "yes", "version": "2026-1"})
    assert public.has_consented("satisfaction_call", account_id=zhang.pk)
    client.post(there, {"answer": "withdraw"})
    assert ConsentRecord.objects.get(account=zhang).withdrawn_at is not None
    page = client.get("/account/consents/")
    assert page.context["asked"] == []
    client.post(there, {"answer": "yes", "version": "2026-1"})  # of one's own accord, without being asked
    assert public.has_consented("satisfaction_call", account_id=zhang.pk)


def test_a_new_number_is_proved_before_it_counts(client_as: As, zhang: Account, postbox: list[Sent]) -> None:
    client = client_as(person(zhang))
    client.post("/account/phone/", {"phone": "13955550157"})
    answer = client.post("/account/phone/", {"phone": "13955550157", "code": "000000x"})
    assert answer.status_code == 422
    client.post("/account/phone/", {"phone": "13955550157", "code": postbox[0].code})
    assert records_of(zhang.pk).get().masked["phone"] == "139****0157"


def test_a_number_of_somebody_else_is_not_taken_over(client_as: As, zhang: Account, postbox: list[Sent]) -> None:
    a_resident(phone="13955550158")
    client = client_as(person(zhang))
    client.post("/account/phone/", {"phone": "13955550158"})
    answer = client.post("/account/phone/", {"phone": "13955550158", "code": postbox[0].code})
    assert answer.status_code == 422
    assert records_of(zhang.pk).get().masked["phone"] == "139****0155"


def test_a_guardian_agrees_for_a_child_with_the_own_telephone(
    client_as: As, zhang: Account, postbox: list[Sent]
) -> None:
    client = client_as(person(zhang))
    client.post("/account/under-fourteen/")
    given = {"name": "张大", "relation": "parent", "phone": "13955550159"}
    client.post("/account/guardian/", {**given, "code": ""})
    assert postbox[0].phone == "13955550159"
    client.post("/account/guardian/", {**given, "code": postbox[0].code})
    assert guardian_agreed(zhang.pk, "case_contact")
    client.post("/account/guardian/withdraw/")
    assert not guardian_agreed(zhang.pk, "case_contact")


def test_closing_the_account_erases_who_i_am(client_as: As, zhang: Account) -> None:
    client_as(person(zhang)).post("/account/close/")
    account = Account.objects.get(pk=zhang.pk)
    assert (account.phone_index, account.public_name, account.is_active) == ("", "", False)
    assert not SealedRecord.objects.filter(owner=zhang, erased_at__isnull=True).exists()


def test_what_is_kept_for_a_matter_under_way_outlives_the_account(client_as: As, zhang: Account) -> None:
    record = public.seal_person(
        person(zhang), purpose="case_contact", fields={"name": NAME}, at=now(), owner_id=zhang.pk
    )
    client_as(person(zhang)).post("/account/close/")
    assert SealedRecord.objects.get(pk=record).erased_at is None


def test_staff_do_not_close_their_own_account(client_as: As) -> None:
    wang = an_account()
    assert client_as(person(wang)).post("/account/close/").status_code == 403
    assert Account.objects.get(pk=wang.pk).is_active
