"""`dev.py check`: what can be known in seconds, without a browser."""

from pathlib import Path

from tools import static, testbase, testing


def run(root: Path, words: list[str]) -> int:
    good = static.hold(root)
    with testbase.embedded() as url:
        code = testing.pytest(url, ["tests/house", *words])
    return code or int(not good)
