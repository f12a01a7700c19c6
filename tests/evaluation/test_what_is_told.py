"""What is told: intervals, scores and places by the book; small counts hidden; told values that never change."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.states import S
from huying.evaluation.actions import Weighing, decide_weights, define_indicator, take_values
from huying.evaluation.keeping import keep
from huying.evaluation.models import Publication, Snapshot
from huying.evaluation.publishing import publish_months
from huying.evaluation.queries.definitions import indicators, weights
from huying.evaluation.queries.sums import Scope
from huying.evaluation.queries.values import values_of
from huying.evaluation.statistics import median_of, places, wilson
from huying.evaluation.suppression import Cell, possible, suppressed
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed
from huying.territory.public import set_jurisdiction
from tests.cases.makers import ALL_WELL, MONDAY, Life, a_case, filed, on, settle

pytestmark = pytest.mark.django_db
VECTOR_4 = {
    "counted": 200, "responded": 190, "rated": 120, "solved": 84, "partly": 12, "satisfied": 96, "mostly": 12,
    "finished": 200,
}  # fmt: skip
NOWHERE = Scope("unit", 0, "")


def thirty_thirty_five(at: Any) -> None:
    parts = Decimal("0.30"), Decimal("0.35"), Decimal("0.35")
    weighing = Weighing("甲", "A", *parts, Decimal("0.5"), Decimal("0.8"), in_force_from=on(17).date())
    decide_weights(SYSTEM, code="30-35-35", weighing=weighing, reason="按考评方案", at=at)


def test_the_three_rates_and_the_score_of_the_test_vector(definitions: None) -> None:
    thirty_thirty_five(MONDAY)
    found = values_of(NOWHERE, VECTOR_4, on=on(18).date())
    rates = {code: round(found[code].value or 0, 3) for code in ("I21", "I22", "I23")}
    assert rates == {"I21": 0.95, "I22": 0.75, "I23": 0.88}
    assert round(found["I24"].value or 0, 2) == 85.55
    assert found["I24"].weights == weights(on=on(18).date())
    assert weights(on=on(16).date()) != weights(on=on(18).date())  # told values keep the weights of their time
    low, high = wilson(190, 200) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.9104, 0.9726)


def test_fewer_than_the_least_n_say_nothing(definitions: None) -> None:
    few = values_of(NOWHERE, VECTOR_4 | {"rated": 29}, on=MONDAY.date())
    assert not few["I22"].enough
    assert few["I21"].enough
    assert not few["I24"].enough
    assert set(indicators(on=MONDAY.date())) == {*(f"I{n}" for n in range(16, 32)), "I28b", "I58"}


def test_places_are_shared_where_intervals_touch() -> None:
    span = [
        (Decimal("0.90"), Decimal("0.95")),
        (Decimal("0.80"), Decimal("0.91")),
        None,
        (Decimal("0.50"), Decimal("0.60")),
    ]
    assert places(span, up=True) == [(1, 2), (1, 2), None, (3, 3)]
    assert places(span, up=False) == [(2, 3), (2, 3), None, (1, 1)]
    assert median_of([3, 1, 0, 1]) == 1
    assert median_of([1, 1]) == 1.5
    assert median_of([0, 0]) is None


def test_a_small_count_is_hidden_and_cannot_be_found_by_subtraction() -> None:
    """Vector 7: cells 3, 15, 40, total 58."""
    assert suppressed([3, 15, 40]) == [Cell(None, small=True), Cell(None), Cell(40)]
    assert possible([3, 15, 40], {0}, {1}) == {0: (1, 8)}
    assert suppressed([0, 15, 40]) == [Cell(0), Cell(15), Cell(40)]
    assert suppressed([3, 0, 0]) is None
    assert suppressed([1, 1, 40]) == [Cell(None, small=True), Cell(None, small=True), Cell(None)]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_whoever_knows_all_that_is_told_cannot_tell_a_small_count(counts: list[int]) -> None:
    told = suppressed(counts)
    if told is None:
        return
    small = {place for place, n in enumerate(counts) if 0 < n < 10}
    assert all((cell.told is None and cell.small) == (place in small) for place, cell in enumerate(told))
    assert all(cell.told in (None, counts[place]) for place, cell in enumerate(told))
    left = sum(counts) - sum(cell.told or 0 for cell in told)
    hidden = [place for place, cell in enumerate(told) if cell.told is None]
    others = {p: [q for q in hidden if q != p] for p in small}
    for place in small:  # every value for which the rest can still make up what is left
        can = [n for n in range(1, 10) if _fits(left - n, [told[q].small for q in others[place]])]
        assert len(can) >= 5


def _fits(left: int, small: list[bool]) -> bool:
    least = sum(1 if one else 10 for one in small)
    most = sum(9 if one else left for one in small)
    return (least <= left <= most) if small else left == 0


def a_month(town: Any) -> None:
    for nth in range(12):
        a_case(town, in_state=S.CLOSED, at=on(16, 9, nth * 4))
    keep(Case.objects.values_list("pk", flat=True), at=on(30))


@pytest.mark.constraint
def test_a_told_value_is_never_changed_and_late_data_make_a_revision(definitions: None) -> None:
    town = settle()
    a_month(town)
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    late = Life(town, a_case(town, in_state=S.TO_BE_JUDGED, at=on(18)).pk, on(19))
    keep([late.case_id], at=on(30))
    december = on(33)
    assert take_values(SYSTEM, at=december) > 0
    assert take_values(SYSTEM, at=december) == 0
    first = Snapshot.objects.get(indicator__code="I22", scope_kind="area", scope_id=town.county.pk)
    assert (first.revision, first.numerator, first.denominator, first.enough) == (1, 12, 12, False)

    late.at = december
    do.rate(late.by("张先生"), answers=ALL_WELL, **late.next())
    keep([late.case_id], at=late.at)
    take_values(SYSTEM, at=on(34))

    told = Snapshot.objects.filter(indicator__code="I22", scope_kind="area", scope_id=town.county.pk)
    assert list(told.order_by("revision").values_list("revision", "denominator")) == [(1, 12), (2, 13)]
    assert Snapshot.objects.filter(indicator__code="I20", scope_id=town.county.pk, revision=2).count() == 0
    for change in (lambda: told.update(value=1), lambda: told.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.constraint
def test_a_month_is_told_to_everybody_once_without_its_small_counts(definitions: None, client: Any) -> None:
    town = settle()
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    a_month(town)
    filed(town, at=on(17), area_id=town.other_street.pk)  # one against twelve: who knew the total could tell
    keep(Case.objects.values_list("pk", flat=True), at=on(30))
    assert publish_months(SYSTEM, at=on(35)) == 0  # ratings may still come in
    assert publish_months(SYSTEM, at=on(42)) == 1
    assert publish_months(SYSTEM, at=on(60)) == 0
    content = Publication.objects.get().content
    assert content["totals"] == {"inputs": None, "finished": 12}
    assert sorted(one["finished"] for one in content["areas"]) == [0, 12]
    assert {one["inputs"] for one in content["areas"]} == {None}
    assert {one["inputs"] for one in content["kinds"]} == {None}
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(content={})
    page = client.get("/figures/").content.decode()
    assert "2026-11" in page
    assert "样本不足" in page


def test_only_the_command_decides_and_only_for_the_time_to_come(definitions: None) -> None:
    town = settle()
    changed = {"min_n": 50}
    given_ = {"code": "I20", "changes": changed, "reason": "样本要求提高"}
    with pytest.raises(NotAllowed):
        define_indicator(town.actor("督办员"), since=on(20).date(), at=MONDAY, **given_)
    with pytest.raises(Invalid):
        define_indicator(town.actor("指挥长"), since=on(16).date(), at=MONDAY, **given_)
    made = define_indicator(town.actor("指挥长"), since=on(20).date(), at=MONDAY, **given_)
    assert (made.version, made.min_n, made.numerator) == (2, 50, ["finished_in_limit"])
    assert indicators(on=on(19).date())["I20"].version == 1
    assert indicators(on=on(20).date())["I20"].version == 2
