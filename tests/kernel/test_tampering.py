"""Whoever changes the journal behind the product's back is found, and the row is named, the newest included."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huying.kernel import chain, sealfile, sealing
from huying.kernel.journal import announce
from huying.kernel.models import JournalRow, RateCount, Seal
from huying.kernel.verification import Report, expected, verify
from tests.kernel.world import AT, CLERK, PathSwept, behind_the_back

pytestmark = pytest.mark.django_db


def sweep(path_id: int, times: int) -> list[JournalRow]:
    return [announce(PathSwept(path_id=path_id, broom_code=f"b.{n}"), by=CLERK, at=AT) for n in range(times)]


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.HUYING_HOME = tmp_path
    return tmp_path


@pytest.fixture
def rows(home: Path) -> list[JournalRow]:
    """Four stories of six rows in two seals, then two more rows each that are not sealed yet."""
    for batch in (4, 2, 2):
        for path_id in (1, 2, 3, 4):
            sweep(path_id, batch)
        if batch != 2 or not Seal.objects.filter(id=2).exists():
            sealing.seal_committed(at=AT)
            sealfile.write_out()
    return list(JournalRow.objects.order_by("id"))


def named(report: Report) -> set[tuple[str, int | None]]:
    return {(f.kind, f.row_id) for f in report.findings}


def row_of(rows: list[JournalRow], path_id: int, seq: int) -> JournalRow:
    return next(r for r in rows if (r.thing_id, r.seq) == (path_id, seq))


def rehashed(row: JournalRow) -> None:
    """A clever thief also makes the row's own hash anew."""
    fresh = JournalRow.objects.get(pk=row.pk)
    behind_the_back("UPDATE kernel_journalrow SET hash = %s WHERE id = %s", [chain.row_hash(fresh), row.pk])


def test_an_honest_journal_is_found_whole(rows: list[JournalRow]) -> None:
    report = verify()
    assert (report.ok, report.rows, report.stories, report.leaves) == (True, 32, 4, 24)
    assert (report.seals, report.lines, report.unsealed) == (2, 2, 8)
    assert verify(thing="path", thing_id=3).ok
    assert verify(thing="path").rows == 32


COLUMNS = [
    ("code", "'test.other'"), ("at", "at + interval '1 second'"), ("by", "8"), ("by_kind", "'guest'"),
    ("task", "'case:6'"), ("facts", "facts || '{\"broom_code\": \"b.9\"}'"), ("txid", "txid + 1"),
    ("hash", "prev"), ("prev", "hash"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), COLUMNS)
@pytest.mark.parametrize("seq", [1, 3, 6, 7, 8], ids=["first", "middle", "last sealed", "unsealed", "newest"])
def test_a_changed_column_names_its_row(rows: list[JournalRow], column: str, value: str, seq: int) -> None:
    row = row_of(rows, 2, seq)
    assert behind_the_back(f"UPDATE kernel_journalrow SET {column} = {value} WHERE id = %s", [row.pk]) == 1
    for report in (verify(), verify(thing="path", thing_id=2)):
        assert ("row_changed", row.pk) in named(report)
    assert verify(thing="path", thing_id=1).ok or seq <= 6


@pytest.mark.parametrize("seq", [1, 3, 6, 7, 8])
def test_a_row_changed_together_with_its_hash_is_named(rows: list[JournalRow], seq: int) -> None:
    row = row_of(rows, 2, seq)
    behind_the_back("UPDATE kernel_journalrow SET by = 99 WHERE id = %s", [row.pk])
    rehashed(row)
    kinds = named(verify())
    assert {("row_out_of_order", row.pk), ("head_differs", row.pk)} & kinds
    if seq <= 6:
        assert ("leaf_changed", row.pk) in kinds


