"""The data dictionary, read from the product itself: tables with the class of each column, facts, and API shapes."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from huying.exchange.lexicon import MAYBE, fact_word, shape_word, table_word, type_word
from huying.kernel import sealed_columns
from huying.kernel.journal import Event, events

CLASSES: dict[str, Any] = {
    "L1": _("公开"), "L2": _("内部"), "L3": _("个人信息"), "L4": _("敏感个人信息；保密件"),
}  # fmt: skip
TOLD = ("Told", "ToldFacts")
PLACES = ("lon", "lat", "place")
ANYONES = ("territory", "duties", "calendars")
"""Contexts whose tables hold what is published anyhow."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    klass: str
    sealed: bool
    refers: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A table, a fact or an API shape: what it is, and what it is made of."""

    name: str
    said: str
    columns: tuple[Column, ...]
    word: Any = ""
    """In a line, in the reader's language."""


def contexts() -> list[tuple[str, Any]]:
    found = [one for one in apps.get_app_configs() if one.name.startswith("huying.")]
    return [(one.label, one.verbose_name) for one in found if one.label not in ("config",)]


def tables(context: str) -> list[Shape]:
    rows = [row for row in apps.get_app_config(context).get_models() if not row._meta.proxy]
    return [Shape(row._meta.label, _said(row), tuple(_columns(row)), table_word(row._meta.label)) for row in rows]


def _said(thing: Any) -> str:
    text = (thing.__doc__ or "").strip()
    return "" if text.startswith(f"{thing.__name__}(") else " ".join(text.split())


def _columns(row: type[models.Model]) -> Iterator[Column]:
    sealed = set(sealed_columns.names())
    for field in row._meta.concrete_fields:
        is_sealed = f"{row._meta.label}.{field.name}" in sealed
        target = field.related_model
        refers = getattr(getattr(target, "_meta", None), "label", "")
        yield Column(field.attname, _kind(field), _klass(row, field, is_sealed, refers), is_sealed, refers)


def _kind(field: Any) -> str:
    size = f"({field.max_length})" if getattr(field, "max_length", None) else ""
    name = field.get_internal_type()
    return f"{type_word(name)}{size}" + (f" · {MAYBE}" if field.null else "")


def _klass(row: type[models.Model], field: Any, sealed: bool, refers: str) -> str:
    if type(field).__name__ in TOLD:
        return "L4"
    if sealed or refers in ("people.Account", "people.SealedRecord"):
        return "L3"
    if field.name in PLACES and row._meta.app_label == "cases":
        return "L3"
    return "L1" if row._meta.app_label in ANYONES else "L2"


def facts(context: str) -> list[Shape]:
    """What is announced: ids, codes, numbers and dates only."""
    kinds = [kind for code, kind in sorted(events().items()) if code.startswith(f"{context}.")]
    return [Shape(kind.code, _of_fact(kind), tuple(_members(kind)), fact_word(kind.code)) for kind in kinds]


def _of_fact(kind: type[Event]) -> str:
    return _said(kind)


def _members(kind: type[Event]) -> Iterator[Column]:
    for one in fields(kind):
        name = str(getattr(one.type, "__name__", one.type))
        yield Column(one.name, type_word(name), "L2", False, "")


def shapes(context: str) -> list[Shape]:
    """What the JSON API takes and gives."""
    name = f"huying.{context}.schemas"
    if not find_spec(name):
        return []
    module = import_module(name)
    own = [
        kind for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Schema) and kind.__module__ == module.__name__
    ]  # fmt: skip
    return [Shape(kind.__name__, _said(kind), tuple(_parts(kind)), shape_word(context, kind.__name__)) for kind in own]


def _parts(kind: type[Schema]) -> Iterator[Column]:
    for name, field in kind.model_fields.items():
        said = getattr(field.annotation, "__name__", str(field.annotation)).replace("typing.", "")
        yield Column(name, said if field.is_required() else f"{said} | —", "", False, "")
