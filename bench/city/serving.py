"""The real server and a worker beside it, for the length of a measurement."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from huying.config.launcher.children import Children
from huying.config.launcher.serving import WEB, wait_until_alive, web_command, worker_command


@contextmanager
def served() -> Iterator[int]:
    """The port on which it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    children = Children(dict(os.environ))
    try:
        children.start(WEB, web_command(os.environ, port), keep=False)
        children.start("The worker", worker_command(), keep=False)
        wait_until_alive(children, f"http://127.0.0.1:{port}/healthz")
        yield port
    finally:
        children.stop()
