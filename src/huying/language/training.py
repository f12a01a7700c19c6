"""Training with scikit-learn. Only the worker and commands may import this: it costs a web process 110 MB.

One linear model over hashed pieces of characters. The first words of each text are a second, lighter sample: titles
alone must be understood. A part is held out to learn how sure the model may be and when it has to abstain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from huying.language.classifier import OPEN, Model, Weights
from huying.language.coldstart import ClassWords
from huying.language.features import Bag, Hashes, Numbers, bag_of

CELLS = 8_000_000
"""Weights that a version may have: pieces × labels. It bounds the memory of every web process."""
SHORT_WEIGHT, NAME_WEIGHT = 0.5, 1.0
SOFTNESS, SMOOTH = 0.5, 0.1
EXACT, ROUGH, SEVERAL = 1e-4, 2e-2, 20
"""How exactly the solver works; of many labels each costs a pass, and rough is enough."""
HELD_OUT = 0.2
FEWEST_HELD_OUT, FEW, MANY = 60, 750, 6000
MOST_STRANGE, SURE = 0.3, 0.95
PRECISION = 0.9
"""Suggestions of a label are to be right so often; below, the model abstains."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A text of which somebody said what it is: all of it, and its first words."""

    label: str
    whole: Bag
    short: Bag


@dataclass(frozen=True, slots=True)
class Trained:
    """New weights, and what the held-out part said of them."""

    weights: Weights
    figures: dict[str, float] = field(default_factory=dict)


def train(taught: Sequence[Taught], *, names: Sequence[ClassWords] = (), seed: int = 0) -> Trained:
    """Twice: without a part that then says how sure the model may be, and with all."""
    labels = sorted({one.label for one in taught} | {one.label for one in names})
    chance = np.random.default_rng(seed)
    held = chance.random(len(taught)) < HELD_OUT
    kept = [one for one, out in zip(taught, held, strict=True) if not out]
    judges = [one for one, out in zip(taught, held, strict=True) if out]
    if len(judges) < FEWEST_HELD_OUT or not kept:
        return Trained(_fitted(taught, labels, names))
    tried = _fitted(kept, labels, names)
    certain, figures = calibrated(tried, judges)
    final = _fitted(taught, labels, names)
    return Trained(
        Weights(
            final.labels, final.vocabulary, final.idf, final.matrix, final.bias, certain.sharpness, certain.thresholds,
            certain.strange,
        ),
        figures,
    )  # fmt: skip


