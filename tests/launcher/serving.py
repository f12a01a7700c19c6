"""A place served by the launcher, as somebody at a terminal sees it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg

from huying.config.launcher.embedded import Embedded
from tests.house.places import ROOT

LAUNCHER = [sys.executable, "-m", "huying.config.launcher"]


def eventually(true: Callable[[], Any], *, seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)
    return found


class Serving:
    """A served place and its launcher. What it says goes into a file: a pipe that nobody reads is full some time."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environ = {name: value for name, value in os.environ.items() if name != "HUYING_DATABASE_URL"}
        environ |= {"HUYING_HOME": str(home), "HUYING_PORT": str(self.port), "HUYING_WORKERS": "1"}
        self.environ = environ | {"PYTHONPATH": str(ROOT / "src"), "HUYING_DEMO_CASES": "2"}
        self.launcher: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*LAUNCHER, *words], env=self.environ, capture_output=True, text=True, check=False)

    def start(self, command: str = "serve", *, within: float = 60) -> None:
        with (self.home / "said").open("wb") as said:
            self.launcher = subprocess.Popen([*LAUNCHER, command], env=self.environ, stdout=said, stderr=said)
        eventually(self.is_ready, seconds=within)

    def said(self) -> str:
        return (self.home / "said").read_text(encoding="utf-8")

    def is_ready(self) -> bool:
        assert self.launcher
        assert self.launcher.poll() is None, self.said()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(json.load(answer)["ready"])
        except (urllib.error.URLError, ConnectionError):
            return False

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def processes(self) -> list[psutil.Process]:
        assert self.launcher
        return psutil.Process(self.launcher.pid).children(recursive=True)

    def process_with(self, word: str) -> psutil.Process | None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):  # a zombie counts as one
                if word in process.cmdline():
                    return process
        return None

    def worker(self) -> psutil.Process | None:
        return self.process_with("procrastinate")

    def cases(self) -> int:
        with psycopg.connect(Embedded(self.home).url()) as connection:
            return int(connection.execute("SELECT count(*) FROM cases_case").fetchone()[0])  # type: ignore[index]

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        assert self.launcher
        self.launcher.send_signal(how)
        self.launcher.wait(timeout=60)
        return self.launcher.returncode, self.said()

    def rest(self) -> None:
        """Stopped, if it runs."""
        if self.launcher and self.launcher.poll() is None:
            self.stop(signal.SIGTERM)
