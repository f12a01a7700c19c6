"""Months of the journal are made ahead, and a row finds its place whether its month is there or not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from huying.kernel.journal import announce, story
from huying.kernel.partitions import AHEAD, ensure_months
from huying.kernel.tasks import housekeeping
from tests.kernel.world import CLERK, PathSwept

pytestmark = pytest.mark.django_db
FAR = datetime(2031, 3, 10, tzinfo=UTC)


def place_of(at: datetime) -> str:
    row = announce(PathSwept(path_id=5), by=CLERK, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM kernel_journalrow WHERE id = %s", [row.id])
        return str(cursor.fetchone()[0])


def test_months_are_made_ahead_once_and_rows_go_there() -> None:
    assert place_of(FAR) == "kernel_journalrow_other"
    assert ensure_months(at=FAR) == AHEAD  # its own month already has a row elsewhere and stays as it is
    assert ensure_months(at=FAR) == 0
    assert place_of(FAR) == "kernel_journalrow_other"
    assert place_of(FAR + timedelta(days=31)) == "kernel_journalrow_2031_04"
    assert story("path", 5).count() == 3


def test_a_month_begins_at_midnight_in_shanghai() -> None:
    assert place_of(datetime(2026, 10, 31, 15, 59, tzinfo=UTC)) == "kernel_journalrow_2026_10"
    assert place_of(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == "kernel_journalrow_2026_11"


def test_the_demonstration_can_write_its_last_ninety_days_into_their_months() -> None:
    now = datetime.now(tz=UTC)
    assert "other" not in {place_of(now - timedelta(days=days)) for days in (0, 30, 60, 90)}


def test_a_new_month_is_guarded_like_the_others() -> None:
    ensure_months(at=FAR)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT tgname) FROM pg_trigger WHERE tgrelid = 'kernel_journalrow_2031_05'::regclass "
            "AND tgname IN ('never_changed', 'never_emptied')"
        )
        assert cursor.fetchone() == (2,)


def test_housekeeping_runs_every_day() -> None:
    housekeeping(0)
    housekeeping(0)


def test_reading_one_story_leaves_out_the_months_it_never_touched() -> None:
    announce(PathSwept(path_id=5), by=CLERK, at=datetime(2026, 11, 5, tzinfo=UTC))
    plan = story("path", 5).explain()
    assert "kernel_journalrow_2026_11" in plan
    assert "kernel_journalrow_2026_08" not in plan
