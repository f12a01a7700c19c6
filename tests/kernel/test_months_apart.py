"""A month that is long over can be taken out of the journal; what is there is still verified, and it can come back."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from huying.kernel import sealfile, sealing
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.kernel.journal import announce, facts_since, story
from huying.kernel.models import JournalRow, MonthApart, RowApart
from huying.kernel.partitions import attach_month, detach_month, months
from huying.kernel.receipts import check_receipt, receipt_for
from huying.kernel.verification import verify
from tests.kernel.world import CLERK, PathSwept, behind_the_back

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2025, 9, 10, 4, 0, tzinfo=UTC)
MONTH = date(2025, 9, 1)
TODAY = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
WHY = "去年的记录移到档案库"


@pytest.fixture(autouse=True)
def _lived(settings: Any, tmp_path: Path) -> None:
    """Two paths that were swept in a September, and one of them again in the two months after; all sealed."""
    settings.HUYING_HOME = tmp_path
    for path_id, days in ((1, (0, 3, 30, 60)), (2, (1, 2))):
        for day in days:
            announce(PathSwept(path_id=path_id, broom_code=f"b.{day}"), by=CLERK, at=LONG_AGO + timedelta(days=day))
    sealing.seal_committed(at=LONG_AGO + timedelta(days=61))
    sealfile.write_out()


def detached() -> MonthApart:
    return detach_month(SYSTEM, month=MONTH, reason=WHY, at=TODAY)


def said(**options: Any) -> str:
    out = StringIO()
    call_command("journal_partitions", stdout=out, **options)
    return out.getvalue()


def kinds() -> set[tuple[str, int | None]]:
    return {(one.kind, one.row_id) for one in verify().findings}


def test_what_is_there_is_verified_and_the_month_is_named() -> None:
    before = verify()
    assert detached().rows == 4
    assert [row.seq for row in story("path", 1)] == [3, 4]
    assert list(story("path", 2)) == []
    report = verify()
    assert (report.findings, report.apart) == ([], {"2025-09": "here"})
    assert (report.stories, report.rows) == (before.stories + 1, before.rows + 1), "its own taking out is a story too"
    assert verify(thing="path", thing_id=1).ok
    announce(PathSwept(path_id=2), by=CLERK, at=TODAY)
    assert verify().findings == []


def test_the_rows_may_be_carried_away_altogether() -> None:
    detached()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kernel_journalapart_2025_09")
    report = verify()
    assert (report.findings, report.apart) == ([], {"2025-09": "elsewhere"})
    assert "不在本库" in said()
    with pytest.raises(NotFound):
        attach_month(SYSTEM, month=MONTH, reason=WHY, at=TODAY)


def test_a_receipt_of_then_still_holds() -> None:
    codes = [receipt_for("path", 1, seq=seq).code for seq in (2, 4)]
    detached()
    assert [check_receipt(code).state for code in codes] == ["unchanged", "unchanged"]
    behind_the_back("UPDATE kernel_rowapart SET hash = prev WHERE thing_id = 1 AND seq = 2")
    assert check_receipt(codes[1]).state == "changed"


def test_readers_of_the_journal_go_on_behind_a_row_that_lies_apart() -> None:
    last = JournalRow.objects.get(thing="path", thing_id=1, seq=2)
    detached()
    assert last.id not in {row.id for row in facts_since(last.id)}
    assert 1 not in {row.seq for row in facts_since(last.id) if row.thing == "path"}


@pytest.mark.constraint
def test_it_comes_back_as_it_was() -> None:
    rows = list(JournalRow.objects.order_by("id").values())
    detached()
    assert attach_month(SYSTEM, month=MONTH, reason=WHY, at=TODAY) == 4
    assert list(JournalRow.objects.exclude(thing="journal_month").order_by("id").values()) == rows
    assert (RowApart.objects.count(), MonthApart.objects.count()) == (0, 0)
    assert verify().findings == []
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        JournalRow.objects.filter(thing_id=1, seq=1).update(code="x")


@pytest.mark.parametrize(
    ("done", "found"),
    [
        ("UPDATE kernel_journalapart_2025_09 SET code = 'x' WHERE thing_id = 1 AND seq = 2", "row_changed"),
        ("DELETE FROM kernel_rowapart WHERE thing_id = 1 AND seq = 2", "month_incomplete"),
        ("UPDATE kernel_rowapart SET hash = prev WHERE thing_id = 1 AND seq = 2", "leaf_changed"),
    ],
    ids=["a row", "what was left is gone", "what was left is changed"],
)
def test_who_changes_what_lies_apart_is_found(done: str, found: str) -> None:
    detached()
    behind_the_back(done)
    assert found in {kind for kind, _row in kinds()}


def test_a_changed_table_is_not_put_back() -> None:
    detached()
    behind_the_back("UPDATE kernel_journalapart_2025_09 SET hash = prev WHERE thing_id = 1 AND seq = 2")
    with pytest.raises(Conflict):
        attach_month(SYSTEM, month=MONTH, reason=WHY, at=TODAY)


@pytest.mark.constraint
def test_what_lies_apart_is_never_changed_either() -> None:
    detached()
    for changed in ("UPDATE kernel_journalapart_2025_09 SET code = 'x'", "TRUNCATE kernel_journalapart_2025_09"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(changed)


def test_only_a_month_long_over_and_long_sealed_may_go() -> None:
    with pytest.raises(Invalid):
        detach_month(SYSTEM, month=date(2025, 12, 1), reason=WHY, at=TODAY)
    with pytest.raises(NotFound):
        detach_month(SYSTEM, month=date(2019, 1, 1), reason=WHY, at=TODAY)
    with pytest.raises(NotAllowed):
        detach_month(CLERK, month=MONTH, reason=WHY, at=TODAY)
    announce(PathSwept(path_id=3), by=CLERK, at=LONG_AGO)
    with pytest.raises(Conflict):
        detached()
    sealing.seal_committed(at=TODAY - timedelta(days=2))
    with pytest.raises(Conflict):
        detached()


def test_a_late_word_of_that_month_finds_a_place_and_keeps_it_apart() -> None:
    detached()
    announce(PathSwept(path_id=1), by=CLERK, at=LONG_AGO + timedelta(days=1))
    with pytest.raises(Conflict):
        attach_month(SYSTEM, month=MONTH, reason=WHY, at=TODAY)
    assert verify().findings == []


def test_the_command_lists_takes_out_and_puts_back() -> None:
    assert "2025-09" in said()
    assert "已移出，共 4 行" in said(detach=MONTH, reason=WHY)
    listed = {one["month"]: one for one in json.loads(said(json=True))}
    assert (listed["2025-09"]["rows"], listed["2025-09"]["apart"], listed["2025-09"]["here"]) == (4, True, True)
    assert listed["2025-10"]["sealed"] is True
    assert "已放回，共 4 行" in said(attach=MONTH, reason=WHY)
    assert not any(one.apart for one in months())
    with pytest.raises(CommandError):
        said(detach=MONTH, reason="")
