"""Which texts are about the same matter: around each core those that are like it and not far away.

Only the worker and commands may import this (scipy).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log1p, log2

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from huying.language.features import EMPTY_WORDS, Hashes
from huying.language.likeness import STOCK

HEADS = 0.12
"""So alike the first words of two texts must be, unless they are much alike as a whole (MUCH)."""
MUCH, TOGETHER = 0.6, 0.03
"""TOGETHER: two clusters whose members are so alike on average are one."""
COMMON = 0.08
"""Pieces that stand in more than this share of the texts say nothing about which matter it is; but for FEW texts."""
FEW = 60
METRES_A_DEGREE = 111_320.0
SAYS = re.compile(r"[\u4e00-\u9fff]+")
SAYS_NOTHING = frozenset("麻烦 辛苦 打扰 帮忙 时候 地方 东西 事情 天天 每天 这边 那边 有人 没人 不到 不了".split())


@dataclass(frozen=True, slots=True)
class Item:
    """A text as its pieces, when it came, where (longitude, latitude) if that is known, and how many agreed."""

    key: int
    at: datetime
    pieces: Hashes
    point: tuple[float, float] | None = None
    likes: int = 0
    head: Hashes | None = None
    """The pieces of its title or first words: two texts in the same phrases about other things differ there."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The core and those around it, the most alike first, with their likeness."""

    keys: tuple[int, ...]
    likeness: tuple[float, ...]

    @property
    def core(self) -> int:
        return self.keys[0]


def clusters(items: Sequence[Item], *, likeness: float, metres: float, fewest: int = 2) -> list[Cluster]:
    """Greedy: the text with the most others like it and within `metres` is the core of the first cluster, and so on."""
    if len(items) < fewest:
        return []
    near = _neighbours(items, likeness=likeness, metres=metres)
    free = np.ones(len(items), bool)
    degree = np.diff(near.indptr)
    found: list[Members] = []
    for core in np.argsort(-degree, kind="stable"):
        if degree[core] + 1 < fewest:
            break
        if not free[core]:
            continue
        start, end = near.indptr[core], near.indptr[core + 1]
        around = [
            (float(share), int(one)) for one, share in zip(near.indices[start:end], near.data[start:end], strict=True)
        ]
        members = [(1.0, int(core)), *sorted(((s, one) for s, one in around if free[one]), reverse=True)]
        if len(members) < fewest:
            continue
        free[[one for _share, one in members]] = False
        found.append(members)
    return [_cluster(items, members) for members in _grown_together(found, near)]


Members = list[tuple[float, int]]


def _cluster(items: Sequence[Item], members: Members) -> Cluster:
    return Cluster(tuple(items[one].key for _s, one in members), tuple(round(s, 3) for s, _one in members))


def _grown_together(found: list[Members], near: csr_matrix) -> list[Members]:
    """Smaller clusters join a larger one to which their members are alike on average: one matter, told in two ways."""
    if len(found) < 2:
        return found
    sizes = np.array([len(one) for one in found], np.float64)
    rows = np.concatenate([[place] * len(one) for place, one in enumerate(found)])
    columns = np.concatenate([[one for _share, one in members] for members in found])
    inside = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(found), near.shape[0]))
    alike = (inside @ near @ inside.T).toarray() / sizes[:, None] / sizes[None, :]
    kept: dict[int, Members] = {}
    for place in np.argsort(-sizes, kind="stable"):
        home = max(kept, key=lambda one: alike[place, one], default=None)
        if home is not None and alike[place, home] >= TOGETHER:
            kept[home] += [(TOGETHER, one) for _share, one in found[place]]
        else:
            kept[int(place)] = list(found[place])
    return list(kept.values())


def _neighbours(items: Sequence[Item], *, likeness: float, metres: float) -> csr_matrix:
    """For each text the others that are alike enough and near enough, with their likeness."""
    rows = _weighted([one.pieces for one in items])
    alike = csr_matrix(rows @ rows.T)
    alike.setdiag(0)
    alike.data[alike.data < likeness] = 0
    alike.eliminate_zeros()
    alike = _same_heads(items, alike)
    points = np.array([one.point or (np.nan, np.nan) for one in items], np.float64)
    if np.isnan(points).all():
        return alike
    pairs = alike.tocoo()
    far = _metres(points[pairs.row], points[pairs.col]) > metres
    pairs.data[far] = 0
    near = csr_matrix(pairs)
    near.eliminate_zeros()
    return near


