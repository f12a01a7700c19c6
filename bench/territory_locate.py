"""How long point → grid takes: 20,000 made-up grids, 50,000 points. Run: dev.py bench territory_locate

Ends with 1 when a point takes more than 50 µs of processor time.
"""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import django
import shapely

ROOT = Path(__file__).resolve().parent.parent
GRIDS, POINTS, SIDE = 20_000, 50_000, 0.002
MOST_MICROSECONDS = 50


def made_up_grids() -> list[tuple[int, str, str, bool, dict[str, object]]]:
    """A lattice of grids with bent borders of 24 corners each, as surveyed ones have."""
    columns = 200
    found = []
    for number in range(GRIDS):
        x, y = 118.0 + (number % columns) * SIDE, 31.5 + (number // columns) * SIDE
        ring = shapely.box(x, y, x + SIDE, y + SIDE).segmentize(SIDE / 6)
        found.append((number, f"/1/{number}/", f"网格{number}", True, shapely.geometry.mapping(ring)))
    return found


def timed(name: str, times: int, run: Callable[[], object]) -> float:
    """Wall clock, and our own processor time in µs, which a busy machine does not stretch."""
    start, worked = perf_counter(), process_time()
    run()
    wall, own = (perf_counter() - start) / times, (process_time() - worked) / times
    print(f"{name:<40} {wall * 1e6:8.1f} µs each, {own * 1e6:7.1f} µs of processor time  ({times:,} times)")
    return own * 1e6


def main() -> int:
    """Prints one line a measure."""
    from huying.territory.queries import locator

    start = perf_counter()
    trees = locator.Locator("bench", {"grid": locator._layer(made_up_grids())})
    print(f"{GRIDS:,} outlines read and indexed in {(perf_counter() - start) * 1e3:.0f} ms")
    dice = random.Random(7)
    points = [(118.0 + dice.random() * 0.4, 31.5 + dice.random() * 0.2) for _i in range(POINTS)]
    assert all(trees.find(*p) for p in points[:100])
    plain = timed("point → grid, in memory", POINTS, lambda: [trees.find(*p) for p in points])
    from huying.territory.geometry import to_cgcs2000

    shifted = timed(
        "GCJ-02 point → grid, in memory", POINTS, lambda: [trees.find(*to_cgcs2000(*p, "gcj02")) for p in points]
    )
    if os.environ.get("HUYING_DATABASE_URL"):
        from huying.territory.queries.version import territory_version

        territory_version()
        timed("look at the version in the database", 2_000, lambda: [territory_version() for _i in range(2_000)])
    return int(max(plain, shifted) > MOST_MICROSECONDS)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.base")
    django.setup()
    sys.exit(main())
