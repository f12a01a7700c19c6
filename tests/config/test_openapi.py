"""The API keeps its written promise: the snapshot in the repository, and answers of the described shape to anything."""

import importlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huying.config import middleware
from huying.config.api import openapi
from huying.config.management.commands.openapi import KEPT, openapi_text
from huying.config.wsgi import application
from huying.kernel.actor import GUEST, Actor, Post
from huying.people.states import THREE_ADMINISTRATORS
from tests.people.makers import a_resident

ROLES = (
    "intake", "dispatcher", "adjudicator", "handler", "unit_lead", "grid_worker", "street_coordinator", "supervisor",
    "county_command", "callback", "reviewer", "dpo", "list_keeper", "community_secretary", *THREE_ADMINISTRATORS,
)  # fmt: skip
EVERYONE = Actor(
    kind="person",
    posts=tuple(Post(role=role, area_path="/", body_id=1) for role in ROLES),
    keys=("case:1",),
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
FEWER = settings(FEW, max_examples=3)
SOURCE = Path(middleware.__file__).parents[1]
PARTS = 12


def test_the_description_in_the_repository_is_the_one_that_is_served() -> None:
    assert KEPT.read_text(encoding="utf-8") == openapi_text(), "refresh it: python3 dev.py manage openapi --write"


def test_every_operation_says_what_it_is_and_what_may_go_wrong() -> None:
    described = openapi()
    operations = [op for methods in described["paths"].values() for op in methods.values()]
    assert described["openapi"].startswith("3.1")
    assert operations
    assert all(op.get("summary") and op.get("tags") for op in operations)
    assert all("application/problem+json" in op["responses"]["default"]["content"] for op in operations)


@pytest.mark.django_db
def test_it_is_made_once_in_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(language: str) -> str:
        return Client().get("/api/v1/openapi.json", HTTP_ACCEPT_LANGUAGE=language).content.decode()

    chinese, english = asked("zh-hans"), asked("en")
    assert ("没有办成，原因见" in chinese, "没有办成，原因见" in english) == (True, False)
    monkeypatch.setattr("huying.config.api.openapi", None)
    assert (asked("zh-hans"), asked("en")) == (chinese, english)


def test_no_two_shapes_share_a_name() -> None:
    """The description keeps one shape for a name: the second would silently be described as the first."""
    modules = [importlib.import_module(f"huying.{path.parent.name}.schemas") for path in SOURCE.glob("*/schemas.py")]
    own = [
        name for module in modules for name, shape in vars(module).items()
        if isinstance(shape, type) and issubclass(shape, Schema) and shape.__module__ == module.__name__
    ]  # fmt: skip
    assert own
    assert [name for name, times in Counter(own).items() if times > 1] == []


@pytest.fixture
def _guest(monkeypatch: pytest.MonkeyPatch, _one_connection: None) -> None:
    monkeypatch.setattr(middleware, "actor_of", lambda _request: GUEST)


@pytest.fixture
def _holder_of_every_post(monkeypatch: pytest.MonkeyPatch, _one_connection: None) -> None:
    actor = replace(EVERYONE, account_id=a_resident().pk)
    monkeypatch.setattr(middleware, "actor_of", lambda _request: actor)


@pytest.fixture
def _one_connection(db: None) -> Iterator[None]:
    for moment in (request_started, request_finished):  # the test's own connection stays open, as Django's client does
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def ask(operation: Any, few: settings) -> None:
    """Calls made up from the description of this operation; what is asked wrongly is asked on purpose."""

    @given(case=operation.as_strategy())
    @few
    def asked(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    asked()


@cache
def operations() -> list[Any]:
    """Read when it is needed: every process of pytest collects this file, few run it."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.usefixtures("_holder_of_every_post")
def test_whatever_is_asked_gets_an_answer_of_the_described_shape(part: int) -> None:
    assert len(operations()) > 100
    for operation in operations()[part::PARTS]:
        ask(operation, FEW)


@pytest.mark.usefixtures("_guest")
def test_whatever_a_guest_asks_gets_an_answer_of_the_described_shape() -> None:
    """Most of it is refused at once: a few tries for each operation are enough."""
    for operation in operations():
        ask(operation, FEWER)
