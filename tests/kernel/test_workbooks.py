"""Workbooks of strangers are read apart: what they claim to be costs a process of its own, never ours."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from xlsxwriter import Workbook

from huying.kernel.tables import FileUnreadable, read_table
from huying.kernel.workbooks import WorkbookUnreadable, sheet_rows

OPEN = "http://schemas.openxmlformats.org"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OPEN}/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="r" '
    f'Type="{OPEN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{OPEN}/spreadsheetml/2006/main" xmlns:r="{OPEN}/officeDocument/2006/'
    'relationships"><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="r" '
    f'Type="{OPEN}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def with_rows(rows: str, *, before: str = "") -> bytes:
    out = io.BytesIO()
    sheet = f'{before}<worksheet xmlns="{OPEN}/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(name, f'<?xml version="1.0"?>{text}')
    return out.getvalue()


def cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_cells_come_as_texts_in_their_columns() -> None:
    out = io.BytesIO()
    with Workbook(out, {"remove_timezone": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(1, 1, ["编号", 5, 2.5, True])
        sheet.write_datetime(2, 1, datetime(2026, 11, 22, 9, 30, tzinfo=UTC), day)
    rows = list(sheet_rows(out.getvalue()))
    assert rows == [["", "", "", "", ""], ["", "编号", "5", "2.5", "True"], ["", "2026-11-22 09:30:00", "", "", ""]]


def test_a_small_file_that_claims_billions_of_cells_is_refused_and_we_live() -> None:
    data = with_rows(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>')
    assert len(data) < 2_000
    with pytest.raises(FileUnreadable):
        read_table(data)


def test_one_far_row_is_not_laid_out_for_a_short_table() -> None:
    with pytest.raises(FileUnreadable, match="5000"):
        read_table(with_rows(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("A1048576")}</row>'))


def test_entities_of_a_sheet_grow_into_nothing() -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for said in ("&b;", "&f;"):
        data = with_rows(f'<row r="1">{cell("A1", said)}</row>', before=laughs)
        try:
            rows = list(sheet_rows(data))
        except WorkbookUnreadable:
            continue
        assert "haha" not in str(rows)
        assert "root:" not in str(rows)
