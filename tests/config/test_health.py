"""Whoever watches the machine learns whether it is alive and which part is not ready."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client

from huying.kernel.beat import WorkerBeat, beat
from huying.kernel.clock import now


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["alive"] is True
    assert answer.json()["version"]


@pytest.mark.django_db
def test_ready_needs_a_worker_whose_beat_is_fresh(client: Client) -> None:
    before = client.get("/readyz")
    beat(0)
    after = client.get("/readyz")
    WorkerBeat.objects.update(at=now() - timedelta(minutes=2))
    late = client.get("/readyz")
    assert [before.status_code, after.status_code, late.status_code] == [503, 200, 503]
    assert after.json()["ready"] is True
    assert set(after.json()) == {"ready", "database", "migrations", "worker"}
    assert late.json()["worker"]["ready"] is False


@pytest.mark.django_db
def test_a_database_that_was_not_migrated_is_not_ready(client: Client) -> None:
    beat(0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'portal' AND name LIKE '0002%'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == {"ready": False, "missing": 1}


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_plainly(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": {"ready": False}}
