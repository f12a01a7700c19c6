"""What the launcher starts lives, survives a blow, and is gone when it is told to stop."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from huying.config.launcher.embedded import TEST_SETTINGS, Embedded
from tests.house.places import ROOT

LAUNCHER = [sys.executable, "-m", "huying.config.launcher"]


def eventually(true: Callable[[], Any], *, seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Embedded]:
    made = Embedded(tmp_path, settings=TEST_SETTINGS)
    yield made
    made.leave()


def pid_of(server: Embedded) -> int:
    pid = server.running_pid()
    assert pid is not None
    return pid


def test_whoever_leaves_last_stops_the_database(server: Embedded, tmp_path: Path) -> None:
    second = Embedded(tmp_path, settings=TEST_SETTINGS)
    server.enter()
    pid = pid_of(server)
    second.enter()
    assert pid_of(second) == pid
    server.leave()
    assert psycopg.connect(second.url()).execute("SELECT 1").fetchone() == (1,)
    second.leave()
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_the_database_listens_on_no_network_and_only_its_owner_reaches_it(server: Embedded) -> None:
    server.enter()
    connections = psutil.Process(pid_of(server)).net_connections(kind="inet")
    assert connections == []
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_a_killed_database_comes_back_with_everything_that_was_committed(tmp_path: Path) -> None:
    first = Embedded(tmp_path)
    first.enter()
    with psycopg.connect(first.url()) as open_connection:
        open_connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(pid_of(first), signal.SIGKILL)
    first.leave()
    second = Embedded(tmp_path)
    second.enter()
    with psycopg.connect(second.url()) as open_connection:
        assert open_connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    second.leave()


class Serving:
    """A served place and its launcher."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environ = {name: value for name, value in os.environ.items() if name != "HUYING_DATABASE_URL"}
        environ |= {"HUYING_HOME": str(home), "HUYING_PORT": str(self.port), "HUYING_WORKERS": "1"}
        self.environ = environ | {"PYTHONPATH": str(ROOT / "src")}
        self.launcher: subprocess.Popen[str] | None = None

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*LAUNCHER, *words], env=self.environ, capture_output=True, text=True, check=False)

    def start(self) -> None:
        self.launcher = subprocess.Popen(
            [*LAUNCHER, "serve"], env=self.environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        eventually(self.is_ready)

    def is_ready(self) -> bool:
        assert self.launcher
        assert self.launcher.poll() is None, self.launcher.communicate()[0]
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(json.load(answer)["ready"])
        except (urllib.error.URLError, ConnectionError):
            return False

    def processes(self) -> list[psutil.Process]:
        assert self.launcher
        return psutil.Process(self.launcher.pid).children(recursive=True)

    def worker(self) -> psutil.Process | None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):  # a zombie counts as one
                if "procrastinate" in process.cmdline():
                    return process
        return None

    def stop(self, how: signal.Signals) -> tuple[int, str]:
        assert self.launcher
        self.launcher.send_signal(how)
        said = self.launcher.communicate(timeout=60)[0]
        return self.launcher.returncode, said


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Serving]:
    made = Serving(tmp_path)
    yield made
    if made.launcher and made.launcher.poll() is None:
        made.stop(signal.SIGTERM)


def test_a_place_survives_a_killed_worker_and_database_and_leaves_nothing_behind(
    place: Serving,
) -> None:
    without_tables = place.run("serve")
    assert without_tables.returncode == 2
    assert without_tables.stderr.splitlines()[-1].startswith("huying: The tables are not up to date: run `huying init`")
    assert place.run("manage", "migrate", "--verbosity", "0").returncode == 0
    place.start()
    worker = place.worker()
    assert worker
    worker.kill()
    eventually(lambda: (again := place.worker()) and again.pid != worker.pid)
    eventually(place.is_ready)
    beside = place.run("manage", "procrastinate", "healthchecks")
    assert beside.returncode == 0, beside.stderr
    assert place.is_ready(), "a command beside the running place must leave its database running"
    os.kill(int((place.home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    eventually(lambda: not place.is_ready())
    eventually(place.is_ready)
    started = place.processes()
    code, said = place.stop(signal.SIGINT)
    assert code == 0
    assert "The worker ended with code -9 and is started again" in said
    assert "The database ended and is started again" in said
    assert [process for process in started if process.is_running()] == []
    place.start()
    assert place.stop(signal.SIGTERM)[0] == 0
