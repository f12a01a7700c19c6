"""What every test may ask for: a moment, and a browser-like client that comes as a given actor."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest
from django.test import Client

from huying.config import middleware
from huying.kernel.actor import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")


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
