"""Lists page by key: a page starts behind the last row of the one before, and the thousandth costs no more."""

import base64
import hashlib
import json
import os
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import Invalid
from huying.kernel.prepared import Given, Question

T = TypeVar("T")
LARGEST = 500
NOTHING = Q(pk__in=[])

KINDS: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "t": (datetime, datetime.isoformat, datetime.fromisoformat),
    "d": (date, date.isoformat, date.fromisoformat),
    "n": (Decimal, str, Decimal),
    "u": (UUID, str, UUID),
}


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `next_cursor` is opaque and fits only the same order."""

    items: list[T]
    next_cursor: str | None

    @property
    def has_more(self) -> bool:
        return self.next_cursor is not None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def page_by_key(
    rows: "QuerySet[Any, T]",
    *,
    order: Sequence[str],
    after: str | None = None,
    size: int = 50,
    ways: Sequence[Q] = (),
) -> Page[T]:
    """The next `size` rows in this order ("-" for descending; the key is added when it is missing).

    Empty values stand where PostgreSQL puts them: last going up, first going down. `ways`: only rows that one of these
    leads to; of each no more is read than the page can show, so each may have an index of its own. Raises Invalid for
    a cursor that is not ours or belongs to another order.
    """
    size = max(1, min(size, LARGEST))
    columns = _with_key(rows, order)
    if after:
        rows = rows.filter(_beyond(rows, columns, _open(after, columns)))
    if ways:
        first, *others = (rows.filter(way).order_by(*columns).values("pk")[: size + 1] for way in ways)
        rows = rows.filter(pk__in=first.union(*others) if others else first)
    found = list(rows.order_by(*columns)[: size + 1])
    items = found[:size]
    more = len(found) > size
    return Page(items, _close([_value(items[-1], c) for c in columns], columns) if more else None)


class PageQuestion(Generic[T]):
    """`page_by_key` for columns of a list that is asked again and again in the same shape: said in the ORM once, then
    prepared. `on`: a page behind a cursor. No column of the order may be empty.

    `build` gives the ways to its rows, all with the same columns; a row that more than one leads to comes once. Of
    each no more is read than a page can show."""

    def __init__(
        self, build: "Callable[[], Sequence[QuerySet[Any, T]]]", *, order: Sequence[str], size: int, on: bool
    ) -> None:
        self._build, self._order, self.size, self.on = build, order, max(1, min(size, LARGEST)), on
        self._columns: tuple[str, ...] = ()
        self._row: Callable[[Any], Any]
        self._asked: Question[Any] = Question(self._rows, fixed=True)

    def _rows(self) -> "QuerySet[Any, T]":
        ways = self._build()
        self._columns = _with_key(ways[0], self._order)
        made: Any = namedtuple("Row", ways[0].query.values_select)  # type: ignore[misc]
        self._row = made._make
        first, *others = (self._newest_of(rows) for rows in ways)
        return first.union(*others).order_by(*self._columns)[: self.size + 1] if others else first

    def _newest_of(self, rows: "QuerySet[Any, T]") -> "QuerySet[Any, T]":
        if self.on:
            rows = rows.filter(_beyond(rows, self._columns, [Given(column) for column in self._columns]))
        return rows.order_by(*self._columns)[: self.size + 1]

    def page(self, *, after: str | None = None, **given: Any) -> Page[T]:
        """The next rows. Raises Invalid for a cursor that is not ours or belongs to another order."""
        if after:
            columns = self._columns or _with_key(self._build()[0], self._order)
            given |= dict(zip(columns, _open(after, columns), strict=True))
        try:
            found = self._asked.all(**given)
        except EmptyResultSet:  # the rule or a filter lets nothing through: the ORM does not even ask
            return Page([], None)
        items = [self._row(row) for row in found[: self.size]]
        more = len(found) > self.size
        return Page(items, _close([_value(items[-1], c) for c in self._columns], self._columns) if more else None)


def cursor_behind(rows: QuerySet[Any, Any], *, order: Sequence[str], values: Sequence[Any]) -> str:
    """A cursor for a list that is looked through in parts: goes on behind these values of its columns and key."""
    return _close(list(values), _with_key(rows, order))


def values_behind(rows: QuerySet[Any, Any], *, order: Sequence[str], after: str) -> list[Any]:
    """What a cursor of this order says: the values of its columns and key."""
    return _open(after, _with_key(rows, order))


def _with_key(rows: QuerySet[Any, Any], order: Sequence[str]) -> tuple[str, ...]:
    key = rows.model._meta.pk.name
    return tuple(order) if any(c.lstrip("-") in ("pk", key) for c in order) else (*order, key)


def _value(row: Any, column: str) -> Any:
    name = column.lstrip("-")
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part) if row is not None else None
    return row.pk if isinstance(row, Model) else row


def _may_be_empty(rows: QuerySet[Any, Any], name: str) -> bool:
    """Whether the column may hold NULL; whatever is not a plain column of this table counts as if it may."""
    try:
        return name != "pk" and bool(rows.model._meta.get_field(name).null)
    except FieldDoesNotExist:
        return True


def _beyond(rows: QuerySet[Any, Any], columns: tuple[str, ...], values: list[Any]) -> Q:
    """Rows that come after these values: the first column differs, or it is equal and the second differs, and so on."""
    found, equal = NOTHING, Q()
    for column, value in zip(columns, values, strict=True):
        name = column.lstrip("-")
        found |= equal & _after(name, value, down=column.startswith("-"), empty=_may_be_empty(rows, name))
        equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return _bound(rows, columns[0], values[0]) & found


def _after(name: str, value: Any, *, down: bool, empty: bool) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False}) if down else NOTHING
    if down:
        return Q(**{f"{name}__lt": value})
    return Q(**{f"{name}__gt": value}) | (Q(**{f"{name}__isnull": True}) if empty else NOTHING)


def _bound(rows: QuerySet[Any, Any], column: str, value: Any) -> Q:
    """Says again where the first column starts, in a form for which the database can use an index."""
    name = column.lstrip("-")
    if value is None or (_may_be_empty(rows, name) and not column.startswith("-")):
        return Q()
    return Q(**{f"{name}__{'lte' if column.startswith('-') else 'gte'}": value})


def _key() -> bytes:
    return hashlib.sha256(b"huying.paging\x00" + settings.SECRET_KEY.encode()).digest()


def _close(values: list[Any], columns: tuple[str, ...]) -> str:
    plain = json.dumps([_packed(value) for value in values], separators=(",", ":")).encode()
    nonce = os.urandom(12)
    return base64.urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, plain, _order(columns))).decode().rstrip("=")


def _open(cursor: str, columns: tuple[str, ...]) -> list[Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        plain = AESGCM(_key()).decrypt(raw[:12], raw[12:], _order(columns))
    except (ValueError, InvalidTag):
        raise Invalid(fields={"after": _("这个翻页链接已失效，请从第一页重新查看。")}) from None
    return [_unpacked(value) for value in json.loads(plain)]


def _order(columns: tuple[str, ...]) -> bytes:
    return "\x00".join(columns).encode()


def _packed(value: Any) -> Any:
    if value is None or type(value) in (bool, int, str, float):
        return value
    for mark, (kind, write, _read) in KINDS.items():
        if isinstance(value, kind):
            return {mark: write(value)}
    return str(value) if isinstance(value, str) else int(value)


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        ((mark, text),) = value.items()
        return KINDS[mark][2](text)
    return value
