"""The queue itself: a real worker takes the jobs that announcements leave, and those of a worker that died."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from huying.kernel import clock, deliveries, tasks
from huying.kernel.journal import announce
from huying.kernel.models import Delivery
from tests.kernel import listeners
from tests.kernel.listeners import BellRung
from tests.kernel.world import CLERK

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _quiet(transactional_db: None) -> Iterator[None]:
    listeners.heard.clear()
    listeners.troubles.clear()
    yield
    with connection.cursor() as cursor:  # the worker's threads keep their connections for the next job
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def work_off() -> None:
    """What `manage.py procrastinate worker` does, until nothing is left."""
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.run_worker(queues=["deliveries"], wait=False, install_signal_handlers=False, listen_notify=False)


DEAD = clock.now() - timedelta(minutes=10)
"""When a worker was last heard that is no more."""


def jobs(task: str = deliveries.TASK) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = %s GROUP BY 1", [task])
        return dict(cursor.fetchall())


def test_a_worker_delivers_what_was_announced() -> None:
    for bell_id in range(3):
        announce(BellRung(bell_id=bell_id), by=CLERK, at=clock.now())
    assert jobs() == {"todo": 3}
    work_off()
    assert sorted(heard for heard in listeners.heard if isinstance(heard, int)) == [0, 1, 2]
    assert not Delivery.objects.filter(done_at=None).exists()
    assert "todo" not in jobs()


def test_a_handler_in_trouble_does_not_fail_the_job_but_waits_for_the_sweeper() -> None:
    announce(BellRung(bell_id=1), by=CLERK, at=clock.now())
    listeners.troubles.append(ValueError("x"))
    work_off()
    assert "failed" not in jobs()
    listeners.troubles.clear()
    Delivery.objects.filter(done_at=None).update(next_at=clock.now())
    tasks.sweep_deliveries(0)
    assert not Delivery.objects.filter(done_at=None).exists()


def test_a_job_whose_worker_died_while_the_next_of_its_kind_waits_lets_go_of_the_lock() -> None:
    how = {"queueing_lock": "kernel.seal", "lock": "kernel.seal"}
    tasks.seal.configure(**how).defer(timestamp=1)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [DEAD])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    tasks.seal.configure(**how).defer(timestamp=2)
    async_to_sync(tasks.put_back_stalled)()
    assert jobs("kernel.seal") == {"failed": 1, "todo": 1}


def test_a_job_whose_worker_died_is_taken_up_again() -> None:
    announce(BellRung(bell_id=1), by=CLERK, at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [DEAD])
        worker_id = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker_id])
    async_to_sync(tasks.put_back_stalled)()
    assert jobs() == {"todo": 1}
    work_off()
    assert 1 in listeners.heard
