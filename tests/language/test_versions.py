"""What is kept of confirmations is bounded, and a version that does worse is kept but not taken into use."""

from collections.abc import Iterator

import pytest

from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.errors import NotAllowed
from huying.language import actions
from huying.language.actions import learn, train, train_due
from huying.language.classifier import Suggestion
from huying.language.errors import TooFewSamples
from huying.language.features import bag
from huying.language.inuse import _in_use, model_in_use
from huying.language.models import ModelVersion, Sample, Verdict
from huying.language.queries import confirmed_since, version_in_use
from huying.language.schemes import SCHEMES, register_scheme
from tests.cases.makers import MONDAY
from tests.language.makers import CLASSES, texts

pytestmark = pytest.mark.django_db
SCHEME = "test_matters"


@pytest.fixture(autouse=True)
def _scheme() -> Iterator[None]:
    register_scheme(SCHEME, name="试", classes=lambda: CLASSES)
    yield
    del SCHEMES[SCHEME]
    _in_use.clear()


def confirmed(many: int) -> None:
    for number, (label, text) in enumerate(texts()[:many], 1):
        learn(SYSTEM, scheme=SCHEME, text=text, label=label, predicted=Suggestion(()), thing=("t", number), at=MONDAY)


def test_of_a_label_only_the_newest_confirmations_stay_and_every_verdict_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_OF_A_LABEL", 5)
    confirmed(36)
    assert train_due(at=MONDAY) == [], "ten samples are too few to train of"
    kept = Sample.objects.filter(label="waste").order_by("thing_id").values_list("thing_id", flat=True)
    assert list(kept) == [32, 33, 34, 35, 36]
    assert (Sample.objects.count(), Verdict.objects.count()) == (10, 36)
    with pytest.raises(TooFewSamples):
        train(SYSTEM, scheme=SCHEME, at=MONDAY)


def test_a_version_that_does_worse_is_kept_and_not_used_and_old_ones_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "KEPT_VERSIONS", 2)
    good = {"figures": {"accuracy": 0.9}, "samples": 30, "last_sample": 0, "weights": b"", "made_at": MONDAY}
    for number in (1, 2, 3):
        ModelVersion.objects.create(scheme=SCHEME, number=number, in_use=number == 2, **good)
    confirmed(48)
    [made] = train_due(at=MONDAY)
    assert (made.number, made.in_use, made.samples) == (4, False, 48), "nothing was held out to judge by"
    used = version_in_use(SCHEME)
    assert used is not None
    assert used.number == 2
    assert set(ModelVersion.objects.values_list("number", flat=True)) == {2, 3, 4}
    assert (confirmed_since(SCHEME), train_due(at=MONDAY)) == ((0, 48), [])
    with pytest.raises(NotAllowed):
        train(GUEST, scheme=SCHEME, at=MONDAY)


def test_every_process_learns_what_others_confirmed_also_what_committed_late_and_once() -> None:
    """Ids are given before they are committed: a smaller one may come to be seen after a larger one."""
    confirmed(2)
    late, seen = Sample.objects.order_by("id")
    late_id = late.pk
    late.delete()
    model = model_in_use(SCHEME)
    told = bag(texts()[0][1])
    before = model.margins(told).copy()
    assert seen.pk > late_id

    late.pk = late_id
    late.save(force_insert=True)
    assert model_in_use(SCHEME) is model
    after = model.margins(told).copy()
    place = model.places[late.label]
    assert after[place] > before[place]
    assert (model_in_use(SCHEME).margins(told) == after).all(), "heard once"
