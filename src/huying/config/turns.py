"""Requests of one process take turns, in the order in which they came.

Python runs one thread at a time anyway. Threads that share it are all late: each is interrupted every few milliseconds,
and every interruption costs. In turns the first one is done early and the last one no later.
"""

from collections import deque
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

PATIENCE = 0.25
"""Seconds. Whoever has waited so long goes on beside the one in front, who waits for something else than the
processor: a lock, another house."""

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Line:
    """One at a time, first come, first served. A semaphore would serve whoever asks at the moment when one leaves, and
    that is mostly the one who leaves."""

    def __init__(self) -> None:
        self._guard, self._taken = Lock(), False
        self._waiting: deque[Lock] = deque()

    def come(self, patience: float) -> bool:
        """Whether it is mine now; False when it was not for so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=patience):
            return True
        with self._guard:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        return True  # called in the very moment in which patience ended

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class Turns:
    """Around a WSGI application. What is streamed is written outside of the turn."""

    def __init__(self, application: App, *, patience: float = PATIENCE) -> None:
        self._application, self._patience, self._line = application, patience, Line()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        mine = self._line.come(self._patience)
        try:
            return self._application(environ, start_response)
        finally:
            if mine:
                self._line.leave()
