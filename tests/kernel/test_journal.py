"""A fact is written once, numbered and chained, and never changed again."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Barrier
from time import sleep

import pytest
from django.db import DatabaseError, connection, transaction

from huying.kernel import chain
from huying.kernel.errors import Conflict
from huying.kernel.facts import UnfitFact
from huying.kernel.journal import announce, facts_since, read_back, story
from huying.kernel.models import JournalHead, JournalRow
from tests.kernel.world import AT, CLERK, PathSwept, behind_the_back, together

pytestmark = pytest.mark.django_db


def sweep(path_id: int = 5, *, at: datetime = AT, broom_code: str = "") -> JournalRow:
    return announce(PathSwept(path_id=path_id, broom_code=broom_code), by=CLERK, at=at)


def test_rows_of_one_thing_are_numbered_and_each_holds_the_one_before() -> None:
    first, second = sweep(), sweep(at=AT + timedelta(hours=1))

    rows = list(story("path", 5))
    head = JournalHead.objects.get(thing="path", thing_id=5)
    assert [(r.id, r.seq, r.by, r.by_kind, r.task) for r in rows] == [
        (first.id, 1, 7, "person", "case:5"),
        (second.id, 2, 7, "person", "case:5"),
    ]
    assert bytes(rows[0].prev) == chain.START
    assert bytes(rows[1].prev) == bytes(rows[0].hash) == chain.row_hash(rows[0])
    assert (head.last_seq, bytes(head.last_hash)) == (2, bytes(rows[1].hash))
    assert chain.head_holds("path", 5, 2, head.last_hash, head.mac)


def test_other_things_have_other_numbers() -> None:
    assert [sweep(1).seq, sweep(2).seq, sweep(1).seq] == [1, 1, 2]


def test_a_fact_comes_back_as_it_was_announced() -> None:
    fact = PathSwept(path_id=5, broom_code="b.1", on=date(2026, 11, 20), until=AT, helpers=(3, 4), thorough=True)
    row = announce(fact, by=CLERK, at=AT)
    assert read_back(JournalRow.objects.get(pk=row.pk)) == fact


def test_free_text_stops_the_announcement() -> None:
    with pytest.raises(UnfitFact):
        sweep(broom_code="the red broom of Mr Zhang")
    assert not story("path", 5).exists()


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        sweep(at=AT.replace(tzinfo=None))


@pytest.mark.parametrize("year", [1999, 2024, 2026, 2040])
def test_any_past_or_coming_moment_can_be_written(year: int) -> None:
    row = sweep(at=datetime(year, 5, 4, tzinfo=UTC))
    assert [r.pk for r in story("path", 5)] == [row.pk]


CHANGES = [
    "UPDATE {table} SET code = 'other'",
    "UPDATE {table} SET facts = facts",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
]


@pytest.mark.constraint
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", ["kernel_journalrow", "kernel_journalrow_2026_11"])
def test_the_database_refuses_every_change(change: str, table: str) -> None:
    sweep()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table=table))
    assert story("path", 5).count() == 1


@pytest.mark.constraint
def test_the_default_partition_is_guarded_too() -> None:
    sweep(at=datetime(1999, 1, 1, tzinfo=UTC))
    for change in CHANGES[1:]:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.format(table="kernel_journalrow_other"))


@pytest.mark.constraint
def test_a_head_only_moves_on() -> None:
    sweep()
    for change in ("DELETE FROM kernel_journalhead", "UPDATE kernel_journalhead SET last_seq = 0"):
        with pytest.raises(DatabaseError, match="only moves on"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_head_that_was_tampered_with_is_never_made_whole_again() -> None:
    sweep()
    sweep()
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = 5 AND seq = 2")
    behind_the_back(
        "UPDATE kernel_journalhead SET last_seq = 1, last_hash = (SELECT hash FROM kernel_journalrow WHERE seq = 1)"
    )
    sweep()
    sweep()
    assert JournalHead.objects.get(thing="path", thing_id=5).mac == chain.BROKEN


def test_a_deleted_head_does_not_come_back_as_new() -> None:
    sweep()
    behind_the_back("DELETE FROM kernel_journalhead")
    assert sweep().seq == 2
    assert JournalHead.objects.get(thing="path", thing_id=5).mac == chain.BROKEN


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_chain_without_gaps() -> None:
    made = together([sweep for _ in range(20)])

    rows = list(story("path", 5))
    assert not [m for m in made if isinstance(m, Exception)]
    assert [r.seq for r in rows] == list(range(1, 21))
    assert all(bytes(b.prev) == bytes(a.hash) for a, b in pairwise(rows))
    assert [r.id for r in rows] == sorted(r.id for r in rows)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_readers_overlook_no_row_that_commits_late() -> None:
    seen: list[int] = []

    def slow() -> int:
        with transaction.atomic():
            row = sweep(1)
            together([lambda: sweep(2)])
            seen.extend(r.id for r in facts_since(0))
            return row.id

    early = together([slow])[0]
    everything = sorted(JournalRow.objects.values_list("id", flat=True))
    assert early not in seen
    for _ in range(1200):  # other databases of the same server also hold transactions open
        seen += [r.id for r in facts_since(seen[-1] if seen else 0)]
        if len(seen) == len(everything):
            break
        sleep(0.1)
    assert sorted(seen) == everything


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_that_block_one_another_one_is_told_to_try_again() -> None:
    sweep(1)
    sweep(2)
    both_hold_one = Barrier(2, timeout=20)

    def write(first: int, second: int) -> str:
        try:
            with transaction.atomic():
                sweep(first)
                both_hold_one.wait()
                sweep(second)
        except Conflict as refused:
            return refused.code
        return "written"

    assert sorted(together([lambda: write(1, 2), lambda: write(2, 1)])) == ["conflict", "written"]
    assert [story("path", path_id).count() for path_id in (1, 2)] == [2, 2]


def test_a_write_that_is_rolled_back_leaves_no_row() -> None:
    with transaction.atomic():
        sweep()
        transaction.set_rollback(True)
    assert not story("path", 5).exists()
    assert sweep().seq == 1
