"""`dev.py bench`: runs the measurements in bench/, each a file or a folder of its own; new ones need no entry here."""

import os
import subprocess
import sys
from pathlib import Path

from huying.config.launcher.house import opened
from huying.config.launcher.words import Trouble, say


def run(root: Path, words: list[str]) -> int:
    """`dev.py bench [--cases 10000 …]` builds a city and measures it; `dev.py bench NAME …` runs bench/NAME.py, and
    `dev.py bench list` says which there are."""
    found = {path.stem: path for path in sorted((root / "bench").glob("[a-z]*.py"))}
    found |= {path.parent.name: path.parent for path in sorted((root / "bench").glob("*/__main__.py"))}
    if not words or words[0].startswith("-"):
        words = ["city", *words]
    if words[0] == "list":
        say("\n".join(found))
        return 0
    if words[0] not in found:
        raise Trouble(f"There is no bench/{words[0]}. Known: {', '.join(found) or 'none yet'}")
    with opened(os.environ) as house:
        return subprocess.run(
            [sys.executable, str(found[words[0]]), *words[1:]], env=house.environ, check=False
        ).returncode