@pytest.mark.parametrize("seq", [1, 3, 6, 7, 8])
def test_a_dropped_row_is_missed_the_newest_too(rows: list[JournalRow], seq: int) -> None:
    row = row_of(rows, 2, seq)
    behind_the_back("DELETE FROM kernel_journalrow WHERE id = %s", [row.pk])
    report = verify()
    assert ("row_missing", "path", 2, seq) in {(f.kind, f.thing, f.thing_id, f.seq) for f in report.findings}
    assert (("sealed_row_missing", row.pk) in named(report)) is (seq <= 6)
    assert not verify(thing="path", thing_id=2).ok


def test_dropping_the_newest_row_and_turning_the_head_back_is_found(rows: list[JournalRow]) -> None:
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = 2 AND seq = 8")
    behind_the_back("UPDATE kernel_journalhead SET last_seq = 7, last_hash = %s WHERE thing_id = 2", [
        bytes(row_of(rows, 2, 7).hash)
    ])  # fmt: skip
    assert {f.kind for f in verify().findings} == {"head_changed"}


def test_a_whole_story_taken_away_is_missed(rows: list[JournalRow]) -> None:
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = 2")
    assert ("story_missing", 2) in {(f.kind, f.thing_id) for f in verify().findings}
    behind_the_back("DELETE FROM kernel_journalhead WHERE thing_id = 2")
    missing = {f.row_id for f in verify().findings if f.kind == "sealed_row_missing"}
    assert missing == {row.pk for row in rows if row.thing_id == 2 and row.seq <= 6}


def test_a_story_taken_away_whole_before_it_was_sealed_is_missed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(expected._models, "path", "kernel.RateCount")  # any model whose rows each have a story
    thing = RateCount.objects.create(subject="x", window_start=AT, expires_at=AT)
    sweep(thing.pk, 2)
    assert verify().ok
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = %s", [thing.pk])
    behind_the_back("DELETE FROM kernel_journalhead WHERE thing_id = %s", [thing.pk])
    for report in (verify(), verify(thing="path"), verify(thing="path", thing_id=thing.pk)):
        assert {(f.kind, f.thing_id) for f in report.findings} == {("story_missing", thing.pk)}


INSERT = """
INSERT INTO kernel_journalrow (thing, thing_id, seq, code, at, by, by_kind, task, facts, txid, prev, hash)
SELECT thing, %s, %s, code, at, by, by_kind, task, facts, txid, prev, hash FROM kernel_journalrow WHERE id = %s
RETURNING id
"""


@pytest.mark.parametrize("seq", [3, 8, 9])
def test_an_inserted_row_is_named(rows: list[JournalRow], seq: int) -> None:
    behind_the_back(INSERT, [2, seq, row_of(rows, 2, 3).pk])
    forged = JournalRow.objects.latest("id")
    rehashed(forged)
    kinds = named(verify())
    assert {k for k, row_id in kinds if row_id == forged.pk} & {"row_inserted", "row_out_of_order", "head_differs"}


def test_a_forged_story_of_its_own_has_no_head(rows: list[JournalRow]) -> None:
    behind_the_back(INSERT, [99, 1, row_of(rows, 2, 1).pk])
    rehashed(JournalRow.objects.latest("id"))
    assert {(f.kind, f.thing_id) for f in verify().findings} == {("head_missing", 99)}


def test_a_row_copied_under_the_same_number_into_another_month_is_named(rows: list[JournalRow]) -> None:
    row = row_of(rows, 2, 3)
    behind_the_back(
        "INSERT INTO kernel_journalrow SELECT id, thing, thing_id, seq, code, at - interval '2 months', by, by_kind, "
        "task, facts, txid, prev, hash FROM kernel_journalrow WHERE id = %s",
        [row.pk],
    )
    assert ("row_inserted", row.pk) in named(verify())


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 6), (7, 8), (2, 8)])
@pytest.mark.parametrize("with_hashes", [False, True])
def test_two_rows_that_changed_places_are_named(
    rows: list[JournalRow], one: int, other: int, with_hashes: bool
) -> None:
    first, second = row_of(rows, 2, one), row_of(rows, 2, other)
    behind_the_back(
        "UPDATE kernel_journalrow SET seq = CASE seq WHEN %s THEN %s::bigint ELSE %s::bigint END WHERE id IN (%s, %s)",
        [one, other, one, first.pk, second.pk],
    )
    if with_hashes:
        rehashed(first)
        rehashed(second)
    found = {row_id for _kind, row_id in named(verify())}
    assert {first.pk, second.pk} <= found


