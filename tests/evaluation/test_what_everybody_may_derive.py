"""Hidden matters change nothing of what everybody may see: so nobody can work out how many there are."""

import re
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.public import Wanted, around, open_matters_for_all, public_cases
from huying.cases.states import S
from huying.evaluation.keeping import keep
from huying.evaluation.measures import marks_of
from huying.evaluation.models import Cursor, Entry, Publication
from huying.evaluation.monthly import tell_months
from huying.evaluation.publishing import publish_months
from huying.kernel.actor import SYSTEM
from huying.territory.public import set_jurisdiction
from tests.cases.makers import LAMPS, MONDAY, NOISE, RUBBISH, Settled, a_case, filed, more_like, on, settle

pytestmark = pytest.mark.django_db
OURS = re.compile(rb"\b[A-Za-z0-9]{64}\b")
"""The token of its forms, which is another one each time a page is drawn."""
KINDS = (LAMPS[:4], NOISE[:4], RUBBISH[:4])
EVERYTHING = Wanted(since=MONDAY)
PAGES = ("/figures/", "/open-matters/", "/search/?q=楼道", "/open311/v2/requests.json?start_date=2026-11-01T00:00:00Z")


@pytest.fixture
def town(definitions: None) -> Settled:
    found = settle()
    set_jurisdiction(SYSTEM, area_id=found.county.pk, at=MONDAY)
    return found


def told_of_november() -> Any:
    """What would be told of the month tonight; and it is as if it had not been told."""
    mark = transaction.savepoint()
    publish_months(SYSTEM, at=on(42))
    row = Publication.objects.first()
    transaction.savepoint_rollback(mark)
    return row.content if row else None


CELL = st.tuples(st.integers(0, 1), st.sampled_from(KINDS), st.booleans(), st.integers(0, 30), st.integers(0, 12))


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(cells=st.lists(CELL, min_size=1, max_size=8))
def test_no_count_of_hidden_matters_can_be_derived_of_any_area_kind_and_month(
    town: Settled, cells: list[tuple[int, str, bool, int, int]]
) -> None:
    """Told numbers beside the listed rows: nought is left over, and the hidden ones move nothing."""
    Entry.objects.all().delete()
    places = (town.community.pk, town.other_street.pk)
    rows: Counter[str] = Counter()
    for nth, (place, kind, finished, shown, hidden) in enumerate(cells):
        streets = (str(town.street.pk), str(town.other_street.pk))
        rows.update({"all": shown, f"area {streets[place]}": shown, f"kind {kind[:2]}": shown})
        lines = [
            line
            for one in range(shown + hidden)
            for line in _lines(nth * 1000 + one, places[place], kind, finished=finished, public=one < shown)
        ]
        Entry.objects.bulk_create(lines)
    found = told_of_november()
    Entry.objects.filter(public=False).delete()
    assert told_of_november() == found
    if found is None:
        assert not rows["all"]
        return
    told = {"all": found["totals"]["inputs"]}
    told |= {f"area {one['id']}": one["inputs"] for one in found["areas"]}
    told |= {f"kind {one['code']}": one["inputs"] for one in found["kinds"]}
    assert {name: n - rows[name] for name, n in told.items() if isinstance(n, int) and n != rows[name]} == {}


def _lines(case_id: int, place_id: int, kind: str, *, finished: bool, public: bool) -> list[Entry]:
    common = {
        "case_id": case_id, "day": on(17).date(), "place_id": place_id, "category": kind, "klass": "G",
        "channel": "web", "public": public,
    }  # fmt: skip
    said = [("filed", 0, ("inputs", "matters")), ("joined", 1, ("inputs",))]
    if finished:
        said += [("limit", 0, ("finish_due", "finished_in_limit")), ("done", 0, ("finished", "counted", "responded"))]
    return [Entry(occasion=name, ref=ref, marks=marks_of(*names), **common) for name, ref, names in said]


def a_month_of_public_matters(town: Settled) -> None:
    for nth in range(12):
        a_case(town, in_state=S.CLOSED, at=on(16, 9, nth * 4))
    a_case(town, in_state=S.OPEN_MATTER, at=on(16, 11))
    a_case(town, in_state=S.MERGED, at=on(16, 12))