def _same_heads(items: Sequence[Item], alike: csr_matrix) -> csr_matrix:
    """Without pairs whose first words have nothing in common, unless the rest is nearly the same."""
    heads = [one.head for one in items if one.head is not None]
    if len(heads) < len(items):
        return alike
    rows = _weighted(heads)
    pairs = alike.tocoo()
    common = np.asarray(rows[pairs.row].multiply(rows[pairs.col]).sum(axis=1)).ravel()
    pairs.data[(common < HEADS) & (pairs.data < MUCH)] = 0
    kept = csr_matrix(pairs)
    kept.eliminate_zeros()
    return kept


def _metres(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Between points; where one is not known, 0: then the words alone decide."""
    wide = np.cos(np.radians(np.nan_to_num(one[:, 1])))
    across = (one[:, 0] - other[:, 0]) * METRES_A_DEGREE * wide
    along = (one[:, 1] - other[:, 1]) * METRES_A_DEGREE
    return np.nan_to_num(np.hypot(across, along), nan=0.0)


def _weighted(texts: Sequence[Hashes]) -> csr_matrix:
    """Rare pieces count, common ones do not; rows of length one."""
    vocabulary, columns = np.unique(np.concatenate(texts), return_inverse=True)
    ends = np.concatenate([[0], np.cumsum([len(one) for one in texts])])
    shape = (len(texts), len(vocabulary))
    counted = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=shape)
    often = np.bincount(columns, minlength=len(vocabulary))
    known = (often > 1) & (often <= max(FEW, COMMON * len(texts)))
    rarity = np.where(known, np.log(len(texts) / np.maximum(often, 1)) + 1, 0)
    whole = np.log(len(texts)) + 1  # pieces that nobody else says make a text longer, and less like any other
    lengths = np.sqrt(np.asarray((counted @ diags(np.where(often > 1, rarity, whole * 0.5) ** 2)).sum(axis=1)).ravel())
    weighted = counted @ diags(rarity)
    return csr_matrix(diags(1 / np.maximum(lengths, 1e-6)) @ weighted, dtype=np.float32)


def heat(*, people: int, likes: Sequence[int], first: datetime, last: datetime) -> float:
    """What people care about most comes first: many who say it themselves, then those who agree (squashed: a thousand
    likes are ten voices), and close together in time."""
    agreed = sum(log1p(max(0, one)) for one in likes)
    weeks = (last - first).total_seconds() / 604_800
    return round(log2(1 + people + agreed / 2) * (1 + people / 10) / (1 + 0.25 * log1p(max(0.0, weeks))), 3)


def keywords(texts: Sequence[str], *, background: Counter[str], most: int = 5) -> tuple[str, ...]:
    """Words that stand in many of these texts and, beside them, in few others. `background`: in how many of all texts
    each word stands."""
    inside = Counter(word for text in texts for word in words_of(text))
    total = max(1, background[ALL])
    worth = {
        word: (many / len(texts)) ** 1.5 * log1p(total / (1 + background[word])) * (2 + min(len(word), 4))
        for word, many in inside.items()
        if many >= max(2, 0.25 * len(texts)) or len(texts) < 2
    }
    best: list[str] = []
    for word in sorted(worth, key=lambda one: (-worth[one], one)):
        if not any(word in other or other in word for other in best):
            best.append(word)
    return tuple(best[:most])


ALL = "\0"
"""Under this key a background counts its texts."""


def background_of(texts: Iterable[str]) -> Counter[str]:
    found = Counter[str]()
    for text in texts:
        found.update(words_of(text))
        found[ALL] += 1
    return found


def words_of(text: str) -> set[str]:
    """Words of two characters and more that say something."""
    words = rjieba.cut(STOCK.sub("，", text))
    return {word for word in words if len(word) > 1 and SAYS.fullmatch(word) and _says(word)}


def _says(word: str) -> bool:
    return word not in SAYS_NOTHING and EMPTY_WORDS.sub("", word) == word
