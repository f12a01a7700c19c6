"""The statements that a connection keeps planned, asked without the layers in between.

psycopg's cursors are made for every statement there may be: a new one looks up, for each statement, how each type is
written and read, polls the socket from Python, and forgets all plans at a rollback. What comes again with every call
needs none of that: it stands under a name in the connection, values are written by the adapters that this connection
has found already, and libpq is asked once. It costs half the processor time (decision 10).

Used are `psycopg.pq`, psycopg's way to libpq, and `psycopg.adapt.Transformer`; both are described in its documentation.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from psycopg import Connection, capabilities, errors
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

if TYPE_CHECKING:
    from huying.kernel.postgresql.base import DatabaseWrapper

MOST_KEPT = 500
_MARK = re.compile(r"%(?:\((\w+)\))?(.)")
Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a Transformer wants to know."""

    connection: Connection[Any]
    adapters: AdaptersMap


class Statements:
    """Of one connection. Not for two threads at once; Django gives each its own connection."""

    def __init__(self, connection: Connection[Any], adapters: AdaptersMap) -> None:
        self._connection, self._libpq = connection, connection.pgconn
        self._values = Transformer.from_context(_Context(connection, adapters))
        self._names: OrderedDict[tuple[str, tuple[int, ...] | None], bytes] = OrderedDict()
        self._made = 0
        self.logged = settings.DEBUG

    def ask(self, sql: str, params: Values) -> tuple[list[Row], int]:
        """Rows that come back, and how many rows there were or were changed. Raises errors of psycopg."""
        values = [params[name] for name in _numbered(sql)[1]] if isinstance(params, Mapping) else params
        said: Any = self._values.dump_sequence(values, [PyFormat.AUTO] * len(values))
        self._begin()
        name = self._name(sql, self._values.types)
        answer = self._libpq.exec_prepared(name, said, self._values.formats)
        if answer.status == ExecStatus.TUPLES_OK:
            self._values.set_pgresult(answer)
            return self._values.load_rows(0, answer.ntuples, tuple), answer.ntuples
        if answer.status != ExecStatus.COMMAND_OK:
            self._fail(answer)
        return [], answer.command_tuples or 0

    def columns(self) -> list[str]:
        """Their names in the newest answer that had rows."""
        answer = self._values.pgresult
        return [(answer.fname(place) or b"").decode() for place in range(answer.nfields)] if answer else []

    def _begin(self) -> None:
        """As psycopg does before the first statement of a transaction."""
        if self._libpq.transaction_status == TransactionStatus.IDLE and not self._connection.autocommit:
            answer = self._libpq.exec_(b"BEGIN")
            if answer.status != ExecStatus.COMMAND_OK:
                self._fail(answer)

    def _name(self, sql: str, types: tuple[int, ...] | None) -> bytes:
        """`types`: those of the values, 0 where the place says it. Another mixture of them is another statement."""
        name = self._names.get((sql, types))
        if name is not None:
            self._names.move_to_end((sql, types))
            return name
        if len(self._names) >= MOST_KEPT:
            self._forget(self._names.popitem(last=False)[1])
        self._made += 1
        name = f"huying_{self._made}".encode()
        answer = self._libpq.prepare(name, _numbered(sql)[0], types)
        if answer.status != ExecStatus.COMMAND_OK:
            self._fail(answer)
        self._names[sql, types] = name
        return name

    def _forget(self, name: bytes) -> None:
        """By the protocol where libpq can, which a pooler in between understands."""
        if capabilities.has_send_close_prepared():
            self._libpq.close_prepared(name)
        else:
            self._libpq.exec_(b"DEALLOCATE " + name)

    def _fail(self, answer: Any) -> None:
        """A plan whose tables were changed by an upgrade meanwhile is made anew the next time."""
        if self._libpq.status != ConnStatus.OK:
            self._connection.close()
            raise errors.OperationalError(answer.error_message.decode(errors="replace"))
        failure = errors.error_from_result(answer, encoding=self._connection.info.encoding)
        if isinstance(failure, errors.FeatureNotSupported | errors.InvalidSqlStatementName):
            self._names.clear()
        raise failure


@lru_cache(maxsize=5_000)
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """`%s` and `%(name)s` as `$1`, `%%` as `%`: how PostgreSQL numbers what is handed in; and the names so numbered."""
    names: list[str] = []

    def number(mark: re.Match[str]) -> str:
        name, kind = mark.groups()
        if kind != "s":
            return kind
        if name is None or name not in names:
            names.append(name or "")
            return f"${len(names)}"
        return f"${names.index(name) + 1}"

    return _MARK.sub(number, sql).encode(), tuple(names)


class Asking:
    """A cursor for one statement: counted, logged and watched as every other of Django's."""

    def __init__(self, database: "DatabaseWrapper") -> None:
        self._database = database
        self._rows: list[Row] = []
        self.rowcount = -1

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, *_failure: object) -> None:
        return None

    def execute(self, sql: str, params: Values = ()) -> None:
        execute: Any = self._execute
        for wrapper in reversed(self._database.execute_wrappers):
            execute = partial(wrapper, execute)
        execute(sql, params, False, {"connection": self._database, "cursor": self})

    @property
    def columns(self) -> list[str]:
        return self._database.statements.columns()

    def fetchall(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> Row | None:
        return self._rows.pop(0) if self._rows else None

    def _execute(self, sql: str, params: Values, _many: bool, _context: object) -> None:
        database = self._database
        if database.needs_rollback:
            database.validate_no_broken_transaction()
        began = time.monotonic()
        try:
            self._rows, self.rowcount = database.statements.ask(sql, params)
        except errors.Error:
            with database.wrap_database_errors:
                raise
        finally:
            if database.force_debug_cursor or database.statements.logged:
                database.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
