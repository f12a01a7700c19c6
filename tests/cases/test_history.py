"""Past cases are loaded many at once, and stand afterwards like cases that were lived here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from huying.cases.history import Loaded, PastCase, Watch, load_history
from huying.cases.models import Case, CaseOrigin, HistoryLoad
from huying.cases.queries import Filters, case_view, search
from huying.cases.states import S
from huying.kernel import chain
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import NotAllowed
from huying.kernel.journal import read_back, story
from huying.kernel.models import Delivery, JournalHead, JournalRow
from huying.kernel.sealing import seal_committed
from huying.kernel.verification import verify
from tests.cases.makers import MONDAY, RUBBISH, ZONE, Settled, settle

pytestmark = pytest.mark.django_db
FILED = datetime(2019, 3, 31, 23, 50, tzinfo=ZONE)
HOUR = timedelta(hours=1)
DISCIPLINE = "1304"
_numbers = count(1)


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Settled:
    settings.HUYING_HOME = tmp_path  # seals are also written outside the database
    return settle()


def a_past(town: Settled, **given: Any) -> PastCase:
    """Six dates, an hour between, from the last minutes of a March of long ago."""
    dates = ("filed_at", "accepted_at", "dispatched_at", "signed_at", "finished_at", "closed_at")
    usual: dict[str, Any] = {name: FILED + nth * HOUR for nth, name in enumerate(dates)}
    usual |= {
        "number": f"H{next(_numbers)}", "category_code": RUBBISH, "area_id": town.grid.pk, "words": "垃圾没有人清",
        "body_id": town.body("城管"),
    }  # fmt: skip
    return PastCase(**{**usual, **given})


def loaded(rows: list[PastCase], *, key: str = "first", **how: Any) -> Loaded:
    return load_history(SYSTEM, source="旧热线", rows=rows, at=MONDAY, key=key, **{"bare": False, **how})


def steps(case: Case) -> list[tuple[str, str, str]]:
    return [(row.code, row.facts["source"], row.facts["target"]) for row in story("case", case.pk)]


def test_a_loaded_case_has_its_story_and_opens_like_any_other(town: Settled, client_as: Callable[..., Client]) -> None:
    before = set(Delivery.objects.values_list("pk", flat=True))
    past = a_past(
        town,
        words="垃圾\t没人清\\，电话 13812345678。\n请管",
        place="3 幢 2 单元 501 室",
        answer="已清运",
        due_at=FILED + HOUR * 2,
    )
    assert loaded([past]) == Loaded(1, 0, 0, {})
    case = Case.objects.get(origins__number=past.number)
    assert steps(case) == [
        ("cases.case_filed", "S05", "S10"), ("cases.case_accepted", "S10", "S20"),
        ("cases.case_dispatched", "S20", "S30"), ("cases.order_signed", "S30", "S40"),
        ("cases.clock_passed", "", ""), ("cases.result_handed_in", "S40", "S50"),
        ("cases.case_closed_unrated", "S60", "S80"),
    ]  # fmt: skip
    assert case.number.startswith("GL-2019-")
    assert (case.words, case.place) == ("垃圾\t没人清\\，电话 ＊＊＊。\n请管", "3 幢")
    view = case_view(town.actor("派单员"), case_id=case.pk, at=MONDAY)
    assert (view.row.state, view.row.unit, view.results[0].text) == (S.CLOSED, "区城管局", "已清运")
    assert search(town.actor("派单员"), filters=Filters(text=case.number), at=MONDAY).items[0].id == case.pk
    assert client_as(town.actor("派单员")).get(f"/desk/cases/{case.number}/").status_code == 200
    assert set(Delivery.objects.values_list("pk", flat=True)) == before


def test_its_journal_is_written_exactly_as_the_journal_writes(town: Settled) -> None:
    loaded([a_past(town, number=f"N{nth}", rating=("yes", "mostly") if nth % 2 else None) for nth in range(12)])
    cases = Case.objects.filter(origins__number__startswith="N")
    rows = JournalRow.objects.filter(thing="case", thing_id__in=cases.values("pk"))
    assert rows.count() == 6 * 6 + 6 * 7
    for row in rows:
        assert chain.row_hash(row) == bytes(row.hash)
        assert {**read_back(row).facts()} == row.facts
    for head in JournalHead.objects.filter(thing="case", thing_id__in=cases.values("pk")):
        assert chain.head_holds("case", head.thing_id, head.last_seq, bytes(head.last_hash), head.mac)
    seal_committed(at=MONDAY)
    assert verify(thing="case").findings == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM kernel_journalrow WHERE at < '2019-12-31'")
        assert {name for (name,) in cursor.fetchall()} == {"kernel_journalrow_2019_03", "kernel_journalrow_2019_04"}


def test_what_is_not_known_is_not_made_up(town: Settled) -> None:
    bare = {name: None for name in ("accepted_at", "dispatched_at", "signed_at", "finished_at", "body_id")}
    endings = {
        "solved": ("S80", 2), "answered": ("S80", 3), "not_accepted": ("S12", 2), "other_body": ("S13", 2),
        "withdrawn": ("S83", 2), "terminated": ("S82", 2),
    }  # fmt: skip
    loaded([a_past(town, number=outcome, outcome=outcome, **bare) for outcome in endings])
    for outcome, (state, rows) in endings.items():
        case = Case.objects.get(origins__number=outcome)
        assert (case.state, len(steps(case)), case.accepted_at, case.orders.count()) == (state, rows, None, 0)
        assert case_view(town.actor("派单员"), case_id=case.pk, at=MONDAY).case.ended_at == FILED + 5 * HOUR
    assert verify(thing="case").findings == []


def test_confidential_kinds_come_without_words(town: Settled) -> None:
    loaded([a_past(town, number="R", kind="report", words="谁谁谁拿了钱", title="谁谁谁", answer="已查", place="某处")])
    case = Case.objects.get(origins__number="R")
    assert (case.confidentiality, case.apart, case.words, case.place) == ("P1", True, "", "")
    assert "谁" not in case.title
    assert case.results.get().text == ""


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("category", {"category_code": "9999"}),
    ("category", {"category_code": "03"}),
    ("area", {"area_id": 10**9}),
    ("body", {"body_id": 10**9}),
    ("code", {"channel": "pigeon"}),
    ("outcome", {"outcome": "lost"}),
    ("number", {"number": ""}),
    ("point", {"point": (200.0, 0.0)}),
    ("rating", {"rating": ("maybe", "no")}),
    ("dates_out_of_order", {"finished_at": FILED - HOUR}),
    ("dates_out_of_order", {"closed_at": FILED + HOUR}),
    ("no_zone", {"filed_at": FILED.replace(tzinfo=None)}),
    ("in_the_future", {"closed_at": MONDAY + timedelta(days=9)}),
    ("order_without_unit", {"body_id": None}),
]


def test_what_cannot_be_is_refused_with_its_place_and_the_others_are_loaded(town: Settled) -> None:
    said: list[tuple[int, str]] = []
    rows = [a_past(town), *(a_past(town, **wrong) for _why, wrong in WRONG), a_past(town)]
    found = loaded(rows, watch=Watch(refused=lambda nth, _past, why: said.append((nth, why))), batch=4)
    assert said == [(nth, why) for nth, (why, _wrong) in enumerate(WRONG, 2)]
    assert (found.loaded, found.known, found.refused) == (2, 0, len(WRONG))
    assert found.why["dates_out_of_order"] == 2


@pytest.mark.constraint
def test_the_same_number_of_the_same_source_is_there_once(town: Settled) -> None:
    rows = [a_past(town, number=name) for name in ("a", "b", "a", "c")]
    assert loaded(rows, batch=2) == Loaded(3, 1, 0, {})
    assert loaded(rows, key="again") == Loaded(0, 4, 0, {})
    assert loaded(rows) == Loaded(3, 1, 0, {})
    case = Case.objects.get(origins__number="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseOrigin.objects.create(case=case, source="旧热线", number="a", at=MONDAY)


def test_a_loading_that_broke_off_goes_on_where_it_stopped(town: Settled) -> None:
    rows = [a_past(town, number=f"K{nth}") for nth in range(10)]

    def breaks(load: HistoryLoad) -> None:
        if load.position == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loaded(rows, batch=3, watch=Watch(progress=breaks))
    assert Case.objects.filter(origins__source="旧热线").count() == 6
    assert loaded(rows, batch=3) == Loaded(10, 0, 0, {})
    assert verify(thing="case").findings == []
    assert HistoryLoad.objects.get().finished_at == MONDAY


def test_only_the_system_and_its_administrator_load_history(town: Settled) -> None:
    with pytest.raises(NotAllowed):
        load_history(town.actor("派单员"), source="x", rows=[], at=MONDAY)
