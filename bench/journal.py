"""How fast facts are announced, sealed and verified: `dev.py bench journal [rows]`. Writes into the database given."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import django

django.setup()

from django.db import connection, transaction

from huying.kernel import chain, merkle, sealing
from huying.kernel.actor import SYSTEM
from huying.kernel.journal import Event, announce, event, story
from huying.kernel.models import JournalRow
from huying.kernel.receipts import check_receipt, receipt_for
from huying.kernel.verification import verify

START = datetime(2026, 6, 1, tzinfo=UTC)
COLUMNS = "id, thing, thing_id, seq, code, at, by, by_kind, task, facts, txid, prev, hash"


@event
@dataclass(frozen=True)
class Measured(Event):
    code: ClassVar[str] = "bench.measured"
    thing: ClassVar[str] = "bench"
    bench_id: int
    body_id: int
    state: str


def timed(what: str, count: int, job: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    result = job()
    spent = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{what}: {count} in {spent:.1f} s, {count / spent:,.0f} a second, at most {memory} MB\n")
    sys.stdout.flush()
    return result


def announce_some(count: int) -> None:
    for n in range(count):
        with transaction.atomic():
            announce(Measured(bench_id=n % 500, body_id=7, state="S40"), by=SYSTEM, at=START + timedelta(minutes=n))


def fill(count: int, *, steps: int = 20) -> None:
    """Whole stories written as announce would, but by COPY."""
    base = int((JournalRow.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1)
    first = 1_000_000 + base
    with transaction.atomic(), connection.cursor() as cursor:
        heads = []
        with cursor.copy(f"COPY kernel_journalrow ({COLUMNS}) FROM STDIN") as out:
            for thing_id in range(first, first + count // steps):
                prev = chain.START
                for seq in range(1, steps + 1):
                    at = START + timedelta(minutes=base % 250_000)
                    facts = {"bench_id": thing_id, "body_id": 7, "state": "S40"}
                    row = JournalRow(
                        id=base, thing="bench", thing_id=thing_id, seq=seq, code="bench.measured", at=at, by=None,
                        by_kind="system", task="", facts=facts, txid=1, prev=prev,
                    )  # fmt: skip
                    row.hash = chain.row_hash(row)
                    text = f'{{"bench_id": {thing_id}, "body_id": 7, "state": "S40"}}'
                    out.write_row((
                        base, "bench", thing_id, seq, row.code, at, None, "system", "", text, 1, prev, row.hash,
                    ))  # fmt: skip
                    prev, base = bytes(row.hash), base + 1
                heads.append((thing_id, steps, prev, chain.head_tag("bench", thing_id, steps, prev)))
        with cursor.copy(
            "COPY kernel_journalhead (thing, thing_id, last_seq, last_hash, mac, first_at, last_at) FROM STDIN"
        ) as out:
            for thing_id, last, last_hash, mac in heads:
                out.write_row(("bench", thing_id, last, last_hash, mac, START, START + timedelta(days=200)))
        cursor.execute("SELECT setval('kernel_journalrow_id_seq', %s)", [base])


def main(count: int) -> None:
    timed("announced, one transaction each", 2_000, lambda: announce_some(2_000))
    timed("written by COPY", count, lambda: fill(count))
    timed("sealed", count, lambda: sealing.seal_committed(at=START))
    report = timed("verified", count, verify)
    sys.stdout.write(f"found: {report.found}, rows {report.rows}, leaves {report.leaves}\n")
    receipt = receipt_for("bench", 7).code
    timed("receipts checked", 200, lambda: [check_receipt(receipt) for _ in range(200)])
    timed("stories read", 500, lambda: [list(story("bench", n)) for n in range(500)])
    span = sealing.stored_span()
    size = report.leaves
    timed("inclusion proofs", 200, lambda: [merkle.inclusion_path(n * size // 200, size, span) for n in range(200)])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
