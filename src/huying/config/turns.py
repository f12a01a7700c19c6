"""Requests of one process take turns.

Python runs one thread at a time anyway. Threads that share it are all late: each is interrupted every few milliseconds,
and every interruption costs. In turns the first one is done early and the last one no later.
"""

from collections.abc import Callable, Iterable
from threading import Semaphore
from typing import Any

PATIENCE = 0.25
"""Seconds. Whoever has waited so long goes on beside the one in front, who waits for something else than the
processor: a lock, another house."""

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Turns:
    """Around a WSGI application. What is streamed is written outside of the turn."""

    def __init__(self, application: App, *, patience: float | None = PATIENCE) -> None:
        self._application, self._patience = application, patience
        self._turn = Semaphore()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        mine = self._turn.acquire(timeout=self._patience)
        try:
            return self._application(environ, start_response)
        finally:
            if mine:
                self._turn.release()
