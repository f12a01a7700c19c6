"""What is needed first of a thing, read together with it. By a transaction that changes something: the change tokens of
what the process keeps, the head of the thing's story, and places in the journal. By a page: the tokens, and when the
story began and ended."""

import json
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Func, QuerySet, TextField

from huying.kernel import reading
from huying.kernel.journal import PLACES_SQL, Span, give_head, give_places
from huying.kernel.kept import TOKENS_SQL, tokens_are
from huying.kernel.prepared import cursor
from huying.kernel.publicnumber import left_out, next_number, number_of, sequence_of


class _Opening(Func):
    """All of it as one text: [tokens, ids, number of the transaction, last_seq, last_hash, mac]."""

    output_field = TextField()
    template = """(
        SELECT json_build_array({tokens}, {places}, h.last_seq, encode(h.last_hash, 'hex'), h.mac)::text
        FROM (VALUES (1)) one
        LEFT JOIN kernel_journalhead h ON h.thing = '%(thing)s' AND h.thing_id = %(expressions)s
    )""".replace("{tokens}", TOKENS_SQL).replace("{places}", PLACES_SQL)


def opening(rows: QuerySet[Any], *, thing: str) -> QuerySet[Any]:
    """The rows with all of it beside them, in `opened`; for a question that locks one row of this kind of thing."""
    beside: QuerySet[Any] = rows.annotate(opened=_Opening(F("pk"), thing=thing))
    return beside


class _Reading(Func):
    """All that a page needs as one text: [tokens, first_at, last_at, mac]."""

    output_field = TextField()
    template = """(
        SELECT json_build_array({tokens}, h.first_at, h.last_at, h.mac)::text FROM (VALUES (1)) one
        LEFT JOIN kernel_journalhead h ON h.thing = '%(thing)s' AND h.thing_id = %(expressions)s
    )""".replace("{tokens}", TOKENS_SQL)


def opening_to_read(rows: QuerySet[Any], *, thing: str) -> QuerySet[Any]:
    """The rows with what a page of this kind of thing needs beside them, in `opened`."""
    beside: QuerySet[Any] = rows.annotate(opened=_Reading(F("pk"), thing=thing))
    return beside


def take_reading(row: Any) -> Span | None:
    """The span of its story, for `rows_of`; the tokens are remembered for this request, unless a replica said them."""
    tokens, first_at, last_at, mac = json.loads(row.opened)
    if reading.source() == DEFAULT_DB_ALIAS:
        tokens_are(tokens)
    return (datetime.fromisoformat(first_at), datetime.fromisoformat(last_at), mac) if first_at else None


_FIRST = "SELECT (SELECT max(nextval(to_regclass(%s))) FROM generate_series(0, %s)), {tokens}, {places}".replace(
    "{tokens}", TOKENS_SQL
).replace("{places}", PLACES_SQL)


def opening_number(series: str, *, at: datetime) -> str:
    """The public number of a new thing, with what its transaction needs to know first."""
    with cursor() as asked:
        asked.execute(_FIRST, [sequence_of(series, at=at), left_out()])
        [(nth, tokens, ids, txid)] = asked.fetchall()
    tokens_are(tokens)
    give_places(txid, ids)
    return next_number(series, at=at) if nth is None else number_of(nth, at=at)


def take_opening(row: Any, *, thing: str) -> None:
    """Remember what came with the row, until the transaction ends."""
    tokens, ids, txid, last_seq, last_hash, mac = json.loads(row.opened)
    tokens_are(tokens)
    give_places(txid, ids)
    give_head(thing, row.pk, (last_seq, bytes.fromhex(last_hash), mac) if last_seq else None)
