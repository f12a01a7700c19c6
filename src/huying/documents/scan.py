"""The hook for a virus scanner: a command or a clamd socket, named by settings; off by default."""

import logging
import socket
import subprocess
import tempfile
from contextlib import closing
from typing import IO

from django.conf import settings

from huying.documents.errors import Harmful
from huying.documents.storage import chunks_of
from huying.kernel.errors import Unavailable

SECONDS = 60
log = logging.getLogger(__name__)


def scan(source: IO[bytes]) -> None:
    """Harmful when the scanner finds something, Unavailable when it does not answer; switched off, all pass."""
    if settings.HUYING_SCAN_COMMAND:
        _by_command(source, settings.HUYING_SCAN_COMMAND.split())
    if settings.HUYING_SCAN_SOCKET:
        _by_socket(source, settings.HUYING_SCAN_SOCKET)
    source.seek(0)


def _by_command(source: IO[bytes], command: list[str]) -> None:
    """The file's path is added to the command; exit code 0 is clean, 1 is found, anything else is no answer."""
    source.seek(0)
    with tempfile.NamedTemporaryFile(prefix="huying-scan-") as copy:
        for chunk in chunks_of(source):
            copy.write(chunk)
        copy.flush()
        try:
            done = subprocess.run([*command, copy.name], capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("documents: the scanner did not answer: %s", type(error).__name__)
            raise Unavailable from error
    if done.returncode == 1:
        raise Harmful(reason="scanner")
    if done.returncode != 0:
        log.error("documents: the scanner failed with exit code %s", done.returncode)
        raise Unavailable


def _by_socket(source: IO[bytes], address: str) -> None:
    """clamd's INSTREAM: length and bytes, chunk by chunk, a zero length at the end, one line back."""
    source.seek(0)
    try:
        with closing(_connected(address)) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks_of(source):
                line.sendall(len(chunk).to_bytes(4, "big") + chunk)
            line.sendall(bytes(4))
            answer = line.recv(4096)
    except OSError as error:
        log.error("documents: the scanner did not answer: %s", type(error).__name__)
        raise Unavailable from error
    if b"FOUND" in answer:
        raise Harmful(reason="scanner")
    if b"OK" not in answer:
        log.error("documents: the scanner gave an answer that is not understood")
        raise Unavailable


def _connected(address: str) -> socket.socket:
    """ "/run/clamd.sock" or "127.0.0.1:3310"."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
