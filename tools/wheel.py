"""`dev.py build`: a wheel with the built front-end and the compiled translations inside."""

import subprocess
import sys
from pathlib import Path

from huying.config.launcher.words import Trouble, say


def run(root: Path, words: list[str]) -> int:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(root / "dist"), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble("The wheel could not be built:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-15:]))
    say(done.stdout.strip().splitlines()[-1])
    return 0
