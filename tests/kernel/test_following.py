"""A projection follows the journal: each committed row once, one reader at a time, its place kept with what it made."""

from collections.abc import Callable

import pytest

from huying.kernel import following
from huying.kernel.following import codes_of, follow, go_to_the_end, newest_fact
from huying.kernel.journal import announce, facts_since
from huying.kernel.models import JournalRow
from tests.kernel.world import AT, CLERK, PathSwept, together

READER = "test.reader"


def committed(row_id: int, *, limit: int = 1000) -> list[JournalRow]:
    """Other databases of this server hold transactions open for long; here all rows are surely over."""
    return list(JournalRow.objects.filter(id__gt=row_id).order_by("id")[:limit])


def sweep(path_id: int) -> JournalRow:
    return announce(PathSwept(path_id=path_id), by=CLERK, at=AT)


def into(seen: list[int]) -> Callable[[list[JournalRow]], None]:
    return lambda rows: seen.extend(codes_of(rows, PathSwept.code))


@pytest.mark.django_db
def test_a_reader_hears_each_row_once_in_pieces_and_what_failed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "facts_since", committed)
    for path_id in (1, 2, 2, 3):
        sweep(path_id)
    seen: list[int] = []

    def broken(rows: list[JournalRow]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        follow(READER, broken)
    assert [follow(READER, into(seen), limit=3), follow(READER, into(seen), limit=3), follow(READER, into(seen))] == [
        3, 1, 0,
    ]  # fmt: skip
    assert seen == [1, 2, 3]


@pytest.mark.django_db
def test_who_takes_everything_from_the_tables_begins_behind_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "facts_since", committed)
    monkeypatch.setattr(following, "newest_fact", lambda: sweep(1).pk)
    go_to_the_end(READER)
    sweep(9)
    seen: list[int] = []
    assert follow(READER, into(seen)) == 1
    assert seen == [9]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_while_one_reads_another_of_the_same_name_steps_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "facts_since", committed)
    sweep(1)
    beside: list[int] = []
    assert follow(READER, lambda rows: beside.extend(together([lambda: follow(READER, into([]))]))) == 1
    assert beside == [0]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_rows_read_on_are_what_the_table_holds() -> None:
    before = newest_fact()
    swept = [sweep(path_id) for path_id in (1, 2)]
    found: list[JournalRow] = []
    while len(found) < len(swept):  # others on this server, a vacuum too, may have something open for a moment
        found = [row for row in facts_since(before) if row.pk in {one.pk for one in swept}]
    named = [field.attname for field in JournalRow._meta.concrete_fields]
    assert [[getattr(row, name) for name in named] for row in found] == [
        [getattr(row, name) for name in named] for row in JournalRow.objects.filter(pk__in=[one.pk for one in swept])
    ]
    assert isinstance(found[0].facts, dict)
