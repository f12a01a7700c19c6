"""Rows of a file, whichever way it was saved: xlsx, or CSV in UTF-8 or GB18030, packed or not."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from typing import BinaryIO, TextIO, cast

from django.utils.translation import gettext as _

from huying.kernel.tables import FileUnreadable, plain
from huying.kernel.workbooks import WorkbookUnreadable, sheet_rows

Row = dict[str, str]
ENCODINGS = ("utf-8-sig", "gb18030")
CHUNK = 1 << 20
LONGEST_LINE = 4 << 20
LARGEST = 2 << 30
"""Unpacked: a small file may not become an endless one."""


def rows_of(data: bytes, *, encoding: str = "") -> Iterator[tuple[int, Row]]:
    """Each row with the number that a spreadsheet shows, its cells by heading. Raises FileUnreadable."""
    if data.startswith((b"PK", b"\xd0\xcf")):
        yield from _sheet(data)
    else:
        yield from _lines(data, encoding)


def _opened(data: bytes) -> BinaryIO:
    return cast(BinaryIO, gzip.open(io.BytesIO(data))) if data.startswith(b"\x1f\x8b") else io.BytesIO(data)


def _encoding(data: bytes) -> str:
    """The first that reads the whole of it."""
    for encoding in ENCODINGS:
        decoder, size = codecs.getincrementaldecoder(encoding)(), 0
        try:
            with _opened(data) as file:
                while chunk := file.read(CHUNK):
                    decoder.decode(chunk)
                    size += len(chunk)
                    if size > LARGEST:
                        raise FileUnreadable(_("文件解压后太大，请拆分后再导入。"))
            decoder.decode(b"", final=True)
        except (UnicodeDecodeError, EOFError, gzip.BadGzipFile):
            continue
        return encoding
    raise FileUnreadable(_("读不懂这个文件：请另存为 xlsx，或 UTF-8、GB18030 编码的 CSV。"))


def _lines(data: bytes, encoding: str) -> Iterator[tuple[int, Row]]:
    with _opened(data) as file:
        text = io.TextIOWrapper(file, encoding or _encoding(data), newline="")
        cells = csv.reader(_bounded(text))
        try:
            head = [name.strip() for name in next(cells, [])]
            if not any(head):
                raise FileUnreadable(_("第一行没有标题。"))
            for row in cells:
                if row:
                    yield cells.line_num, {name: plain(cell).strip() for name, cell in zip(head, row, strict=False)}
        except (csv.Error, UnicodeDecodeError, EOFError, OSError) as wrong:
            raise FileUnreadable(_("第 %(line)s 行读不懂。") % {"line": cells.line_num}) from wrong


def _bounded(text: TextIO) -> Iterator[str]:
    """Line by line, none longer than any table has, and not without end."""
    size = 0
    while line := text.readline(LONGEST_LINE):
        size += len(line)
        if size > LARGEST or (len(line) == LONGEST_LINE and not line.endswith(("\n", "\r"))):
            raise FileUnreadable(_("文件解压后太大，请拆分后再导入。"))
        yield line.replace("\x00", "")


def _sheet(data: bytes) -> Iterator[tuple[int, Row]]:
    try:
        table = sheet_rows(data)
        head = [plain(cell).strip() for cell in next(table, [])]
        if not any(head):
            raise FileUnreadable(_("第一行没有标题。"))
        for number, row in enumerate(table, 2):
            if any(row):
                yield number, {name: plain(cell).strip() for name, cell in zip(head, row, strict=False)}
    except WorkbookUnreadable as wrong:
        raise FileUnreadable(_("打不开这个文件，请另存为 xlsx 或 CSV。")) from wrong
