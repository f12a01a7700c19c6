"""Remembers the change tokens (see `kernel.kept`) for one transaction, or for one request that only reads.

Forgotten at the begin of every transaction, at its end too unless a request goes on after it, when something is rolled
back, and when this connection writes to a table that is watched; so that whoever writes reads the own words at once.
"""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Error, adapters
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.pq import ConnStatus, Format

from huying.kernel.postgresql.statements import Asking, Statements

WATCHED: set[str] = set()
"""Tables whose writes change a token, in quotes as the ORM writes them; filled by `kernel.kept`."""
READS = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")


MOMENTS: Any = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)
"""How psycopg itself reads a moment: in C, in the time zone of the connection, which is UTC. Django's reader does it in
Python."""


class _Plain(Dumper):
    """A value as PostgreSQL reads it, its type left to the place where it stands: one prepared form for all values,
    small and large numbers and NULL alike."""

    oid = 0

    def dump(self, obj: Any) -> bytes:
        return str(obj).encode()


class DatabaseWrapper(base.DatabaseWrapper):
    """The default connection."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.change_tokens: dict[str, str] | None = None
        self.asked = 0
        """Statements so far; the measurements tell them by request."""
        self.journal_txid = 0
        self.journal_ids: list[int] = []
        """Of this transaction: its number, and ids of rows of the journal that nobody has used yet."""
        self.journal_heads: dict[tuple[str, int], tuple[int, bytes, str]] = {}
        """Thing → its newest row (number, hash, tag) as this transaction read or wrote it."""
        self._reading = False
        self.execute_wrappers.append(self._watch)

    @property
    def remembers(self) -> bool:
        """Whether tokens read now may be used again."""
        return self._reading or self.in_atomic_block

    @contextmanager
    def one_reading(self) -> Iterator[None]:
        """For the length of a request: what was in force when it began is in force for all of it."""
        before, self._reading, self.change_tokens = self._reading, True, None
        try:
            yield
        finally:
            self._reading, self.change_tokens = before, None

    def _watch(
        self, execute: Callable[..., Any], sql: object, params: object, many: bool, context: dict[str, Any]
    ) -> Any:
        self.asked += 1
        if self.change_tokens is not None and not (isinstance(sql, str) and _harmless(sql)):
            self.change_tokens = None
        return execute(sql, params, many, context)

    def _forget(self) -> None:
        self.change_tokens = None
        self.journal_ids, self.journal_heads = [], {}

    def set_autocommit(self, autocommit: bool, *arguments: Any, **options: Any) -> None:
        last = self._said_last() if autocommit else None
        self._forget()
        super().set_autocommit(autocommit, *arguments, **options)
        self.change_tokens = last

    def commit(self) -> None:
        last = self._said_last()
        self._forget()
        super().commit()
        self.change_tokens = last

    def _said_last(self) -> dict[str, str] | None:
        """What a request read in a transaction that is committed holds for the rest of that request."""
        return self.change_tokens if self._reading else None

    def rollback(self) -> None:
        self._forget()
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        self.change_tokens = None
        self.journal_heads = {}
        super().savepoint_rollback(sid)

    def connect(self) -> None:
        """What is prepared is planned once and for all values: left to itself PostgreSQL plans anew each time what has
        many branches or months (a list of a unit: 9 of 11 ms). Where a value matters it stands in the statement
        (`Question(fixed=True)`)."""
        self._forget()
        super().connect()
        self.connection.prepare_threshold = None
        self.connection.execute("SET plan_cache_mode = force_generic_plan")
        kept = AdaptersMap(self.connection.adapters)
        for kind in (int, bool, float, datetime, date):
            kept.register_dumper(kind, _Plain)
        kept.register_loader("timestamptz", MOMENTS)
        self.statements = Statements(self.connection, kept)

    def prepared_cursor(self) -> Asking:
        """A cursor for statements that come again."""
        self.ensure_connection()
        return Asking(self)

    def is_usable(self) -> bool:
        """Asked before each request: whether the server has hung up. Nothing is sent, so nobody has to answer."""
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection.pgconn.socket, select.POLLIN)
        try:
            for _last_words_and_the_end in range(3):
                if not heard.poll(0):
                    break
                self.connection.pgconn.consume_input()
        except Error:
            return False
        return bool(self.connection.pgconn.status == ConnStatus.OK)


def _harmless(sql: str) -> bool:
    """Reads, and writes by the ORM to tables that nobody keeps."""
    if sql.startswith(READS):
        return True
    if sql.startswith(('INSERT INTO "', 'UPDATE "', 'DELETE FROM "')):
        return sql.split('"', 2)[1] not in WATCHED
    return not any(table in sql for table in WATCHED)
