"""The worker reads the journal on: nothing counts twice, what broke off is begun again, a rebuild says the same."""

from io import StringIO

import pytest
from django.core.management import call_command

from huying.cases.states import S
from huying.evaluation import keeping
from huying.evaluation.keeping import read_on
from huying.evaluation.models import Cursor, Entry, Standing, Tally
from huying.evaluation.queries.sums import area_scope, read_up_to, standing_of
from huying.kernel.models import JournalRow
from tests.cases.makers import Life, a_case, on, settle
from tests.evaluation.test_lines import kept_sums

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rows_of_this_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which rows are surely over is tried in tests of the journal; here the rows of this transaction stand for them."""

    def committed(row_id: int, *, limit: int) -> list[JournalRow]:
        return list(JournalRow.objects.filter(pk__gt=row_id).order_by("pk")[:limit])

    monkeypatch.setattr(keeping, "facts_since", committed)


def test_the_worker_reads_on_and_what_is_open_is_counted() -> None:
    town = settle()
    life = Life(town, a_case(town, in_state=S.IN_HANDLING).pk, on(16, 10))
    while read_on(at=on(16, 11), most=20) == 20:
        pass
    scope = area_scope(town.county.pk)
    assert scope is not None
    assert standing_of(scope)["open"] == 1
    assert read_up_to().read_at == on(16, 11)
    assert read_on(at=on(16, 11, 1)) == 0

    life.hand_in()
    assert read_on(at=life.at)
    assert Entry.objects.filter(occasion="result").count() == 1


def test_a_rebuild_says_the_same_and_begins_again_where_one_broke_off() -> None:
    town = settle()
    case = a_case(town, in_state=S.CLOSED)
    read_on(at=on(16, 11))
    kept = kept_sums()
    Tally.objects.all().update(inputs=99)  # behind the product's back
    Standing.objects.all().delete()
    Entry.objects.filter(occasion="filed").delete()
    Cursor.objects.update(rebuilding=True)
    assert read_on(at=on(16, 12)) is None

    said = StringIO()
    call_command("rebuild_figures", stdout=said)

    assert "1 cases counted" in said.getvalue()
    assert kept_sums() == kept
    assert read_on(at=on(16, 12)) is not None
    assert kept_sums() == kept
    assert Entry.objects.filter(case_id=case.pk).exists()
