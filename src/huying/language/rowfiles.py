"""Rows of a CSV file that a command is given: by heading, packed with gzip or not."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LONGEST_CELL = 10**8
"""A message may be long; csv refuses cells of more than 128 KB by itself."""


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_CELL)
    opened: Any = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)
