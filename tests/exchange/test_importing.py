"""Files of 12345 and of city management come in: tried first, each row once, what is wrong said by row."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huying.cases.models import Case, CaseOrigin
from huying.cases.states import S
from huying.duties.models import Category
from huying.exchange.actions import judge_proposal, keep_source
from huying.exchange.files.mapping import Mapping
from huying.exchange.files.presets import CITY, HOTLINE
from huying.exchange.models import ImportRun, Proposal
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.models import JournalRow
from huying.kernel.verification import verify
from huying.people.public import masked
from tests.cases.makers import LAMPS, MONDAY, Settled, a_case
from tests.exchange.importing import a_source, as_csv, as_xlsx, packed, taken, wrong_of
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db


def a_row(town: Settled, number: str, **given: str) -> dict[str, str]:
    """As a 12345 platform writes it: over, with all its dates."""
    usual = {
        "工单编号": number,
        "诉求类别": "垃圾清运与分类",
        "所属区划": town.grid.code,
        "诉求内容": "垃圾没有人清，电话 13812345678",
        "诉求标题": "垃圾没人清",
        "诉求性质": "投诉",
        "诉求地址": "3 幢 501 室",
        "诉求人": "张三",
        "联系电话": "13812345678",
        "承办单位": "区城管局",
        "工单状态": "已办结",
        "办理结果": "已解决",
        "答复内容": "=已清运",
        "受理时间": "2026-03-02 09:00:00",
        "派单时间": "2026-03-02 10:00:00",
        "签收时间": "2026/03/02 11:00",
        "办结时间": "2026-03-04 15:00:00",
        "办理期限": "2026-03-09 17:30:00",
        "归档时间": "2026-03-05 09:00:00",
    }
    return usual | given


def open_row(town: Settled, number: str, **given: str) -> dict[str, str]:
    """Still open, of this week."""
    blank = dict.fromkeys(("派单时间", "签收时间", "办结时间", "归档时间", "办理结果", "答复内容"), "")
    return a_row(town, number, **{**blank, "工单状态": "在办", "受理时间": "2026-11-15 09:00:00", **given})


def test_a_file_is_tried_and_then_taken_and_the_same_again_changes_nothing(town: Settled) -> None:
    source = a_source("12345", HOTLINE, at=MONDAY)
    rows = [a_row(town, "A1"), a_row(town, "A2", 承办单位="不知道的单位"), open_row(town, "B1")]
    tried = taken(source, as_csv(rows), at=MONDAY, dry=True)
    assert (tried.counts, tried.rows) == ({"history": 2, "live": 1}, 3)
    assert not CaseOrigin.objects.exists()
    run = taken(source, as_csv(rows), at=MONDAY)
    assert (run.counts, run.content) == ({"history": 2, "known": 0, "live": 1}, None)
    past, live = Case.objects.get(origins__number="A1"), Case.objects.get(origins__number="B1")
    assert (past.state, past.lead_body_id, past.channel) == (S.CLOSED, town.body("城管"), "hotline")
    assert (past.words, past.place) == ("垃圾没有人清，电话 ＊＊＊", "3 幢")
    assert past.results.get().text == "=已清运"
    assert not past.reporters.exists()
    assert (live.state, live.channel) == (S.SUBMITTED, "hotline")
    assert masked(live.reporters.get().record_id or 0)["phone"] == "138****5678"
    written = JournalRow.objects.filter(thing="case").count()
    again = taken(source, as_xlsx(rows), at=MONDAY + timedelta(hours=1))
    assert again.counts == {"history": 0, "known": 3}
    assert JournalRow.objects.filter(thing="case").count() == written
    changed = taken(
        source,
        as_csv([a_row(town, "A1", 答复内容="又改了"), open_row(town, "B1", 诉求内容="又改了内容")]),
        at=MONDAY,
        dry=True,
    )
    assert changed.counts == {"changed": 1, "live": 1}
    assert verify(thing="case").findings == []


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gb18030", "gz", "xlsx"])
def test_whichever_way_a_file_was_saved_it_is_read(town: Settled, form: str) -> None:
    rows = [a_row(town, "A1")]
    made = {"gz": lambda: packed(as_csv(rows, encoding="gb18030")), "xlsx": lambda: as_xlsx(rows)}
    content = made[form]() if form in made else as_csv(rows, encoding=form)
    assert taken(a_source("12345", HOTLINE, at=MONDAY), content, at=MONDAY).counts == {"history": 1, "known": 0}


def test_each_wrong_row_says_where_and_what_and_the_others_are_taken(town: Settled) -> None:
    source = a_source("12345", HOTLINE, at=MONDAY)
    rows = [
        a_row(town, "A1"),
        a_row(town, "A2", 归档时间="2026-03-01 09:00:00"),
        a_row(town, "A3", 受理时间="三月二日"),
        a_row(town, "", 诉求类别="没有的类别"),
        a_row(town, "A5", 工单状态="丢了", 派单时间="2026-03-01 09:00:00"),
        a_row(town, "A6", 归档时间=""),
        open_row(town, "A7", 受理时间="2025-11-15 09:00:00"),
        a_row(town, "A8", 所属区划="月亮", 诉求地址="月亮"),
    ]
    run = taken(source, as_csv(rows), at=MONDAY)
    assert run.counts == {"history": 1, "known": 0, "refused": 7}
    assert wrong_of(run) == [
        (3, "closed_at", "negative_duration"), (4, "filed_at", "bad_date"),
        (5, "number", "missing"), (5, "category", "unknown_word"), (6, "state", "unknown_word"),
        (7, "closed_at", "missing"), (8, "closed_at", "still_open"), (9, "area", "unknown_word"),
    ]  # fmt: skip
    assert run.row_errors.get(row=3).number == "A2"


def test_city_management_comes_by_its_own_columns_and_kinds(town: Settled) -> None:
    Category.objects.filter(code=LAMPS).update(citymgmt_map="0102")
    row = {
        "案卷号": "CG1",
        "大类": "01",
        "小类": "02",
        "单元网格": town.grid.code,
        "问题描述": "路灯不亮",
        "地址": "",
        "部件标识码": "3201060102000017",
        "经度": "118.77",
        "纬度": "32.06",
        "专业部门": "区城管局",
        "案卷状态": "已结案",
        "上报时间": "2026-03-02 08:00:00",
        "立案时间": "2026-03-02 09:00:00",
        "派遣时间": "2026-03-02 10:00:00",
        "处置完成时间": "2026-03-02 15:00:00",
        "处置时限": "2026-03-03 15:00:00",
        "结案时间": "2026-03-02 17:00:00",
    }
    kinds = {**CITY.columns, "kind": ["问题性质"]}
    source = a_source("city", replace(CITY, crs="gcj02", columns=kinds), at=MONDAY)
    rows = [{**row, "问题性质": ""}, {**row, "案卷号": "CG2", "纬度": "132.06", "问题性质": "吵架"}]
    run = taken(source, as_csv(rows), at=MONDAY)
    assert run.counts == {"history": 1, "known": 0, "refused": 1}
    assert wrong_of(run) == [(3, "kind", "unknown_word"), (3, "lon", "point")]
    case = Case.objects.get(origins__number="CG1")
    assert (case.category_code, case.words) == (LAMPS, "路灯不亮\n部件标识码：3201060102000017")
    assert case.accepted_at is not None
    assert abs((case.lon or 0) - 118.7648) < 0.001, "what came in GCJ-02 was shifted back"


def test_the_same_call_from_two_sources_is_proposed_and_a_person_decides(town: Settled) -> None:
    taken(
        a_source("12345", HOTLINE, at=MONDAY),
        as_csv([open_row(town, "B1"), open_row(town, "B2", 联系电话="13900000000")]),
        at=MONDAY,
    )
    other = a_source("街道", HOTLINE, at=MONDAY)
    rows = [
        open_row(town, "C1"),
        open_row(town, "C2", 联系电话="13900000000", 诉求类别="停车设施"),
        open_row(town, "C3", 联系电话="13900000000"),
    ]
    run = taken(other, as_csv(rows), at=MONDAY)
    assert run.counts == {"history": 0, "known": 0, "proposed": 2, "live": 1}
    assert taken(other, as_csv(rows), at=MONDAY).counts == {"history": 0, "known": 1, "proposed": 2}
    first, second = Proposal.objects.order_by("id")
    judge_proposal(with_role("system_admin"), proposal_id=first.pk, same=True, reason="同一通电话", at=MONDAY)
    judge_proposal(with_role("system_admin"), proposal_id=second.pk, same=False, reason="不是一件事", at=MONDAY)
    case = Case.objects.get(origins__number="C1")
    assert {one.number for one in case.origins.all()} == {"B1", "C1"}
    assert Case.objects.get(origins__number="C3").origins.count() == 1
    assert taken(other, as_csv(rows), at=MONDAY).counts == {"history": 0, "known": 3}


def test_a_file_that_cannot_be_read_says_so_and_only_the_administrator_imports(town: Settled) -> None:
    source = a_source("12345", HOTLINE, at=MONDAY)
    for content in (b"\xff\xfe\x00\x01\xff", b"PK\x03\x04 no sheet", b"\n", b"\x1f\x8bno gzip"):
        assert taken(source, content, at=MONDAY, dry=True).failure
    with pytest.raises(NotAllowed):
        keep_source(town.actor("派单员"), code="x", name="x", mapping=HOTLINE, reason="接入", at=MONDAY)
    with pytest.raises(Invalid) as refused:
        keep_source(
            SYSTEM, code="x", name="x", mapping=Mapping(columns={}, zone="Mars", crs="x"), reason="接入", at=MONDAY
        )
    assert {"column_number", "zone", "columns"} <= set(refused.value.fields)
    assert not ImportRun.objects.exclude(finished_at=None).filter(content__isnull=False).exists()
    assert a_case(town).number


@pytest.mark.parametrize("same", [True, False])
def test_who_judges_a_row_that_came_in_meanwhile_is_done_too(town: Settled, same: bool) -> None:
    taken(a_source("first", HOTLINE, at=MONDAY), as_csv([open_row(town, "A1")]), at=MONDAY)
    other = a_source("other", HOTLINE, at=MONDAY)
    taken(other, as_csv([open_row(town, "C1")]), at=MONDAY)
    taken(other, as_csv([a_row(town, "C1")]), at=MONDAY)
    proposal = Proposal.objects.get()
    judge_proposal(with_role("system_admin"), proposal_id=proposal.pk, same=same, reason="看过了", at=MONDAY)
    assert CaseOrigin.objects.filter(source="other").count() == 1
