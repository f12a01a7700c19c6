"""The first sheet of a workbook, read by a process of its own with little memory and time.

A small file can claim a sheet of billions of cells, and whoever lays them out is killed: that process, then, not ours.
"""

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from python_calamine import CalamineWorkbook

MOST_MEMORY, MOST_SECONDS = 2 << 30, 60
PASSED_ON = ("PATH", "LD_LIBRARY_PATH")
"""Of our surroundings: no secret is among them."""


class WorkbookUnreadable(ValueError):
    """No workbook, or one that takes more than it may."""


def sheet_rows(data: bytes) -> Iterator[list[str]]:
    """Every row as texts, row by row."""
    surroundings = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        command = [sys.executable, "-I", __file__]
        with subprocess.Popen(
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings
        ) as reader:
            for line in reader.stdout or ():
                yield json.loads(line)
            if reader.wait():
                raise WorkbookUnreadable


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _read() -> None:
    """What the process does: standard input to lines of JSON."""
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: MOST_SECONDS, resource.RLIMIT_AS: MOST_MEMORY}
    for name, most in limits.items():
        with suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(name, (most, most))
    sheet = CalamineWorkbook.from_filelike(sys.stdin.buffer).get_sheet_by_index(0)
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        sys.stdout.write(json.dumps([*before, *map(_text, row)]) + "\n")


if __name__ == "__main__":
    _read()
