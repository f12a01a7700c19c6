"""Every read of language: what a text sounds like, which versions there are, and how well they did."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from huying.language.classifier import Suggestion
from huying.language.inuse import model_in_use
from huying.language.models import ModelVersion, Sample, Setting, Verdict

LIMIT = 3


def suggest(scheme: str, text: str, *, title: str = "", limit: int = LIMIT) -> Suggestion:
    """At most `limit` labels with confidence and the words that spoke for them; or why the model abstains.

    A suggestion, never a decision. Nothing is written.
    """
    return model_in_use(scheme).suggest(f"{title} {text}", limit=limit)


def version_in_use(scheme: str) -> ModelVersion | None:
    """None: names alone suggest."""
    return ModelVersion.objects.filter(scheme=scheme, in_use=True).defer("weights").first()


def versions(scheme: str) -> list[ModelVersion]:
    """Newest first; only as many are kept as can be gone back to."""
    return list(ModelVersion.objects.filter(scheme=scheme).defer("weights").order_by("-number"))


def follows_newest(scheme: str) -> bool:
    """Whether new versions are taken into use by themselves."""
    found = Setting.objects.filter(scheme=scheme).first()
    return found is None or found.follows


def confirmed_since(scheme: str) -> tuple[int, int]:
    """Confirmations since the newest version was trained, and how many were in it."""
    newest = ModelVersion.objects.filter(scheme=scheme).defer("weights").order_by("-number").first()
    last, before = (newest.last_sample, newest.samples) if newest else (0, 0)
    return Sample.objects.filter(scheme=scheme, id__gt=last).count(), before


@dataclass(frozen=True, slots=True)
class Share:
    """How often it was right: hits of so many."""

    hits: int
    of: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.hits / self.of, 1) if self.of else None


@dataclass(frozen=True, slots=True)
class LabelDrift:
    """One label in a month: how many were it in the end, how many of those were suggested first, or among three; how
    often it was suggested and wrong, and for what it was taken most often."""

    label: str
    final: int
    first: Share
    among: Share
    wrong: int
    abstained: int
    taken_for: tuple[tuple[str, int], ...]
    before: Share


@dataclass(frozen=True, slots=True)
class MonthDrift:
    """A month of suggestions beside what people chose."""

    confirmed: int
    abstained: Share
    right: Share
    among: Share
    changed: int
    labels: tuple[LabelDrift, ...]
    versions: tuple[int, ...]
    before: Share
    before_abstained: Share


Cells = Counter[tuple[str, tuple[str, ...], str, int]]


def month_drift(scheme: str, *, since: datetime, until: datetime, before: datetime) -> MonthDrift:
    """From `since` to `until`, compared with the time from `before` to `since`."""
    now, then = _cells(scheme, since, until), _cells(scheme, before, since)
    finals = Counter[str]()
    for cell, count in now.items():
        finals[cell[0]] += count
    changed = Verdict.objects.filter(scheme=scheme, at__gte=since, at__lt=until, changed_at__isnull=False).count()
    return MonthDrift(
        confirmed=now.total(), abstained=_abstained(now), right=_right(now), among=_among(now), changed=changed,
        labels=tuple(_label(label, now, then) for label, _count in finals.most_common()),
        versions=tuple(sorted({version for _f, _p, _a, version in now})), before=_right(then),
        before_abstained=_abstained(then),
    )  # fmt: skip


def _cells(scheme: str, since: datetime, until: datetime) -> Cells:
    rows = (
        Verdict.objects.filter(scheme=scheme, at__gte=since, at__lt=until)
        .values_list("final", "predicted", "abstained", "version")
        .annotate(many=Count("id"))
        .order_by()
    )
    found: Cells = Counter()
    for final, predicted, abstained, version, many in rows:
        found[(final, tuple(predicted), abstained, version)] += many
    return found


def _abstained(cells: Cells) -> Share:
    return Share(sum(n for (_f, _p, why, _v), n in cells.items() if why), cells.total())


def _right(cells: Cells, label: str = "") -> Share:
    """Of what was suggested, how much people agreed with."""
    said = {key: n for key, n in cells.items() if not key[2] and (not label or key[0] == label)}
    return Share(sum(n for key, n in said.items() if key[1][:1] == (key[0],)), sum(said.values()))


def _among(cells: Cells, label: str = "") -> Share:
    mine = {key: n for key, n in cells.items() if not label or key[0] == label}
    return Share(sum(n for key, n in mine.items() if key[0] in key[1]), sum(mine.values()))


def _label(label: str, now: Cells, then: Cells) -> LabelDrift:
    taken = Counter[str]()
    wrong = abstained = 0
    for (final, predicted, why, _version), n in now.items():
        first = predicted[0] if predicted and not why else ""
        if final == label and first and first != label:
            taken[first] += n
        wrong += n if first == label != final else 0
        abstained += n if final == label and why else 0
    return LabelDrift(
        label=label, final=_among(now, label).of, first=_right(now, label), among=_among(now, label), wrong=wrong,
        abstained=abstained, taken_for=tuple(taken.most_common(2)), before=_right(then, label),
    )  # fmt: skip
