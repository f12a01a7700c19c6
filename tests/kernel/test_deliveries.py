"""Handlers hear of a fact after the commit, at least once, whatever dies in between."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from huying.kernel import actions, deliveries, queries
from huying.kernel.actor import Actor, Post
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.kernel.journal import announce, on, story
from huying.kernel.models import Delivery, JournalRow, RateCount
from tests.addresses import address
from tests.kernel import listeners
from tests.kernel.listeners import BellRung
from tests.kernel.world import AT, CLERK, together

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="person", account_id=1, posts=(Post(role="system_admin", area_path="/1/"),))
DISPATCHER = Actor(kind="person", account_id=2, posts=(Post(role="dispatcher", area_path="/1/"),))


@pytest.fixture(autouse=True)
def _quiet() -> None:
    listeners.heard.clear()
    listeners.troubles.clear()


def ring(bell_id: int = 3, *, seconds: int = 0) -> JournalRow:
    return announce(BellRung(bell_id=bell_id, seconds=seconds), by=CLERK, at=AT)


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [deliveries.TASK])
        return int(cursor.fetchone()[0])


def exhaust(row: JournalRow) -> None:
    listeners.troubles.append(ValueError("张三 13812345678"))
    at = AT
    for _ in range(deliveries.MOST_ATTEMPTS):
        deliveries.deliver_row(row.id, at=at)
        at += timedelta(hours=2)


def test_nobody_hears_before_the_worker_delivers_and_then_everybody_hears_once() -> None:
    row = ring()
    assert listeners.heard == []
    assert jobs() == 1

    assert deliveries.deliver_row(row.id, at=AT) == 2
    assert listeners.heard == [BellRung(bell_id=3), 3]
    assert deliveries.deliver_row(row.id, at=AT) == deliveries.deliver_due(at=AT + timedelta(days=1)) == 0


def test_what_is_rolled_back_is_never_delivered() -> None:
    with transaction.atomic():
        ring()
        transaction.set_rollback(True)
    assert (Delivery.objects.count(), jobs()) == (0, 0)


def test_one_handler_in_trouble_does_not_silence_the_other_and_is_tried_again_later() -> None:
    row = ring()
    listeners.troubles.append(ValueError("张三 13812345678"))
    deliveries.deliver_row(row.id, at=AT)
    assert listeners.heard == [3]
    assert RateCount.objects.count() == 0  # what the failing handler wrote is gone

    listeners.troubles.clear()
    assert deliveries.deliver_due(at=AT + timedelta(seconds=9)) == 0
    assert deliveries.deliver_due(at=AT + timedelta(seconds=10)) == 1
    assert listeners.heard == [3, BellRung(bell_id=3)]


def test_patience_grows_to_an_hour() -> None:
    waits = [int(deliveries.patience(n).total_seconds()) for n in range(1, 12)]
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == 3600


def test_after_ten_attempts_a_delivery_is_stuck_and_seen_without_the_words_of_the_error(caplog) -> None:
    row = ring()
    exhaust(row)
    (stuck,) = queries.stuck_deliveries(KEEPER)
    assert (stuck.row_id, stuck.attempts, stuck.last_error) == (row.id, 10, "ValueError")
    assert "张三" not in caplog.text
    with pytest.raises(NotAllowed):
        queries.stuck_deliveries(DISPATCHER)


def test_the_system_administrator_puts_a_stuck_delivery_back_with_a_reason() -> None:
    row = ring()
    exhaust(row)
    listeners.troubles.clear()
    (stuck,) = queries.stuck_deliveries(KEEPER)
    later = AT + timedelta(days=2)

    with pytest.raises(Invalid):
        actions.retry_delivery(KEEPER, delivery_id=stuck.pk, reason=" ", at=later)
    with pytest.raises(NotFound):
        actions.retry_delivery(DISPATCHER, delivery_id=stuck.pk, reason="已修好", at=later)
    actions.retry_delivery(KEEPER, delivery_id=stuck.pk, reason="短信已恢复", at=later)

    assert deliveries.deliver_due(at=later) == 1
    assert [r.code for r in story("delivery", stuck.pk)] == ["kernel.delivery_retried"]
    assert "短信" not in str(list(story("delivery", stuck.pk).values()))
    with pytest.raises(Conflict):
        actions.retry_delivery(KEEPER, delivery_id=stuck.pk, reason="再来一次", at=later)


def test_all_stuck_deliveries_go_back_at_once() -> None:
    for bell_id in (1, 2, 3):
        exhaust(ring(bell_id))
        listeners.troubles.clear()
    later = AT + timedelta(days=2)
    with pytest.raises(NotAllowed):
        actions.retry_deliveries(DISPATCHER, reason="已修好", at=later)
    assert actions.retry_deliveries(KEEPER, reason="已修好", handler="nobody", at=later) == 0
    assert actions.retry_deliveries(KEEPER, reason="已修好", at=later) == 3
    assert deliveries.deliver_due(at=later) == 3


def test_a_handler_that_no_longer_exists_is_stuck_at_once() -> None:
    row = ring()
    Delivery.objects.filter(handler__contains="open_the_door").update(handler="huying.gone.forever")
    deliveries.deliver_row(row.id, at=AT)
    assert [(d.handler, d.last_error) for d in queries.stuck_deliveries(KEEPER)] == [
        ("huying.gone.forever", "no_handler")
    ]


def test_a_handler_that_kills_its_worker_each_time_is_stuck_in_the_end() -> None:
    row = ring()
    Delivery.objects.filter(row_id=row.id).update(attempts=deliveries.MOST_ATTEMPTS)
    deliveries.deliver_due(at=AT)
    assert {d.last_error for d in queries.stuck_deliveries(KEEPER)} == {"lost"}


def test_what_was_delivered_long_ago_is_dropped_but_not_what_is_open() -> None:
    deliveries.deliver_row(ring(1).id, at=AT)
    ring(2)
    assert deliveries.forget_done(at=AT + timedelta(days=29)) == 0
    assert deliveries.forget_done(at=AT + timedelta(days=31)) == 2
    assert Delivery.objects.count() == 2


def test_a_fact_is_registered_by_one_class_only() -> None:
    handlers = len(deliveries.handlers_of(BellRung.code))
    on(BellRung)(listeners.open_the_door)
    assert len(deliveries.handlers_of(BellRung.code)) == handlers


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_fact_deliver_it_once() -> None:
    rows = [ring(n) for n in range(8)]
    together(
        [lambda: deliveries.deliver_due(at=AT)] * 4
        + [lambda row=r: deliveries.deliver_row(row.id, at=AT) for r in rows]
    )
    assert RateCount.objects.count() == 8
    assert sorted(h for h in listeners.heard if isinstance(h, int)) == list(range(8))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ring(seconds=60)
    env = {**os.environ, "HUYING_DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "huying.config.base"}
    env["PYTHONPATH"] = os.pathsep.join(sys.path)
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.worker_process"], env=env, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "READY\n"
    share = Delivery.objects.filter(row_id=row.id, handler__contains="count_the_bell")
    deadline = time.monotonic() + 20
    while share.get().attempts == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    worker.kill()
    worker.wait()
    assert (share.get().attempts, share.get().done_at, RateCount.objects.count()) == (1, None, 0)

    monkeypatch.setattr(listeners, "pause", lambda seconds: None)
    assert deliveries.deliver_due(at=AT) <= 1  # the claim of the dead worker still holds
    assert deliveries.deliver_due(at=AT + deliveries.CLAIM) >= 1
    assert Delivery.objects.filter(row_id=row.id, done_at=None).count() == 0
    assert RateCount.objects.count() == 1
