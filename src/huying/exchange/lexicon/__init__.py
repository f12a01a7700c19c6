"""What tables, facts and shapes of the API are called in the reader's language, in a line each."""

from typing import Any

from huying.cases.public import fact_words
from huying.exchange.lexicon.facts import FACTS
from huying.exchange.lexicon.shapes import SHAPES
from huying.exchange.lexicon.tables import TABLES
from huying.exchange.lexicon.types import MAYBE, TYPES


def fact_word(code: str) -> Any:
    """A fact in a line; "" for one that nobody has named yet."""
    return FACTS.get(code) or fact_words().get(code, "")


def table_word(label: str) -> Any:
    """A table in a line; "" for one that nobody has named yet."""
    return TABLES.get(label, "")


def shape_word(context: str, name: str) -> Any:
    """A shape of the JSON API in a line; "" for one that nobody has named yet."""
    return SHAPES.get(f"{context}.{name}", "")


def type_word(name: str) -> str:
    return str(TYPES.get(name, name))


__all__ = ["FACTS", "MAYBE", "SHAPES", "TABLES", "fact_word", "shape_word", "table_word", "type_word"]
