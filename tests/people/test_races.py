"""Many at once: real threads on a real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from huying.kernel.actor import GUEST, SYSTEM
from huying.people import public
from huying.people.actions.sign_in import enter_by_code, send_sign_in_code, take_code
from huying.people.errors import CodeWrong, Locked
from huying.people.models import Account, ReadLog, SealedRecord, SignInCode
from tests.people.makers import an_account, person
from tests.people.postbox import Sent

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PHONE = "13955550100"


def together(times: int, act: Callable[[], Any]) -> list[Any]:
    def one(_number: int) -> Any:
        try:
            return act()
        except (CodeWrong, Locked) as refused:
            return type(refused).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_one_code_lets_in_once_however_many_press_at_the_same_moment(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    answers = together(12, lambda: take_code(phone=PHONE, code=postbox[0].code, at=at))
    assert answers.count(PHONE) == 1


def test_guessing_in_parallel_gets_five_tries_and_no_more(at: datetime, postbox: list[Sent]) -> None:
    send_sign_in_code(phone=PHONE, at=at)
    together(20, lambda: take_code(phone=PHONE, code="00000x", at=at))
    assert SignInCode.objects.get().tries <= 5
    with pytest.raises((CodeWrong, Locked)):
        take_code(phone=PHONE, code=postbox[0].code, at=at)


def test_two_devices_with_one_number_open_one_account(at: datetime) -> None:
    ids = set(together(8, lambda: enter_by_code(GUEST, phone=PHONE, at=at).pk))
    assert len(ids) == 1
    assert Account.objects.filter(staff=False).count() == 1
    assert SealedRecord.objects.filter(owner__in=ids).count() == 1


def test_looks_of_many_are_all_written_down(at: datetime) -> None:
    record = public.seal_person(SYSTEM, purpose="case_contact", fields={"phone": PHONE}, at=at)
    reader = person(an_account())
    together(10, lambda: public.unseal(reader, record_id=record, task="case:17", at=at))
    assert ReadLog.objects.filter(thing_id=record, thing="sealed_record", at=at).count() == 10
