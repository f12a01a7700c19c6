"""Tables given out as files, streamed as they are read; no cell that a program takes for a formula."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from django.http import StreamingHttpResponse
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from huying.kernel.tables import harmless

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
LINES_AT_ONCE, PIECE = 500, 64 * 1024
MOST_LINES_OF_A_SHEET = 1_000_000
"""A sheet of xlsx has 1,048,576 rows."""


def table_file(lines: Iterable[Sequence[Any]], *, kind: str, name: str) -> StreamingHttpResponse:
    """Headings first. `kind` is one of TYPES, `name` comes without it."""
    pieces = xlsx_pieces(lines) if kind == "xlsx" else csv_pieces(lines)
    response: Any = StreamingHttpResponse(pieces, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response  # type: ignore[no-any-return]


def csv_pieces(lines: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A few hundred lines at a time; the mark at the beginning lets spreadsheets read it as UTF-8."""
    out = StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for nth, line in enumerate(lines, 1):
        writer.writerow(_harmless(line))
        if nth % LINES_AT_ONCE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def xlsx_pieces(lines: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """On disk, row by row, then given out in pieces: memory stays flat. Texts are texts, never formulas or links."""
    with tempfile.TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 1)
            for nth, line in enumerate(lines):
                if nth > MOST_LINES_OF_A_SHEET:
                    break
                sheet.write_row(nth, 0, _harmless(line))
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _harmless(line: Sequence[Any]) -> list[Any]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in line]
