"""The figures as a table for people and as JSON for programs."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One scene. Times in milliseconds of wall clock, processor time of server and database per request."""

    scene: str
    requests: int
    refused: int
    a_second: float
    median: float
    p95: float
    p99: float
    web_cpu: float
    database_cpu: float
    worker_cpu: float
    statements: float | None
    budget: str


def shown(rows: list[Row]) -> str:
    head = ["scene", "requests", "refused", "req/s", "median ms", "p95 ms", "p99 ms", "web CPU ms", "DB CPU ms",
            "worker CPU ms", "statements", "budget"]  # fmt: skip
    lines = [
        [row.scene, f"{row.requests:,}", f"{row.refused}", f"{row.a_second:.1f}", f"{row.median:.1f}", f"{row.p95:.1f}",
         f"{row.p99:.1f}", f"{row.web_cpu:.1f}", f"{row.database_cpu:.1f}", f"{row.worker_cpu:.1f}",
         "–" if row.statements is None else f"{row.statements:.0f}", row.budget]
        for row in rows
    ]  # fmt: skip
    return "\n".join("| " + " | ".join(line) + " |" for line in [head, ["---"] * len(head), *lines])


def machine() -> dict[str, object]:
    """What it was measured on; no names of hosts."""
    memory = next((line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")), "")
    return {
        "cores": os.cpu_count(), "memory_GiB": round(int(memory.split()[1]) / 2**20, 1) if memory else None,
        "python": platform.python_version(), "load_before": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def as_json(rows: list[Row], **facts: object) -> str:
    return json.dumps({**facts, "rows": [asdict(row) for row in rows]}, indent=1, ensure_ascii=False)
