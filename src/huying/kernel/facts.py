"""What may stand in the journal: ids, codes, numbers, dates and hashes. Never words, never a person."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

CODE = re.compile(r"[A-Za-z0-9/_][A-Za-z0-9_.:/+=#~\-]{0,127}")
HASH = re.compile(r"(?:sha256:|sm3:)?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
ID_NUMBER = re.compile(
    r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
LONGEST_LIST = 500


class UnfitFact(ValueError):
    """A fact that does not belong into the journal. A mistake in the program, so it stops the transaction."""


def fit(name: str, value: Any) -> Any:
    """The value as the journal keeps it. Raises UnfitFact for free text and for what looks like a person's number."""
    if isinstance(value, (list, tuple, set, frozenset)):
        if len(value) > LONGEST_LIST:
            raise UnfitFact(f"{name}: a list of more than {LONGEST_LIST} values")
        plain = [_single(name, item) for item in value]
        return sorted(plain, key=repr) if isinstance(value, (set, frozenset)) else plain
    return _single(name, value)


def _single(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _number(name, int(value))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, str):
        return _code(name, str(value))
    raise UnfitFact(f"{name}: {type(value).__name__} does not belong into the journal")


def _number(name: str, value: int) -> int:
    if MOBILE.fullmatch(str(value)) or ID_NUMBER.fullmatch(str(value)):
        raise UnfitFact(f"{name}: looks like a telephone or identity number")
    if not -(2**63) <= value < 2**63:
        raise UnfitFact(f"{name}: too large a number")
    return value


def _code(name: str, value: str) -> str:
    if not value or HASH.fullmatch(value):
        return value
    if not CODE.fullmatch(value):
        raise UnfitFact(f"{name}: only short codes may stand in the journal, no text")
    if MOBILE.search(value) or LANDLINE.search(value) or ID_NUMBER.search(value):
        raise UnfitFact(f"{name}: looks like a telephone or identity number")
    return value
