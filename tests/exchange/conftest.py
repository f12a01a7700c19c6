"""The town stands once for a file; the hotline is a source whose files come in."""

import pytest

from huying.exchange.files.presets import HOTLINE
from huying.exchange.models import Source
from tests.cases.keeping import _one_town
from tests.cases.makers import MONDAY, Settled, settle
from tests.exchange.importing import a_source

__all__ = ["_one_town"]


@pytest.fixture
def town() -> Settled:
    return settle()


@pytest.fixture
def source(town: Settled) -> Source:
    return a_source("12345", HOTLINE, at=MONDAY)
