"""What every test may ask for: a moment, and a browser-like client that comes as a given actor."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.http import HttpRequest
from django.test import Client
from django.utils import translation

from huying.cases.queries import numbered
from huying.config import middleware
from huying.config.database import database
from huying.kernel.actor import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECOND_SERVER = "TESTS_SECOND_SERVER"


def pytest_configure() -> None:
    """The second of two processes has a server of its own, where one is given.

    What readers of the journal may see ends at the oldest open transaction of the whole server, and tests hold theirs
    open for long.
    """
    second = os.environ.get(SECOND_SERVER)
    if second and os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
        os.environ["HUYING_DATABASE_URL"] = second
        connections["default"].settings_dict.update(database(second))


LONGEST = ("demonstration", "launcher", "browser", "config", "stories", "cases")
"""Folders whose files take longest. They come first: a process that has nothing left to do waits for a short one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.parent.name, len(places)))


@pytest.fixture(autouse=True)
def numbers_are_looked_up() -> None:
    """Only in tests a number comes again with another case."""
    numbered.known.clear()


@pytest.fixture
def at() -> datetime:
    """A Monday in November at 10:00, in working time."""
    return datetime(2026, 11, 16, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def client_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """`client_as(actor)`: a client whose requests come from this actor. Signing in itself is tested in tests/people."""
    real = middleware.actor_of

    def actor_of(request: HttpRequest) -> Actor:
        given = request.environ.get("tests.actor")
        return given if isinstance(given, Actor) else real(request)

    monkeypatch.setattr(middleware, "actor_of", actor_of)

    def make(actor: Actor, **options: Any) -> Client:
        return Client(**{"tests.actor": actor}, **options)

    return make


JOURNAL = (
    "kernel_journalrow, kernel_journalhead, kernel_seal, kernel_sealleaf, kernel_sealnode, procrastinate_jobs, "
    "procrastinate_events, procrastinate_periodic_defers"
)


def empty_journal() -> None:
    """Behind the product's back, as a superuser with the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {JOURNAL} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


def commits_for_real(item: pytest.Item) -> bool:
    """Whether this test ends what it writes with a true commit, so that others could see it."""
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def _no_language_is_left_behind() -> None:
    """A page asked for in English leaves English in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_journal_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if commits_for_real(request.node):
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            empty_journal()
            connection.close()
