"""Makes files as other systems write them, and takes them in."""

import csv
import gzip
import io
import os
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from huying.exchange.actions import begin_import, go_on, keep_source
from huying.exchange.files.mapping import Mapping
from huying.exchange.models import ImportRun, Source
from tests.people.makers import with_role

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(os.environ.get("HUYING_SHARED_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data")
NYC = SHARED / "requests" / "nyc_council_341299.csv.gz"


def as_csv(rows: list[dict[str, str]], *, encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
            sheet.write_row(place, 0, list(row.values()))
    return out.getvalue()


def packed(data: bytes) -> bytes:
    return gzip.compress(data)


def a_source(code: str, mapping: Mapping, *, at: datetime) -> Source:
    return keep_source(with_role("system_admin"), code=code, name=code, mapping=mapping, reason="接入", at=at)


def taken(source: Source, content: bytes, *, at: datetime, dry: bool = False, batch: int = 5_000) -> ImportRun:
    run = begin_import(
        with_role("system_admin"), source_id=source.pk, content=content, file_name="file.csv", dry=dry, reason="接入",
        at=at,
    )  # fmt: skip
    return go_on(run.pk, at=at, batch=batch)


def wrong_of(run: ImportRun) -> list[tuple[int, str, str]]:
    return list(run.row_errors.order_by("row", "id").values_list("row", "column", "code"))
