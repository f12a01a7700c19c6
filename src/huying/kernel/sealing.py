"""Sealing: every minute the rows committed since become leaves of one growing Merkle tree, and its root is kept.

A row becomes a leaf once it can be seen, so its transaction is over; one that commits late with a smaller id takes a
later place. Which row stands where lies in a table of its own, because the journal itself never changes.
"""

import json
from datetime import datetime

from django.db import connection, transaction

from huying.kernel import keyring, merkle
from huying.kernel.chain import moment
from huying.kernel.models import Seal, SealLeaf, SealNode

LOWEST_KEPT = 6  # subtrees of 64 leaves and more are kept, smaller ones are made from their leaves
BATCH = 5_000
OUR_LOCK = 7_411_002

# Rows of transactions that were still open at the last seal, whose ids lie among those already sealed.
LATE = """
SELECT id, hash FROM kernel_journalrow r WHERE txid >= %s AND id <= %s
AND NOT EXISTS (SELECT FROM kernel_sealleaf l WHERE l.row_id = r.id) ORDER BY id
"""
NEW = "SELECT id, hash FROM kernel_journalrow WHERE id > %s ORDER BY id LIMIT %s"


def seal_committed(*, at: datetime) -> list[Seal]:
    """Seal everything that is committed and not yet sealed. One seal for each batch; none when there is nothing new."""
    made: list[Seal] = []
    while (seal := _seal_batch(at)) is not None:
        made.append(seal)
    return made


@transaction.atomic
def _seal_batch(at: datetime) -> Seal | None:
    """Whatever commits after `horizon` was read has a later transaction or an id above all leaves: it is found next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OUR_LOCK])
    last = Seal.objects.last()
    horizon = _oldest_open_transaction()
    rows = _unsealed(last.horizon if last else 0)
    if not rows:
        return None
    tree = _append(last.size if last else 0, rows)
    seal = Seal(
        id=last.id + 1 if last else 1,
        size=tree.size,
        from_row=rows[0][0],
        to_row=rows[-1][0],
        root=tree.root(),
        prev_root=bytes(last.root) if last else merkle.EMPTY_ROOT,
        at=at,
        horizon=horizon,
    )
    seal.mac = keyring.tag("seal", seal_form(as_line(seal)))
    seal.save(force_insert=True)
    return seal


def _oldest_open_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _unsealed(horizon: int) -> list[tuple[int, bytes]]:
    highest = SealLeaf.objects.order_by("-row_id").values_list("row_id", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(LATE, [horizon, highest])
        late = cursor.fetchall()
        cursor.execute(NEW, [highest, BATCH])
        return [(row_id, bytes(row_hash)) for row_id, row_hash in [*late, *cursor.fetchall()]]


def _append(size: int, rows: list[tuple[int, bytes]]) -> merkle.Growing:
    tree = merkle.Growing(size, stored_span())
    nodes: list[SealNode] = []
    with connection.cursor() as cursor, cursor.copy("COPY kernel_sealleaf (position, row_id, leaf) FROM STDIN") as out:
        for row_id, row_hash in rows:
            leaf = merkle.leaf_hash(row_hash)
            out.write_row((tree.size, row_id, leaf))
            completed = tree.push(leaf)
            nodes += [SealNode(level=lv, index=ix, hash=made) for lv, ix, made in completed if lv >= LOWEST_KEPT]
    SealNode.objects.bulk_create(nodes)
    return tree


def stored_span() -> merkle.Span:
    """The tree in the database. Kept subtrees are looked up, smaller spans are made from the 64 leaves around them."""
    kept: dict[tuple[int, int], bytes] = {}
    blocks: dict[int, list[bytes]] = {}

    def span(lo: int, hi: int) -> bytes:
        if (lo, hi) not in kept:
            kept[lo, hi] = _made(lo, hi, span, blocks)
        return kept[lo, hi]

    return span


def _made(lo: int, hi: int, span: merkle.Span, blocks: dict[int, list[bytes]]) -> bytes:
    count = hi - lo
    if count <= 1 << LOWEST_KEPT:  # such a span never crosses the border of its block
        block = lo >> LOWEST_KEPT
        if block not in blocks:
            blocks[block] = _leaves(block)
        found = blocks[block][lo - (block << LOWEST_KEPT) : hi - (block << LOWEST_KEPT)]
        if len(found) != count:
            raise IncompleteTree(f"leaves {lo} to {hi} are not all there")
        return merkle.in_memory(found)(0, count)
    if count & (count - 1) == 0 and lo % count == 0:
        level = count.bit_length() - 1
        node = SealNode.objects.filter(level=level, index=lo >> level).values_list("hash", flat=True).first()
        if node is None:
            raise IncompleteTree(f"the subtree {level}/{lo >> level} is not there")
        return bytes(node)
    middle = lo + merkle.split(count)
    return merkle.node_hash(span(lo, middle), span(middle, hi))


def _leaves(block: int) -> list[bytes]:
    """The leaves of one block of 64, up to the first gap."""
    start = block << LOWEST_KEPT
    rows = SealLeaf.objects.filter(position__gte=start, position__lt=start + (1 << LOWEST_KEPT)).order_by("position")
    found: list[bytes] = []
    for position, leaf in rows.values_list("position", "leaf"):
        if position != start + len(found):
            break
        found.append(bytes(leaf))
    return found


class IncompleteTree(Exception):
    """Leaves or subtrees were removed behind the product's back."""


def seal_form(line: dict[str, object]) -> bytes:
    """What the keyed hash of a seal covers: all its columns."""
    return json.dumps(line, sort_keys=True, separators=(",", ":")).encode()


def as_line(seal: Seal) -> dict[str, object]:
    """A seal as it is written outside the database, without its keyed hash."""
    return {
        "id": seal.id, "size": seal.size, "from_row": seal.from_row, "to_row": seal.to_row, "horizon": seal.horizon,
        "root": bytes(seal.root).hex(), "prev_root": bytes(seal.prev_root).hex(), "at": moment(seal.at),
    }  # fmt: skip


def seal_holds(seal: Seal) -> bool:
    return line_holds(as_line(seal), seal.mac)


def line_holds(line: dict[str, object], mac: str) -> bool:
    """Whether one of our keys made this seal, wherever it was read."""
    return keyring.tag_holds("seal", seal_form(line), mac)
