"""Timers: found by due time, oldest first, fired once, whoever dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, connections

from huying.cases.models import Card, Case, Clock, Timer
from huying.cases.states import S
from huying.cases.tasks import fire_due_timers
from huying.kernel.models import JournalRow
from huying.organisations.models import RoleGrant
from tests.addresses import address
from tests.cases.makers import a_case, on, run_worker, settle

ROOT = Path(__file__).resolve().parents[2]
MANY = 10_000
WORKER = """
import os, sys
sys.path.insert(0, "src")
os.environ["DJANGO_SETTINGS_MODULE"] = "huying.config.base"
import django
django.setup()
from datetime import datetime
from huying.cases.tasks import fire_due_timers
print("ready", flush=True)
while fire_due_timers(at=datetime.fromisoformat(sys.argv[1]), batch=200):
    pass
print("done", flush=True)
"""


@pytest.mark.django_db
def test_an_order_nobody_signs_is_signed_by_the_system_with_a_yellow_card():
    town = settle()
    case = a_case(town, in_state=S.DISPATCHED)

    run_worker(at=on(17, 18))

    case.refresh_from_db()
    assert case.state == S.IN_HANDLING
    assert Card.objects.get(case=case, cause="auto_signed").colour == "yellow"


@pytest.mark.django_db
def test_a_limit_that_passes_shows_yellow_then_red_then_supervision():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)

    run_worker(at=on(20, 14, 30))
    assert list(Card.objects.filter(case=case).values_list("colour", "cause")) == [("yellow", "three_quarters")]
    run_worker(at=on(23, 17, 31))
    assert Card.objects.filter(case=case, colour="red", cause="late", body_id=town.body("城管")).count() == 1
    run_worker(at=on(24, 17, 31))

    case.refresh_from_db()
    assert case.supervised == 1
    assert case.supervise_orders.get().cause == "red_card"


@pytest.mark.django_db
def test_a_timer_fires_once_however_often_the_worker_looks():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    run_worker(at=on(23, 17, 31))
    before = Card.objects.filter(case=case).count()

    for _nth in range(3):
        fire_due_timers(at=on(23, 17, 31))

    assert Card.objects.filter(case=case).count() == before


@pytest.mark.django_db
def test_a_broken_timer_is_listed_and_does_not_stop_the_others():
    town = settle()
    broken, sound = a_case(town, in_state=S.DISPATCHED), a_case(town, in_state=S.DISPATCHED)
    Timer.objects.filter(case=broken, kind="auto_sign").update(kind="no_such_kind", due_at=on(16))

    run_worker_once = fire_due_timers(at=on(17, 18), batch=100)

    assert run_worker_once >= 2
    stuck = Timer.objects.get(case=broken, kind="no_such_kind")
    assert (stuck.fired_at, stuck.failure, stuck.attempts) == (None, "KeyError", 1)
    sound.refresh_from_db()
    assert sound.state == S.IN_HANDLING


def many_cases(model: Case) -> None:
    """Ten thousand open cases, each with one accept clock that is over: copied in the database from one that lived."""
    columns = [f.column for f in Case._meta.concrete_fields if f.column not in ("id", "number")]
    names = ", ".join(f'"{name}"' for name in columns)
    clock_columns = [f.column for f in Clock._meta.concrete_fields if f.column not in ("id", "case_id")]
    clocks = ", ".join(f'"{name}"' for name in clock_columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case (number, {names}) SELECT 'XX-2026-' || n, {names} FROM cases_case, "
            "generate_series(100000, %s) n WHERE id = %s",
            [100000 + MANY - 2, model.pk],
        )
        cursor.execute(
            f"INSERT INTO cases_clock (case_id, {clocks}) SELECT c.id, {', '.join('k.' + n for n in clock_columns)} "
            "FROM cases_case c, cases_clock k WHERE k.case_id = %s AND c.id <> %s",
            [model.pk, model.pk],
        )
        cursor.execute(
            "INSERT INTO cases_timer (case_id, kind, ref, due_at, attempts, failure) SELECT case_id, 'late', "
            "'clock:' || id || '/0', due_at, 0, '' FROM cases_clock ON CONFLICT DO NOTHING"
        )


def start_worker() -> subprocess.Popen[str]:
    env = {**os.environ, "HUYING_DATABASE_URL": address()}
    command = [sys.executable, "-c", WORKER, on(20).isoformat()]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


@pytest.mark.race
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_timers_fire_once_each_although_a_worker_is_killed():
    """At night: nobody sits at any desk, and nobody has taken any of these cases."""
    town = settle()
    many_cases(a_case(town))
    RoleGrant.objects.all().delete()
    assert Timer.objects.filter(kind="late", fired_at=None).count() == MANY
    connections.close_all()

    doomed = start_worker()
    assert doomed.stdout is not None
    assert doomed.stdout.readline() == "ready\n"
    while Timer.objects.exclude(fired_at=None).count() < 300:
        assert doomed.poll() is None, "the worker died before it was killed"
        time.sleep(0.2)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    fired_by_the_dead = Timer.objects.exclude(fired_at=None).count()
    assert 300 <= fired_by_the_dead < MANY

    two = [start_worker(), start_worker()]
    assert [worker.wait(timeout=300) for worker in two] == [0, 0]

    assert Timer.objects.filter(kind="late", fired_at=None).count() == 0
    told = JournalRow.objects.filter(code="cases.clock_passed", thing="case").values_list("thing_id", flat=True)
    assert len(told) == len(set(told)) == MANY
