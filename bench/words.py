"""How long a suggestion takes among 100 classes and 100,000 known pieces of text. Run: dev.py bench words

Ends with 1 when a text takes more than 3 ms of one core.
"""

import os
import sys
from pathlib import Path
from time import perf_counter, process_time

import django
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
CLASSES, PIECES, TIMES = 100, 100_000, 500
MOST_MILLISECONDS = 3
SHORT = "小区门口的路灯坏了三天，晚上回家看不见，希望尽快修好。"


def main() -> int:
    """Prints one line for a short text and one for a long one."""
    from huying.language.classifier import Model, Weights

    labels = tuple(f"{number:04d}" for number in range(CLASSES))
    vocabulary = np.unique(np.random.default_rng(1).integers(0, 2**32, PIECES, dtype=np.uint32))
    matrix = np.zeros((len(vocabulary) + (1 << 14), CLASSES), np.float16)
    of_words, of_classes = np.ones(len(vocabulary), np.float32), np.zeros(CLASSES, np.float32)
    model = Model(Weights(labels, vocabulary, of_words, matrix, of_classes, 1.0, np.ones(CLASSES, np.float32)))
    most = 0.0
    for name, text in (("one sentence", SHORT), ("a page of words", SHORT * 8)):
        model.suggest(text)
        start, worked = perf_counter(), process_time()
        for _again in range(TIMES):
            model.suggest(text)
        wall, own = (perf_counter() - start) / TIMES * 1e3, (process_time() - worked) / TIMES * 1e3
        print(f"{name:<20} {len(text):4d} characters: {wall:6.2f} ms by the clock, {own:6.2f} ms of processor time")
        most = max(most, own)
    return int(most > MOST_MILLISECONDS)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.base")
    django.setup()
    sys.exit(main())
