"""Judging the trainer on rows that it has not seen: the same trainer and the same answering as in the product."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np
from numpy.typing import NDArray

from huying.language.classifier import Model
from huying.language.coldstart import ClassWords
from huying.language.features import bag
from huying.language.rowfiles import rows_of
from huying.language.training import Taught, macro_f1, train

FIRST_WORDS = 12
"""Text that was cut into words has no title: its first words stand for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text. `title` is its title, or its first words."""

    title: str
    text: str
    label: str

    def taught(self) -> Taught:
        return Taught(self.label, bag(self.text), bag(self.title))


def read_rows(path: Path) -> Iterator[Row]:
    """CSV with title, body, label, or with tokens, label; also packed with gzip."""
    for row in rows_of(path):
        label = (row.get("label") or "").strip()
        if not label:
            continue
        if "tokens" in row:
            words = row["tokens"].split()
            yield Row("".join(words[:FIRST_WORDS]), "".join(words), label)
        else:
            title = row.get("title") or ""
            body = row.get("body") or ""
            yield Row(title or body[:20], f"{title} {body}", label)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came out. Shares are of the texts whose label the training knew."""

    trained: int
    train_seconds: float
    tested: int
    unknown: int
    unknown_abstained: float
    macro_f1: float
    largest: dict[int, float]
    accuracy: float
    suggested: float
    suggested_right: float
    coverage: dict[int, float]
    calibration: float
    milliseconds: float
    by_label: dict[str, tuple[int, float]]


def judge(taught: Sequence[Row], tests: Sequence[Row], *, seed: int = 0) -> Judgement:
    start = process_time()
    names = [ClassWords(label, label) for label in sorted({row.label for row in taught})]
    trained = train([row.taught() for row in taught], names=names, seed=seed)
    spent = process_time() - start
    model = Model(trained.weights, version=1)
    model.suggest("预热一下")
    start = process_time()
    said = [model.suggest(row.text) for row in tests]
    each = (process_time() - start) * 1000 / max(1, len(tests))
    known = [place for place, row in enumerate(tests) if row.label in model.places]
    strangers = [one for one, row in zip(said, tests, strict=True) if row.label not in model.places]
    right = np.array([model.places[tests[place].label] for place in known])
    guessed = np.array([model.places[said[place].choices[0].label] if said[place].choices else -1 for place in known])
    sure = np.array([said[place].choices[0].confidence if said[place].choices else 0.0 for place in known])
    taken = np.array([bool(said[place].label) for place in known])
    hit = right == guessed
    return Judgement(
        trained=len(taught), train_seconds=spent, tested=len(known), unknown=len(strangers),
        unknown_abstained=float(np.mean([not one.label for one in strangers])) if strangers else 0.0,
        macro_f1=macro_f1(right, guessed), largest={8: macro_f1_of_largest(right, guessed, 8)},
        accuracy=float(hit.mean()), suggested=float(taken.mean()),
        suggested_right=float(hit[taken].mean()) if taken.any() else 0.0,
        coverage={share: coverage_at(sure, hit, share / 100) for share in (95, 99)},
        calibration=calibration_error(sure, hit), milliseconds=each,
        by_label={
            label: (int((right == place).sum()), _f1(right == place, guessed == place))
            for label, place in model.places.items() if (right == place).any()
        },
    )  # fmt: skip


def _f1(mine: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    return float(2 * np.count_nonzero(mine & said) / max(1, np.count_nonzero(mine) + np.count_nonzero(said)))


def macro_f1_of_largest(right: NDArray[np.int_], guessed: NDArray[np.int_], most: int) -> float:
    """Over the labels with the most texts only."""
    places, counts = np.unique(right, return_counts=True)
    largest = places[np.argsort(-counts, kind="stable")[:most]]
    return float(np.mean([_f1(right == place, guessed == place) for place in largest]))


def coverage_at(sure: NDArray[np.floating], hit: NDArray[np.bool_], precision: float) -> float:
    """The largest share of texts, the surest first, of which so many are right."""
    order = np.argsort(-sure, kind="stable")
    precise = np.cumsum(hit[order]) / (np.arange(len(order)) + 1)
    good = np.flatnonzero(precise >= precision)
    return float((good[-1] + 1) / len(order)) if len(good) else 0.0


def calibration_error(sure: NDArray[np.floating], hit: NDArray[np.bool_], *, bins: int = 10) -> float:
    """How far confidence and truth are apart on average, over ten equal steps of confidence."""
    step = np.minimum((sure * bins).astype(int), bins - 1)
    apart = [abs(float(sure[step == one].mean() - hit[step == one].mean())) * (step == one).mean() for one in set(step)]
    return float(sum(apart))
