"""A model from names alone: what the classes are called, described and also known as. No text of anybody is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from huying.language.classifier import OPEN, Weights
from huying.language.features import Hashes, Numbers, pieces, plain

SHARPNESS = 5.0
THRESHOLD = 0.5
"""Measured on made-up texts of our own: see the decision about the words of residents."""
LENGTHS = (0.05, 1.0, 1.6)
"""How much a piece of one, two, three characters counts when names are all there is."""
NAME, SYNONYM, DESCRIPTION = 1.0, 1.0, 0.5


@dataclass(frozen=True, slots=True)
class ClassWords:
    """A label with the words its owner gives it. `description` may be names of what lies below it."""

    label: str
    name: str
    description: str = ""
    synonyms: tuple[str, ...] = ()
    shown: str = field(default="", compare=False)
    """The name in the reader's language; empty: the name."""

    def texts(self) -> list[tuple[str, float]]:
        """Each as a short text of its own, with its weight."""
        parts = [(self.name, NAME), *((word, SYNONYM) for word in self.synonyms)]
        parts += [(part, DESCRIPTION) for part in self.description.split("、") if part]
        return [(plain(text), weight) for text, weight in parts if plain(text)]


def from_names(classes: Sequence[ClassWords]) -> Weights:
    """The share of each piece that belongs to a class: what stands in few classes speaks for them."""
    labels = tuple(one.label for one in classes)
    rows = [_piece_weights(one) for one in classes]
    vocabulary = np.unique(np.concatenate([hashes for hashes, _weights in rows])) if rows else np.zeros(0, np.uint32)
    matrix = np.zeros((len(vocabulary) + OPEN, len(labels)), np.float32)
    for column, (hashes, weights) in enumerate(rows):
        np.maximum.at(matrix[:, column], np.searchsorted(vocabulary, hashes), weights)
    spread = np.count_nonzero(matrix[: len(vocabulary)], axis=1)
    rarity = np.log((1 + len(labels)) / np.maximum(spread, 1)).astype(np.float32)
    matrix[: len(vocabulary)] *= rarity[:, None]
    size = len(labels)
    return Weights(
        labels, vocabulary.astype(np.uint32), rarity, matrix.astype(np.float16), np.zeros(size, np.float32), SHARPNESS,
        np.full(size, THRESHOLD, np.float32),
    )  # fmt: skip


def _piece_weights(one: ClassWords) -> tuple[Hashes, Numbers]:
    found: list[Hashes] = [np.zeros(0, np.uint32)]
    weights: list[Numbers] = [np.zeros(0, np.float32)]
    for text, weight in one.texts():
        for length, hashes in enumerate(pieces(text)):
            found.append(hashes)
            weights.append(np.full(len(hashes), weight * LENGTHS[length], np.float32))
    return np.concatenate(found), np.concatenate(weights)
