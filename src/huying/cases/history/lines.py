"""Rows of a past case as lines of COPY: what is not known of it is as the tables say of themselves."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import NOT_PROVIDED, Model

from huying.cases.history.past import PastCase
from huying.cases.history.story import state_of
from huying.cases.masking import to_building, without_numbers
from huying.cases.models import Case, CaseOrigin, Rating, Result, WorkOrder
from huying.kernel import bulkload
from huying.kernel.bulkload import NOTHING, moment, text

SHORTEST = timedelta(seconds=1)
SAID = "（历史数据没有答复原文）"


class Form:
    """One table: the columns that differ first, filled in by place; then all others, the same in every line."""

    def __init__(self, model: type[Model], *given: str) -> None:
        self.table = model._meta.db_table
        fields = {field.column: field for field in model._meta.concrete_fields}
        if missing := set(given) - set(fields):
            raise ValueError(f"{self.table} has no {missing}")
        usual = [column for column in fields if column not in given]
        self.columns = ", ".join(f'"{column}"' for column in (*given, *usual))
        self.end = "".join("\t" + _usual(fields[column]) for column in usual)

    def filled(self, values: Sequence[str]) -> str:
        return "\t".join(values) + self.end

    def copy(self, lines: list[str]) -> None:
        bulkload.copy(self.table, self.columns, lines)


def _usual(field: Any) -> str:
    """What a new row has in this column when nobody says anything."""
    default = field.default
    if default is NOT_PROVIDED:
        return NOTHING if field.null else ""
    value = default() if isinstance(default, Callable) else default  # type: ignore[arg-type]
    return bulkload.constant(value)


CASE = Form(
    Case, "id", "number", "kind", "channel", "title", "words", "category_code", "klass", "area_id", "place", "lon",
    "lat", "src_crs", "confidentiality", "apart", "state", "lead_body_id", "result_kind", "filed_at", "accepted_at",
    "first_dispatched_at", "handed_in_at", "ended_at", "identity_closed_at", "due_at", "warn_at", "due_kind",
)  # fmt: skip
ORDER = Form(
    WorkOrder, "id", "case_id", "body_id", "sent_at", "limit_text", "finish_due_at", "reason", "signed_at", "closed_at",
    "end_code", "apart",
)  # fmt: skip
RESULT = Form(
    Result, "id", "case_id", "order_id", "round", "kind", "text", "done", "talk", "handed_in_at", "decided_at",
    "approved", "apart",
)  # fmt: skip
RATING = Form(Rating, "id", "case_id", "round", "solved", "satisfied", "way", "at", "apart")
ORIGIN = Form(CaseOrigin, "id", "case_id", "source", "number", "digest", "at")
FORMS = (CASE, ORDER, RESULT, RATING, ORIGIN)
TABLES = tuple(form.table for form in FORMS)


Written = tuple[str, ...]


def case_line(past: PastCase, case_id: str, number: str, *, hidden: bool, title: str, when: Written, at: str) -> str:
    filed, accepted, dispatched, _signed, finished, closed = when
    due_at = max(past.due_at or past.closed_at, past.filed_at + SHORTEST)
    due = closed if due_at is past.closed_at else moment(due_at)
    lon, lat = (repr(past.point[0]), repr(past.point[1])) if past.point else (NOTHING, NOTHING)
    return CASE.filled(
        (
            case_id, number, past.kind, past.channel, title, "" if hidden else text(without_numbers(past.words)),
            past.category_code, past.klass, str(past.area_id),
            "" if hidden or not past.place else text(to_building(past.place)[:200]), lon, lat,
            "cgcs2000" if past.point else "", "P1" if hidden else "P0", "t" if hidden else "f", state_of(past),
            str(past.body_id) if past.body_id else NOTHING, past.outcome, filed, accepted, dispatched, finished, closed,
            at, due, due, "finish",
        )
    )  # fmt: skip


def order_line(past: PastCase, order_id: str, case_id: str, *, hidden: bool, when: Written) -> str:
    _filed, _accepted, dispatched, signed, _finished, closed = when
    return ORDER.filled(
        (
            order_id, case_id, str(past.body_id), dispatched, "history", moment(past.due_at), "history", signed, closed,
            "ended", "t" if hidden else "f",
        )
    )  # fmt: skip


def result_line(past: PastCase, ids: tuple[str, str, str], *, hidden: bool, when: Written) -> str:
    said = "" if hidden else text(without_numbers(past.answer)) if past.answer else SAID
    kind = past.outcome if past.outcome in ("solved", "explained", "other_body") else "explained"
    dash = said and "—"
    return RESULT.filled((*ids, "1", kind, said, dash, dash, when[4], when[5], "t", "t" if hidden else "f"))


def rating_line(rating: tuple[str, str], rating_id: str, case_id: str, *, hidden: bool, at: str) -> str:
    return RATING.filled((rating_id, case_id, "1", rating[0], rating[1], "history", at, "t" if hidden else "f"))


def origin_line(past: PastCase, origin_id: str, case_id: str, *, source: str, at: str) -> str:
    return ORIGIN.filled((origin_id, case_id, source, text(past.number), past.digest, at))
