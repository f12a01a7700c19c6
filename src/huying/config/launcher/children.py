"""The processes we start: each in a session of its own, so that Ctrl-C reaches only the launcher, which stops them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from huying.config.launcher.words import Trouble, complain

GRACE = 15.0


class Stopped(BaseException):
    """Ctrl-C, or a polite end from outside."""


def _end_with_the_launcher() -> None:
    """On Linux a child is told to end when a launcher is killed without a word."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Children:
    """Starts, watches and stops."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.commands: dict[str, Sequence[str]] = {}
        self.failures: dict[str, int] = {}

    def start(self, name: str, command: Sequence[str], *, keep: bool = True) -> subprocess.Popen[bytes]:
        """`keep`: start it again when it ends by itself."""
        if keep:
            self.commands[name] = command
        child = subprocess.Popen(
            command,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_the_launcher,
        )
        self.running[name] = child
        return child

    def run(self, name: str, command: Sequence[str]) -> None:
        """Start and wait; a failure is a Trouble, its own words stand above it."""
        code = self.start(name, command, keep=False).wait()
        del self.running[name]
        if code:
            raise Trouble(f"{name} failed; the lines above say why.")

    def foreground(self, command: Sequence[str]) -> int:
        """In our own terminal group: it may ask questions, and Ctrl-C reaches it as well as us."""
        child = subprocess.Popen(command, env=self.environ, preexec_fn=_end_with_the_launcher)
        try:
            return child.wait()
        except Stopped:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=GRACE)
            child.terminate()
            return child.wait()

    def look(self) -> list[str]:
        """Names of the children that ended by themselves; those to be kept are started again, more slowly each time."""
        ended = [name for name, child in self.running.items() if child.poll() is not None]
        for name in ended:
            code = self.running.pop(name).returncode
            if name not in self.commands:
                if code:
                    complain(f"{name} ended with code {code}.")
                continue
            self.failures[name] = self.failures.get(name, 0) + 1
            if self.failures[name] > 10:
                raise Trouble(f"{name} ended {self.failures[name]} times; the lines above say why.")
            complain(f"{name} ended with code {code} and is started again.")
            time.sleep(min(self.failures[name] - 1, 5))
            self.start(name, self.commands[name])
        return ended

    def stop(self) -> None:
        """Politely, all at once, and by force whoever is still there after the grace."""
        for child in self.running.values():
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
        for child in self.running.values():
            _signal_group(child, signal.SIGKILL)
            child.wait()
        self.running.clear()


def _signal_group(child: subprocess.Popen[bytes], what: signal.Signals) -> None:
    """The child leads its own group, so its children are reached too."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, what)


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, Ctrl-C, SIGTERM and a closed terminal raise Stopped once; afterwards they wait until all is tidy."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in kinds:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, stop) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
