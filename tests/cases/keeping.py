"""One town for all tests of a file: built once in a transaction around them, each test in a savepoint of its own."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.cases import makers
from tests.conftest import commits_for_real


@pytest.fixture(scope="module", autouse=True)
def _one_town(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """`settle()` gives every test a copy of it. Where a test commits for real each builds its own, as it must."""
    here = [item for item in request.session.items if getattr(item, "module", None) is request.module]
    if any(commits_for_real(item) for item in here):
        yield
        return
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        town = makers.build_town()
    makers.kept_town = lambda: deepcopy(town)
    yield
    makers.kept_town = None
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
