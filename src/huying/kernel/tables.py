"""Spreadsheets in and out: rows of texts from xlsx or csv, and cells that no program takes for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from django.utils.translation import gettext as _

from huying.kernel.workbooks import WorkbookUnreadable, sheet_rows

DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
MOST_ROWS = 5000
MOST_BYTES = 5 * 1024 * 1024


class FileUnreadable(ValueError):
    """The message says what to do."""


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe; `plain` takes it off again."""
    return f"'{text}" if DANGEROUS.match(text) else text


def plain(text: str) -> str:
    return text[1:] if text.startswith("'") and DANGEROUS.match(text) else text


def read_table(data: bytes) -> list[list[str]]:
    """Every row as texts, the headings first. Raises FileUnreadable."""
    if len(data) > MOST_BYTES:
        raise FileUnreadable(_("文件超过 5 MB，请拆分后再导入。"))
    rows = _from_xlsx(data) if data.startswith((b"PK", b"\xd0\xcf")) else _from_csv(data)
    table = [[plain(cell).strip() for cell in row] for row in rows]
    if not table or not any(table[0]):
        raise FileUnreadable(_("第一行没有标题，请用本页下载的模板填写。"))
    if len(table) > MOST_ROWS + 1:
        raise FileUnreadable(_("超过 5000 行，请拆分后再导入。"))
    return table


def _from_xlsx(data: bytes) -> list[list[str]]:
    try:
        return list(islice(sheet_rows(data), MOST_ROWS + 2))
    except WorkbookUnreadable as wrong:
        raise FileUnreadable(_("打不开这个文件，请用本页下载的模板填写。")) from wrong


def _from_csv(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(StringIO(data.decode(encoding), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise FileUnreadable(_("打不开这个文件，请用本页下载的模板填写。"))


def read_lines(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of csv, each with the number it has in a file and its cells by heading. Raises FileUnreadable."""
    text = "\n".join(line.rstrip("\r\n").replace("\r", " ").replace("\x00", "") for line in lines)
    rows = csv.DictReader(StringIO(text), restkey="", restval="")
    try:
        for place, row in enumerate(rows, start=2):
            yield place, {name or "": plain(cell).strip() for name, cell in row.items() if isinstance(cell, str)}
    except csv.Error as wrong:
        raise FileUnreadable(_("第 %(line)s 行读不懂，请检查引号和逗号。") % {"line": rows.line_num}) from wrong