def many_that_just_came(town: Settled) -> None:
    more_like(filed(town, at=on(16)).case, many=12)


def hidden_matters(town: Settled) -> None:
    """Every sort of them, also such as were closed or came on the list of open matters."""
    for nth, state in enumerate((S.SUBMITTED, S.IN_HANDLING, S.CLOSED, S.OPEN_MATTER)):
        a_case(town, in_state=state, at=on(17, 9, nth * 9), confidentiality="P1")
    filed(town, at=on(17, 11), confidentiality="P2", by="网格员", channel="grid")
    filed(town, at=on(17, 12), kind="report")
    filed(town, at=on(17, 13), target_body_id=town.body("城管"))
    a_case(town, in_state=S.WITHDRAWN, at=on(17, 14))


def all_that_everybody_sees(client: Client) -> list[Any]:
    keep(Case.objects.values_list("pk", flat=True), at=on(30))
    listed = [one.number for one in public_cases(EVERYTHING, size=500)]
    mark = transaction.savepoint()
    publish_months(SYSTEM, at=on(42))
    shown = [OURS.sub(b"", client.get(page).content) for page in PAGES]
    transaction.savepoint_rollback(mark)
    return [told_of_november(), listed, around(at=on(18)), open_matters_for_all().items, *shown]


@pytest.mark.constraint
def test_hidden_matters_change_nothing_of_what_everybody_sees(town: Settled, client: Client) -> None:
    a_month_of_public_matters(town)
    before = all_that_everybody_sees(client)
    hidden_matters(town)
    assert all_that_everybody_sees(client) == before
    content, listed, now, open_ones, *_pages = before
    assert content["totals"]["inputs"] == len(listed) == now.came == 15
    assert len(open_ones) == 1
    assert Case.objects.count() == 23


@pytest.mark.constraint
def test_who_becomes_confidential_later_leaves_the_list_and_no_told_month_changes(town: Settled) -> None:
    many_that_just_came(town)
    a_case(town, in_state=S.OPEN_MATTER, at=on(16, 11))
    keep(Case.objects.values_list("pk", flat=True), at=on(30))
    publish_months(SYSTEM, at=on(42))
    told = Publication.objects.get().content
    case = Case.objects.filter(state=S.OPEN_MATTER.value).get()
    do.change_confidentiality(town.actor("信息官"), case_id=case.pk, level="P1", at=on(43))
    keep([case.pk], at=on(43))

    assert publish_months(SYSTEM, at=on(44)) == 0
    assert Publication.objects.get().content == told
    assert case.number not in {one.number for one in public_cases(EVERYTHING, size=500)}
    assert set(Entry.objects.filter(case_id=case.pk).values_list("public", flat=True)) == {False}
    assert open_matters_for_all().items == []


def test_lines_of_an_earlier_version_are_read_again_and_old_months_are_shown_no_more(
    town: Settled, client: Client
) -> None:
    many_that_just_came(town)
    hidden_matters(town)
    keep(Case.objects.values_list("pk", flat=True), at=on(30))
    Entry.objects.update(public=None)  # as they stand after an update of the product
    content = told_of_november()
    assert content["totals"]["inputs"] == 13
    assert content["counted"] == "public"

    old = {"area_id": town.county.pk, "totals": {"inputs": 4711, "finished": 12}, "rates": {}, "areas": [], "kinds": []}
    Publication.objects.create(start="2026-10-01", content=old, input_hash="0", published_at=MONDAY)
    page = client.get("/figures/").content.decode()
    assert "4711" not in page
    assert "这个月的数不再列出" in page


def test_no_month_is_told_before_the_journal_was_read_to_its_end(town: Settled) -> None:
    many_that_just_came(town)
    keep(Case.objects.values_list("pk", flat=True), at=on(30))
    Cursor.objects.create(name="journal", rebuilding=True)
    tell_months(at=on(42))
    assert not Publication.objects.exists()
    Cursor.objects.update(rebuilding=False)
    assert publish_months(SYSTEM, at=on(42)) == 1  # nothing else stood in the way
