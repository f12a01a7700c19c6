"""Finding words: any piece of a text of one character or more, exactly.

A text is kept folded. Its index holds every character and every pair of neighbours; all pairs of what is asked for
must be there, and the text itself is looked at again (`LIKE`), so nothing is missed and nothing else is found. Words
with blanks between them must all occur. Nothing here knows what the texts are about, nor who may read them.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from huying.kernel.folding import folded

M = TypeVar("M", bound=models.Model)
MOST_TERMS, LONGEST = 20, 200
AROUND = 24
"""How many characters of a text are shown before the first place that was found."""


def terms(words: str) -> list[str]:
    """What must occur, each piece by itself, folded, the longest first."""
    said = folded(words[:LONGEST]).split()
    pieces = dict.fromkeys(said)
    kept = [one for one in pieces if not any(one in other for other in pieces if one != other)]
    return sorted(kept, key=len, reverse=True)[:MOST_TERMS]


def grams(term: str) -> list[str]:
    """What the index must hold where this piece occurs."""
    return sorted({a + b for a, b in itertools.pairwise(term)}) if len(term) > 1 else [term]


def said(*columns: str) -> Func:
    """Columns of a row as one folded text, to be indexed and looked through without being kept."""
    parts: list[Any] = [F(columns[0])]
    for name in columns[1:]:
        parts += [Value("\n"), F(name)]
    whole = Concat(*parts, output_field=TextField()) if len(parts) > 1 else parts[0]
    return Func(whole, function="kernel_fold", output_field=TextField())


def words_index(name: str, *columns: str) -> GinIndex:
    """For `Meta.indexes`: finds pieces of these columns. Without columns: of a column `text` that is kept folded."""
    text = said(*columns) if columns else F("text")
    return GinIndex(Func(text, function="kernel_grams"), name=name)


def containing(rows: "QuerySet[M]", words: str, *columns: str, indexed: bool = True) -> "QuerySet[M]":
    """The rows in whose columns (or kept folded `text`) every piece occurs. `indexed=False` only looks at the texts:
    for common pieces in a list that is walked from its newest row and ends early."""
    text: Any = said(*columns) if columns else F("text")
    wanted = terms(words)
    if not wanted:
        return rows.none()
    found: Any = rows.alias(_said=text)
    if indexed:
        keys = sorted({gram for term in wanted for gram in grams(term)})
        cut = Func(text, function="kernel_grams", output_field=ArrayField(TextField()))
        found = found.alias(_grams=cut).filter(_grams__contains=keys)
    for term in wanted:
        found = found.filter(_said__contains=term)
    return cast("QuerySet[M]", found)


def how_common(index: str, table: str, words: str) -> tuple[int, float]:
    """Rows of the table, and the share of them that the rarest pair of these words occurs in, as the database last
    counted; a pair that it does not list is rarer than all that it lists, and counts as not there."""
    keys = sorted({gram for term in terms(words) for gram in grams(term)})
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH seen AS (SELECT one, share FROM pg_stats, "
            "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS listed (one, share) "
            "WHERE schemaname = current_schema() AND tablename = %s AND one = ANY(%s)) "
            "SELECT greatest(c.reltuples, 0)::bigint, (SELECT count(*) FROM seen), (SELECT min(share) FROM seen) "
            "FROM pg_class c WHERE c.oid = to_regclass(%s)",
            [index, keys, table],
        )
        rows, listed, share = cursor.fetchone() or (0, 0, None)
    return int(rows), float(share) if share is not None and listed == len(keys) else 0.0


@contextmanager
def many_small_looks() -> Iterator[None]:
    """For questions that look at thousands of rows by their keys: what is asked often lies in memory, so a look costs
    little, and compiling the question costs more than answering it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1")
        yield


# How it is shown


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, safe to show. `under_id`: what it stands in; `note`: a word about it."""

    id: int | str
    title: SafeString
    text: SafeString
    note: str = ""
    under_id: int | None = None


def marked(text: str, words: str) -> SafeString:
    """The text, safe to show, with every piece in <mark>."""
    return format_html_join("", "{}", ((part,) for part in _parts(text, terms(words))))


def excerpt(text: str, words: str, *, length: int = 90) -> SafeString:
    """The part of a long text around the first piece, marked; its beginning when none occurs."""
    plain = " ".join(text.split())
    first = min((at for term in terms(words) if (at := folded(plain).find(term)) >= 0), default=0)
    start = max(0, min(first - AROUND, len(plain) - length))
    part = plain[start : start + length]
    before, after = "…" if start else "", "…" if start + length < len(plain) else ""
    return format_html("{}{}{}", before, marked(part, words), after)


def _parts(text: str, wanted: list[str]) -> Iterator[str]:
    """Every part is escaped; folding keeps places, so what was found there is marked here."""
    if not wanted:
        yield conditional_escape(text)
        return
    done, where = 0, folded(text)
    for hit in re.finditer("|".join(map(re.escape, wanted)), where):
        yield conditional_escape(text[done : hit.start()])
        yield format_html("<mark>{}</mark>", text[hit.start() : hit.end()])
        done = hit.end()
    yield conditional_escape(text[done:])
