"""How one thing's journal rows hold together: a canonical encoding, a hash over it and the hash of the row before."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Protocol

from huying.kernel import keyring

START = bytes(32)
ROW_FORM = "huying.row.1"
HEAD_FORM = "huying.head.1"
BROKEN = "broken"


class Row(Protocol):
    """The columns of a journal row, however it was read."""

    id: Any
    thing: Any
    thing_id: Any
    seq: Any
    code: Any
    at: Any
    by: Any
    by_kind: Any
    task: Any
    facts: Any
    txid: Any
    prev: Any


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(row: Row) -> bytes:
    """Every column of the row but its own hash, in one fixed order, as ASCII JSON without spaces."""
    columns = [
        ROW_FORM, row.id, row.thing, row.thing_id, row.seq, row.code, moment(row.at), row.by, row.by_kind, row.task,
        row.facts, row.txid, bytes(row.prev).hex(),
    ]  # fmt: skip
    return json.dumps(columns, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def row_hash(row: Row) -> bytes:
    return hashlib.sha256(canonical(row)).digest()


def head_tag(thing: str, thing_id: int, last_seq: int, last_hash: bytes) -> str:
    """The keyed hash that ties a thing to its newest row; the key is not in the database."""
    return keyring.tag("journal head", _head(thing, thing_id, last_seq, last_hash))


def head_holds(thing: str, thing_id: int, last_seq: int, last_hash: bytes, mac: str) -> bool:
    return keyring.tag_holds("journal head", _head(thing, thing_id, last_seq, last_hash), mac)


def _head(thing: str, thing_id: int, last_seq: int, last_hash: bytes) -> bytes:
    return json.dumps([HEAD_FORM, thing, thing_id, last_seq, bytes(last_hash).hex()], separators=(",", ":")).encode()
