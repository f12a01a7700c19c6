"""The model that suggests now, as this process holds it: the version in use and every confirmation since."""

from threading import Lock

from huying.kernel.kept import Kept
from huying.kernel.prepared import Given, Question
from huying.language.classifier import Model, Weights
from huying.language.coldstart import from_names
from huying.language.features import unpacked
from huying.language.models import KEPT, ModelVersion, Sample, Setting
from huying.language.schemes import SCHEMES, Scheme

MOST_SINCE = 600
"""Confirmations after the training of a version that move its weights; the worker trains again long before."""
NEVER = 2**62
"""Somebody chose names alone: no confirmation moves them."""
LATE = 64
"""Ids of confirmations are given before they are committed: so many ids back are looked at again."""


class InUse:
    """A model and the confirmations it has seen. Threads take turns in learning; answering needs no turn."""

    def __init__(self, scheme: str, model: Model, *, last_sample: int) -> None:
        self.scheme, self.model, self.last = scheme, model, last_sample
        self.floor = last_sample
        self.seen: set[int] = set()
        self.lock = Lock()

    def caught_up(self) -> Model:
        """What others confirmed meanwhile, wherever, is learned before the next answer."""
        if any(pk not in self.seen for (pk,) in _NEW.all(scheme=self.scheme, floor=self._floor())):
            with self.lock:
                new = Sample.objects.filter(scheme=self.scheme, id__gt=self._floor())
                rows = new.exclude(pk__in=self.seen).order_by("-id")[:MOST_SINCE]
                for row in sorted(rows, key=lambda one: one.pk):
                    self.model.learn(unpacked(bytes(row.whole)), row.label)
                    self.last = max(self.last, row.pk)
                    self.seen.add(row.pk)
                self.seen = {pk for pk in self.seen if pk > self.last - LATE}
        return self.model

    def _floor(self) -> int:
        return max(self.floor, self.last - LATE)


_NEW = Question[tuple[int]](
    lambda: (
        Sample.objects.filter(scheme=Given("scheme"), id__gt=Given("floor"))
        .order_by("-id")
        .values_list("pk")[:MOST_SINCE]
    )
)


_in_use: dict[str, Kept[str, InUse]] = {}


def model_in_use(code: str) -> Model:
    """Ready to answer. Made anew when a version is chosen or the classes change, here or in another process."""
    scheme = SCHEMES[code]
    kept = _in_use.setdefault(code, Kept(KEPT, *scheme.groups))
    return kept.one(code, lambda: _load(scheme)).caught_up()


def _load(scheme: Scheme) -> InUse:
    version = ModelVersion.objects.filter(scheme=scheme.code, in_use=True).first()
    classes = scheme.classes()
    if version is None:
        chosen = Setting.objects.filter(scheme=scheme.code, follows=False).exists()
        return InUse(scheme.code, Model(from_names(classes)), last_sample=NEVER if chosen else 0)
    weights = Weights.unpacked(bytes(version.weights)).for_labels([one.label for one in classes])
    return InUse(scheme.code, Model(weights, version=version.number), last_sample=version.last_sample)
