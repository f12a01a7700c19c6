"""Web server and worker: started, waited for, watched until somebody says stop."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

from huying.config.launcher.children import Children
from huying.config.launcher.house import DJANGO
from huying.config.launcher.words import Trouble

WEB = "The web server"


def web_command(environ: Mapping[str, str], port: int) -> list[str]:
    """One process for each core, four blocking threads in each."""
    workers = int(environ.get("HUYING_WORKERS") or 0) or os.cpu_count() or 1
    host = environ.get("HUYING_HOST") or "127.0.0.1"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    command += ["--respawn-failed-workers", "huying.config.wsgi:application"]
    return command


def worker_command() -> list[str]:
    return [*DJANGO, "procrastinate", "worker", "--shutdown-graceful-timeout", "10"]


def serve(children: Children, *, port: int, when_up: Callable[[], None], keep_alive: Callable[[], None]) -> None:
    """Blocks until Stopped. `keep_alive` looks after the database."""
    children.start(WEB, web_command(children.environ, port))
    children.start("The worker", worker_command())
    host = children.environ.get("HUYING_HOST") or "127.0.0.1"
    wait_until_alive(children, f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/healthz")
    when_up()
    while True:
        time.sleep(0.5)
        keep_alive()
        children.look()


def wait_until_alive(children: Children, address: str) -> None:
    deadline = time.monotonic() + 60
    while not _alive(address):
        if time.monotonic() > deadline:
            raise Trouble("The web server does not answer within a minute.")
        if children.running[WEB].poll() is not None:
            raise Trouble("The web server does not start; the lines above say why.")
        time.sleep(0.1)


def _alive(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(json.load(answer)["alive"])
    except (OSError, ValueError, urllib.error.URLError):
        return False
