"""`dev.py bench --cases 10000 [--seconds 10] [--only intake,life]`: see docs/growth.md for what the figures mean."""

import argparse
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[1])]

from city import clients, filling, scenes, table
from city.people import Cast, seated
from huying.config.launcher.children import Children
from huying.config.launcher.serving import WEB, wait_until_alive, web_command, worker_command

TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 120
"""Seconds; after a great load the worker reads for longer than anybody waits."""
BUDGETS = {
    "intake": "≥ 300/s, p99 < 120 ms", "life": "≥ 25/s", "list": "p95 < 40 ms, ≥ 200/s", "case page": "p95 < 40 ms",
    "county": "p95 < 60 ms", "search": "p95 < 150 ms",
}  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=10.0)
    asked.add_argument("--only", default="")
    asked.add_argument("--json", default="")
    given = asked.parse_args()
    os.environ["HUYING_TELL_STATEMENTS"] = "1"
    os.environ["HUYING_DATABASE_URL"] = filling.prepared(os.environ["HUYING_DATABASE_URL"], given.cases)
    import django

    django.setup()
    print(f"A city of {given.cases:,} cases", flush=True)
    built = filling.fill(given.cases)
    from huying.kernel.clock import now

    cast = seated(residents=1_500, at=now())
    facts = {"cases": given.cases, "machine": table.machine(), "built": built, "size": _size()}
    rows = list(_measured(cast, given))
    print(table.shown(rows))
    told = table.as_json(rows, **facts)
    print(told)
    if given.json:
        Path(given.json).write_text(told, encoding="utf-8")


def _measured(cast: Cast, given: argparse.Namespace) -> Iterator[table.Row]:
    children = Children(dict(os.environ))
    port = _free_port()
    try:
        children.start(WEB, web_command(os.environ, port), keep=False)
        children.start("The worker", worker_command(), keep=False)
        wait_until_alive(children, f"http://127.0.0.1:{port}/healthz")
        print(f"before: the worker {_read_on()}", flush=True)
        only = set(filter(None, given.only.split(",")))
        for scene, connections, tasks in _scenes(cast, given):
            if not only or scene.split(",")[0].split()[0] in only:
                yield _row(scene, connections, tasks, children, port, given.seconds)
                if scene.startswith("intake"):
                    print(f"after it: the worker {_read_on()}", flush=True)
        web = _memory(children.running[WEB].pid)
        print(f"memory of the web processes: {web} MiB", flush=True)
    finally:
        children.stop()


def _read_on() -> str:
    """How long until the worker has read all that was written: what it owes belongs to what was measured before."""
    from huying.evaluation.models import Cursor
    from huying.kernel.following import newest_fact
    from huying.kernel.models import ReaderPosition

    began = time.monotonic()
    while any({*kept.objects.values_list("row_id", flat=True)} - {newest_fact()} for kept in (ReaderPosition, Cursor)):
        if time.monotonic() - began > PATIENCE:
            return f"is still reading after {PATIENCE} s"
        time.sleep(0.5)
    return f"had read everything {time.monotonic() - began:.0f} s later"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _scenes(cast: Cast, given: argparse.Namespace) -> Iterator[tuple[str, int, Any]]:
    from huying.cases.models import Case

    yield "intake, 16 connections", 16, scenes.filings(cast)
    yield "life of 12 calls, 8 connections", 8, scenes.lives(cast)
    yield "list of 50, 8 connections", 8, scenes.lists(cast)
    numbers = list(Case.objects.order_by("-pk").values_list("number", flat=True)[:500:5])
    for connections in (2, 4):
        yield f"case page, {connections} connections", connections, scenes.pages(cast, numbers)
    yield "county, 4 connections", 4, scenes.overview(cast, "/desk/county/")
    for connections in (1, 4):
        yield f"search, {connections} connections", connections, scenes.searches(cast)


def _row(scene: str, connections: int, tasks: Any, children: Children, port: int, seconds: float) -> table.Row:
    clients.together(port, connections, tasks, seconds=min(2.0, seconds))  # the first ones warm the processes
    before = _processor(children)
    times = clients.together(port, connections, tasks, seconds=seconds)
    after = _processor(children)
    for one in sorted(set(times.refused))[:3]:
        print(f"  refused: {one}", flush=True)
    done = max(1, len(times.each))
    web, worker, database = (1000 * (b - a) / done for a, b in zip(before, after, strict=True))
    budget = next((text for name, text in BUDGETS.items() if scene.startswith(name)), "")
    row = table.Row(
        scene, len(times.each), len(times.refused), len(times.each) / times.whole, 1000 * times.at(0.5),
        1000 * times.at(0.95), 1000 * times.at(0.99), web, database, worker, times.statements / done, budget,
    )  # fmt: skip
    print(table.shown([row]).splitlines()[-1], flush=True)
    return row


def _processor(children: Children) -> tuple[float, float, float]:
    """Seconds of processor time so far: of the web processes, of the worker, of everything of PostgreSQL."""
    return (_of_tree(children.running[WEB].pid), _of_tree(children.running["The worker"].pid), _of_database())


def _stat(pid: str) -> list[str]:
    try:
        return (Path("/proc") / pid / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _of_tree(pid: int) -> float:
    parents = {name: stat[1] for name in os.listdir("/proc") if name.isdigit() and (stat := _stat(name))}
    family = {str(pid)}
    while more := {name for name, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(sum(map(int, _stat(name)[11:13])) for name in family if _stat(name)) / TICK


def _of_database() -> float:
    """Of the server's processes that live now; a connection that ended meanwhile is not counted."""
    found = 0
    for name in os.listdir("/proc"):
        if name.isdigit() and _is_postgres(name) and (stat := _stat(name)):
            found += sum(map(int, stat[11:13]))
    return found / TICK


def _is_postgres(pid: str) -> bool:
    try:
        return (Path("/proc") / pid / "comm").read_text().startswith("postgres")
    except OSError:
        return False


def _memory(pid: int) -> list[int]:
    """Resident memory of each process below the web server's, in MiB."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := _stat(name)) and stat[1] == str(pid):
            found.append(int(stat[21]) * os.sysconf("SC_PAGE_SIZE") // 2**20)
    return sorted(found)


def _size() -> dict[str, float]:
    """MB of the whole database, and for a million cases at this rate."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), (SELECT count(*) FROM cases_case)")
        size, count = cursor.fetchone()
    return {"MB": round(size / 1e6), "cases": count, "MB_a_million": round(size / 1e6 * 1e6 / max(1, count))}


main()