def test_a_story_written_anew_from_some_row_on_is_found_and_its_sealed_rows_are_named(rows: list[JournalRow]) -> None:
    prev = bytes(row_of(rows, 2, 4).prev)
    for seq in (4, 5, 6, 7, 8):
        row = row_of(rows, 2, seq)
        behind_the_back("UPDATE kernel_journalrow SET by = 99, prev = %s WHERE id = %s", [prev, row.pk])
        rehashed(row)
        prev = bytes(JournalRow.objects.get(pk=row.pk).hash)
    found = named(verify())
    assert {("leaf_changed", row_of(rows, 2, seq).pk) for seq in (4, 5, 6)} <= found
    assert ("head_differs", row_of(rows, 2, 8).pk) in found


HEADS = [
    ("UPDATE kernel_journalhead SET mac = '1.sha256.' || repeat('0', 64) WHERE thing_id = 2", "head_changed"),
    ("UPDATE kernel_journalhead SET mac = '' WHERE thing_id = 2", "head_changed"),
    ("UPDATE kernel_journalhead SET last_seq = 7 WHERE thing_id = 2", "head_changed"),
    ("UPDATE kernel_journalhead h SET (last_seq, last_hash, mac) = (SELECT last_seq, last_hash, mac FROM "
     "kernel_journalhead WHERE thing_id = 3) WHERE thing_id = 2", "head_changed"),
    ("DELETE FROM kernel_journalhead WHERE thing_id = 2", "head_missing"),
    ("UPDATE kernel_journalhead SET thing_id = 77 WHERE thing_id = 2", "story_missing"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "kind"), HEADS)
def test_a_changed_or_deleted_head_is_found(rows: list[JournalRow], sql: str, kind: str) -> None:
    behind_the_back(sql)
    assert kind in {f.kind for f in verify().findings}
    sweep(2, 1)
    assert not verify().ok


SEALS = [
    ("UPDATE kernel_seal SET root = prev_root WHERE id = 2", {"root_differs", "seal_changed", "file_differs"}),
    ("UPDATE kernel_seal SET at = at + interval '1 day' WHERE id = 1", {"seal_changed", "file_differs"}),
    ("UPDATE kernel_seal SET mac = 'x' WHERE id = 1", {"seal_changed", "file_differs"}),
    ("DELETE FROM kernel_seal WHERE id = 1", {"seal_missing"}),
    ("DELETE FROM kernel_seal WHERE id = 2", {"seal_missing"}),
    ("DELETE FROM kernel_seal", {"seal_missing"}),
    ("DELETE FROM kernel_sealleaf WHERE position = 3", {"leaf_missing", "root_differs"}),
    ("DELETE FROM kernel_sealleaf WHERE position >= 20", {"leaf_missing"}),
    ("UPDATE kernel_sealleaf SET leaf = sha256('x') WHERE position = 3", {"leaf_changed", "root_differs"}),
]


@pytest.mark.parametrize(("sql", "kinds"), SEALS)
def test_a_changed_or_dropped_seal_is_found(rows: list[JournalRow], sql: str, kinds: set[str]) -> None:
    assert behind_the_back(sql) >= 1
    assert kinds <= {f.kind for f in verify().findings}


