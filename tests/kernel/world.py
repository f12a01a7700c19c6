"""Facts and helpers for the tests of the kernel."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.db import connection

from huying.kernel.actor import Actor
from huying.kernel.journal import Event, event

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
CLERK = Actor(kind="person", account_id=7, task="case:5")


@event
@dataclass(frozen=True)
class PathSwept(Event):
    code: ClassVar[str] = "test.path_swept"
    thing: ClassVar[str] = "path"
    path_id: int
    broom_code: str = ""
    on: date | None = None
    until: datetime | None = None
    helpers: tuple[int, ...] = ()
    thorough: bool = False


def together(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run jobs in as many real threads, each with its own connection; exceptions come back as values."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return list(pool.map(run, jobs))


def behind_the_back(sql: str, params: list[Any] | None = None) -> int:
    """What a thief with all rights on the database would do: triggers off, then the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(sql, params or [])
            return int(cursor.rowcount)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
