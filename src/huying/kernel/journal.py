"""The journal: what happened, written in the same transaction as the change, never changed again.

A fact is a frozen dataclass that derives from Event. It holds ids, codes, numbers, dates and hashes only: no free text,
no address, no personal data; `announce` refuses the rest.
"""

import inspect
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, Union, get_args, get_origin, get_type_hints

from django.db import connection, transaction
from django.db.models import QuerySet

from huying.kernel import chain, deliveries
from huying.kernel.actor import Actor
from huying.kernel.facts import fit
from huying.kernel.models import JournalHead, JournalRow

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Event:
    """Base of every fact. The first field is the id of the thing that the fact is about."""

    code: ClassVar[str]
    thing: ClassVar[str]

    @property
    def thing_id(self) -> int:
        return int(getattr(self, fields(self)[0].name))

    def facts(self) -> dict[str, Any]:
        return {f.name: fit(f"{self.code}.{f.name}", getattr(self, f.name)) for f in fields(self)}


E = TypeVar("E", bound=Event)
Handler = Callable[..., None]
_events: dict[str, type[Event]] = {}
_handlers: dict[str, dict[str, Handler]] = {}


def event(kind: type[E]) -> type[E]:
    """Register a fact so that it can be read back from the journal."""
    known = _events.get(kind.code)
    if known is not None and (known.__module__, known.__qualname__) != (kind.__module__, kind.__qualname__):
        raise ValueError(f"{kind.code} is already announced by {known.__module__}.{known.__qualname__}")
    _events[kind.code] = kind
    return kind


def on(kind: type[Event]) -> Callable[[Handler], Handler]:
    """Register a handler: called at least once after the commit, by the worker; it must be idempotent.

    A handler takes the event, or the event and its journal row: `handler(event)` or `handler(event, row)`.
    """

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(kind.code, {})[f"{handler.__module__}.{handler.__name__}"] = handler
        return handler

    return register


def events() -> dict[str, type[Event]]:
    """Every registered fact by its code."""
    return dict(_events)


def handlers_of(code: str) -> dict[str, Handler]:
    return dict(_handlers.get(code, {}))


def announce(fact: Event, *, by: Actor, at: datetime) -> JournalRow:
    """Write the fact into the journal of its thing, in the running transaction, and queue its deliveries."""
    if at.tzinfo is None:
        raise ValueError("a fact needs a moment with a time zone")
    row = JournalRow(
        thing=fact.thing,
        thing_id=fact.thing_id,
        code=fact.code,
        at=at,
        by=by.account_id,
        by_kind=by.kind,
        task=fit("task", by.task),
        facts=fact.facts(),
    )
    with transaction.atomic(savepoint=False):
        whole = _take_number(row)
        row.hash = chain.row_hash(row)
        _write(row, whole=whole)
        deliveries.queue(row, handlers_of(fact.code))
    return row