def test_the_newest_seal_dropped_with_its_leaves_and_made_anew_differs_from_the_file(rows: list[JournalRow]) -> None:
    behind_the_back("DELETE FROM kernel_seal WHERE id = 2")
    behind_the_back("DELETE FROM kernel_sealleaf WHERE position >= 16")
    assert ("seal_missing", 2) in {(f.kind, f.seal_id) for f in verify().findings}
    sealing.seal_committed(at=AT)
    sealfile.write_out()
    assert {(f.kind, f.seal_id) for f in verify().findings} == {("file_differs", 2)}


def test_a_changed_dropped_or_broken_line_of_the_file_is_found(rows: list[JournalRow], home: Path) -> None:
    file = home / "seals" / "seals-2026-11.jsonl"
    first, second = file.read_text().splitlines()
    for content, kind in (
        (f"{second}\n", "file_line_missing"),
        (f"{first}\nnonsense\n{second}\n", "file_line_broken"),
        (f"{second}\n{first}\n", "file_line_broken"),
        (f"{first.replace('24', '25').replace('16', '17')}\n{second}\n", "file_differs"),
        (f"{first}\n{second}\n{json.dumps({**json.loads(second), 'id': 3})}\n", "file_differs"),
    ):
        file.write_text(content)
        assert kind in {f.kind for f in verify().findings}
    file.write_text(f"{first}\n{second}\n")
    assert verify().ok


def test_a_line_cut_off_by_a_crash_is_written_again(rows: list[JournalRow], home: Path) -> None:
    file = home / "seals" / "seals-2026-11.jsonl"
    file.write_text(file.read_text()[:-40])
    assert sealfile.write_out() == 1
    assert [line.seal["id"] if line.seal else None for line in sealfile.lines()] == [1, None, 2]


ACTS = st.sampled_from(["change", "change and rehash", "drop", "insert", "swap", "move"])


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=ACTS, one=st.integers(0, 31), other=st.integers(0, 31))
def test_no_random_tampering_stays_unseen(rows: list[JournalRow], act: str, one: int, other: int) -> None:
    row, second = rows[one], rows[other]
    with transaction.atomic():
        if act == "drop":
            behind_the_back("DELETE FROM kernel_journalrow WHERE id = %s", [row.pk])
        elif act == "insert":
            behind_the_back(INSERT, [second.thing_id, second.seq, row.pk])
        elif act == "swap":
            assume(row.pk != second.pk)
            behind_the_back(
                "UPDATE kernel_journalrow r SET (thing_id, seq) = (SELECT o.thing_id, o.seq FROM kernel_journalrow o "
                "WHERE o.id = %s - r.id) WHERE r.id IN (%s, %s)",
                [row.pk + second.pk, row.pk, second.pk],
            )
        elif act == "move":
            behind_the_back("UPDATE kernel_journalrow SET thing_id = thing_id + 1 WHERE id = %s", [row.pk])
        else:
            behind_the_back("UPDATE kernel_journalrow SET task = 'case:1' WHERE id = %s", [row.pk])
        if act == "change and rehash":
            rehashed(row)
        findings = verify().findings
        transaction.set_rollback(True)
    assert findings
    touched = {row.pk, second.pk, JournalRow.objects.latest("id").pk}
    stories = {row.thing_id, second.thing_id}
    assert any(f.row_id in touched or f.thing_id in stories or (f.row_id or 0) > rows[-1].pk for f in findings)


def test_the_command_names_what_it_finds_and_ends_with_one(rows: list[JournalRow]) -> None:
    said = StringIO()
    call_command("verify", stdout=said)
    assert "没有被改动" in said.getvalue()

    row = row_of(rows, 2, 8)
    behind_the_back("DELETE FROM kernel_journalrow WHERE id = %s", [row.pk])
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=said)
    assert ended.value.code == 1
    assert "path 2 第 8 步" in said.getvalue()

    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify", "--thing", "path", "--id", "2", "--json", stdout=said)
    report = json.loads(said.getvalue())
    assert (report["ok"], report["findings"][0]["kind"], report["findings"][0]["seq"]) == (False, "row_missing", 8)
    call_command("verify", "--thing", "path", "--id", "1", stdout=StringIO())
