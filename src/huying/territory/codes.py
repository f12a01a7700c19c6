"""Codes of divisions, grids, estates and buildings: their form, their parent and their next free number."""

import re
from collections.abc import Iterable

from huying.territory import states as s

_DIVISION = re.compile(r"[1-9][0-9]{11}")
_FORMS = {
    s.GRID: re.compile(r"([1-9][0-9]{11})([0-9]{3})([0-9]{2})?"),
    s.ESTATE: re.compile(r"([1-9][0-9]{11})X([0-9]{3})"),
    s.BUILDING: re.compile(r"([1-9][0-9]{11})([0-9]{5})"),
}
_DIGITS = {s.PROVINCE: 2, s.CITY: 4, s.COUNTY: 6, s.STREET: 9, s.COMMUNITY: 12}
_SEQUENCES = {("grid", "base"): (1, 799), ("grid", "exclusive"): (801, 899)}


def level_of(code: str) -> str | None:
    """The level of a 12-digit code by its trailing zeros; None when it is not a division code."""
    if not _DIVISION.fullmatch(code):
        return None
    for level, digits in _DIGITS.items():
        if set(code[digits:]) <= {"0"}:
            return level
    return None


def parent_code(code: str) -> str | None:
    """The code of the division above, e.g. 320106001001 → 320106001000; None for a province."""
    level = level_of(code)
    if level is None or level == s.PROVINCE:
        return None
    digits = _DIGITS[s.DIVISIONS[s.DIVISIONS.index(level) - 1]]
    return code[:digits].ljust(12, "0")


def listed_parent(level: str, code: str) -> tuple[str, str] | None:
    """Level and code above, as the national lists mean it; None for a province. ValueError when it is no such code.

    The lists repeat a code one level down where a level is missing: 东莞市 is city and county 441900000000.
    """
    if not _DIVISION.fullmatch(code) or code[_DIGITS[level] :].strip("0"):
        raise ValueError(code)
    if level == s.PROVINCE:
        return None
    above = s.DIVISIONS[s.DIVISIONS.index(level) - 1]
    return above, code[: _DIGITS[above]].ljust(12, "0")


def kind_of(level: str, code: str) -> str:
    """The kind that the code itself tells: street or town, residents' or villagers' committee, base or exclusive."""
    if level == s.STREET:
        number = int(code[6:9])
        return "street" if number < 100 else "town" if number < 200 else "township" if number < 400 else "street_like"
    if level == s.COMMUNITY:
        number = int(code[9:12])
        return (
            "residents" if number < 200 else "village" if number < 400 else "residents_like" if number < 500
            else "village_like"
        )  # fmt: skip
    if level == s.GRID:
        return "micro" if len(code) == 17 else "exclusive" if 801 <= int(code[12:15]) <= 899 else "base"
    return level


def well_formed(level: str, code: str) -> bool:
    """Whether this may be the code of something at this level. `522201001003007` is a grid, `522201001` is nothing."""
    if level in s.DIVISIONS:
        return level_of(code) == level
    found = _FORMS[level].fullmatch(code)
    if found is None or level_of(found[1]) != s.COMMUNITY or int(found[2]) == 0:
        return False
    return level != s.GRID or ((int(found[2]) <= 799 or 801 <= int(found[2]) <= 899) and found[3] != "00")


def fits_under(level: str, kind: str, parent_level: str, parent_kind: str = "") -> bool:
    """Whether an area of this level and kind may stand under that one."""
    if kind == "micro":
        return parent_level == s.GRID and parent_kind != "micro"
    if parent_kind == "micro" and level == s.GRID:
        return False
    return parent_level in s.PARENTS[level]


def belongs_to(level: str, code: str, above: str) -> bool:
    """Whether the code carries the digits of the division (or, for a micro-grid, of the grid) above it."""
    if level in s.DIVISIONS:
        return parent_code(code) == above
    return code.startswith(above if level == s.GRID and len(code) == 17 else above[:12])


def next_code(level: str, kind: str, above: str, taken: set[str]) -> str | None:
    """The first free code under a community (or grid, for a micro-grid); None when all are used."""
    if level == s.GRID:
        if kind == "micro":
            return _first((f"{above[:15]}{n:02d}" for n in range(1, 100)), taken)
        low, high = _SEQUENCES[(level, kind)]
        return _first((f"{above[:12]}{n:03d}" for n in range(low, high + 1)), taken)
    if level == s.ESTATE:
        return _first((f"{above[:12]}X{n:03d}" for n in range(1, 1000)), taken)
    if level == s.BUILDING:
        return _first((f"{above[:12]}{n:05d}" for n in range(1, 100000)), taken)
    return None


def _first(codes: Iterable[str], taken: set[str]) -> str | None:
    return next((code for code in codes if code not in taken), None)


def stem(level: str, code: str) -> str:
    """The digits that everything below carries; empty for estates and buildings, which number nothing."""
    if level in s.DIVISIONS:
        return code[: _DIGITS[level]]
    return code if level == s.GRID and len(code) == 15 else ""