def _fitted(taught: Sequence[Taught], labels: list[str], names: Sequence[ClassWords]) -> Weights:
    """Linear support vectors, one label against the rest, over pieces scaled by how much they say for the label."""
    places = {label: place for place, label in enumerate(labels)}
    named = [(bag_of(text), one.label, weight) for one in names for text, weight in one.texts()]
    bags = [one.whole for one in taught] + [one.short for one in taught] + [one for one, _label, _weight in named]
    answers = np.array([places[one.label] for one in taught] * 2 + [places[label] for _bag, label, _weight in named])
    short = SHORT_WEIGHT if len(taught) > FEW else 1.0
    weights = [[1.0] * len(taught), [short] * len(taught), [NAME_WEIGHT * weight for *_rest, weight in named]]
    heavy = np.concatenate([np.array(part, np.float64) for part in weights])
    vocabulary, idf = _vocabulary(bags, most=3 * CELLS // (2 * max(1, len(labels))))
    rows = rows_of(bags, vocabulary, idf)
    matrix, bias = _one_against_rest(rows, answers, heavy, len(labels))
    return _packed(labels, vocabulary, idf, matrix, bias)


def _vocabulary(bags: Sequence[Bag], *, most: int) -> tuple[Hashes, Numbers]:
    """Pieces that occur in two texts at least, with their rarity; of too many, the more frequent ones."""
    hashes, counts = np.unique(np.concatenate([bag.hashes for bag in bags]), return_counts=True)
    often = counts >= (1 if len(bags) < FEWEST_HELD_OUT else 2 if len(bags) < MANY else 3)
    hashes, counts = hashes[often], counts[often]
    if len(hashes) > most:
        best = np.sort(np.argpartition(-counts, most)[:most])
        hashes, counts = hashes[best], counts[best]
    return hashes, (np.log((1 + len(bags)) / (1 + counts)) + 1).astype(np.float32)


def rows_of(bags: Sequence[Bag], vocabulary: Hashes, idf: Numbers) -> csr_matrix:
    """A row for each text: logarithm of counts times rarity, of length one."""
    ends, columns, values = [0], [], []
    for bag in bags:
        places = np.minimum(np.searchsorted(vocabulary, bag.hashes), max(0, len(vocabulary) - 1))
        known = vocabulary[places] == bag.hashes if len(vocabulary) else np.zeros(len(bag.hashes), bool)
        columns.append(places[known])
        values.append(1 + np.log(bag.counts[known].astype(np.float32)))
        ends.append(ends[-1] + int(known.sum()))
    shape = (len(bags), len(vocabulary))
    counted = csr_matrix((np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=shape)
    return csr_matrix(normalize(counted @ diags(idf)), dtype=np.float32)


def _one_against_rest(
    rows: csr_matrix, answers: NDArray[np.int_], heavy: NDArray[np.float64], size: int
) -> tuple[Numbers, Numbers]:
    """A column of weights for each label; one that nobody has yet gets none."""
    matrix, bias = np.zeros((rows.shape[1], size), np.float32), np.full(size, -1, np.float32)
    known = np.unique(answers)
    weighing = "balanced" if rows.shape[0] < 2 * FEW else None  # of few texts no ratio can be trusted
    if len(known) < 2:
        return matrix, bias
    scaled, total = rows.copy(), _summed(rows)
    exact = EXACT if len(known) <= SEVERAL else ROUGH
    for place in known:
        mine = answers == place
        ratio = np.ones(rows.shape[1], np.float32) if weighing else _ratio(_summed(rows[mine]), total)
        scaled.data = rows.data * ratio[rows.indices]
        length = float(np.sqrt(np.square(scaled.data).sum() / rows.shape[0]))
        scaled.data /= length
        found = LinearSVC(C=SOFTNESS, class_weight=weighing, tol=exact).fit(scaled, mine, sample_weight=heavy)
        matrix[:, place], bias[place] = ratio / length * found.coef_[0], found.intercept_[0]
    return matrix, bias


def _summed(rows: csr_matrix) -> Numbers:
    found: Numbers = np.bincount(rows.indices, weights=rows.data, minlength=rows.shape[1]).astype(np.float32)
    return found


def _ratio(mine: Numbers, total: Numbers) -> Numbers:
    """For each piece, how much more often it stands in texts of a label than in the others (naive Bayes)."""
    own, others = mine + SMOOTH, np.maximum(total - mine, 0) + SMOOTH
    found: Numbers = np.log((own / own.sum()) / (others / others.sum())).astype(np.float32)
    return found


def _packed(labels: list[str], vocabulary: Hashes, idf: Numbers, matrix: Numbers, bias: Numbers) -> Weights:
    """No more pieces than a web process may hold: those with the least to say fall away."""
    most = max(1000, CELLS // max(1, len(labels)) - OPEN)
    if len(vocabulary) > most:
        best = np.sort(np.argpartition(-np.square(matrix).sum(axis=1) * idf, most)[:most])
        vocabulary, idf, matrix = vocabulary[best], idf[best], matrix[best]
    whole = np.vstack([matrix, np.zeros((OPEN, len(labels)), np.float32)]).astype(np.float16)
    size = len(labels)
    return Weights(tuple(labels), vocabulary, idf, whole, bias, 3.0, np.full(size, 0.5, np.float32), 0.1)


def calibrated(weights: Weights, judges: Sequence[Taught]) -> tuple[Weights, dict[str, float]]:
    """How sharp confidences may be, and from which one on each label is suggested, by texts that were held out."""
    model = Model(weights)
    places = {label: place for place, label in enumerate(weights.labels)}
    margins = np.array([model.margins(one.whole) for one in judges])
    right = np.array([places[one.label] for one in judges])
    sharpness = min(np.geomspace(0.5, 8, 25), key=lambda sharp: _surprise(margins * sharp, right))
    shares = _shares(margins * sharpness)
    guessed, sure = shares.argmax(axis=1), shares.max(axis=1)
    overall = _threshold(sure, guessed == right)
    thresholds = np.full(len(places), overall, np.float32)
    for place in range(len(places)):
        mine = guessed == place
        if mine.sum() >= FEWEST_HELD_OUT // 3:
            thresholds[place] = _threshold(sure[mine], (guessed == right)[mine])
    strange = min(MOST_STRANGE, 0.7 * float(np.quantile([model.known(one.whole) for one in judges], 0.01)))
    done = Weights(
        weights.labels, weights.vocabulary, weights.idf, weights.matrix, weights.bias, float(sharpness), thresholds,
        strange,
    )  # fmt: skip
    return done, {
        "held_out": len(judges),
        "accuracy": round(float((guessed == right).mean()), 4),
        "macro_f1": round(macro_f1(right, guessed), 4),
        "suggested": round(float((sure >= thresholds[guessed]).mean()), 4),
    }


def _shares(raised: NDArray[np.floating]) -> NDArray[np.floating]:
    powers = np.exp(raised - raised.max(axis=1, keepdims=True))
    found: NDArray[np.floating] = powers / powers.sum(axis=1, keepdims=True)
    return found


def _surprise(raised: NDArray[np.floating], right: NDArray[np.int_]) -> float:
    return float(-np.log(_shares(raised)[np.arange(len(right)), right] + 1e-9).mean())


def _threshold(sure: NDArray[np.floating], right: NDArray[np.bool_]) -> float:
    """The lowest confidence above which suggestions are right often enough; one that nothing reaches if none is."""
    order = np.argsort(-sure)
    precise = (np.cumsum(right[order]) + PRECISION) / (np.arange(len(order)) + 2)
    good = np.flatnonzero(precise >= PRECISION)
    return min(SURE, float(sure[order][good[-1]])) if len(good) else 1.0


def macro_f1(right: NDArray[np.int_], guessed: NDArray[np.int_]) -> float:
    """The plain mean of F1 over the labels that occur."""
    found = []
    for place in np.unique(right):
        hits = np.count_nonzero((right == place) & (guessed == place))
        found.append(2 * hits / (np.count_nonzero(right == place) + np.count_nonzero(guessed == place)))
    return float(np.mean(found))
