"""The chain of each story: every row fits its own hash, continues the one before, and the head knows the last one."""

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from typing import Any

from huying.kernel import chain
from huying.kernel.models import JournalHead, JournalRow, RowApart
from huying.kernel.verification.verdict import Report

Known = JournalRow | RowApart
"""A row of the journal, or what is left of one whose month lies apart."""


def check_stories(report: Report, *, thing: str = "", thing_id: int | None = None) -> None:
    """Walk rows and heads side by side, both in the order of their things."""
    which: dict[str, Any] = {"thing": thing} if thing else {}
    which |= {"thing_id": thing_id} if thing_id is not None else {}
    order = ("thing", "thing_id", "seq", "id")
    there: Iterator[Known] = JournalRow.objects.filter(**which).order_by(*order).iterator(chunk_size=2_000)
    apart: Iterator[Known] = RowApart.objects.filter(**which).order_by(*order).iterator(chunk_size=2_000)
    rows = merge(there, apart, key=lambda row: (row.thing, row.thing_id, row.seq, row.id))
    heads = JournalHead.objects.filter(**which).order_by("thing", "thing_id").iterator(chunk_size=2_000)
    head = next(heads, None)
    for key, story in groupby(rows, key=lambda row: (row.thing, row.thing_id)):
        while head is not None and (head.thing, head.thing_id) < key:
            _without_rows(report, head)
            head = next(heads, None)
        own = head is not None and (head.thing, head.thing_id) == key
        _check_story(report, story, head if own else None)
        head = next(heads, None) if own else head
    while head is not None:
        _without_rows(report, head)
        head = next(heads, None)


def _without_rows(report: Report, head: JournalHead) -> None:
    report.stories += 1
    report.add("story_missing", thing=head.thing, thing_id=head.thing_id)


def _check_story(report: Report, rows: Iterator[Known], head: JournalHead | None) -> None:
    report.stories += 1
    before: Known | None = None
    for row in rows:
        report.rows += 1
        _check_row(report, row, before)
        if before is None or row.seq > before.seq or bytes(row.prev) == bytes(before.prev):
            before = row
    if before is not None:
        _check_head(report, before, head)


def _check_row(report: Report, row: Known, before: Known | None) -> None:
    known = {"thing": row.thing, "thing_id": row.thing_id, "seq": row.seq, "row_id": row.id}
    expected_seq, expected_prev = (before.seq + 1, bytes(before.hash)) if before else (1, chain.START)
    for seq in range(expected_seq, min(row.seq, expected_seq + 100)):
        report.add("row_missing", thing=row.thing, thing_id=row.thing_id, seq=seq)
    if isinstance(row, JournalRow) and chain.row_hash(row) != bytes(row.hash):
        report.add("row_changed", **known)
    elif row.seq < expected_seq:
        report.add("row_inserted", **known)
        if before is not None and before.seq == row.seq:
            report.add("row_inserted", **(known | {"row_id": before.id}))
    elif row.seq == expected_seq and bytes(row.prev) != expected_prev:
        report.add("row_out_of_order", **known)
        if before is not None:
            report.add("row_out_of_order", **(known | {"row_id": before.id, "seq": before.seq}))


def _check_head(report: Report, last: Known, head: JournalHead | None) -> None:
    known = {"thing": last.thing, "thing_id": last.thing_id}
    if head is None:
        report.add("head_missing", **known)
        return
    if head.mac == chain.BROKEN:
        report.add("head_broken", **known)
    elif not chain.head_holds(head.thing, head.thing_id, head.last_seq, bytes(head.last_hash), head.mac):
        report.add("head_changed", **known)
    for seq in range(last.seq + 1, min(head.last_seq, last.seq + 100) + 1):
        report.add("row_missing", seq=seq, **known)
    if last.seq > head.last_seq:
        report.add("row_inserted", seq=last.seq, row_id=last.id, **known)
    elif last.seq == head.last_seq and bytes(last.hash) != bytes(head.last_hash):
        report.add("head_differs", row_id=last.id, **known)
