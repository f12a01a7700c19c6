"""What a process keeps of tables that change seldom: never served after a change, whoever made it and wherever.

Each such group of tables has a token in the database. Triggers give it a new one with every statement that changes one
of its tables; tokens never come back. What was read is kept under the token that was read before it, and used as long
as the database still says that token. One small query for each transaction (or request) reads all tokens.
"""

import json
from collections.abc import Callable, Hashable, Iterable
from contextlib import AbstractContextManager
from typing import Generic, TypeVar, cast

from django.db import connection

from huying.kernel import reading
from huying.kernel.models import ChangeToken
from huying.kernel.postgresql.base import WATCHED, DatabaseWrapper
from huying.kernel.prepared import Question

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

GROUPS: dict[str, tuple[str, ...]] = {}
"""Group of tables → its tables. A migration gives each of them its trigger: SELECT kernel_watch(group, table, …)."""


def group(name: str, *tables: str) -> str:
    """Declare what a group consists of; once, beside the models."""
    GROUPS[name] = tables
    WATCHED.update(tables)
    return name


_TOKENS = Question[tuple[str, object]](lambda: ChangeToken.objects.values_list("name", "token"))


def one_reading() -> AbstractContextManager[None]:
    """For the length of a request that only reads: the tokens are asked once."""
    return cast(DatabaseWrapper, connection).one_reading()


def tokens() -> dict[str, str]:
    """All tokens as this transaction sees them."""
    database = cast(DatabaseWrapper, connection)
    if database.change_tokens is not None and database.remembers:
        return database.change_tokens
    with reading.from_primary():
        found = {name: str(token) for name, token in _TOKENS.all()}
    if database.remembers:
        database.change_tokens = found
    return found


TOKENS_SQL = "(SELECT jsonb_object_agg(name, token)::text FROM kernel_changetoken)"
"""For a statement that a transaction begins with anyway; what it says goes to `tokens_are`."""


def tokens_are(said: str | None) -> None:
    """All tokens, as this transaction has just read them together with something else."""
    database = cast(DatabaseWrapper, connection)
    if said and database.remembers:
        database.change_tokens = json.loads(said)


def token_of(*groups: str) -> tuple[str, ...] | None:
    """None when one of the groups has no token: then nothing of it may be kept."""
    now = tokens()
    found = tuple(now.get(name, "") for name in groups)
    return found if all(found) else None


class Kept(Generic[K, V]):
    """A table in memory of one kind of value that is made of some groups. Values are frozen: all callers share them."""

    def __init__(self, *groups: str, most: int = 20_000) -> None:
        self.groups, self.most = groups, most
        # Token and values are replaced together: a thread that loads under an old token writes into the old values.
        self._state: tuple[tuple[str, ...], dict[K, V]] = ((), {})

    def _values(self) -> dict[K, V] | None:
        token = token_of(*self.groups)
        if token is None:
            return None
        held, values = self._state
        if held != token or len(values) >= self.most:
            values = {}
            self._state = (token, values)
        return values

    def one(self, key: K, load: Callable[[], V]) -> V:
        """The value for this key; a key without a value is kept as what `load` says of it."""
        values = self._values()
        if values is None:
            return load()
        if key not in values:
            with reading.from_primary():  # as the token was: a replica may not have the newest rows yet
                values[key] = load()
        return values[key]

    def many(self, keys: Iterable[K], load: Callable[[list[K]], dict[K, V]]) -> dict[K, V]:
        """Those of the keys that have a value, in the order asked; what is not known yet is loaded at once."""
        wanted = list(dict.fromkeys(keys))
        values = self._values()
        if values is None:
            return load(wanted)
        missing = [key for key in wanted if key not in values]
        if missing:
            with reading.from_primary():
                values.update(load(missing))
        return {key: values[key] for key in wanted if key in values}
