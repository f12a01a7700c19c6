"""Seals outside the database: one line of JSON for each, by month, forced to disk, only ever added to.

Every machine that runs a worker keeps its own complete copy: whatever its files do not have yet is written when the
next seal is made.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from huying.kernel.models import Seal
from huying.kernel.sealing import as_line


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the files; `seal` is None when it is not a seal any more."""

    file: str
    number: int
    seal: dict[str, Any] | None


def folder() -> Path:
    return Path(settings.HUYING_HOME) / "seals"


def write_out() -> int:
    """Add every seal that the files do not have yet. Says how many."""
    where = folder()
    where.mkdir(parents=True, exist_ok=True)
    with (where / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        written = 0
        for seal in Seal.objects.filter(id__gt=_last_id(where)).order_by("id").iterator(chunk_size=1_000):
            written += _add(where / f"seals-{timezone.localtime(seal.at):%Y-%m}.jsonl", seal)
        _to_disk(where)
        return written


def _add(file: Path, seal: Seal) -> int:
    line = json.dumps({**as_line(seal), "mac": seal.mac}, sort_keys=True) + "\n"
    with file.open("ab") as out:
        out.write(line.encode())
        out.flush()
        os.fsync(out.fileno())
    return 1


def _to_disk(where: Path) -> None:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def extent() -> dict[str, int]:
    """How far the files reach now, in bytes. Taken before the database is read, so that newer lines do not confuse."""
    return {file.name: file.stat().st_size for file in sorted(folder().glob("seals-*.jsonl"))}


def lines(within: dict[str, int] | None = None) -> Iterator[Line]:
    """Every line of every file, oldest first, as far as the files reached."""
    for name, most in (extent() if within is None else within).items():
        read = 0
        with (folder() / name).open("rb") as content:
            for number, text in enumerate(content, start=1):
                read += len(text)
                if read > most:
                    break
                yield Line(name, number, _read(text.decode(errors="replace")))


def _read(text: str) -> dict[str, Any] | None:
    try:
        seal = json.loads(text)
    except ValueError:
        return None
    return seal if isinstance(seal, dict) and isinstance(seal.get("id"), int) else None


def _last_id(where: Path) -> int:
    """The newest seal in the files; a last line that a crash cut off is ended, so that the next starts on its own."""
    for file in sorted(where.glob("seals-*.jsonl"), reverse=True):
        tail = _tail(file)
        if tail and not tail.endswith(b"\n"):
            with file.open("ab") as out:
                out.write(b"\n")
        for text in reversed(tail.decode(errors="replace").splitlines()):
            seal = _read(text)
            if seal:
                return int(seal["id"])
    return 0


def _tail(file: Path) -> bytes:
    with file.open("rb") as content:
        content.seek(max(0, file.stat().st_size - 8_192))
        return content.read()
