"""A resident signs in with a telephone and a code."""

from datetime import datetime, timedelta

import pytest

from huying.kernel.actor import GUEST
from huying.kernel.errors import Invalid, TooMany, Unavailable
from huying.people.actions.sign_in import enter_by_code, send_sign_in_code, take_code
from huying.people.errors import AccountInactive, CodeWrong, Locked
from huying.people.models import Account, SignInCode, SignInEvent
from huying.people.queries import masked, records_of
from tests.people.makers import a_resident
from tests.people.postbox import Sent

pytestmark = pytest.mark.django_db

PHONE = "13955550199"
MINUTE = timedelta(minutes=1)


def test_the_first_sign_in_opens_an_account_with_a_sealed_number(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    number = take_code(phone=PHONE, code=postbox[0].code, at=at + MINUTE)
    account = enter_by_code(GUEST, phone=number, at=at + MINUTE)
    assert not account.staff
    assert masked(records_of(account.pk).get().pk) == {"phone": "139****0199"}


def test_the_second_sign_in_finds_the_same_account(at: datetime, postbox: list[Sent]) -> None:
    mine = a_resident(phone=PHONE)
    send_sign_in_code(phone="+86 139-5555-0199", at=at)
    assert enter_by_code(GUEST, phone=take_code(phone=PHONE, code=postbox[0].code, at=at), at=at).pk == mine.pk


def test_neither_code_nor_number_can_be_read_in_the_table(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    row = SignInCode.objects.get()
    assert PHONE not in row.phone_index
    assert postbox[0].code not in row.code_hash.split(".")[-1][:6]
    assert len(row.code_hash) > 60


def test_a_code_is_good_for_five_minutes(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    with pytest.raises(CodeWrong):
        take_code(phone=PHONE, code=postbox[0].code, at=at + 5 * MINUTE)


def test_a_code_is_good_once(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    take_code(phone=PHONE, code=postbox[0].code, at=at)
    with pytest.raises(CodeWrong):
        take_code(phone=PHONE, code=postbox[0].code, at=at)


def test_a_newer_code_takes_the_place_of_the_older(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    send_sign_in_code(phone=PHONE, at=at + 2 * MINUTE)
    older, newer = postbox
    if older.code != newer.code:
        with pytest.raises(CodeWrong):
            take_code(phone=PHONE, code=older.code, at=at + 3 * MINUTE)
    assert take_code(phone=PHONE, code=newer.code, at=at + 3 * MINUTE) == PHONE


def test_a_code_for_one_use_does_not_serve_another(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, use="guardian", at=at)
    with pytest.raises(CodeWrong):
        take_code(phone=PHONE, code=postbox[0].code, at=at)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def try_wrongly(times: int, code: str, at: datetime) -> None:
    for _ in range(times):
        with pytest.raises(CodeWrong):
            take_code(phone=PHONE, code=wrong(code), at=at)


def test_five_wrong_tries_lock_the_number_for_a_quarter_of_an_hour(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    try_wrongly(5, postbox[0].code, at)
    with pytest.raises(Locked):
        take_code(phone=PHONE, code=postbox[0].code, at=at + MINUTE)
    with pytest.raises(Locked):
        send_sign_in_code(phone=PHONE, at=at + 14 * MINUTE)
    send_sign_in_code(phone=PHONE, at=at + 16 * MINUTE)
    assert take_code(phone=PHONE, code=postbox[1].code, at=at + 17 * MINUTE) == PHONE


def test_four_wrong_tries_and_a_right_one_come_in(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    try_wrongly(4, postbox[0].code, at)
    assert take_code(phone=PHONE, code=postbox[0].code, at=at) == PHONE


def test_codes_are_sent_once_a_minute_and_five_times_an_hour(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    with pytest.raises(TooMany):
        send_sign_in_code(phone=PHONE, at=at + timedelta(seconds=20))
    for minutes in (3, 6, 9, 12):
        send_sign_in_code(phone=PHONE, at=at + minutes * MINUTE)
    with pytest.raises(TooMany):
        send_sign_in_code(phone=PHONE, at=at + 15 * MINUTE)
    assert len(postbox) == 5


def test_one_network_cannot_send_codes_to_the_whole_town(at: datetime, postbox: list[Sent]) -> None:
    for number in range(30):
        send_sign_in_code(phone=f"139555511{number:02d}", network="203.0.113.9", at=at)
    with pytest.raises(TooMany):
        send_sign_in_code(phone="13955551199", network="203.0.113.9", at=at)
    assert len(postbox) == 30


def test_a_code_that_did_not_go_out_leaves_no_row(at: datetime, settings: pytest.FixtureRequest) -> None:
    settings.HUYING_CODE_SENDER = "tests.people.postbox.Broken"  # type: ignore[attr-defined]
    with pytest.raises(Unavailable):
        send_sign_in_code(phone=PHONE, at=at)
    assert not SignInCode.objects.exists()


def test_what_is_no_number_is_refused_in_words(at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        send_sign_in_code(phone="你好", at=at)
    assert "13800138000" in str(refused.value.fields["phone"])


def test_a_stopped_account_stays_out(at: datetime) -> None:
    account = a_resident(phone=PHONE)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(AccountInactive):
        enter_by_code(GUEST, phone=PHONE, at=at)
    assert SignInEvent.objects.filter(account_id=account.pk, outcome="inactive").count() == 1
