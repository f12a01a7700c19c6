"""Where ciphertexts lie, so that they can be sealed anew when keys or the family of algorithms change.

A context registers its columns in a module `sealed_columns`, loaded at start. Rows are sealed again in place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction

from huying.kernel import cipher, datakeys

BATCH = 200
Again = Callable[[bytes, str], bytes | None]


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One binary column. `context` gives the words that are bound to the ciphertext of a row, `sensitive` its class."""

    model: str
    column: str
    context: Callable[[Any], str]
    sensitive: Callable[[Any], bool] | None = None

    @property
    def name(self) -> str:
        return f"{self.model}.{self.column}"


_columns: dict[str, SealedColumn] = {}
_walks: dict[str, Callable[[Again], int]] = {}


def register(
    model: str, column: str, *, context: Callable[[Any], str], sensitive: Callable[[Any], bool] | None = None
) -> None:
    """A binary column of a model, e.g. register("people.SealedRecord", "ciphertext", context=…).

    With `sensitive` a row whose class has changed meanwhile passes under the keys of its class; without, it stays.
    """
    made = SealedColumn(model, column, context, sensitive)
    _columns[made.name] = made


def register_walk(name: str, walk: Callable[[Again], int]) -> None:
    """Ciphertexts that lie elsewhere (files, JSON). The walk hands each one to `again` and stores what comes back.

    `again(sealed, context)` is None when the ciphertext already has the current key. Says how many were changed.
    """
    _walks[name] = walk


def names() -> list[str]:
    return [*_columns, *_walks]


def seal_again(sealed: bytes, context: str, sensitive: bool | None = None) -> bytes | None:
    """The same words under the current data key of their class; None when they already are."""
    suite, apart = cipher.suite(), cipher.is_sensitive(sealed) if sensitive is None else sensitive
    current = datakeys.current(cipher.provider_of(suite, sensitive=apart))[0]
    if cipher.key_of(sealed) == (suite, current):
        return None
    return cipher.seal(cipher.unseal(sealed, context), context, sensitive=apart)


def reseal(name: str) -> int:
    """Everything under one registered name, in small transactions; safe to run again. Says how many were changed."""
    if name in _walks:
        return _walks[name](seal_again)
    column, done, last = _columns[name], 0, 0
    while True:
        count, changed, last = _reseal_batch(column, last)
        done += changed
        if count < BATCH:
            return done


@transaction.atomic
def _reseal_batch(column: SealedColumn, after: int) -> tuple[int, int, int]:
    model = apps.get_model(column.model)
    rows = model._default_manager.filter(pk__gt=after).exclude(**{column.column: None}).order_by("pk")
    found = list(rows.select_for_update(of=("self",))[:BATCH])
    changed = sum(_reseal_row(column, row) for row in found)
    return len(found), changed, found[-1].pk if found else after


def _reseal_row(column: SealedColumn, row: Any) -> bool:
    before = bytes(getattr(row, column.column))
    apart = column.sensitive(row) if column.sensitive else None
    sealed = seal_again(before, column.context(row), apart) if before else None
    if sealed:
        type(row)._default_manager.filter(pk=row.pk).update(**{column.column: sealed})
    return bool(sealed)
