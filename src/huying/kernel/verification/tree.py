"""The Merkle tree over all sealed rows, its seals, and their copy outside the database."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from huying.kernel import merkle, sealfile
from huying.kernel.models import Seal, SealNode
from huying.kernel.sealing import LOWEST_KEPT, IncompleteTree, as_line, line_holds, seal_holds, stored_span
from huying.kernel.verification.verdict import Report

LEAVES = """
SELECT l.position, l.row_id, l.leaf, COALESCE(r.hash, a.hash) FROM kernel_sealleaf l
LEFT JOIN kernel_journalrow r ON r.id = l.row_id LEFT JOIN kernel_rowapart a ON a.id = l.row_id ORDER BY l.position
"""
NODES_AT_ONCE = 500


STORY = """
SELECT r.id, r.hash, l.position, l.leaf FROM (
    SELECT id, hash, thing, thing_id FROM kernel_journalrow
    UNION ALL SELECT id, hash, thing, thing_id FROM kernel_rowapart
) r LEFT JOIN kernel_sealleaf l ON l.row_id = r.id
WHERE r.thing = %s AND (%s::bigint IS NULL OR r.thing_id = %s) ORDER BY r.id
"""


def check_rows_in_tree(report: Report, *, thing: str, thing_id: int | None) -> None:
    """Each sealed row of these stories still leads to the root of the newest seal."""
    seal = Seal.objects.last()
    if seal is not None and not seal_holds(seal):
        report.add("seal_changed", seal_id=seal.id)
    span = stored_span()
    for row_id, row_hash, position, leaf in _stream(STORY, [thing, thing_id, thing_id]):
        if position is None or seal is None or position >= seal.size:
            report.unsealed += 1
            continue
        report.leaves += 1
        if merkle.leaf_hash(bytes(row_hash)) != bytes(leaf):
            report.add("leaf_changed", row_id=row_id)
        try:
            path = merkle.inclusion_path(position, seal.size, span)
        except IncompleteTree:
            report.add("leaf_missing", position=str(position))
            continue
        if merkle.root_from_path(bytes(leaf), position, seal.size, path) != bytes(seal.root):
            report.add("root_differs", seal_id=seal.id, row_id=row_id)


def check_tree(report: Report, written_out: dict[str, int]) -> None:
    walk = _Walk(report)
    walk.leaves()
    walk.end()
    _check_seals(report)
    _check_files(report, written_out)
    report.unsealed = max(0, report.rows - report.leaves)


class _Walk:
    """Grows the tree leaf by leaf from what is stored and compares each seal's root on the way."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.tree = merkle.Growing(0, merkle.in_memory([]))
        self.seals = Seal.objects.order_by("size").iterator(chunk_size=1_000)
        self.seal = next(self.seals, None)
        self.sealed = 0
        self.whole = True
        self.nodes: dict[tuple[int, int], bytes] = {}

    def leaves(self) -> None:
        last = -1
        for position, row_id, leaf, row_hash in _stream(LEAVES):
            if position == last:
                self.report.add("row_inserted", row_id=row_id)
                continue
            for missing in range(last + 1, min(position, last + 101)):
                self.report.add("leaf_missing", position=str(missing))
            last = position
            self._check_row(row_id, bytes(leaf), row_hash)
            self._grow(bytes(leaf))

    def _check_row(self, row_id: int, leaf: bytes, row_hash: bytes | None) -> None:
        self.report.leaves += 1
        if row_hash is None:
            self.report.add("sealed_row_missing", row_id=row_id)
        elif merkle.leaf_hash(bytes(row_hash)) != leaf:
            self.report.add("leaf_changed", row_id=row_id)

    def _grow(self, leaf: bytes) -> None:
        for level, index, made in self.tree.push(leaf):
            if level >= LOWEST_KEPT:
                self.nodes[level, index] = made
        if len(self.nodes) >= NODES_AT_ONCE:
            self._check_nodes()
        if self.seal is not None and self.tree.size == self.seal.size:
            self._check_root(self.seal)

    def _check_root(self, seal: Seal) -> None:
        if self.whole and self.tree.root() != bytes(seal.root):
            self.whole = False  # the tree only grows: every later root differs too, so the first one says it
            self.report.add("root_differs", seal_id=seal.id)
        self.sealed, self.seal = seal.size, next(self.seals, None)

    def _check_nodes(self) -> None:
        if not self.whole:
            self.nodes.clear()
            return
        for level in {level for level, _index in self.nodes}:
            wanted = {ix: made for (lv, ix), made in self.nodes.items() if lv == level}
            kept = SealNode.objects.filter(level=level, index__in=wanted).values_list("index", "hash")
            stored = {index: bytes(made) for index, made in kept}
            for index, made in wanted.items():
                if stored.get(index) != made:
                    self.report.add("node_changed", position=f"{level}/{index}")
        self.nodes.clear()

    def end(self) -> None:
        self._check_nodes()
        size = self.tree.size
        if self.seal is not None:
            for missing in range(size, min(self.seal.size, size + 100)):
                self.report.add("leaf_missing", position=str(missing))
        elif size > self.sealed:
            newest = Seal.objects.order_by("-id").values_list("id", flat=True).first() or 0
            self.report.add("seal_missing", seal_id=newest + 1)


def _stream(sql: str, params: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while some := cursor.fetchmany(2_000):
            yield from some


def _check_seals(report: Report) -> None:
    """Each seal holds by its key and names the one before."""
    before: Seal | None = None
    for seal in Seal.objects.order_by("id").iterator(chunk_size=1_000):
        report.seals += 1
        start = before.id + 1 if before else 1
        for missing in range(start, min(seal.id, start + 100)):
            report.add("seal_missing", seal_id=missing)
        prev_root = bytes(before.root) if before else merkle.EMPTY_ROOT
        if not seal_holds(seal) or (seal.id == start and bytes(seal.prev_root) != prev_root):
            report.add("seal_changed", seal_id=seal.id)
        before = seal


def _check_files(report: Report, written_out: dict[str, int]) -> None:
    """The copy outside the database says the same, line by line. Seals newer than the copy are not yet written out."""
    seals = Seal.objects.order_by("id").iterator(chunk_size=1_000)
    seal = next(seals, None)
    newest = 0
    for line in sealfile.lines(written_out):
        report.lines += 1
        if line.seal is None or int(line.seal["id"]) < newest:
            report.add("file_line_broken", file=f"{line.file}:{line.number}")
            continue
        said = int(line.seal["id"])
        while seal is not None and seal.id < said:
            if seal.id > newest:
                report.add("file_line_missing", seal_id=seal.id)
            seal = next(seals, None)
        newest = max(newest, said)
        if seal is None or seal.id != said:
            _check_lost(report, line)
        elif {**as_line(seal), "mac": seal.mac} != line.seal:
            report.add("file_differs", seal_id=said, file=f"{line.file}:{line.number}")


def _check_lost(report: Report, line: sealfile.Line) -> None:
    """A seal that only the file knows: taken out of the database if our key made it, else written into the file."""
    said = dict(line.seal or {})
    mac = str(said.pop("mac", ""))
    where = f"{line.file}:{line.number}"
    if line_holds(said, mac):
        report.add("seal_missing", seal_id=said["id"], file=where)
    else:
        report.add("file_differs", seal_id=said["id"], file=where)