def _take_number(row: JournalRow) -> bool:
    """Lock the head of the thing and give the row its id, number and predecessor. False when the head is not ours.

    The lock orders the chain: whoever holds it writes the next number.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_journalhead AS h (thing, thing_id, last_seq, last_hash, mac, first_at, last_at) "
            "VALUES (%s, %s, 0, %s, '', %s, %s) ON CONFLICT (thing, thing_id) DO UPDATE SET thing = h.thing "
            "RETURNING last_seq, last_hash, mac, nextval('kernel_journalrow_id_seq'), "
            "pg_current_xact_id()::text::bigint, last_seq = 0 AND EXISTS "
            "(SELECT FROM kernel_journalrow r WHERE r.thing = h.thing AND r.thing_id = h.thing_id)",
            [row.thing, row.thing_id, chain.START, row.at, row.at],
        )
        last_seq, last_hash, mac, row.id, row.txid, orphaned = cursor.fetchone()
    fresh = last_seq == 0 and not mac and not orphaned
    if orphaned:
        newest = story(row.thing, row.thing_id).order_by("-seq").first()
        last_seq, last_hash = (newest.seq, newest.hash) if newest else (last_seq, last_hash)
    row.seq, row.prev = last_seq + 1, bytes(last_hash)
    return fresh or chain.head_holds(row.thing, row.thing_id, last_seq, row.prev, mac)


def _write(row: JournalRow, *, whole: bool) -> None:
    """Insert the row and move the head on. A head that was tampered with stays broken: nothing is laundered."""
    last_hash, prev = bytes(row.hash), bytes(row.prev)
    mac = chain.head_tag(row.thing, row.thing_id, row.seq, last_hash) if whole else chain.BROKEN
    if not whole:
        log.error("journal: the head of %s %s does not hold; run verify", row.thing, row.thing_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH written AS (INSERT INTO kernel_journalrow "
            "(id, thing, thing_id, seq, code, at, by, by_kind, task, facts, txid, prev, hash) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s)) "
            "UPDATE kernel_journalhead SET last_seq = %s, last_hash = %s, mac = %s, "
            "first_at = LEAST(first_at, %s), last_at = GREATEST(last_at, %s) WHERE thing = %s AND thing_id = %s",
            [
                row.id, row.thing, row.thing_id, row.seq, row.code, row.at, row.by, row.by_kind, row.task,
                json.dumps(row.facts), row.txid, prev, last_hash,
                row.seq, last_hash, mac, row.at, row.at, row.thing, row.thing_id,
            ],
        )  # fmt: skip


def story(thing: str, thing_id: int) -> QuerySet[JournalRow]:
    """What happened to one thing, oldest first."""
    rows = JournalRow.objects.filter(thing=thing, thing_id=thing_id).order_by("seq", "id")
    head = JournalHead.objects.filter(thing=thing, thing_id=thing_id).values_list("first_at", "last_at", "mac").first()
    if head is None or head[2] in ("", chain.BROKEN):
        return rows
    return rows.filter(at__gte=head[0], at__lte=head[1])  # lets the database leave out the other months


def facts_since(row_id: int, *, limit: int = 1000) -> list[JournalRow]:
    """The next committed rows after this one (0: from the beginning), in an order in which none can be overlooked.

    Rows commit in another order than their ids, so the order is by transaction, and only rows come whose
    transactions are surely over. Go on with the id of the last row.
    """
    return list(
        JournalRow.objects.raw(
            "SELECT * FROM kernel_journalrow WHERE txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint "
            "AND (txid, id) > (COALESCE((SELECT txid FROM kernel_journalrow WHERE id = %s), 0), %s) "
            "ORDER BY txid, id LIMIT %s",
            [row_id, row_id, limit],
        )
    )


def read_back(row: JournalRow) -> Event:
    """The fact as it was announced. Fields the event has lost since are dropped; new ones need a default."""
    kind = _events[row.code]
    hints: dict[str, Any] = _hints(kind.code)
    known = {f.name for f in fields(kind)}
    return kind(**{name: _typed(hints[name], value) for name, value in row.facts.items() if name in known})


@cache
def _hints(code: str) -> dict[str, Any]:
    return get_type_hints(_events[code])


@cache
def wants_row(handler: Handler) -> bool:
    return len(inspect.signature(handler).parameters) > 1


def _alternatives(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, UnionType):
        for part in get_args(hint):
            yield from _alternatives(part)
    else:
        yield hint


def _typed(hint: Any, value: Any) -> Any:
    """Bring back what JSON does not know: moments, dates and tuples."""
    if isinstance(value, list):
        for part in _alternatives(hint):
            if get_origin(part) in (tuple, list, frozenset, set):
                inner = (get_args(part) or (Any,))[0]
                return get_origin(part)(_typed(inner, item) for item in value)
        return tuple(value)
    if isinstance(value, str):
        kinds = list(_alternatives(hint))
        if datetime in kinds:
            return datetime.fromisoformat(value)
        if date in kinds:
            return date.fromisoformat(value)
    return value
