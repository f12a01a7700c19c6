"""Merkle trees as in RFC 6962: roots, inclusion and consistency proofs. Pure functions over leaf hashes.

A tree is asked only for the hashes of spans `[lo, hi)` of leaves, so that it may lie in memory or in the database.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

Span = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """The largest power of two smaller than count (RFC 6962, 2.1)."""
    return 1 << (count - 1).bit_length() - 1


def in_memory(leaves: Sequence[bytes]) -> Span:
    """A tree over leaf hashes at hand."""

    def span(lo: int, hi: int) -> bytes:
        if hi - lo == 1:
            return leaves[lo]
        middle = lo + split(hi - lo)
        return node_hash(span(lo, middle), span(middle, hi)) if hi > lo else EMPTY_ROOT

    return span


def inclusion_path(position: int, size: int, span: Span) -> list[bytes]:
    """The audit path of one leaf in the tree of this size (2.1.1)."""
    path: list[bytes] = []
    lo, hi = 0, size
    while hi - lo > 1:
        middle = lo + split(hi - lo)
        if position < middle:
            path.append(span(middle, hi))
            hi = middle
        else:
            path.append(span(lo, middle))
            lo = middle
    return path[::-1]


def root_from_path(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that this path leads to (RFC 9162, 2.1.3.2); None when the path has the wrong length."""
    if not 0 <= position < size:
        return None
    place, last, made = position, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            made = node_hash(step, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node_hash(made, step)
        place, last = place >> 1, last >> 1
    return made if last == 0 else None


def consistency_path(old: int, new: int, span: Span) -> list[bytes]:
    """Proof that the tree of size `new` begins with the tree of size `old` (2.1.2)."""
    path: list[bytes] = []
    lo, hi, whole = 0, new, True
    while old != hi:
        middle = lo + split(hi - lo)
        if old <= middle:
            path.append(span(middle, hi))
            hi = middle
        else:
            path.append(span(lo, middle))
            lo, whole = middle, False
    return ([] if whole else [span(lo, hi)]) + path[::-1]


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the proof shows that nothing of the old tree was changed (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new or not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    made_old = made_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            made_old, made_new = node_hash(step, made_old), node_hash(step, made_new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made_new = node_hash(made_new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and made_old == old_root and made_new == new_root


class Growing:
    """A tree that only grows: keeps the roots of its complete subtrees and says which ones each leaf completes."""

    def __init__(self, size: int, span: Span) -> None:
        self.size = size
        self._peaks: list[tuple[int, bytes]] = list(_peaks(size, span))

    def push(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf. Completed subtrees as (level, index, hash)."""
        level, made, completed = 0, leaf, []
        while self._peaks and self._peaks[-1][0] == level:
            made = node_hash(self._peaks.pop()[1], made)
            level += 1
            completed.append((level, self.size >> level, made))
        self._peaks.append((level, made))
        self.size += 1
        return completed

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        made = self._peaks[-1][1]
        for _level, peak in reversed(self._peaks[:-1]):
            made = node_hash(peak, made)
        return made


def _peaks(size: int, span: Span) -> Iterator[tuple[int, bytes]]:
    """The complete subtrees of a tree of this size, largest first."""
    lo = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            yield level, span(lo, lo + (1 << level))
            lo += 1 << level
