"""`dev.py bench`: runs the measurements in bench/, each a file of its own; new ones need no entry here."""

import os
import subprocess
import sys
from pathlib import Path

from huying.config.launcher.house import opened
from huying.config.launcher.words import Trouble, say


def run(root: Path, words: list[str]) -> int:
    """Without words: the list. `dev.py bench NAME …` runs bench/NAME.py with the rest of the words."""
    found = {path.stem: path for path in sorted((root / "bench").glob("[a-z]*.py"))}
    if not words:
        say("\n".join(found) if found else "There are no measurements yet; they come with later issues, into bench/.")
        return 0
    if words[0] not in found:
        raise Trouble(f"There is no bench/{words[0]}.py. Known: {', '.join(found) or 'none yet'}")
    with opened(os.environ) as house:
        return subprocess.run(
            [sys.executable, str(found[words[0]]), *words[1:]], env=house.environ, check=False
        ).returncode
