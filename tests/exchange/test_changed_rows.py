"""A file comes again and some rows say something else: what is the other system's to say follows, nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.models import Case, CaseOrigin, Rating
from huying.cases.states import S
from huying.evaluation.keeping import keep
from huying.evaluation.models import Entry
from huying.exchange.models import ImportRun, RowChange, Source
from huying.kernel.models import JournalRow
from huying.kernel.verification import verify
from tests.cases.makers import MONDAY, ZONE, Settled
from tests.exchange.importing import as_csv, taken
from tests.exchange.test_importing import a_row, open_row
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)
CLOSED = "2026-03-06 09:00:00"


def first_file(town: Settled, source: Source) -> None:
    rows = [a_row(town, f"A{n}", 是否解决="", 是否满意="") for n in range(1, 6)]
    taken(source, as_csv([*rows, open_row(town, "B1", 是否解决="", 是否满意="")]), at=MONDAY)


def second_file(town: Settled) -> bytes:
    """Ended otherwise and rated; other words; another kind; refused; not changed; closed at theirs, open here."""
    blank = {"是否解决": "", "是否满意": ""}
    rated = {"是否解决": "否", "是否满意": "基本满意"}
    return as_csv([
        a_row(town, "A1", **{**rated, "办理结果": "解释说明", "归档时间": CLOSED}),
        a_row(town, "A2", **blank, 答复内容="又改了一句"),
        a_row(town, "A3", **blank, 诉求类别="共用设施设备", 签收时间=""),
        a_row(town, "A4", **blank, 办理结果="不予受理"),
        a_row(town, "A5", **blank),
        a_row(town, "B1", **blank, 受理时间="2026-11-15 09:00:00", 派单时间="2026-11-15 10:00:00",
              签收时间="2026-11-15 11:00:00", 办结时间="2026-11-15 15:00:00", 归档时间="2026-11-16 08:00:00"),
    ])  # fmt: skip


def told(run: ImportRun) -> dict[str, tuple[str, bool, set[str]]]:
    return {
        one.number: (one.why, one.followed, {field for field, _before, _after in one.differences})
        for one in RowChange.objects.filter(run=run)
    }


def at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=ZONE)


def test_a_trial_says_before_and_after_and_taking_the_file_follows_what_is_theirs(
    town: Settled, source: Source, client_as: Callable[..., Client]
) -> None:
    first_file(town, source)
    tried = taken(source, second_file(town), at=LATER, dry=True)
    assert tried.counts["changed"] == 5
    assert tried.counts["followed"] == 1
    assert told(tried)["A1"] == ("", False, {"outcome", "closed_at", "rating"})
    page = client_as(with_role("system_admin")).get(f"/manage/exchange/runs/{tried.pk}/").content.decode()
    for said in ("2026-03-05 09:00 → 2026-03-06 09:00", "写入时会跟着改", "不改写已有的话", "在这里办的件"):
        assert said in page
    assert Case.objects.get(origins__number="A1").ended_at == at("2026-03-05 09:00:00")

    run = taken(source, second_file(town), at=LATER)

    assert (run.counts["changed"], run.counts["followed"], run.counts["known"]) == (5, 1, 1)
    assert told(run) == {
        "A1": ("", True, {"outcome", "closed_at", "rating"}),
        "A2": ("words_only", False, set()),
        "A3": ("not_followed", False, {"category"}),
        "A4": ("another_end", False, {"outcome"}),
        "B1": ("worked_here", False, told(run)["B1"][2]),
    }
    case = Case.objects.get(origins__number="A1")
    assert (case.result_kind, case.ended_at, case.state) == ("explained", at(CLOSED), S.CLOSED)
    assert Rating.objects.filter(case=case).values_list("solved", "satisfied", "way").get() == (
        "no",
        "mostly",
        "history",
    )
    assert case.results.get().text == "=已清运"
    assert Case.objects.get(origins__number="A3").category_code != "0104"
    assert Case.objects.get(origins__number="B1").state == S.SUBMITTED


def test_what_was_followed_is_a_fact_and_comes_into_the_figures_and_only_once(town: Settled, source: Source) -> None:
    first_file(town, source)
    taken(source, second_file(town), at=LATER)
    fact = JournalRow.objects.get(code="cases.outside_changed")
    assert {name: value for name, value in fact.facts.items() if name.startswith("was_") or name == "rated"} == {
        "was_outcome": "solved", "was_closed_at": "2026-03-05T01:00:00+00:00", "was_rated": "", "rated": "no.mostly",
    }  # fmt: skip
    assert (fact.by_kind, fact.task) == ("system", "history")
    again = taken(source, second_file(town), at=LATER + timedelta(hours=1))
    assert (again.counts["changed"], again.counts.get("followed", 0)) == (4, 0)
    assert JournalRow.objects.filter(code="cases.outside_changed").count() == 1
    third = second_file(town).decode("utf-8-sig").replace("否,基本满意", "是,满意").encode("utf-8-sig")
    assert taken(source, third, at=LATER + timedelta(hours=2)).counts["followed"] == 1
    rating = Rating.objects.get(case__origins__number="A1")
    assert (rating.solved, rating.satisfied) == ("yes", "yes")
    keep([rating.case_id], at=LATER)
    assert Entry.objects.filter(case_id=rating.case_id, occasion="filed").exists()
    assert verify(thing="case").findings == []


@pytest.mark.constraint
def test_whom_our_people_touched_and_what_cannot_be_stays_as_it_is(town: Settled, source: Source) -> None:
    first_file(town, source)
    touched, early = (Case.objects.get(origins__number=number) for number in ("A1", "A2"))
    ours = JournalRow.objects.filter(thing="case", thing_id=touched.pk).latest("id")
    do.write_note(town.actor("督办员"), case_id=touched.pk, text="与来电人核对过", at=LATER)
    assert JournalRow.objects.filter(thing="case", thing_id=touched.pk).latest("id") != ours
    changed: dict[str, Any] = {"是否解决": "", "是否满意": "", "归档时间": "2026-03-04 16:00:00"}
    too_early = {**changed, "办结时间": "", "归档时间": "2026-03-02 12:00:00"}
    rows = [a_row(town, "A1", **changed), a_row(town, "A2", **too_early)]
    run = taken(source, as_csv(rows), at=LATER)
    assert {number: why for number, (why, _followed, _fields) in told(run).items()} == {
        "A1": "worked_here", "A2": "dates_out_of_order",
    }  # fmt: skip
    for case in (touched, early):
        assert Case.objects.get(pk=case.pk).ended_at == case.ended_at
    assert len(set(CaseOrigin.objects.values_list("digest", flat=True))) == 6
