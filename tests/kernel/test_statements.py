"""Statements that a connection keeps planned: values, failures, changed tables, a server that has hung up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.kernel.postgresql import statements
from huying.kernel.prepared import cursor

pytestmark = pytest.mark.constraint
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
VALUES = {
    "text": st.none() | TEXT,
    "bigint": st.none() | st.integers(-(2**63), 2**63 - 1),
    "boolean": st.none() | st.booleans(),
    "double precision": st.none() | st.floats(allow_nan=False),
    "bytea": st.none() | st.binary(max_size=20),
    "date": st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    "timestamptz": st.none()
    | st.integers(-(10**9), 10**10).map(lambda moment: datetime.fromtimestamp(moment / 8, UTC)),
    "bigint[]": st.none() | st.lists(st.integers(-(2**63), 2**63 - 1), max_size=4),
    "text[]": st.none() | st.lists(TEXT, max_size=4),
}


def said(sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
    with cursor() as asked:
        asked.execute(sql, params)
        return list(asked.fetchall())


@pytest.fixture(scope="module", autouse=True)
def place(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@settings(max_examples=60, deadline=None)
@given(row=st.tuples(*VALUES.values()))
def test_what_is_handed_in_comes_back(row: tuple[Any, ...]) -> None:
    """Small and large numbers, nothing, and empty lists of one place are one statement or its next form."""
    assert said("SELECT " + ", ".join(f"%s::{kind}" for kind in VALUES), row) == [row]


@settings(max_examples=60, deadline=None)
@given(one=TEXT, other=TEXT)
def test_marks_and_names_stand_where_they_were_put(one: str, other: str) -> None:
    assert said("SELECT '100%%', '%%s', %s || '%%' || %s", [one, other]) == [("100%", "%s", f"{one}%{other}")]
    named = "SELECT %(one)s::text, '%%(one)s', %(other)s || %(one)s"
    assert said(named, {"one": one, "other": other, "more": 3}) == [(one, "%(one)s", other + one)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_planned_once_for_all_values() -> None:
    connection.close()
    for number in range(3):
        assert said("SELECT %s::int WHERE %s = ANY(%s)", [number, "a", ["a"] * number]) == [(number,)][: number and 1]
    ((generic, custom),) = said(
        "SELECT sum(generic_plans)::int, sum(custom_plans)::int FROM pg_prepared_statements WHERE statement LIKE %s",
        ["SELECT $1::int WHERE%"],
    )
    assert (generic, custom) == (3, 0)


@pytest.mark.django_db
def test_how_many_rows_and_which_columns() -> None:
    with cursor() as asked:
        asked.execute("CREATE TEMPORARY TABLE few (a int PRIMARY KEY, b text) ON COMMIT DROP")
        asked.execute("INSERT INTO few SELECT n, 'x' FROM generate_series(1, %s) n", [5])
        assert (asked.rowcount, asked.fetchall()) == (5, [])
        asked.execute("UPDATE few SET b = 'y' WHERE a > %s RETURNING a AS k, b", [3])
        assert (asked.rowcount, asked.columns, asked.fetchone(), asked.fetchall()) == (
            2, ["k", "b"], (4, "y"), [(5, "y")],
        )  # fmt: skip
        asked.execute("SELECT 1 WHERE false")
        assert (asked.rowcount, asked.fetchone()) == (0, None)


@pytest.mark.django_db
def test_what_is_refused_is_django_s_error_with_its_cause() -> None:
    said("CREATE TEMPORARY TABLE few (a int CONSTRAINT only_one UNIQUE) ON COMMIT DROP")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        said("INSERT INTO few SELECT 1 FROM generate_series(1, %s)", [2])
    assert refused.value.__cause__.diag.constraint_name == "only_one"  # type: ignore[union-attr]
    with pytest.raises(ProgrammingError), transaction.atomic():
        said("SELECT nothing")
    said("INSERT INTO few VALUES (%s)", [2])
    assert said("SELECT a FROM few") == [(2,)]


@pytest.mark.django_db
def test_nothing_is_asked_in_a_transaction_that_failed() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            said("SELECT 1")


@pytest.mark.django_db(transaction=True)
def test_what_failed_is_undone_and_plans_outlive_it() -> None:
    connection.close()
    said("CREATE TABLE few (a int)")
    try:
        with pytest.raises(IntegrityError), transaction.atomic():
            fail_after_writing()
        kept = dict(connection.statements._names)
        assert said("SELECT a FROM few") == []
        assert ("INSERT INTO few VALUES (%s)", (0,)) in kept
        assert kept.items() <= connection.statements._names.items()
        said("INSERT INTO few VALUES (%s)", [1])
    finally:
        said("DROP TABLE few")


def fail_after_writing() -> None:
    said("INSERT INTO few VALUES (%s)", [1])
    raise IntegrityError


@pytest.mark.django_db(transaction=True)
def test_a_table_that_was_changed_meanwhile_is_read_the_next_time() -> None:
    said("CREATE TABLE few (a int)")
    try:
        assert said("SELECT * FROM few") == []
        said("ALTER TABLE few ADD b int")
        said("INSERT INTO few VALUES (1, 2)")
        with pytest.raises(Exception, match="cached plan"):
            said("SELECT * FROM few")
        assert said("SELECT * FROM few") == [(1, 2)]
    finally:
        said("DROP TABLE few")


@pytest.mark.django_db(transaction=True)
def test_the_longest_unused_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_KEPT", 3)
    connection.close()
    connection.ensure_connection()
    for number in (1, 2, 3, 1, 4, 5):
        assert said(f"SELECT {number}") == [(number,)]
    held = {sql for (sql,) in said("SELECT statement FROM pg_prepared_statements")}
    assert {sql for sql in held if sql.startswith("SELECT ") and sql[7:].isdigit()} == {"SELECT 4", "SELECT 5"}
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_server_that_has_hung_up_is_noticed_before_anything_is_asked() -> None:
    connection.close()
    assert not connection.is_usable()
    ((pid,),) = said("SELECT pg_backend_pid()")
    assert connection.is_usable()
    other = connection.copy()
    try:
        with other.cursor() as asked:
            asked.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    finally:
        other.close()
    assert not connection.is_usable()
    with pytest.raises(OperationalError):
        said("SELECT 1")
    connection.close()
    assert said("SELECT 1") == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_others_go_on_while_one_waits_for_the_database() -> None:
    """The statement waits for a lock that this thread gives back: it must not hold the interpreter meanwhile."""
    said("SELECT pg_advisory_lock(%s)", [77])

    def waiting() -> None:
        said("SELECT pg_advisory_lock(%s)", [77])
        connection.close()

    other = Thread(target=waiting, daemon=True)
    other.start()
    while not said("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted"):
        pass
    said("SELECT pg_advisory_unlock(%s)", [77])
    other.join(30)
    assert not other.is_alive()
