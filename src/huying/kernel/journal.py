"""The journal: what happened, written in the same transaction as the change, never changed again.

A fact is a frozen dataclass that derives from Event. It holds ids, codes, numbers, dates and hashes only: no free text,
no address, no personal data; `announce` refuses the rest.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from psycopg.errors import DeadlockDetected

from huying.kernel import chain, deliveries, reasons
from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict
from huying.kernel.facts import fit
from huying.kernel.models import JournalHead, JournalRow
from huying.kernel.postgresql.base import DatabaseWrapper
from huying.kernel.prepared import Given, Question, cursor
from huying.kernel.registry import Event, event, events, handlers_of, on, read_back

__all__ = ["Event", "announce", "event", "events", "facts_since", "on", "read_back", "rows_of", "story"]

log = logging.getLogger(__name__)


def announce(fact: Event, *, by: Actor, at: datetime, reason: str | None = None) -> JournalRow:
    """Write the fact into the journal of its thing, in the running transaction, and queue its deliveries.

    A change that needs a reason hands it in: the words are kept beside the journal, their hash among the facts.
    """
    if at.tzinfo is None:
        raise ValueError("a fact needs a moment with a time zone")
    said = reasons.checked(by, reason) if reason is not None else ""
    row = JournalRow(
        thing=fact.thing,
        thing_id=fact.thing_id,
        code=fact.code,
        at=at,
        by=by.account_id,
        by_kind=by.kind,
        task=fit("task", by.task),
        facts=fact.facts() | ({"reason_hash": reasons.hash_of(said)} if said else {}),
    )
    with transaction.atomic(savepoint=False):
        with _in_turn(row):
            if not (_begun(row) if fact.begins else _moved_on(row)):
                whole = _take_number(row, begins=fact.begins)
                row.hash = chain.row_hash(row)
                _write(row, whole=whole)
        if said:
            reasons.keep(row, said)
        deliveries.queue(row, handlers_of(fact.code))
    return row


def _begun(row: JournalRow) -> bool:
    """Write the first row of a new thing together with its head. False when this transaction has no id at hand, or the
    thing has a head already."""
    if not _placed(row):
        return False
    row.seq, row.prev = 1, chain.START
    return _written(row, _FIRST, [row.thing, row.thing_id])


def _moved_on(row: JournalRow) -> bool:
    """Write the next row of a thing whose head this transaction has read, and move the head on, if it is still there.
    False when it is not known, does not hold, or somebody else was faster: then the head is locked and read again."""
    last_seq, last_hash, mac = _database().journal_heads.pop((row.thing, row.thing_id), (0, b"", ""))
    if not (last_seq and chain.head_holds(row.thing, row.thing_id, last_seq, last_hash, mac) and _placed(row)):
        return False
    row.seq, row.prev = last_seq + 1, last_hash
    return _written(row, _NEXT, [row.seq], [row.thing, row.thing_id, last_seq, last_hash])


def _database() -> DatabaseWrapper:
    return cast(DatabaseWrapper, connection)


def _placed(row: JournalRow) -> bool:
    """An id and the number of this transaction, where they are at hand."""
    database = _database()
    if not database.journal_ids:
        return False
    row.txid, row.id = database.journal_txid, database.journal_ids.pop(0)
    return True


def _written(row: JournalRow, statement: str, before: list[Any], after: Sequence[Any] = ()) -> bool:
    row.hash = chain.row_hash(row)
    last_hash = bytes(row.hash)
    mac = chain.head_tag(row.thing, row.thing_id, row.seq, last_hash)
    with cursor() as writing:
        writing.execute(statement, [*before, last_hash, mac, row.at, row.at, *after, *_columns(row)])
        if writing.rowcount != 1:
            return False
    _database().journal_heads[row.thing, row.thing_id] = (row.seq, last_hash, mac)
    return True


def _columns(row: JournalRow) -> list[Any]:
    return [
        row.id, row.thing, row.thing_id, row.seq, row.code, row.at, row.by, row.by_kind, row.task,
        json.dumps(row.facts), row.txid, bytes(row.prev), bytes(row.hash),
    ]  # fmt: skip


@contextmanager
def _in_turn(row: JournalRow) -> Iterator[None]:
    """Two transactions about the same two things in opposite order: the database refuses one, who may try again."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise Conflict(thing=row.thing, thing_id=row.thing_id) from error
        raise


