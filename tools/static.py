"""Lint, form, types and contracts."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from huying.config.launcher.words import complain, say

STRICT = ("kernel", "*/actions", "*/queries", "*/rules", "*/states", "*/public", "*/events", "*/errors", "config")


def hold(root: Path) -> bool:
    """Lint, form, types and contracts; all are run, so that one look shows everything."""
    steps: dict[str, Sequence[str]] = {
        "ruff check": [_program("ruff"), "check", "."],
        "ruff format": [_program("ruff"), "format", "--check", "--quiet", "."],
        "import contracts": [_program("lint-imports")],
        "types": [sys.executable, "-m", "mypy", *strict_files(root)],
    }
    return all([_step(name, command) for name, command in steps.items()])


def strict_files(root: Path) -> list[str]:
    """Where every line is typed strictly."""
    source = root / "src" / "huying"
    found: set[Path] = set()
    for pattern in STRICT:
        found |= {path for path in source.glob(f"{pattern}.py") if path.is_file()}
        found |= {path for path in source.glob(f"{pattern}/**/*.py") if "migrations" not in path.parts}
    return sorted(str(path.relative_to(root)) for path in found)


def _step(name: str, command: Sequence[str]) -> bool:
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - start
    if done.returncode == 0:
        say(f"ok      {name} ({seconds:.0f} s)")
        return True
    complain(f"{name} failed ({seconds:.0f} s):\n{done.stdout}{done.stderr}")
    return False


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)
