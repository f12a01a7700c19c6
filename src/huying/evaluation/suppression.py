"""Small counts are not told, and cannot be found from what is told beside them.

A count of 1 to 9 is shown as “<10”. Where the total is told too, further cells are left out until the told numbers
allow every hidden small count several values. Where that cannot be done, nothing of the table is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 10
FEWEST_VALUES = 5
"""So many values a hidden small count must still be able to have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of one count: itself, that it is small, or nothing."""

    told: int | None
    small: bool = False


def suppressed(counts: Sequence[int]) -> list[Cell] | None:
    """What may be told of these counts when their total is told as well; None: nothing, the total neither."""
    total = sum(counts)
    if 0 < total < SMALL:
        return None
    small = {place for place, n in enumerate(counts) if 0 < n < SMALL}
    hidden: set[int] = set()
    rest = sorted((n, place) for place, n in enumerate(counts) if n >= SMALL)
    while not _protected(counts, small, hidden):
        if not rest:
            return None
        hidden.add(rest.pop(0)[1])
    return [Cell(None, small=place in small) if place in small | hidden else Cell(n) for place, n in enumerate(counts)]


def _protected(counts: Sequence[int], small: set[int], hidden: set[int]) -> bool:
    return all(high - low + 1 >= FEWEST_VALUES for low, high in possible(counts, small, hidden).values())


def possible(counts: Sequence[int], small: set[int], hidden: set[int]) -> dict[int, tuple[int, int]]:
    """What a reader who knows the total can find out about each small count: from the least to the most it may be."""
    told = sum(n for place, n in enumerate(counts) if place not in small | hidden)
    left = sum(counts) - told
    lows = {place: 1 for place in small} | {place: SMALL for place in hidden}
    highs = {place: SMALL - 1 for place in small} | {place: left for place in hidden}
    found = {}
    for place in small:
        others_low = sum(low for other, low in lows.items() if other != place)
        others_high = sum(high for other, high in highs.items() if other != place)
        found[place] = (max(1, left - others_high), min(SMALL - 1, left - others_low))
    return found
