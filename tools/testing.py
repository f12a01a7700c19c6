"""`dev.py test`: everything, on two databases; the last line printed is pytest's own."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from huying.config.launcher.embedded import PROGRAMS
from huying.config.launcher.words import say
from tools import static, system, testbase

# Files one by one, and in the order in which they are collected: tests/conftest.py puts the long ones first.
TWO = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", "--reuse-db")


def run(root: Path, words: list[str]) -> int:
    """With words, only pytest with these words. 0 only if everything was run and everything passed."""
    if words:
        with testbase.embedded() as url:
            return pytest(url, ["--create-db", *words])
    lacking = system.provide()
    with ThreadPoolExecutor() as threads:
        checks = threads.submit(static.hold, root)
        on_15 = threads.submit(_on_postgresql_15) if "postgresql-15" not in lacking else None
        good = checks.result() and not lacking
        good = (on_15 is None or on_15.result() == 0) and good
    say("\nEverything, on the embedded PostgreSQL; ten thousand timers need one server only, and 15 has had them:")
    left_out = ["browser"] * ("chromium" in lacking) + ["(slow and race)"] * (on_15 is not None)
    selection = " and ".join(f"not {what}" for what in left_out)
    with testbase.embedded() as url, testbase.embedded() as second:
        with ThreadPoolExecutor() as threads:
            list(threads.map(prepare, (url, second), ("gw0", "gw1")))
        code = pytest(url, ["-m", selection, *TWO], second=second)
    return code if code else int(not good)


def _on_postgresql_15() -> int:
    with testbase.debian_15() as url:
        prepare(url, "gw0", "gw1")
        say("\nMigrations, constraints and races on PostgreSQL 15:")
        return pytest(url, ["-m", "race or constraint", *TWO])


def prepare(url: str, *workers: str) -> None:
    """The databases of these processes of pytest, migrated once."""
    environ = _environ(url.replace("/huying?", f"/{testbase.name_for(workers[0])}?"))
    testbase.create(url, testbase.name_for(workers[0]))
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environ, check=True)
    for worker in workers[1:]:
        testbase.create(url, testbase.name_for(worker), like=testbase.name_for(workers[0]))


def pytest(url: str, words: list[str], *, second: str = "") -> int:
    """With the settings of a fresh place, whatever is set outside; its files go to a directory of its own."""
    with tempfile.TemporaryDirectory(prefix="huying-home-") as home:
        environ = {**_environ(url), "TESTS_SECOND_SERVER": second, "HUYING_HOME": home}
        return subprocess.run([sys.executable, "-m", "pytest", *words], env=environ, check=False).returncode


def _environ(url: str) -> dict[str, str]:
    """Many tests start programs: what Python compiles is kept, though not beside the sources."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ | {
        "DJANGO_SETTINGS_MODULE": "huying.config.base",
        "HUYING_DATABASE_URL": url,
        "HUYING_PG_PROGRAMS": str(PROGRAMS),
        "PYTHONPYCACHEPREFIX": str(Path(sys.prefix) / "pycache"),
    }
