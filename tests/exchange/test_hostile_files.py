"""Files and mappings that mean harm, or know no better: what cannot be is said by row, and every run ends."""

from dataclasses import replace

import pytest

from huying.cases.models import Case
from huying.exchange.actions import keep_source
from huying.exchange.files.presets import HOTLINE
from huying.exchange.files.reading import LONGEST_LINE, rows_of
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid
from huying.kernel.tables import FileUnreadable
from tests.cases.makers import MONDAY, Settled
from tests.exchange.importing import a_source, as_csv, packed, taken, wrong_of
from tests.exchange.test_importing import a_row, open_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["", "utf-8-sig"])
def test_a_packed_file_of_one_endless_line_is_not_taken_into_memory(encoding: str) -> None:
    content = packed(b"x" * (3 * LONGEST_LINE))
    assert len(content) < 50_000
    with pytest.raises(FileUnreadable):
        list(rows_of(content, encoding=encoding))


def test_odd_cells_are_said_by_row_and_the_run_ends(town: Settled) -> None:
    rows = [
        a_row(town, "A1", 受理时间="0001-01-01 00:00:00"),
        a_row(town, "A2", 受理时间="9999-12-31 23:59:59", 归档时间="9999-12-31 23:59:59"),
        a_row(town, "A3", 办理期限="0001-01-01 00:00:00"),
        a_row(town, "A" * 70),
        open_row(town, "B1", 受理时间="0001-01-01 00:00:00"),
        open_row(town, "B" * 70),
        open_row(town, "B2", 联系电话="1" * 400),
        open_row(town, "B3", 联系电话="12"),
        open_row(town, "B4", 联系电话="无", 诉求内容="我叫" * 20_000),
        a_row(town, "A5", 诉求内容="我叫" * 20_000 + "a." * 20_000),
    ]
    run = taken(a_source("12345", HOTLINE, at=MONDAY), as_csv(rows), at=MONDAY)
    assert (run.failure, run.content) == ("", None)
    assert run.counts["refused"] + run.counts["history"] + run.counts.get("live", 0) == len(rows)
    assert {row for row, _column, _code in wrong_of(run)} >= {2, 3, 4, 5, 6, 7, 8, 9}
    assert {1, 2} & {run.counts["history"], run.counts["live"]}
    assert Case.objects.get(origins__number="B4").confidentiality == "P0"


def test_times_that_name_their_zone_are_read_by_it(town: Settled) -> None:
    mapping = replace(HOTLINE, formats=("%Y-%m-%dT%H:%M:%S%z", *HOTLINE.formats))
    source = a_source("zoned", mapping, at=MONDAY)
    assert taken(source, as_csv([a_row(town, "Z1", 受理时间="2026-03-02T01:00:00+0000")]), at=MONDAY).failure == ""
    assert Case.objects.get(origins__number="Z1").filed_at.isoformat() == "2026-03-02T01:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"formats": ("%Y-%Y",)}, "formats"),
        ({"formats": ("%",)}, "formats"),
        ({"formats": ("%Q",)}, "formats"),
        ({"formats": ("%H:%M",)}, "formats"),
        ({"zone": "Asia"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": "a\x00b"}, "zone"),
        ({"columns": {**HOTLINE.columns, "motive": ["动机"]}}, "columns"),
        ({"usual": {"filed_at": "x"}}, "columns"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused_beside_its_field(wrong: dict[str, object], field: str) -> None:
    mapping = replace(HOTLINE, **wrong)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refused:
        keep_source(SYSTEM, code="x", name="x", mapping=mapping, reason="接入", at=MONDAY)
    assert field in refused.value.fields
