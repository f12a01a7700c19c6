"""The model as it answers: numpy only. A matrix of weights for known pieces, and buckets for pieces not known yet.

Training (with scikit-learn, in the worker) makes the weights; what people confirm afterwards moves them at once.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from huying.language.features import Bag, Hashes, Numbers, content, gathered, pieces, plain

OPEN = 1 << 14
"""Buckets in which pieces that training did not see are gathered."""
PHRASE = 4
"""Characters of the longest words that are shown as having spoken."""
FEWEST = 3
"""Fewer characters than these say nothing."""
STEP, MARGIN, ROUNDS = 1.0, 1.0, 4
"""How far one confirmation may move the weights at once, by how much the right label is to lead, how many rivals are
set back."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`matrix` has a row for each piece of `vocabulary` and then for each open bucket, a column for each label."""

    labels: tuple[str, ...]
    vocabulary: Hashes
    idf: Numbers
    matrix: NDArray[np.float16]
    bias: Numbers
    sharpness: float
    thresholds: Numbers
    """For each label the confidence from which a suggestion is made."""
    strange: float = 0.0
    """A text of which a smaller share of pieces is known is out of scope."""

    def rows(self, hashes: Hashes) -> NDArray[np.intp]:
        """The row of each piece: its own, or that of its bucket."""
        known = len(self.vocabulary)
        bucket = known + (hashes & np.uint32(OPEN - 1)).astype(np.intp)
        if not known:
            return bucket
        places = np.minimum(np.searchsorted(self.vocabulary, hashes), known - 1)
        return np.where(self.vocabulary[places] == hashes, places, bucket)

    def values(self, bag: Bag) -> tuple[NDArray[np.intp], Numbers]:
        """Rows and their values: logarithm of the count times the rarity; those of the known pieces of length one, as
        in training, which saw no others."""
        rows = self.rows(bag.hashes)
        known = len(self.vocabulary)
        rarity = np.where(rows < known, np.append(self.idf, np.float32(1))[np.minimum(rows, known)], self._unseen())
        values = (1 + np.log(bag.counts.astype(np.float32))) * rarity.astype(np.float32)
        counted = values[rows < known] if (rows < known).any() else values
        length = float(np.sqrt(np.dot(counted, counted)))
        return rows, (values / length if length else values).astype(np.float32)

    def _unseen(self) -> np.float32:
        return np.float32(self.idf.max()) if len(self.idf) else np.float32(1)

    def for_labels(self, labels: Sequence[str]) -> Self:
        """The same weights for the classes of today: those that are gone fall away, new ones know nothing yet."""
        if tuple(labels) == self.labels:
            return self
        places = {label: place for place, label in enumerate(self.labels)}
        matrix = np.zeros((len(self.matrix), len(labels)), np.float16)
        bias = np.full(len(labels), self.bias.min() if len(self.bias) else 0, np.float32)
        thresholds = np.ones(len(labels), np.float32)
        for column, label in enumerate(labels):
            if label in places:
                matrix[:, column] = self.matrix[:, places[label]]
                bias[column], thresholds[column] = self.bias[places[label]], self.thresholds[places[label]]
        return replace(self, labels=tuple(labels), matrix=matrix, bias=bias, thresholds=thresholds)

    def packed(self) -> bytes:
        out = io.BytesIO()
        np.savez_compressed(
            out, labels=np.array(self.labels), vocabulary=self.vocabulary, idf=self.idf, matrix=self.matrix,
            bias=self.bias, sharpness=np.float64(self.sharpness), thresholds=self.thresholds,
            strange=np.float64(self.strange),
        )  # fmt: skip
        return out.getvalue()

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            return cls(
                labels=tuple(str(label) for label in kept["labels"]), vocabulary=kept["vocabulary"], idf=kept["idf"],
                matrix=kept["matrix"], bias=kept["bias"], sharpness=float(kept["sharpness"]),
                thresholds=kept["thresholds"], strange=float(kept["strange"]),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One label with how sure the model is (0–1) and the words that spoke for it."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """At most a few labels, best first. `abstained` says why none should be taken: `too_short`, `out_of_scope`,
    `unsure`, `no_classes`; the choices are then only what came nearest."""

    choices: tuple[Choice, ...]
    abstained: str = ""
    version: int = 0

    @property
    def label(self) -> str:
        """The one label that is suggested; empty when the model abstains."""
        return self.choices[0].label if self.choices and not self.abstained else ""


class Model:
    """Weights in a process, moved by each confirmation as it comes."""

    def __init__(self, weights: Weights, *, version: int = 0) -> None:
        self.weights, self.version = weights, version
        self.matrix = weights.matrix.astype(np.float32) if weights.matrix.dtype != np.float16 else weights.matrix
        self.bias = weights.bias.copy()
        self.places = {label: place for place, label in enumerate(weights.labels)}

    def margins(self, bag: Bag) -> Numbers:
        return self._read(bag)[0]

    def _read(self, bag: Bag) -> tuple[Numbers, float]:
        """How much speaks for each label, and the share of its pieces that say anything. Half numbers are slow to read:
        once."""
        rows, values = self.weights.values(bag)
        held = self.matrix[rows].astype(np.float32)
        found: Numbers = values @ held + self.bias
        return found, float(np.count_nonzero(held.any(axis=1)) / max(1, len(rows)))

    def confidences(self, margins: Numbers) -> Numbers:
        raised = np.exp((margins - margins.max()) * self.weights.sharpness)
        shares: Numbers = raised / raised.sum()
        return shares

    def suggest(self, text: str, *, limit: int = 3) -> Suggestion:
        said = content(text)
        if not self.weights.labels:
            return Suggestion((), "no_classes", self.version)
        if len(said) < FEWEST:
            return Suggestion((), "too_short", self.version)
        lists = pieces(said)
        bag = gathered(lists)
        margins, known = self._read(bag)
        shares = self.confidences(margins)
        best = np.argsort(-shares, kind="stable")[:limit]
        whole, rows = plain(text), [self.weights.rows(hashes) for hashes in lists]
        choices = tuple(
            Choice(
                self.weights.labels[place], round(float(shares[place]), 3), self.speaking(said, whole, rows, int(place))
            )
            for place in best
        )
        return Suggestion(choices, self._doubt(known, shares, int(best[0])), self.version)

    def _doubt(self, known: float, shares: Numbers, best: int) -> str:
        if known == 0 or known < self.weights.strange:
            return "out_of_scope"
        return "unsure" if shares[best] < self.weights.thresholds[best] else ""

    def known(self, bag: Bag) -> float:
        """The share of its pieces that say anything."""
        return self._read(bag)[1]

    def speaking(
        self, said: str, whole: str, rows: list[NDArray[np.intp]], place: int, *, most: int = 3
    ) -> tuple[str, ...]:
        """The pieces of the text that spoke most for a label, as words that stand in it. `rows` are those of the
        pieces of one, two, three characters."""
        for_each = [self.matrix[places, place].astype(np.float32) for places in rows]
        if len(for_each) < 2:
            return ()
        found: list[tuple[float, int, int]] = []
        for length in range(2, len(for_each) + 1):
            own = for_each[length - 1]
            inside = own.copy()
            for shorter in range(1, length):
                for shift in range(length - shorter + 1):
                    inside += for_each[shorter - 1][shift : shift + len(inside)]
            best = np.argsort(-inside)[:8]
            found += [
                (float(inside[start]), int(start), length) for start in best if own[start] > 0 and inside[start] > 0
            ]
        return tuple(_apart(sorted(found, reverse=True), said, whole, most))

    def learn(self, bag: Bag, label: str) -> None:
        """One confirmation: the weights move just so far that this text would be told rightly (passive-aggressive)."""
        right = self.places.get(label)
        rows, values = self.weights.values(bag)
        if right is None or not len(rows):
            return
        room = 2 * float(np.dot(values, values))
        held = self.matrix[rows].astype(np.float32)
        touched = {right}
        for _again in range(ROUNDS):
            margins = values @ held + self.bias
            behind = MARGIN - (margins[right] - margins)
            behind[right] = 0
            rival = int(behind.argmax())
            if behind[rival] <= 0:
                break
            moved = min(STEP, float(behind[rival]) / room) * values
            held[:, rival] -= moved
            held[:, right] += moved
            touched.add(rival)
        for column in touched if len(touched) > 1 else ():
            self.matrix[rows, column] = held[:, column].astype(self.matrix.dtype)


def _apart(found: Iterable[tuple[float, int, int]], said: str, whole: str, most: int) -> list[str]:
    """The best ones, grown together where they overlap, that stand in the text as written."""
    taken: list[tuple[int, int]] = []
    for _weight, start, length in found:
        end = start + length
        if said[start:end] not in whole:
            continue
        touched = [span for span in taken if start < span[1] and end > span[0]]
        grown = (min([start, *(span[0] for span in touched)]), max([end, *(span[1] for span in touched)]))
        if touched and grown[1] - grown[0] <= PHRASE and said[grown[0] : grown[1]] in whole:
            taken = [grown if span == touched[0] else span for span in taken if span not in touched[1:]]
        elif not touched and len(taken) < most:
            taken.append((start, end))
    return list(dict.fromkeys(said[start:end] for start, end in taken))


def empty(labels: Sequence[str]) -> Weights:
    """Knows its labels and nothing else."""
    size = len(labels)
    return Weights(
        tuple(labels), np.zeros(0, np.uint32), np.zeros(0, np.float32), np.zeros((OPEN, size), np.float16),
        np.zeros(size, np.float32), 1.0, np.ones(size, np.float32),
    )  # fmt: skip
