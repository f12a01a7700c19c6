"""Lists and pages cost the same however long they are, hold nothing personal, and page by key."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huying.cases import actions as do
from huying.cases.models import Case, Clock, Timer
from huying.cases.queries import Filters, case_view, counts, owed_today, resident_view, search, worklist
from huying.cases.states import OPEN, S
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.models import JournalRow
from tests.cases.makers import GAS, Life, a_case, filed, on, settle

pytestmark = pytest.mark.django_db

NAME, PHONE, SECRET_WORDS = "欧阳冰玉", "13912345678", "只对您说的悄悄话"
MOST_OF_A_LIST, MOST_OF_A_PAGE = 12, 15


def queries_of(read) -> int:
    with CaptureQueriesContext(connection) as caught:
        read()
    return len(caught)


def test_a_worklist_costs_the_same_for_one_case_and_for_many():
    town = settle()
    desk = town.actor("派单员")
    a_case(town, in_state=S.ACCEPTED)
    worklist(desk, "dispatch", at=on(17))

    one = queries_of(lambda: worklist(desk, "dispatch", at=on(17)))
    for _nth in range(4):
        a_case(town, in_state=S.ACCEPTED)
    many = queries_of(lambda: worklist(desk, "dispatch", at=on(17)))

    assert len(worklist(desk, "dispatch", at=on(17))) == 5
    assert many == one <= MOST_OF_A_LIST


def test_the_case_page_costs_the_same_however_much_happened():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    reader = town.actor("派单员")
    case_view(reader, case_id=case.pk, at=on(17))

    before = queries_of(lambda: case_view(reader, case_id=case.pk, at=on(17)))
    for nth in range(5):
        do.write_note(reader, case_id=case.pk, text=f"第 {nth} 次催问", at=on(17, 10, nth))
        do.add_words(town.actor("张先生"), case_id=case.pk, text="还没有人来", at=on(17, 11, nth))
    after = queries_of(lambda: case_view(reader, case_id=case.pk, at=on(17)))

    assert after <= before + 1 <= MOST_OF_A_PAGE


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ACCEPTED, S.IN_HANDLING, S.HANDED_IN, S.TO_BE_JUDGED, S.CLOSED])
def test_the_page_of_an_ordinary_case_asks_little_whoever_reads_it(state: S, client_as: Callable[..., Client]) -> None:
    town = settle()
    case = a_case(town, in_state=state)
    asked = {}
    for who in ("受理员", "派单员", "指挥长", "城管经办"):
        client = client_as(town.actor(who))
        if client.get(f"/desk/cases/{case.number}/").status_code == 200:
            asked[who] = queries_of(lambda client=client: client.get(f"/desk/cases/{case.number}/"))
    dispatcher = asked.pop("派单员")
    assert max(asked.values()) <= 15, asked
    assert dispatcher <= 18, "who dispatches also sees who answers, and what is like it near by"


def test_what_is_owed_first_stands_on_top_over_all_pages():
    town = settle()
    slow = [a_case(town, in_state=S.ACCEPTED) for _nth in range(3)]
    urgent = a_case(town, in_state=S.ACCEPTED, category_code=GAS)
    desk = town.actor("派单员")

    first = worklist(desk, "dispatch", at=on(16, 9, 3), size=2)
    rest = worklist(desk, "dispatch", at=on(16, 9, 3), size=2, after=first.next_cursor)

    found = [row.id for row in (*first, *rest)]
    assert found[0] == urgent.pk
    assert set(found[1:]) == {case.pk for case in slow}
    assert rest.next_cursor is None
    with pytest.raises(Invalid):
        worklist(desk, "dispatch", at=on(16), after="made up")


def test_filters_narrow_by_light_class_kind_unit_and_words():
    town = settle()
    urgent = a_case(town, in_state=S.ACCEPTED, category_code=GAS, words="燃气味道很大，请快来人。")
    a_case(town, in_state=S.ACCEPTED)
    desk = town.actor("派单员")

    for filters in (Filters(klass="E"), Filters(category="0404"), Filters(text="燃气"), Filters(light="red"),
                    Filters(text=urgent.number)):  # fmt: skip
        assert [row.id for row in worklist(desk, "dispatch", at=on(16, 9, 30), filters=filters)] == [urgent.pk]
    assert len(worklist(desk, "dispatch", at=on(16), filters=Filters(area_id=town.other_street.pk))) == 0


def test_each_desk_is_for_those_who_sit_there():
    town = settle()

    with pytest.raises(NotAllowed):
        worklist(town.actor("城管经办"), "dispatch", at=on(17))
    with pytest.raises(NotAllowed):
        counts(town.actor("张先生"), "intake", at=on(17))


def test_nothing_personal_stands_in_lists_search_journal_clocks_or_timers():
    town = settle()
    words = f"我叫{NAME}，电话{PHONE}。楼道灯坏了。"
    filed(town, words=words, name=NAME, phone=PHONE)
    case = a_case(town, in_state=S.IN_HANDLING, name=NAME, phone=PHONE, kind="report", words=words)
    do.add_words(town.actor("张先生"), case_id=case.pk, text=SECRET_WORDS, at=on(17))
    desk = town.actor("派单员")

    seen = repr([*search(desk, filters=Filters(), at=on(17)), *worklist(town.actor("城管经办"), "unit", at=on(17))])
    kept = json.dumps([row.facts for row in JournalRow.objects.all()], ensure_ascii=False)
    clocks = repr(list(Clock.objects.values())) + repr(list(Timer.objects.values()))

    for marker in (NAME, PHONE, SECRET_WORDS):
        assert marker not in seen + kept + clocks


def test_the_unit_sees_a_masked_person_or_a_letter():
    town = settle()
    ordinary = a_case(town, in_state=S.IN_HANDLING, name=NAME, phone=PHONE)
    report = a_case(town, in_state=S.IN_HANDLING, name=NAME, phone=PHONE, kind="report")
    unit = town.actor("城管经办")

    shown = case_view(unit, case_id=ordinary.pk, at=on(17)).reporters[0]
    assert shown.masked["phone"] == "139****5678"
    hidden = case_view(unit, case_id=report.pk, at=on(17)).reporters[0]
    assert (hidden.letter, hidden.masked) == ("A", {})


def test_what_i_owe_today_gathers_all_my_desks():
    town = settle()
    life = Life(town, a_case(town, in_state=S.ACCEPTED, category_code=GAS).pk, on(16, 9, 5))

    mine = owed_today(town.actor("派单员"), at=on(16, 9, 6))

    assert [(one.desk, one.tab, one.row.id) for one in mine] == [("dispatch", "new", life.case_id)]


def test_the_resident_reads_plain_words_with_who_and_until_when():
    town = settle()
    case = a_case(town, in_state=S.DISPATCHED)

    page = resident_view(town.actor("张先生"), case_id=case.pk, at=on(16, 10))

    assert page.unit == "区城管局"
    assert str(page.state_word) == "已派单"
    assert page.until == case.due_at
    assert [str(line.what) for line in page.timeline if line.what][:2] == [
        "已收到您反映的情况",
        "已受理，正在确定由谁来办",
    ]


def test_open_cases_are_found_by_an_index():
    rows = Case.objects.filter(state__in=[*OPEN]).order_by("due_at", "id")[:50]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()

    assert "case_open_" in plan


@pytest.mark.constraint
def test_the_beginning_of_a_category_is_looked_up_whatever_the_collation():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")  # in an empty table any will do; a bitmap needs a key
    plan = Case.objects.filter(category_code__startswith="0803").explain()
    assert "Bitmap Index Scan on case_by_category_time" in plan
    assert "~>=~ '0803'" in plan
