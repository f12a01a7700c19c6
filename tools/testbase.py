"""Databases for tests: the embedded server, and Debian's PostgreSQL 15; both thrown away afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from huying.config.launcher.embedded import TEST_SETTINGS, Embedded

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def embedded() -> Iterator[str]:
    """The address of a fresh embedded server that trades safety for speed."""
    with _server() as url:
        yield url


@contextmanager
def debian_15() -> Iterator[str]:
    """The address of a fresh PostgreSQL 15 as Debian packs it."""
    with _server(programs=DEBIAN_15, locale=("--locale=C.UTF-8",)) as url:
        yield url


def name_for(worker: str) -> str:
    """What pytest calls the database of one of its processes."""
    return f"test_huying_{worker}"


def create(url: str, name: str, *, like: str = "template1") -> None:
    """A database on the server of this address, empty or a copy of another one."""
    with psycopg.connect(url, autocommit=True) as server:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(statement.format(sql.Identifier(name), sql.Identifier(like)))


@contextmanager
def _server(**options: object) -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="huying-test-"))
    server = Embedded(home, settings=TEST_SETTINGS, **options)
    try:
        server.enter()
        yield server.url()
    finally:
        server.leave()
        shutil.rmtree(home, ignore_errors=True)
