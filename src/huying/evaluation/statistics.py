"""How sure one may be: Wilson's interval, the median of a histogram, and whether two values differ at all."""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt

Z95 = 1.959963984540054


def wilson(hits: float, n: float) -> tuple[float, float] | None:
    """The 95 % interval of a share. For weighted hits (half for “partly”) it is a little wider than needed."""
    if n <= 0:
        return None
    share = min(max(hits / n, 0.0), 1.0)
    spread = Z95 * sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
    middle, width = share + Z95**2 / (2 * n), 1 + Z95**2 / n
    return max(0.0, (middle - spread) / width), min(1.0, (middle + spread) / width)


def median_of(counts: Sequence[int]) -> float | None:
    """The median of 1, 2, 3, … that occur so many times; the last one stands for “or more”."""
    total = sum(counts)
    if not total:
        return None
    low, high = _nth(counts, (total - 1) // 2), _nth(counts, total // 2)
    return (low + high) / 2


def _nth(counts: Sequence[int], nth: int) -> int:
    seen = 0
    for value, count in enumerate(counts, start=1):
        seen += count
        if nth < seen:
            return value
    return len(counts)


def differ(one: tuple[Decimal, Decimal] | None, other: tuple[Decimal, Decimal] | None) -> bool:
    """Two values differ only when their intervals do not touch."""
    if one is None or other is None:
        return False
    return one[1] < other[0] or other[1] < one[0]


def places(values: Sequence[tuple[Decimal, Decimal] | None], *, up: bool) -> list[tuple[int, int] | None]:
    """For each the best and the worst place it may hold: those surely before it, and those not surely behind it."""

    def before(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
        return one[0] > other[1] if up else one[1] < other[0]

    known = [value for value in values if value is not None]
    found: list[tuple[int, int] | None] = []
    for value in values:
        if value is None:
            found.append(None)
            continue
        ahead = sum(before(other, value) for other in known)
        behind = sum(before(value, other) for other in known)
        found.append((ahead + 1, len(known) - behind))
    return found
