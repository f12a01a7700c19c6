"""Every file of this folder keeps its town, and the definitions stand."""

import pytest

from huying.evaluation.public import load_definitions
from huying.kernel.actor import SYSTEM
from tests.cases.keeping import _one_town
from tests.cases.makers import MONDAY

__all__ = ["_one_town"]


@pytest.fixture
def definitions(db: None) -> None:
    load_definitions(SYSTEM, at=MONDAY)
