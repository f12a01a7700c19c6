"""The moment of a request is told in the zone of the place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from huying.kernel.clock import day_of, midnight, now


def test_between_midnight_and_eight_the_day_is_the_one_people_live_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 15, 17, 30, tzinfo=UTC))
    assert now().isoformat() == "2026-11-16T01:30:00+08:00"


def test_a_moment_read_in_another_zone_lies_in_the_day_of_the_place() -> None:
    late = datetime(2026, 11, 15, 17, 30, tzinfo=UTC)
    assert day_of(late).isoformat() == "2026-11-16"
    assert midnight(day_of(late)) <= late < midnight(day_of(late + timedelta(days=1)))
