"""A streaming replica that answers reading pages (HUYING_REPLICA_URL), and the primary whenever it cannot.

Decision 13 says which pages those are and how old an answer may be.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connection, connections
from django.http import HttpResponse

from huying.kernel import reading
from huying.kernel.edge import AskedRequest
from huying.kernel.postgresql.base import READS

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks at the replica of one process."""
AGAIN = 5.0
"""Seconds until a replica that failed is tried again."""
OLDEST = 3.0
"""Seconds: with an older state than this the replica answers nothing."""

TOLERANT = (
    "/figures/", "/desk/figures/", "/desk/topics/", "/search/", "/desk/search/", "/grids/", "/open-matters/", "/my/",
    "/open311/",
)  # fmt: skip
ALSO = ("/", "/about/", "/privacy/", "/accessibility/", "/elder/", "/developers/")
DESKS, NO_DESKS = "/desk/", ("/desk/cases/", "/desk/filing/", "/desk/figures/take/")
"""Lists of desks tolerate it; a case is worked on with what it is now, and files are written for longer than a page."""
WROTE = "huying_wrote"
WROTE_FOR = 60
"""Seconds that a browser remembers how far the primary was when it wrote; a replica further behind is not asked."""


def tolerates(path: str) -> bool:
    """Whether a page may say what was true a moment ago."""
    if path.startswith(NO_DESKS):
        return False
    return path in ALSO or path.startswith((*TOLERANT, DESKS))


class ReadingRouter:
    """Django asks it where each query goes."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS if model._meta.app_label == "django_cache" else reading.source()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def told() -> dict[str, Any] | None:
    """For /readyz; None where there is none. Without it everything is answered by the primary."""
    if reading.REPLICA not in settings.DATABASES:
        return None
    state = standing.state()
    behind = round(state.behind, 1) if state.behind is not None else None
    return {"ready": state.usable, "reason": state.reason, "behind_seconds": behind}


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the replica: `behind` in seconds, `replayed` as a place in the write-ahead log."""

    reason: str
    """Empty when it may be asked; else away, lagging or not_a_replica."""
    replayed: int = 0
    behind: float | None = None

    @property
    def usable(self) -> bool:
        return not self.reason


class Standing:
    """How far the replica is, looked at once a second by whoever asks. Others meanwhile use what was seen before."""

    def __init__(self, look: Callable[[], tuple[int, bool, int]], clock: Callable[[], float] = monotonic) -> None:
        self._look, self._clock = look, clock
        self._marks: deque[tuple[float, int]] = deque(maxlen=64)
        self._next, self._state = 0.0, State("away")
        self._one = Lock()

    def state(self) -> State:
        if self._clock() >= self._next and self._one.acquire(blocking=False):
            try:
                self._renew()
            finally:
                self._one.release()
        return self._state

    def failed(self) -> None:
        """A question to it failed: nobody asks again for some seconds."""
        self._set(State("away"), AGAIN)

    def _renew(self) -> None:
        asked = self._clock()
        try:
            written, recovering, replayed = self._look()
        except Error:
            self.failed()
            return
        self._marks.append((asked, written))
        if not recovering:
            self._set(State("not_a_replica"), AGAIN)
            return
        behind = self._behind(asked, replayed)
        late = behind is None or behind > OLDEST
        self._set(State("lagging" if late else "", replayed, behind), EVERY)

    def _behind(self, asked: float, replayed: int) -> float | None:
        """Seconds since the newest moment whose writes it has all seen; None when it has not seen any that we know."""
        passed = list(takewhile(lambda mark: mark[1] <= replayed, self._marks))
        return asked - passed[-1][0] if passed else None

    def _set(self, state: State, wait: float) -> None:
        if state.reason != self._state.reason:
            log.warning("replica: %s", state.reason or "used")
        self._state, self._next = state, self._clock() + wait


def _places() -> tuple[int, bool, int]:
    """How far the primary has written, whether the other is a replica, and how far that has replayed."""
    replica = connections[reading.REPLICA]
    with replica.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), COALESCE(pg_last_wal_replay_lsn() - '0/0', 0)::bigint")
        recovering, replayed = cursor.fetchone()
    return written(), bool(recovering), int(replayed)


def written() -> int:
    """How far the primary has written by now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")
        return int(cursor.fetchone()[0])


standing = Standing(_places)


class ReplicaMiddleware:
    """Innermost: decides for each request where its reads go."""

    def __init__(self, get_response: Callable[[AskedRequest], HttpResponse]) -> None:
        if reading.REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: AskedRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return _remembered(self.get_response(request))
        if not (_may_be_older(request) and _answers()):
            return self.get_response(request)
        seen = _Seen()
        with reading.from_replica(), seen.watching():
            response = self.get_response(request)
        if seen.failed:  # to read twice harms nobody
            standing.failed()
            response = self.get_response(request)
        return _remembered(response) if seen.wrote else response


def _may_be_older(request: AskedRequest) -> bool:
    if not tolerates(request.path_info) or request.actor.kind == "token":
        return False
    state = standing.state()
    wrote = request.COOKIES.get(WROTE, "0")
    return state.usable and wrote.isdecimal() and len(wrote) < 20 and int(wrote) <= state.replayed


def _answers() -> bool:
    """A connection that broke since the last request is opened again, or the primary is asked."""
    replica = connections[reading.REPLICA]
    try:
        replica.close_if_health_check_failed()
        replica.ensure_connection()
    except Error:
        standing.failed()
        return False
    return True


def _remembered(response: HttpResponse) -> HttpResponse:
    """The browser keeps how far the primary was: its pages come from there until the replica has come as far."""
    try:
        place = written()
    except (OperationalError, InterfaceError):
        return response  # the primary went away: what was answered says so already
    response.set_cookie(
        WROTE, str(place), max_age=WROTE_FOR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


class _Seen:
    """What happened on both connections during one request."""

    def __init__(self) -> None:
        self.failed = self.wrote = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        with connections[reading.REPLICA].execute_wrapper(self._asked), connection.execute_wrapper(self._on_primary):
            yield

    def _asked(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except (OperationalError, InterfaceError):
            self.failed = True
            raise

    def _on_primary(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not (isinstance(sql, str) and sql.startswith(READS)):
            self.wrote = True
            reading.go_on_from_primary()
        return execute(sql, params, many, context)
