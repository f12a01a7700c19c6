"""Writing much of the past at once: by COPY, with the same chains, heads and months as `journal` writes one by one.

What was loaded is verified like any other story. It is history: no handler hears of it and nobody is told; readers of
the journal (`facts_since`) find its rows like all others.
"""

import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import connection

from huying.kernel import chain, keyring
from huying.kernel.registry import Event

NOTHING = "\\N"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = chain.START.hex()
FORM = f'["{chain.ROW_FORM}",'
ROW_COLUMNS = "id, thing, thing_id, seq, code, at, by, by_kind, task, facts, txid, prev, hash"
HEAD_COLUMNS = "thing, thing_id, last_seq, last_hash, mac, first_at, last_at"
CASE_MARK, BODY_MARK, WORD_MARK = 918_273_645, 564_738_291, "mark-of-a-number"


def moment(at: datetime | None) -> str:
    """As the chain says it, which COPY reads as well. Days and seconds come again, so they are written once."""
    if at is None:
        return NOTHING
    since = at - EPOCH
    return f"{_day(since.days)}{_second(since.seconds)}{since.microseconds:06d}+00:00"


@cache
def _day(number: int) -> str:
    return f"{(EPOCH + timedelta(days=number)).date().isoformat()}T"


@cache
def _second(number: int) -> str:
    return f"{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}."


def text(value: str) -> str:
    """A text as COPY takes it."""
    if value.isprintable() and "\\" not in value:
        return value
    value = value.replace("\x00", "").replace("\\", "\\\\")
    return value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def template(fact: Event, *marks: str) -> str:
    """The facts as canonical JSON with a %s for each marked value, which must come in the order of `marks`. Everything
    else was found fit for the journal here, once."""
    plain = json.dumps(fact.facts(), sort_keys=True, ensure_ascii=True, separators=(",", ":")).replace("%", "%%")
    places = [plain.find(marked) for marked in marks]
    if -1 in places or places != sorted(places):
        raise ValueError(f"{marks} do not stand in this order among the facts of {fact.code}")
    for marked in marks:
        plain = plain.replace(marked, "%s", 1)
    return plain


def take_numbers(sequence: str, count: int) -> list[int]:
    """So many numbers of a sequence of the database. Others may take some in between: gaps do not matter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(nextval(%s::regclass)) FROM generate_series(1, %s)", [sequence, count])
        return list(cursor.fetchone()[0] or [])


def copy(table: str, columns: str, lines: Sequence[str]) -> None:
    """Lines of text columns, tabs between."""
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as out:
        out.write(("\n".join(lines) + "\n").encode())


class Stories:
    """Whole new stories of one kind of thing, gathered in one transaction and written at its end."""

    def __init__(self, thing: str, *, rows: int, task: str = "history") -> None:
        self.thing, self.task = thing, task
        self.ids = iter(take_numbers("kernel_journalrow_id_seq", rows))
        self.rows: list[str] = []
        self.heads: list[str] = []
        ring = keyring.journal_keys()
        self.key = keyring.derive(ring.keys[ring.current], "journal head")
        self.tag = f"{ring.current}.sha256."
        self.plain = keyring.chosen_hash() == "sha256"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text")
            self.txid = cursor.fetchone()[0]

    def add(self, thing_id: int, facts: Iterable[tuple[str, str, str]]) -> None:
        """What happened, in its order: code, moment and facts as canonical JSON (see `template`)."""
        thing, task, txid, ids, put = self.thing, self.task, self.txid, self.ids, self.rows.append
        prev, seq, moments = FIRST, 0, []
        head, tail = f'"{thing}",{thing_id},', f'",null,"system","{task}",'
        line, end = f"\t{thing}\t{thing_id}\t", f"\t\\N\tsystem\t{task}\t"
        for code, at, said in facts:
            seq += 1
            row_id = next(ids)
            made = sha256(
                f'{FORM}{row_id},{head}{seq},"{code}","{at}{tail}{said},{txid},"{prev}"]'.encode()
            ).hexdigest()
            put(f"{row_id}{line}{seq}\t{code}\t{at}{end}{said}\t{txid}\t\\\\x{prev}\t\\\\x{made}")
            prev = made
            moments.append(at)
        tag = self._tag(thing_id, seq, prev)
        self.heads.append(f"{thing}\t{thing_id}\t{seq}\t\\\\x{prev}\t{tag}\t{min(moments)}\t{max(moments)}")

    def _tag(self, thing_id: int, seq: int, last: str) -> str:
        """The same as chain.head_tag, with the key derived once."""
        if not self.plain:
            return chain.head_tag(self.thing, thing_id, seq, bytes.fromhex(last))
        said = f'["{chain.HEAD_FORM}","{self.thing}",{thing_id},{seq},"{last}"]'
        return self.tag + hmac.digest(self.key, said.encode(), "sha256").hex()

    def write(self) -> None:
        copy("kernel_journalrow", ROW_COLUMNS, self.rows)
        copy("kernel_journalhead", HEAD_COLUMNS, self.heads)


def ensure_month(at: datetime) -> None:
    """The month of a moment that may be long past. In a transaction of its own, before the rows come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_journal_month(%s)", [at])


LOOSE = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) AND conparentid = 0
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index WHERE NOT indisunique AND indrelid = ANY(%s::regclass[])
"""


def set_aside(tables: Sequence[str]) -> list[str]:
    """Take off what makes many rows slow: indexes that only help to find, and foreign keys. Says how to put each back.

    To be kept in the same transaction, so that whoever goes on after a crash can put them back.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOOSE, [list(tables), list(tables)])
        found: list[tuple[str, str]] = cursor.fetchall()
        for drop, _back in found:
            cursor.execute(drop)
    return [back for _drop, back in found]


def put_back(statements: Sequence[str], tables: Sequence[str]) -> None:
    """Build the indexes and check the foreign keys, each once over the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')


def constant(value: Any) -> str:
    """A value that is the same in every line."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (dict, list)):
        return text(json.dumps(value, ensure_ascii=False))
    return moment(value) if isinstance(value, datetime) else text(str(value))
