"""A client that costs little: raw requests over connections that stay open, so that the server gets the processor."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from city.people import Caller


class Refused(Exception):
    """An answer that was not wanted: its status and the beginning of what it said."""


ANEW = 25
"""So many requests to a connection, then another one: the kernel gives each to one of the processes by chance, and two
that stayed with the same process would measure half a machine."""


class Line:
    """One connection at a time."""

    def __init__(self, port: int) -> None:
        self.port, self.asked = port, 0
        self.retry_after = False
        """Whether the last answer said when to come again."""
        self.statements = 0
        """Of all answers so far; the server tells it when HUYING_TELL_STATEMENTS is set."""
        self.socket = self._open()

    def _open(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(self, method: str, path: str, who: Caller | None = None, body: Any = None) -> bytes:
        """The body of the answer; Refused unless it is 2xx."""
        self.asked += 1
        if self.asked % ANEW == 0:
            self.socket.close()
            self.socket = self._open()
        content = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: application/json\r\n"
            f"{who.headers if who else ''}Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + content)
        return self._answer()

    def _answer(self) -> bytes:
        kept = b""
        while b"\r\n\r\n" not in kept:
            kept += self._more()
        head, _, rest = kept.partition(b"\r\n\r\n")
        lower = head.lower()
        self.retry_after = b"\r\nretry-after:" in lower
        if b"transfer-encoding: chunked" in lower:
            rest = self._chunks(rest)
        else:
            length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in lower else 0
            while len(rest) < length:
                rest += self._more()
        if b"x-statements:" in lower:
            self.statements += int(lower.split(b"x-statements:")[1].split(b"\r\n")[0])
        status = int(head[9:12])
        if status >= 300:
            raise Refused(f"{status} {rest[:300].decode(errors='replace')}")
        return rest

    def _more(self) -> bytes:
        got = self.socket.recv(1 << 18)
        if not got:
            raise Refused("the connection was closed")
        return got

    def _chunks(self, kept: bytes) -> bytes:
        size = 0
        while not kept.endswith(b"0\r\n\r\n"):
            size += len(kept)
            got = self._more()
            kept = kept[-8:] + got
        return kept


@dataclass
class Times:
    """How long each request took, in seconds; and how long all of them took together."""

    each: list[float] = field(default_factory=list)
    whole: float = 0.0
    statements: int = 0
    refused: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def together(port: int, connections: int, tasks: Iterator[Callable[[Line], Any]], *, seconds: float) -> Times:
    """So many connections take tasks from one heap until the time is over or the heap is empty."""
    times, lock, end = Times(), threading.Lock(), perf_counter() + seconds

    def work() -> None:
        line = Line(port)
        while perf_counter() < end:
            with lock:
                task = next(tasks, None)
            if task is None:
                break
            start = perf_counter()
            try:
                task(line)
            except Refused as error:
                times.refused.append(str(error))
            times.each.append(perf_counter() - start)
        with lock:
            times.statements += line.statements

    start = perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.whole = perf_counter() - start
    return times
