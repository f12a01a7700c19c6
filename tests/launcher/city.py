"""A city of several processes: a primary with a streaming replica, web processes and workers, people with browsers."""

import json
import os
import shutil
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from huying.config.backup.programs import environment, program
from huying.config.launcher.children import Children
from huying.config.launcher.embedded import TEST_SETTINGS, Embedded
from huying.config.launcher.serving import web_command, worker_command
from huying.kernel.clock import now
from huying.people.models import Account
from huying.people.sessions import SessionStore
from tests.house.places import ROOT

CSRF = "c" * 32
REPLICATED = {**TEST_SETTINGS, "synchronous_commit": "on", "full_page_writes": "on", "wal_keep_size": "64MB"}


class City:
    """Everything a city runs on, on one machine; nobody outside of it can reach any of it."""

    def __init__(self, home: Path) -> None:
        for name in ("primary", "replica"):
            (home / name).mkdir()
        self.primary = Embedded(home / "primary", settings=REPLICATED)
        self.replica = Embedded(home / "replica", settings=REPLICATED)
        self.children = Children({})
        self.home = home
        self.ports: list[int] = []

    def take_over(self) -> None:
        """What the test's own database holds, on a server that streams to a replica."""
        self.primary.enter()
        dump = [program("pg_dump"), "--format=custom", "--no-owner", "--compress=0"]
        restore = [str(self.primary.programs / "pg_restore"), "--no-owner", f"--dbname={self.primary.url()}"]
        dumped = subprocess.run(dump, env=environment(), capture_output=True, check=True)
        subprocess.run(restore, input=dumped.stdout, capture_output=True, check=True)
        self._copy()
        self.replica.enter()

    def _copy(self) -> None:
        """As an operator does it: a base backup that knows where it comes from."""
        self.replica.data.mkdir(parents=True)
        if self.replica.user is not None:
            shutil.chown(self.replica.data, self.replica.user)
        self.replica.data.chmod(0o700)
        where = ["-h", str(self.primary.sockets), "-p", "5432", "-U", "postgres"]
        copying = [
            str(self.primary.programs / "pg_basebackup"),
            *where,
            "-D",
            str(self.replica.data),
            "-R",
            "-c",
            "fast",
        ]
        subprocess.run([*self.primary.prefix, *copying], cwd="/", capture_output=True, check=True)

    def open(self, *, webs: int, workers: int) -> None:
        self.children.environ = os.environ | {
            "HUYING_DATABASE_URL": self.primary.url(), "HUYING_REPLICA_URL": self.replica.url(),
            "HUYING_HOME": str(self.home), "HUYING_WORKERS": "1", "HUYING_HOST": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "huying.config.base", "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        for nth in range(webs):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.ports.append(probe.getsockname()[1])
            self.children.start(f"web {nth}", web_command(self.children.environ, self.ports[nth]), keep=False)
        for nth in range(workers):
            self.children.start(f"worker {nth}", worker_command(), keep=False)

    def kill(self, name: str) -> None:
        """At one blow, with everything it started."""
        killed = self.children.running.pop(name)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()

    def kill_replica(self) -> None:
        pid = self.replica.running_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        self.children.stop()
        with suppress(ProcessLookupError):
            self.replica.leave()
        self.primary.leave()

    def rows(self, asked: str, *values: Any, of: Embedded | None = None) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect((of or self.primary).url(), autocommit=True) as database:
            found = database.execute(asked, values)  # type: ignore[arg-type]
            return found.fetchall() if found.description else []

    def one(self, asked: str, *values: Any, of: Embedded | None = None) -> Any:
        return self.rows(asked, *values, of=of)[0][0]

    def readiness(self, nth: int) -> dict[str, Any]:
        status, text = Browser("").ask(self.ports[nth], "/readyz")
        return dict(json.loads(text)) if status else {}


class Browser:
    """Somebody's open session, with cookies; any web process serves it."""

    def __init__(self, session: str) -> None:
        self.cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF} if session else {}

    def ask(self, port: int, path: str, body: Any = None) -> tuple[int, str]:
        """Status and text; 0 when nobody answered at all."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-CSRFToken": CSRF, "Content-Type": "application/json"} if body is not None else {}
        content = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", content, headers)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                for cookie in answer.headers.get_all("Set-Cookie") or ():
                    self.cookies |= {name: one.value for name, one in SimpleCookie(cookie).items()}
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            return 0, ""


def signed_in(account_id: int | None) -> Browser:
    account = Account.objects.get(pk=account_id)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["seen_at"] = now().timestamp()
    session.save()
    return Browser(str(session.session_key))
