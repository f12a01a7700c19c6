"""The commands of dev.py, run inside the environment that dev.py has made."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from huying.config.launcher import translations
from huying.config.launcher.__main__ import main as launcher
from huying.config.launcher.words import Trouble, complain
from tools import bench, checks, frontend, testing, wheel

ROOT = Path(__file__).resolve().parent.parent


def main(words: list[str]) -> int:
    command, rest = words[0], words[1:]
    translations.compile_all(ROOT / "src")
    if command in ("demo", "test", "build", "shots"):
        frontend.build(ROOT)
    if command in ("demo", "manage"):
        return launcher(words)
    if command == "shots":
        return launcher(
            ["manage", "shell", "--no-imports", "-c", f"from tests.browser import showing; showing.main({rest!r})"]
        )
    if command == "bench":
        return bench.run(ROOT, rest)
    return {"test": testing.run, "check": checks.run, "build": wheel.run}[command](ROOT, rest)


def _stop(number: int, frame: FrameType | None) -> None:
    """A polite end from outside is tidied up after like Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        complain(str(trouble))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
