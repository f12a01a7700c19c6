"""Real threads on a real database: two workers, two who tell the same, and the real queue."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from huying.kernel import clock
from huying.kernel.actor import SYSTEM
from huying.notices import actions, worker
from huying.notices.models import Message, Sending
from huying.notices.recipients import Recipient
from huying.people.public import install_purposes, seal_person
from tests.notices.conftest import DISPATCHED, PHONE, Outside

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phones(sms: Outside, at: datetime) -> list[int]:
    """Twenty records of people who left their phone."""
    install_purposes()
    fields = {"name": "张三", "phone": PHONE}
    return [seal_person(SYSTEM, purpose="case_contact", fields=fields, at=at) for _ in range(20)]


def together(*calls: Callable[[], Any]) -> None:
    """All at once; an error in one is an error of the test."""
    ready, wrong = threading.Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        ready.wait()
        try:
            call()
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def tell(record_id: int, at: datetime) -> Message:
    return actions.send(
        to=Recipient(record_id=record_id), template="case.dispatched", facts=DISPATCHED, about=("case", 17), at=at
    )


def test_four_workers_carry_each_message_once(phones: list[int], sms: Outside, at: datetime) -> None:
    for record_id in phones:
        tell(record_id, at)
    together(*[lambda: worker.deliver_due(at=at, limit=7) for _ in range(4)])
    worker.deliver_due(at=at)
    assert len(sms.got) == len({one["id"] for one in sms.got}) == 20
    assert Sending.objects.filter(state="sent", tries=1).count() == 20


def test_two_who_tell_the_same_at_once_make_one_message(phones: list[int], at: datetime) -> None:
    together(*[lambda: tell(phones[0], at) for _ in range(6)])
    assert Message.objects.count() == 1
    assert Sending.objects.count() == 1


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    return


def test_the_queue_of_the_worker_carries_it_after_the_commit(
    phones: list[int], sms: Outside, at: datetime, morning: None
) -> None:
    tell(phones[0], at)
    assert sms.got == []
    tell(phones[1], at)  # a second wish to wake does not disturb the first
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(queues=["default"], wait=False, install_signal_handlers=False, listen_notify=False)
    assert {one["phone"] for one in sms.got} == {PHONE}
    assert Sending.objects.filter(state="sent").count() == 2
