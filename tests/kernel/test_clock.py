"""The moment of a request is told in the zone of the place."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from huying.kernel.clock import now


def test_between_midnight_and_eight_the_day_is_the_one_people_live_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 15, 17, 30, tzinfo=UTC))
    assert now().isoformat() == "2026-11-16T01:30:00+08:00"
