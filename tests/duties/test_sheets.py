"""Lists go out as harmless spreadsheets and come back the same; a wrong row stops the whole file."""

from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from huying.duties.actions.imports import import_items
from huying.duties.errors import ImportRefused, ListInForce
from huying.duties.items import HelperPart, NewItem
from huying.duties.public import save_item
from huying.duties.queries.exports import exported, form_for
from huying.duties.sheets import read, written
from huying.duties.states import classes, lead_levels, limit_units, streams, work_kinds
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import NotFound
from tests.duties.makers import AT, a_draft, a_list, an_item, the_tree
from tests.organisations.makers import Town, a_town, an_actor

FUNCTIONS = {"fire": "消防", "street": "街道", "housing": "住建"}
WORDS = {name: code for code, name in FUNCTIONS.items()}

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="；;：:\ufffe\uffff"),
    max_size=40,
).map(str.strip)  # fmt: skip
helpers = st.lists(st.builds(HelperPart, st.sampled_from(list(FUNCTIONS)), texts), max_size=3).map(tuple)


def one_of(choices) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *dict(choices())])


l1_items = st.builds(
    NewItem,
    code=texts.filter(bool), title=texts.filter(bool), category=st.sampled_from(["0701", "010202"]),
    lead_function=st.sampled_from(list(FUNCTIONS)), lead_level=one_of(lead_levels), helpers=helpers, basis=texts,
    klass=one_of(classes), limit_amount=st.none() | st.integers(1, 9999), limit_unit=one_of(limit_units),
    filing_standard=texts, closing_standard=texts, escalation=texts, site_check=st.booleans(),
)  # fmt: skip
l3_items = st.builds(
    NewItem,
    code=texts.filter(bool), title=texts.filter(bool), category=st.sampled_from(["", "1301"]), basis=texts,
    work_kind=one_of(work_kinds).filter(bool), stream=one_of(streams).filter(bool), frequency=texts, material=texts,
    minutes_a_month=st.none() | st.integers(0, 9999), paying_body=texts,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items=st.lists(l1_items, min_size=1, max_size=5), language=st.sampled_from(["zh-hans", "en"]))
def test_an_l1_list_comes_back_from_its_own_export_unchanged(items, language):
    with translation.override(language):
        data = written("L1", items, functions=FUNCTIONS)
    assert read("L1", data, functions=WORDS) == (items, [])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items=st.lists(l3_items, min_size=1, max_size=5))
def test_an_l3_list_comes_back_from_its_own_export_unchanged(items):
    assert read("L3", written("L3", items, functions=FUNCTIONS), functions=WORDS) == (items, [])


@pytest.mark.parametrize("text", ["=1+1", "+86 25", "-5", "@SUM(A1)", "'=2", '=HYPERLINK("http://x","y")'])
def test_a_cell_that_looks_like_a_formula_goes_out_harmless_and_comes_back_whole(text):
    item = NewItem(code="1", title=text, category="0701", lead_function="fire")
    data = written("L1", [item], functions=FUNCTIONS)

    cells = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1]
    assert f"'{text}" in cells
    assert read("L1", data, functions=WORDS)[0] == [item]


def a_sheet(*rows: list[object]) -> bytes:
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


HEAD = ["序号 *", "分类代码 *", "事项 *", "主办职能 *", "处置时限", "时限单位", "现场核查"]


@pytest.fixture
def town(db) -> Town:
    the_tree()
    return a_town()


def test_a_typed_sheet_with_numbers_and_other_names_is_taken_in(town):
    doc = a_draft("L1", town.county)
    rows = [[1, 701, "消防隐患", "消防救援", 24, "小时", "是"], [], [2.0, "010202", "电梯困人", "fire", "", "", "否"]]

    import_items(SYSTEM, doc_id=doc.pk, data=a_sheet(HEAD, *rows), at=AT)

    first, second = doc.items.order_by("code")
    assert (first.code, first.category.code, first.lead_function) == ("1", "0701", "fire")
    assert (first.limit_amount, first.limit_unit, first.site_check) == (24, "hour", True)
    assert (second.code, second.category.code, second.limit_amount) == ("2", "010202", None)


def test_every_wrong_row_is_named_at_once_and_nothing_is_taken_in(town):
    doc = a_draft("L1", town.county, an_item("0304", "fire", code="old"))
    rows = [
        [1, "0701", "对的", "消防", "", "", ""],
        [2, "9901", "没有的分类", "消防", "", "", ""],
        [3, "0701", "", "消防", "", "", ""],
        [1, "0701", "序号重复", "没有的职能", 3, "", ""],
    ]

    with pytest.raises(ImportRefused) as refused:
        import_items(SYSTEM, doc_id=doc.pk, data=a_sheet(HEAD, *rows), at=AT)

    assert [(fault.row, fault.column) for fault in refused.value.facts["rows"]] == [
        (2, "序号"), (3, "分类代码"), (4, "事项"), (5, "主办职能"), (5, "处置时限"), (5, "序号"),
    ]  # fmt: skip
    assert [item.code for item in doc.items.all()] == ["old"]


def test_a_cell_that_cannot_be_read_is_named_with_what_to_do(town):
    doc = a_draft("L1", town.county)
    with pytest.raises(ImportRefused) as refused:
        import_items(
            SYSTEM, doc_id=doc.pk, data=a_sheet(HEAD, [1, "0701", "事项", "消防", "三天", "天", "也许"]), at=AT
        )
    assert [(f.row, f.column, f.text) for f in refused.value.facts["rows"]] == [
        (2, "处置时限", "请填整数。"), (2, "现场核查", "请填“是”或“否”。"),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"not a spreadsheet", a_sheet(["别的"], ["表"]), a_sheet(HEAD)])
def test_a_file_that_is_no_such_table_is_refused_with_what_to_do(town, data):
    doc = a_draft("L1", town.county)
    with pytest.raises(ImportRefused) as refused:
        import_items(SYSTEM, doc_id=doc.pk, data=data, at=AT)
    assert "file" in refused.value.fields


def test_a_list_in_force_takes_no_file(town):
    doc = a_list("L1", town.county, an_item("0701", "fire"))
    with pytest.raises(ListInForce):
        import_items(SYSTEM, doc_id=doc.pk, data=form_for("L1"), at=AT)


def test_an_exported_list_can_be_imported_into_the_next_version(town):
    doc = a_list(
        "L2", town.county,
        an_item("0203", "urban_management", code="SD-02", title="违法建设", street_duty="发现、劝阻",
                helpers={"street": "发现", "community": "反映线索"}, exemption="不可抗力"),
    )  # fmt: skip
    draft = a_draft("L2", town.county)
    before = list(doc.items.values_list("code", "title", "helpers", "street_duty", "exemption"))
    save_item(SYSTEM, doc_id=draft.pk, item=an_item("0304", "fire", code="x"), at=AT)

    import_items(SYSTEM, doc_id=draft.pk, data=exported(SYSTEM, doc.pk), at=AT)

    assert list(draft.items.values_list("code", "title", "helpers", "street_duty", "exemption")) == before


def test_a_stranger_does_not_export(town):
    doc = a_list("L1", town.county, an_item("0701", "fire"))
    assert exported(an_actor("intake", town.county), doc.pk)
    with pytest.raises(NotFound):
        exported(type(SYSTEM)(kind="person", account_id=None), doc.pk)
