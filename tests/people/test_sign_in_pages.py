"""Coming in by the pages: residents by code, staff by password, everyone out again."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client

from huying.kernel.clock import now
from huying.people import public
from huying.people.models import Account, Session, SignInEvent
from tests.people.coming_in import PASSWORD, by_code, by_password, is_in
from tests.people.makers import a_resident, an_account
from tests.people.postbox import Sent

pytestmark = pytest.mark.django_db

PHONE = "13955550177"


def staff(**rest: Any) -> Account:
    return an_account(password=PASSWORD, **rest)


def test_a_resident_comes_in_with_a_code(client: Client, postbox: list[Sent]) -> None:
    mine = a_resident(phone=PHONE)
    assert by_code(client, postbox, PHONE).status_code == 302
    assert is_in(client, mine)


def test_after_signing_in_one_is_back_where_one_wanted_to_go(client: Client, postbox: list[Sent]) -> None:
    response = client.get("/account/data/")
    assert response["Location"] == "/account/sign-in/?next=/account/data/"
    assert by_code(client, postbox, PHONE, next="/account/data/")["Location"] == "/account/data/"


def test_nobody_is_led_to_a_strange_site_after_signing_in(client: Client, postbox: list[Sent]) -> None:
    assert by_code(client, postbox, PHONE, next="https://evil.example/")["Location"] == "/my/"


def test_a_wrong_code_keeps_the_number_and_says_what_to_do(client: Client, postbox: list[Sent]) -> None:
    client.post("/account/sign-in/", {"phone": PHONE})
    answer = client.post("/account/sign-in/code/", {"phone": PHONE, "code": "abc"})
    assert answer.status_code == 422
    assert PHONE in answer.content.decode()
    assert "验证码不正确或已过期" in answer.content.decode()


def test_the_page_says_the_same_whether_or_not_there_is_an_account(client: Client, postbox: list[Sent]) -> None:
    a_resident(phone=PHONE)
    known = client.post("/account/sign-in/", {"phone": PHONE}).content.decode().replace(PHONE, "")
    other = client.post("/account/sign-in/", {"phone": "13955550178"}).content.decode().replace("13955550178", "")
    assert strip_tokens(known) == strip_tokens(other)


def strip_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line.lower())


def test_the_clear_number_is_not_kept_in_the_session(client: Client, postbox: list[Sent]) -> None:
    by_code(client, postbox, PHONE)
    assert all(PHONE not in str(row.get_decoded()) for row in Session.objects.all())


def test_staff_come_in_with_a_password(client: Client) -> None:
    wang = staff()
    assert by_password(client, wang)["Location"] == "/desk/"
    assert is_in(client, wang)


def test_a_code_never_opens_a_staff_account(client: Client, postbox: list[Sent]) -> None:
    wang = staff()
    Account.objects.filter(pk=wang.pk).update(phone_index=a_resident(phone=PHONE).phone_index)
    by_code(client, postbox, PHONE)
    assert not is_in(client, wang)


def test_the_session_gets_a_new_number_at_signing_in(client: Client) -> None:
    client.get("/account/sign-in/password/")
    client.session.save()
    session = client.session
    session["keys"] = ["case:17"]
    session.save()
    client.cookies["huying_session"] = session.session_key
    by_password(client, staff())
    assert client.cookies["huying_session"].value != session.session_key
    assert client.session["keys"] == ["case:17"]


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(client: Client) -> None:
    wang = staff()
    for _ in range(5):
        by_password(client, wang, "wrong-Password-1")
    answer = by_password(client, wang)
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    assert not is_in(client, wang)


def test_the_lock_opens_after_a_quarter_of_an_hour(client: Client) -> None:
    wang = staff()
    for _ in range(5):
        by_password(client, wang, "wrong-Password-1")
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=16))
    by_password(client, wang)
    assert is_in(client, wang)


def test_another_browser_does_not_get_five_more_tries(client: Client) -> None:
    wang = staff()
    for number in range(5):
        Client(HTTP_USER_AGENT=f"browser {number}", REMOTE_ADDR=f"203.0.113.{number}").post(
            "/account/sign-in/password/", {"username": wang.login_name, "password": "wrong-Password-1"}
        )
    assert by_password(client, wang).status_code == 429


def test_wrong_tries_leave_no_password_and_no_name_in_the_logs(client: Client) -> None:
    client.post("/account/sign-in/password/", {"username": "zhang.wei", "password": "My-Secret-99"})
    assert not SignInEvent.objects.filter(who_index__contains="zhang").exists()
    assert "My-Secret-99" not in str(list(AccessAttempt.objects.values()))


def test_signing_out_ends_the_session(client: Client) -> None:
    wang = staff()
    by_password(client, wang)
    assert client.post("/account/logout/").status_code == 302
    assert not is_in(client, wang)


def test_signing_out_everywhere_ends_the_other_devices_too(client: Client) -> None:
    wang, phone = staff(), Client()
    by_password(client, wang)
    by_password(phone, wang)
    client.post("/account/sign-out-everywhere/")
    assert not is_in(client, wang)
    assert not is_in(phone, wang)


def idle(client: Client, minutes: int) -> None:
    session = client.session
    session["seen_at"] -= minutes * 60
    session.save()


def test_staff_are_out_after_a_quarter_of_an_hour_without_a_step(client: Client) -> None:
    wang = staff()
    by_password(client, wang)
    assert is_in(client, wang)
    idle(client, 14)
    assert is_in(client, wang)
    idle(client, 16)
    answer = client.get("/account/data/")
    assert answer["Location"] == "/account/sign-in/password/?next=%2Faccount%2Fdata%2F"
    assert not is_in(client, wang)


def test_a_page_that_refreshes_itself_does_not_keep_staff_signed_in(client: Client) -> None:
    wang = staff()
    by_password(client, wang)
    is_in(client, wang)
    idle(client, 10)
    client.get("/account/", headers={"X-Background": "1"})
    idle(client, 6)
    assert not is_in(client, wang)


def test_residents_have_an_hour_for_a_form(client: Client, postbox: list[Sent]) -> None:
    mine = a_resident(phone=PHONE)
    by_code(client, postbox, PHONE)
    is_in(client, mine)
    idle(client, 50)
    assert is_in(client, mine)
    idle(client, 61)
    assert not is_in(client, mine)


def test_a_machine_that_tries_many_names_from_one_address_is_stopped(client: Client) -> None:
    for number in range(100):
        client.post("/account/sign-in/password/", {"username": f"name{number}", "password": "x"})
    answer = client.post("/account/sign-in/password/", {"username": "name100", "password": "x"})
    assert answer.status_code == 429
    assert "操作太频繁" in answer.content.decode()


def test_on_a_new_device_the_pages_look_as_the_account_likes_them(client: Client, postbox: list[Sent]) -> None:
    a_resident(phone=PHONE, elder=True, language="en")
    answer = by_code(client, postbox, PHONE)
    assert (answer.cookies["huying_elder"].value, answer.cookies["django_language"].value) == ("on", "en")


def test_what_was_chosen_on_the_device_stays(client: Client, postbox: list[Sent]) -> None:
    client.cookies["huying_elder"] = "on"
    a_resident(phone=PHONE, elder=False)
    assert "huying_elder" not in by_code(client, postbox, PHONE).cookies


def test_keys_proved_without_an_account_make_the_actor_of_this_session(client: Client) -> None:
    client.get("/account/sign-in/")
    session = client.session
    for number in range(25):
        public.open_key(session, f"case:{number}")
    public.close_key(session, "case:24")
    session.save()
    client.cookies["huying_session"] = session.session_key
    actor = client.get("/account/notices/").wsgi_request.actor
    assert (actor.kind, actor.key_ids("case")) == ("guest", tuple(range(5, 24)))


def test_each_way_in_is_in_the_sign_in_log(client: Client, postbox: list[Sent]) -> None:
    wang, mine = staff(), a_resident(phone=PHONE)
    by_password(client, wang)
    by_code(Client(), postbox, PHONE)
    seen = SignInEvent.objects.filter(outcome="entered").values_list("account_id", "method")
    assert set(seen) == {(wang.pk, "password"), (mine.pk, "code")}
