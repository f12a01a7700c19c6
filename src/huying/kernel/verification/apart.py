"""Months that lie apart: what is left of their rows takes part in every check, and their table where it is here."""

from huying.kernel import chain
from huying.kernel.models import JournalRow, MonthApart, RowApart
from huying.kernel.partitions import apart_name, lies_here
from huying.kernel.verification.verdict import Report

ROWS = (
    "SELECT r.*, a.hash AS kept FROM {} r LEFT JOIN kernel_rowapart a ON a.id = r.id "
    "WHERE r.id > %s ORDER BY r.id LIMIT 2000"
)


def check_apart(report: Report) -> None:
    """Say which months lie apart; read those whose rows are still in this database."""
    for one in MonthApart.objects.order_by("month"):
        here = lies_here(one.month)
        report.apart[f"{one.month:%Y-%m}"] = "here" if here else "elsewhere"
        if RowApart.objects.filter(month=one.month).count() != one.rows:
            report.add("month_incomplete", position=f"{one.month:%Y-%m}")
        if here:
            _check_rows(report, apart_name(one.month))


def _check_rows(report: Report, table: str) -> None:
    last = 0
    while rows := list(JournalRow.objects.raw(ROWS.format(table), [last])):
        last = rows[-1].id
        for row in rows:
            kept = getattr(row, "kept", None)
            if kept is None or bytes(kept) != bytes(row.hash) or chain.row_hash(row) != bytes(row.hash):
                known = {"thing": row.thing, "thing_id": row.thing_id, "seq": row.seq, "row_id": row.id}
                report.add("row_changed", **known)
