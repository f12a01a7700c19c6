"""`dev.py build`: a wheel with the built front-end and the compiled translations inside."""

import subprocess
import sys
from pathlib import Path

from huying.config.launcher.words import Trouble, say


def run(root: Path, words: list[str]) -> int:
    say(f"Built {build(root, root / 'dist')}")
    return 0


def build(root: Path, into: Path) -> Path:
    """The wheel that was made of what lies below `root` now."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble("The wheel could not be built:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-15:]))
    return max(into.glob("*.whl"), key=lambda path: path.stat().st_mtime)