def _take_number(row: JournalRow, *, begins: bool) -> bool:
    """Lock the head of the thing and give the row its id, number and predecessor. False when the head is not ours.

    The lock orders the chain: whoever holds it writes the next number.
    """
    with cursor() as asked:
        asked.execute(_HEAD, [row.thing, row.thing_id, chain.START, row.at, row.at])
        [(last_seq, last_hash, mac, row.id, row.txid, spare)] = asked.fetchall()
    give_places(row.txid, [spare])
    # Looked for in every month, so only where the head of an old thing seems new: somebody may have deleted it.
    orphaned = (
        last_seq == 0 and not begins and JournalRow.objects.filter(thing=row.thing, thing_id=row.thing_id).exists()
    )
    fresh = last_seq == 0 and not mac and not orphaned
    if orphaned:
        newest = story(row.thing, row.thing_id).order_by("-seq").first()
        last_seq, last_hash = (newest.seq, newest.hash) if newest else (last_seq, last_hash)
    row.seq, row.prev = last_seq + 1, bytes(last_hash)
    return fresh or chain.head_holds(row.thing, row.thing_id, last_seq, row.prev, mac)


def _write(row: JournalRow, *, whole: bool) -> None:
    """Insert the row and move the head on. A head that was tampered with stays broken: nothing is laundered."""
    last_hash = bytes(row.hash)
    mac = chain.head_tag(row.thing, row.thing_id, row.seq, last_hash) if whole else chain.BROKEN
    if not whole:
        log.error("journal: the head of %s %s does not hold; run verify", row.thing, row.thing_id)
    with cursor() as writing:
        head = [row.seq, last_hash, mac, row.at, row.at, row.thing, row.thing_id]
        writing.execute(_ROW, [*_columns(row), *head])
    if whole:
        _database().journal_heads[row.thing, row.thing_id] = (row.seq, last_hash, mac)


def give_places(txid: int, ids: list[int]) -> None:
    """Ids that this transaction has taken from the sequence of the journal. Older ones that are left are let go: ids of
    one transaction must rise as its facts follow one another."""
    database = _database()
    database.journal_txid, database.journal_ids = txid, ids


def give_head(thing: str, thing_id: int, head: tuple[int, bytes, str] | None) -> None:
    """The newest row of a thing, as this transaction has just read it together with something else."""
    if head is not None:
        _database().journal_heads[thing, thing_id] = head


PLACES_SQL = """(SELECT array_agg(nextval('kernel_journalrow_id_seq')) FROM generate_series(1, 4)),
    pg_current_xact_id()::text::bigint"""
"""Four ids at once, and the number of the transaction: a step tells what it did, and that people were told of it."""


_HEAD = """INSERT INTO "kernel_journalhead" AS h (thing, thing_id, last_seq, last_hash, mac, first_at, last_at)
VALUES (%s, %s, 0, %s, '', %s, %s) ON CONFLICT (thing, thing_id) DO UPDATE SET thing = h.thing
RETURNING last_seq, last_hash, mac, nextval('kernel_journalrow_id_seq'), pg_current_xact_id()::text::bigint,
    nextval('kernel_journalrow_id_seq')"""
_INSERT = """INSERT INTO "kernel_journalrow"
    (id, thing, thing_id, seq, code, at, by, by_kind, task, facts, txid, prev, hash)
SELECT %s::bigint, %s, %s::bigint, %s::bigint, %s, %s::timestamptz, %s::bigint, %s, %s, %s::jsonb, %s::bigint,
    %s::bytea, %s::bytea FROM head"""
