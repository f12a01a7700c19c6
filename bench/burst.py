"""`dev.py bench burst --cases 1000000 [--seconds 60] [--times 10] [--rate R] [--json FILE]`: ten times as much as usual
for a minute, ten times over, while the desks go on.

Usual is `--rate` requests a second; unless it is given, an eighth of what the server was seen to answer, so that bursts
ask for more than it can do. Ends with 1 when anything broke, or when it takes longer than 30 s to be as before.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import cycle
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parent)]

from city import arrivals, clients, filling, scenes, table
from city.arrivals import BROKEN, GOOD, POSTPONED, Answer, Phase
from city.people import Cast, seated
from city.serving import served

BURST, NORMAL_WITHIN = 10, 30.0
MIX = ("file", "list", "page", "file", "list", "page", "file", "county", "file", "list")
RESIDENTS = 3_000
"""Nobody may file more than twenty times in an hour."""
SLOWEST_NORMAL = 0.5
"""Seconds: a p95 below this is normal whatever it was before."""


def main() -> int:
    given = _asked()
    os.environ["HUYING_DATABASE_URL"] = filling.prepared(os.environ["HUYING_DATABASE_URL"], given.cases)
    import django

    django.setup()
    filling.fill(given.cases)
    from huying.kernel.clock import now

    cast = seated(residents=RESIDENTS, at=now())
    with served() as port:
        clients.together(port, 8, mixed(cast), seconds=min(5.0, given.seconds))
        seen = clients.together(port, 16, mixed(cast), seconds=min(15.0, given.seconds))
        capacity = len(seen.each) / seen.whole
        usual = given.rate or capacity / 8
        print(f"seen: {capacity:.0f}/s; usual: {usual:.1f}/s; bursts: {usual * BURST:.0f}/s", flush=True)
        phases = list(_phases(usual, seconds=given.seconds, times=given.times))
        answers = arrivals.run(port, phases, mixed(cast), connections=given.connections)
    told = _told(phases, answers) | {
        "cases": given.cases, "machine": table.machine(), "capacity": round(capacity, 1), "usual": round(usual, 1),
    }  # fmt: skip
    print(json.dumps(told, indent=1, ensure_ascii=False))
    if given.json:
        Path(given.json).write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0 if told["held"] else 1


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=60.0, help="of each burst, and of the time between two")
    asked.add_argument("--times", type=int, default=10)
    asked.add_argument("--rate", type=float, default=0.0, help="usual requests a second")
    asked.add_argument("--connections", type=int, default=64, help="as many as a proxy would open")
    asked.add_argument("--json", default="")
    return asked.parse_args()


def mixed(cast: Cast) -> Iterator[arrivals.Task]:
    """Residents file, desks look at lists and cases, the county at its figures."""
    from huying.cases.models import Case

    numbers = list(Case.objects.order_by("-pk").values_list("number", flat=True)[:500:5])
    kinds = {
        "file": scenes.filings(cast), "list": scenes.lists(cast), "page": scenes.pages(cast, numbers),
        "county": scenes.overview(cast, "/desk/county/"),
    }  # fmt: skip
    for kind in cycle(MIX):
        yield next(kinds[kind])


def _phases(usual: float, *, seconds: float, times: int) -> Iterator[Phase]:
    yield Phase("before", usual, seconds)
    for nth in range(1, times + 1):
        yield Phase(f"burst {nth}", usual * BURST, seconds)
        yield Phase(f"after {nth}", usual, max(seconds, NORMAL_WITHIN + 5) if nth == times else seconds)


def _told(phases: list[Phase], answers: list[Answer]) -> dict[str, object]:
    """Each phase, what broke, and how long it took after each burst until it was as before."""
    by_phase = [[one for one in answers if one.phase == nth] for nth in range(len(phases))]
    normal = max(2 * arrivals.at_share([one.waited for one in by_phase[0]], 0.95), SLOWEST_NORMAL)
    rows, start, back = [], 0.0, []
    for phase, some in zip(phases, by_phase, strict=True):
        if phase.name.startswith("after"):
            back.append(arrivals.until_normal(some, since=start, limit=normal))
        rows.append(_row(phase, some))
        print(_line(rows[-1]), flush=True)
        start += phase.seconds
    broken = sorted({one.said[:200] for one in answers if one.end == BROKEN})
    held = not broken and max(back, default=0.0) <= NORMAL_WITHIN
    print(f"normal is a p95 of {1000 * normal:.0f} ms; back to it after {max(back, default=0):.0f} s at most")
    return {
        "phases": rows, "normal_ms": round(1000 * normal), "seconds_until_normal": back, "broken": broken[:10],
        "longest_queue": arrivals.longest_queue(answers), "held": held, "shape": [asdict(one) for one in phases],
    }  # fmt: skip


def _row(phase: Phase, some: list[Answer]) -> dict[str, object]:
    waits = [one.waited for one in some if one.end == GOOD]
    ends = [one.end for one in some]
    return {
        "phase": phase.name, "asked": len(some), "good": ends.count(GOOD), "told_to_come_later": ends.count(POSTPONED),
        "broken": ends.count(BROKEN), "longest_queue": arrivals.longest_queue(some),
        **{f"p{100 * share:.0f}_ms": round(1000 * arrivals.at_share(waits, share), 1) for share in (0.5, 0.95, 0.99)},
    }  # fmt: skip


def _line(row: dict[str, object]) -> str:
    return "| " + " | ".join(f"{name} {value}" for name, value in row.items()) + " |"


if __name__ == "__main__":
    sys.exit(main())
