"""What tests of people share: a postbox, and moments."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.people.postbox import Postbox, Sent


@pytest.fixture
def postbox(settings: Any) -> Iterator[list[Sent]]:
    """One-time codes that were sent, oldest first."""
    settings.HUYING_CODE_SENDER = "tests.people.postbox.Postbox"
    Postbox.sent.clear()
    yield Postbox.sent
    Postbox.sent.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The real hash is slow on purpose; here nobody attacks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
