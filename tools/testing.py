"""`dev.py test`: everything, on two databases; the last line printed is pytest's own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from huying.config.launcher.embedded import PROGRAMS
from huying.config.launcher.words import say
from tools import static, system, testbase

TWO = ("-n", "2", "--dist", "loadscope")


def run(root: Path, words: list[str]) -> int:
    """With words, only pytest with these words. 0 only if everything was run and everything passed."""
    if words:
        with testbase.embedded() as url:
            return pytest(url, words)
    lacking = system.provide()
    good = static.hold(root) and not lacking
    if "postgresql-15" not in lacking:
        say("\nMigrations, constraints and races on PostgreSQL 15:")
        with testbase.debian_15() as url:
            good = pytest(url, ["-m", "race or constraint", *TWO]) == 0 and good
    say("\nEverything, on the embedded PostgreSQL; ten thousand timers need one server only, and 15 has had them:")
    left_out = ["browser"] * ("chromium" in lacking) + ["(slow and race)"] * ("postgresql-15" not in lacking)
    selection = " and ".join(f"not {what}" for what in left_out)
    with testbase.embedded() as url, testbase.embedded() as second:
        code = pytest(url, ["-m", selection, *TWO], second=second)
    return code if code else int(not good)


def pytest(url: str, words: list[str], *, second: str = "") -> int:
    """With the settings of a fresh place, whatever is set outside; its files go to a directory of its own."""
    with tempfile.TemporaryDirectory(prefix="huying-home-") as home:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("HUYING_")}
        environ |= {
            "TESTS_SECOND_SERVER": second,
            "HUYING_DATABASE_URL": url,
            "HUYING_HOME": home,
            "HUYING_PG_PROGRAMS": str(PROGRAMS),
        }
        command = [sys.executable, "-m", "pytest", "--create-db", *words]
        return subprocess.run(command, env=environ, check=False).returncode
