"""Every committed row gets its place in the tree once, whenever it commits and whoever seals."""

from pathlib import Path
from threading import Event as Signal

import pytest
from django.db import connection, transaction

from huying.kernel import merkle, sealfile, sealing
from huying.kernel.journal import announce
from huying.kernel.models import JournalRow, Seal, SealLeaf, SealNode
from huying.kernel.tasks import seal as seal_by_the_minute
from huying.kernel.verification import verify
from tests.kernel.world import AT, CLERK, PathSwept, behind_the_back, together

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path: Path) -> None:
    settings.HUYING_HOME = tmp_path


def sweep(path_id: int = 1) -> JournalRow:
    return announce(PathSwept(path_id=path_id), by=CLERK, at=AT)


def test_nothing_new_makes_no_seal() -> None:
    assert sealing.seal_committed(at=AT) == []
    sweep()
    assert len(sealing.seal_committed(at=AT)) == 1
    assert sealing.seal_committed(at=AT) == []


def test_each_seal_holds_all_rows_so_far_and_names_the_root_before() -> None:
    rows = [sweep(), sweep(2)]
    (first,) = sealing.seal_committed(at=AT)
    rows.append(sweep())
    (second,) = sealing.seal_committed(at=AT)

    leaves = [merkle.leaf_hash(bytes(row.hash)) for row in rows]
    assert (first.size, first.from_row, first.to_row) == (2, rows[0].id, rows[1].id)
    assert bytes(first.root) == merkle.in_memory(leaves)(0, 2)
    assert (second.size, bytes(second.root)) == (3, merkle.in_memory(leaves)(0, 3))
    assert (bytes(first.prev_root), bytes(second.prev_root)) == (merkle.EMPTY_ROOT, bytes(first.root))
    assert sealing.seal_holds(first)
    assert sealing.seal_holds(second)


def test_a_large_tree_is_proved_from_kept_subtrees_with_few_reads(django_assert_max_num_queries) -> None:
    rows = [sweep(n % 7) for n in range(300)]
    sealing.seal_committed(at=AT)
    leaves = [merkle.leaf_hash(bytes(row.hash)) for row in rows]
    whole = merkle.in_memory(leaves)
    assert set(SealNode.objects.values_list("level", flat=True)) == {6, 7, 8}
    for position in (0, 63, 64, 255, 256, 299):
        with django_assert_max_num_queries(12):
            path = merkle.inclusion_path(position, 300, sealing.stored_span())
        assert path == merkle.inclusion_path(position, 300, whole)
    assert merkle.consistency_path(70, 300, sealing.stored_span()) == merkle.consistency_path(70, 300, whole)
    assert verify().ok


def test_a_changed_subtree_is_found() -> None:
    for n in range(130):
        sweep(n % 7)
    sealing.seal_committed(at=AT)
    behind_the_back("UPDATE kernel_sealnode SET hash = sha256('x') WHERE level = 6 AND index = 1")
    assert {(f.kind, f.position) for f in verify().findings} == {("node_changed", "6/1")}


def test_more_rows_than_one_batch_make_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    for n in range(10):
        sweep(n)
    assert [seal.size for seal in sealing.seal_committed(at=AT)] == [4, 8, 10]
    assert verify().ok


@pytest.mark.parametrize("table", ["kernel_seal", "kernel_sealleaf"])
def test_seals_and_leaves_are_never_changed(table: str) -> None:
    sweep()
    sealing.seal_committed(at=AT)
    for change in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(Exception, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_with_a_smaller_id_is_sealed_later_and_nothing_breaks() -> None:
    written, sealed = Signal(), Signal()

    def late() -> int:
        with transaction.atomic():
            row = sweep(1)
            written.set()
            sealed.wait(20)
            return row.id

    def early() -> int:
        written.wait(20)
        row = sweep(2)
        sealing.seal_committed(at=AT)
        sealed.set()
        return row.id

    late_id, early_id = together([late, early])
    assert late_id < early_id
    assert list(SealLeaf.objects.values_list("row_id", flat=True)) == [early_id]
    seal_by_the_minute(0)
    assert list(SealLeaf.objects.values_list("row_id", flat=True)) == [early_id, late_id]
    report = verify()
    assert (report.ok, report.unsealed, report.lines) == (True, 0, 2)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_four_sealers_and_eight_writers_at_once_seal_each_row_once() -> None:
    def write(path_id: int) -> None:
        for _ in range(8):
            sweep(path_id)

    def seal() -> None:
        for _ in range(6):
            seal_by_the_minute(0)

    failures = together([seal] * 4 + [lambda n=n: write(n % 3) for n in range(8)])
    assert not [f for f in failures if f]
    seal_by_the_minute(0)
    report = verify()
    assert (report.ok, report.rows, report.leaves, report.unsealed) == (True, 64, 64, 0)
    assert report.lines == report.seals == Seal.objects.count()
    assert [line.seal["id"] for line in sealfile.lines() if line.seal] == list(range(1, report.seals + 1))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_verifying_while_others_write_finds_nothing_wrong() -> None:
    def write() -> None:
        for n in range(30):
            sweep(n % 3)
            seal_by_the_minute(0)

    results = together([write, *[lambda: [verify().findings for _ in range(5)]] * 3])
    assert results == [None, *[[[]] * 5] * 3]
