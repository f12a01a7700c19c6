"""Organisations of four, five and six tiers come in from one file, or not at all."""

from io import BytesIO
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from huying.kernel.actor import SYSTEM
from huying.kernel.errors import NotAllowed
from huying.kernel.models import JournalRow
from huying.organisations.actions.imports import import_bodies
from huying.organisations.errors import ImportRefused
from huying.organisations.models import Body
from huying.organisations.sheets import form_csv, read_bodies
from tests.organisations.makers import AT, DAY, Town, a_body, a_town, an_actor

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def town() -> Town:
    return a_town()


def sample(town: Town, name: str) -> str:
    """A sample file with the codes of this town in the place of its marks."""
    text = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8")
    areas = {"county": town.county, "street": town.streets[0], "community": town.communities[0], "grid": town.grids[0]}
    for mark, area in areas.items():
        text = text.replace(f"@{mark}", area.code)
    return text


def take_in(town: Town, text: str | bytes, actor=SYSTEM) -> list[Body]:
    data = text.encode() if isinstance(text, str) else text
    return import_bodies(actor, area_id=town.county.pk, data=data, on=DAY, reason="组织架构文件", at=AT)


def tiers(bodies: list[Body]) -> int:
    return max(body.line_path.count("/") for body in Body.objects.filter(pk__in=[b.pk for b in bodies])) - 1


def test_four_tiers_hang_below_a_street_committee_already_there(town):
    county = a_body(town.county, "鼓楼区委", kind="P10")
    a_body(town.streets[0], "宁海路街道党工委", kind="P20", parent=county)

    bodies = take_in(town, sample(town, "four_tiers"))

    assert (len(bodies), tiers(bodies) - 2) == (4, 4)
    committee = Body.objects.get(name="颐和路社区党委")
    assert (committee.short_name, committee.office_phone) == ("颐和路党委", "025-83370001")
    assert [f.code for f in committee.functions.all()] == ["community_party"]


def test_five_tiers_hang_below_the_county_committee(town):
    a_body(town.county, "鼓楼区委", kind="P10")
    bodies = take_in(town, sample(town, "five_tiers"))
    assert (len(bodies), tiers(bodies) - 1) == (5, 5)


def test_six_tiers_stand_by_themselves_and_their_broad_committees_beside_them(town):
    bodies = take_in(town, sample(town, "six_tiers"))
    assert (len(bodies), tiers(bodies)) == (8, 6)
    assert JournalRow.objects.filter(code="organisations.bodies_imported", thing_id=town.county.pk).count() == 1


def test_the_same_rows_come_in_from_an_xlsx_file_and_from_gb18030(town):
    rows = [line.split(",") for line in sample(town, "six_tiers").splitlines()]
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    assert read_bodies(target.getvalue()) == read_bodies(sample(town, "six_tiers").encode("gb18030"))
    assert len(take_in(town, target.getvalue())) == 8


def test_one_wrong_row_stops_the_whole_file_and_every_wrong_row_is_named(town):
    text = sample(town, "six_tiers")
    text += f"7,P50,街道下的党小组,2,{town.grids[0].code}\n"
    text += f"8,Z99,没有的类别,1,{town.county.code}\n"
    text += "9,P40,没有的区域,3,999999999999\n"
    text += f"10,P60,上级那行有错,7,{town.grids[0].code}\n"

    with pytest.raises(ImportRefused) as refused:
        take_in(town, text)

    faults = refused.value.facts["rows"]
    assert [(f.row, f.column) for f in faults] == [(10, "上级"), (11, "类别代码"), (12, "区划代码"), (13, "上级")]
    assert "网格党支部" in faults[0].text
    assert not Body.objects.exists()


def test_a_circle_a_double_key_and_a_missing_key_are_named(town):
    code = town.county.code
    rows = (
        "编号,类别代码,名称,上级,区划代码",
        "1,G10,甲,2,{c}",
        "2,G10,乙,1,{c}",
        "3,G10,丙,,{c}",
        "3,G10,丁,,{c}",
        ",G10,戊,,{c}",
    )
    text = "\n".join(rows).replace("{c}", code)
    with pytest.raises(ImportRefused) as refused:
        take_in(town, text)
    assert sorted({f.row for f in refused.value.facts["rows"]}) == [2, 3, 5, 6]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", "别的,表\n1,2\n".encode(), b"PK\x03\x04broken"])
def test_a_file_that_is_no_such_table_is_refused_with_what_to_do(town, data):
    with pytest.raises(ImportRefused) as refused:
        take_in(town, data)
    assert "file" in refused.value.fields


def test_the_empty_form_has_every_heading_and_no_rows(town):
    assert read_bodies(form_csv().encode()) == []


def test_only_the_security_administrator_imports_and_only_into_their_area(town):
    with pytest.raises(NotAllowed):
        take_in(town, sample(town, "six_tiers"), actor=an_actor("security_admin", town.streets[0]))
    assert len(take_in(town, sample(town, "six_tiers"), actor=an_actor("security_admin", town.county))) == 8


def test_a_text_that_is_too_long_is_named_and_not_cut(town):
    text = f"编号,类别代码,名称,简称,区划代码\n1,G10,{'长' * 121},{'简' * 41},{town.county.code}\n"
    with pytest.raises(ImportRefused) as refused:
        take_in(town, text)
    assert {(f.row, f.column) for f in refused.value.facts["rows"]} == {(2, "名称"), (2, "简称")}
