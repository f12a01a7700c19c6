"""Every write of language: what a person confirmed, a training, the choice of a version."""

from datetime import datetime
from importlib import import_module

from django.db import transaction
from django.db.models import Max

from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.journal import announce
from huying.kernel.prepared import insert_unless_there
from huying.language.classifier import Suggestion
from huying.language.errors import TooFewSamples
from huying.language.events import ModelChosen, ModelTrained
from huying.language.features import bag, unpacked
from huying.language.models import ModelVersion, Sample, Setting, Verdict
from huying.language.queries import confirmed_since, version_in_use
from huying.language.rules import rules
from huying.language.schemes import SCHEMES

MOST_OF_A_LABEL = 400
"""So many confirmations of a label are kept as samples, the newest; what was suggested and chosen stays of all."""
FEWEST, FRESH = 40, 0.1
"""A training needs so many samples, and so many new ones: at least FEWEST, and this share of those before."""
KEPT_VERSIONS = 12
WORSE = 0.01
"""A version that does so much worse than the last one on what was held out is not taken into use by itself."""
SHORT = 20


@transaction.atomic(savepoint=False)
def learn(
    actor: Actor, *, scheme: str, text: str, label: str, predicted: Suggestion, thing: tuple[str, int], at: datetime,
    title: str = "",
) -> None:  # fmt: skip
    """A person said what it is: kept beside what was suggested; heard by every process with its next answer.

    Of the text, and of its title or first words, only hashes stay. Whoever calls leaves out what is confidential.
    """
    kind, thing_id = thing
    row = {"scheme": scheme, "thing": kind, "thing_id": thing_id}
    first = {
        "version": predicted.version,
        "predicted": [one.label for one in predicted.choices],
        "confidence": predicted.choices[0].confidence if predicted.choices else 0,
        "abstained": predicted.abstained,
        "final": label,
        "at": at,
    }
    if not insert_unless_there(Verdict(**row, **first)):
        verdict = Verdict.objects.get(**row)
        if verdict.final == label:
            return
        Verdict.objects.filter(pk=verdict.pk).update(final=label, changed_at=at)
        Sample.objects.filter(**row).delete()
    Sample(**row, label=label, whole=bag(text).packed(), short=bag(title or text[:SHORT]).packed(), at=at).save()


@transaction.atomic
def forget(actor: Actor, *, scheme: str, thing: tuple[str, int], at: datetime) -> None:
    """The thing turned out to be confidential: nothing of its words stays, not even as hashes."""
    Sample.objects.filter(scheme=scheme, thing=thing[0], thing_id=thing[1]).delete()


def train_due(*, at: datetime) -> list[ModelVersion]:
    """For the worker: every scheme of which enough was confirmed since its last training."""
    made = []
    for code in SCHEMES:
        _prune(code)
        since, before = confirmed_since(code)
        if since >= max(FEWEST, FRESH * before):
            made.append(train(SYSTEM, scheme=code, at=at))
    return made


def _prune(scheme: str) -> None:
    """The oldest samples of labels that have many."""
    for label in Sample.objects.filter(scheme=scheme).values_list("label", flat=True).distinct():
        rows = Sample.objects.filter(scheme=scheme, label=label)
        oldest = rows.order_by("-id").values_list("id", flat=True)[MOST_OF_A_LABEL : MOST_OF_A_LABEL + 1].first()
        if oldest is not None:
            rows.filter(id__lte=oldest).delete()


def train(actor: Actor, *, scheme: str, at: datetime) -> ModelVersion:
    """A new version of everything kept, taken into use unless it does worse or somebody chose an older one."""
    rules.enter(actor, to="choose")
    training = import_module("huying.language.training")
    rows = list(Sample.objects.filter(scheme=scheme).order_by("id"))
    if len(rows) < FEWEST:
        raise TooFewSamples(samples=len(rows))
    taught = [training.Taught(row.label, unpacked(bytes(row.whole)), unpacked(bytes(row.short))) for row in rows]
    trained = training.train(taught, names=SCHEMES[scheme].classes())
    return _keep(actor, scheme, trained.weights.packed(), trained.figures, rows, at=at)


@transaction.atomic
def _keep(
    actor: Actor, scheme: str, weights: bytes, figures: dict[str, float], rows: list[Sample], *, at: datetime
) -> ModelVersion:
    wish, _created = Setting.objects.select_for_update().get_or_create(scheme=scheme)
    before = version_in_use(scheme)
    last = ModelVersion.objects.filter(scheme=scheme).aggregate(last=Max("number"))["last"] or 0
    good = before is None or _accuracy(figures) >= _accuracy(before.figures) - WORSE
    version = ModelVersion.objects.create(
        scheme=scheme, number=last + 1, weights=weights, samples=len(rows), last_sample=rows[-1].pk, figures=figures,
        made_at=at,
    )  # fmt: skip
    if good and wish.follows:
        _take(version)
    spare = ModelVersion.objects.filter(scheme=scheme, in_use=False).order_by("-number")[KEPT_VERSIONS:]
    ModelVersion.objects.filter(pk__in=[one.pk for one in spare]).delete()
    fact = ModelTrained(version_id=version.pk, scheme=scheme, samples=len(rows), used=version.in_use)
    announce(fact, by=actor, at=at)
    return version


def _accuracy(figures: dict[str, float]) -> float:
    return float(figures.get("accuracy", 0))


def _take(version: ModelVersion) -> None:
    ModelVersion.objects.filter(scheme=version.scheme, in_use=True).update(in_use=False)
    version.in_use = True
    version.save(update_fields=["in_use"])


@transaction.atomic
def choose_version(actor: Actor, *, scheme: str, number: int, reason: str, at: datetime) -> None:
    """Go back to an older version, or on to a newer one; 0 is the one made of names alone.

    The newest chosen: later versions are taken into use by themselves. Any other: it stays until somebody chooses.
    """
    rules.enter(actor, to="choose")
    wish, _created = Setting.objects.select_for_update().get_or_create(scheme=scheme)
    before = version_in_use(scheme)
    newest = ModelVersion.objects.filter(scheme=scheme).order_by("-number").first()
    chosen = ModelVersion.objects.filter(scheme=scheme, number=number).first()
    if chosen is not None:
        _take(chosen)
    else:
        ModelVersion.objects.filter(scheme=scheme, in_use=True).update(in_use=False)
    wish.follows = newest is None or newest.number == number
    wish.save(update_fields=["follows"])
    fact = ModelChosen(
        version_id=chosen.pk if chosen else 0, scheme=scheme, number=number, before=before.number if before else 0
    )
    announce(fact, by=actor, at=at, reason=reason)