_FIRST = """WITH head AS (
    INSERT INTO "kernel_journalhead" (thing, thing_id, last_seq, last_hash, mac, first_at, last_at)
    VALUES (%s, %s, 1, %s, %s, %s, %s) ON CONFLICT (thing, thing_id) DO NOTHING RETURNING 1
)
{insert}""".replace("{insert}", _INSERT)
_NEXT = """WITH head AS (
    UPDATE "kernel_journalhead" SET last_seq = %s, last_hash = %s, mac = %s,
        first_at = LEAST(first_at, %s), last_at = GREATEST(last_at, %s)
    WHERE thing = %s AND thing_id = %s AND last_seq = %s AND last_hash = %s RETURNING 1
)
{insert}""".replace("{insert}", _INSERT)
_ROW = """WITH written AS (
    INSERT INTO "kernel_journalrow" (id, thing, thing_id, seq, code, at, by, by_kind, task, facts, txid, prev, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s)
)
UPDATE "kernel_journalhead" SET last_seq = %s, last_hash = %s, mac = %s,
    first_at = LEAST(first_at, %s), last_at = GREATEST(last_at, %s) WHERE thing = %s AND thing_id = %s"""


def story(thing: str, thing_id: int) -> QuerySet[JournalRow]:
    """What happened to one thing, oldest first."""
    rows = JournalRow.objects.filter(thing=thing, thing_id=thing_id).order_by("seq", "id")
    head = JournalHead.objects.filter(thing=thing, thing_id=thing_id).values_list("first_at", "last_at", "mac").first()
    if head is None or head[2] in ("", chain.BROKEN):
        return rows
    return rows.filter(at__gte=head[0], at__lte=head[1])  # lets the database leave out the other months


Span = tuple[datetime, datetime, str]
"""From when to when the story of a thing goes, and the tag of its head."""


def rows_of(thing: str, thing_id: int, *, span: Span | None = None) -> list[JournalRow]:
    """The same story, read as often as a page is looked at. `span`: what was read with the thing just now."""
    head = span or _SPAN.first(thing=thing, thing_id=thing_id)
    if head is None or head[2] in ("", chain.BROKEN):
        return list(story(thing, thing_id))
    return _WITHIN.all(thing=thing, thing_id=thing_id, first_at=head[0], last_at=head[1])


_SPAN = Question[Span](
    lambda: JournalHead.objects.filter(thing=Given("thing"), thing_id=Given("thing_id")).values_list(
        "first_at", "last_at", "mac"
    )
)
_WITHIN = Question[JournalRow](
    lambda: JournalRow.objects.filter(
        thing=Given("thing"), thing_id=Given("thing_id"), at__gte=Given("first_at"), at__lte=Given("last_at")
    ).order_by("seq", "id")
)


def facts_since(row_id: int, *, limit: int = 1000) -> list[JournalRow]:
    """The next committed rows after this one (0: from the beginning), in an order in which none can be overlooked.

    Rows commit in another order than their ids, so the order is by transaction, and only rows come whose
    transactions are surely over. Go on with the id of the last row.
    """
    with cursor() as asked:
        asked.execute(_SINCE, [row_id, row_id, row_id, limit])
        names = asked.columns
        rows = [JournalRow.from_db(connection.alias, names, row) for row in asked.fetchall()]
    for row in rows:
        row.facts = json.loads(row.facts)
    return rows


_SINCE = """SELECT * FROM kernel_journalrow WHERE txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
AND (txid, id) > (COALESCE((SELECT txid FROM kernel_journalrow WHERE id = %s),
    (SELECT txid FROM kernel_rowapart WHERE id = %s), 0), %s) ORDER BY txid, id LIMIT %s"""
"""Planned once: over years of months, planning costs more than the answer."""
