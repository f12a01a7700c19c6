"""What somebody typed into the search: words, and days among them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from huying.kernel.folding import folded

DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})(?:月|(?:[-/.月](\d{1,2})日?))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """Words to be found, and the days that were meant by the others; `days` is how they were written."""

    words: str
    since: date | None = None
    until: date | None = None
    days: str = ""


def read(typed: str) -> Asked:
    """“楼道灯 2026-11”: the words 楼道灯, in November 2026. Several days span from the first to the last."""
    words, spans, said = [], [], []
    for piece in typed.split():
        span = _span(piece)
        if span is None:
            words.append(piece)
        else:
            spans.append(span)
            said.append(piece)
    if not spans:
        return Asked(" ".join(words))
    return Asked(
        " ".join(words), min(first for first, _last in spans), max(last for _first, last in spans), " ".join(said)
    )


def _span(piece: str) -> tuple[date, date] | None:
    """The first and the last day of what is written: a day, or a month."""
    found = DAY.fullmatch(folded(piece))
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if not found[3]:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, int(found[3])),) * 2 if 1 <= int(found[3]) <= last else None
