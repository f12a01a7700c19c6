"""Where files lie: the storage named "documents" (a folder or an object store), sealed in chunks when they show people.

Nothing is ever held whole in memory: a file passes through in chunks, by way of a temporary file.
"""

import errno
import hashlib
import logging
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import Storage, storages

from huying.documents.errors import StorageFull
from huying.kernel.cipher import seal, unseal
from huying.kernel.errors import Unavailable

CHUNK = 256 * 1024
LENGTH = 4
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """One file that the storage has taken."""

    key: str
    size: int
    sha256: str
    sealed: bool


def files() -> Storage:
    """The storage of all documents; never served directly."""
    return storages["documents"]


def new_key(at: datetime) -> str:
    """A place that nobody can guess, in the folder of its day (the sweeper looks day by day)."""
    return f"{at:%Y/%m/%d}/{secrets.token_hex(20)}"


@contextmanager
def workspace() -> Iterator[IO[bytes]]:
    """A temporary file that vanishes; a full disk is told as such."""
    with telling_when_full(), tempfile.TemporaryFile(prefix="huying-") as handle:
        yield handle


@contextmanager
def telling_when_full() -> Iterator[None]:
    """Whatever the disk or the object store refuses becomes an error that the sender understands."""
    try:
        yield
    except OSError as error:
        log.error("documents: storage failed: %s %s", type(error).__name__, error.errno)
        raise (StorageFull() if error.errno in FULL else Unavailable()) from error
    except Exception as error:
        if not type(error).__module__.startswith(("botocore", "boto3", "s3transfer")):
            raise
        log.error("documents: object store failed: %s", type(error).__name__)
        raise Unavailable from error


def keep(source: IO[bytes], *, at: datetime, sealed: bool, apart: bool = False) -> Stored:
    """Store what is in `source` (from its start), sealed as ordinary or, `apart`, as sensitive data.

    When the storage fails nothing half is left behind.
    """
    source.seek(0)
    key, digest, size = new_key(at), hashlib.sha256(), 0
    with workspace() as out:
        for number, chunk in enumerate(chunks_of(source)):
            digest.update(chunk)
            size += len(chunk)
            out.write(_closed(chunk, key, number, apart) if sealed else chunk)
        if sealed:
            out.write(_closed(b"", key, -1, apart))
        out.seek(0)
        try:
            files().save(key, File(out, name=key))
        except BaseException:
            discard(key)
            raise
    return Stored(key, size, digest.hexdigest(), sealed)


def read(key: str, *, sealed: bool) -> Iterator[bytes]:
    """The clear content, chunk by chunk. A sealed file that was cut or reordered raises before the end."""
    with telling_when_full(), files().open(key, "rb") as source:
        yield from _opened(source, key) if sealed else chunks_of(source)


def stale(key: str, again: Callable[..., bytes | None], *, apart: bool) -> bool:
    """Whether a sealed file is not under the current key of its class, judged by its first chunk."""
    with telling_when_full(), files().open(key, "rb") as source:
        first = _body(source)
        only = not _body(source)
    return again(first, f"document:{key}:{-1 if only else 0}", apart) is not None


def copied(key: str, *, sealed: bool, into: IO[bytes]) -> None:
    """Pour the clear content into a file and rewind it."""
    for chunk in read(key, sealed=sealed):
        into.write(chunk)
    into.seek(0)


def discard(key: str) -> None:
    """Delete a file; what cannot be deleted now is found by the sweeper later."""
    try:
        files().delete(key)
    except Exception as error:
        log.warning("documents: a file could not be deleted yet: %s", type(error).__name__)


def chunks_of(source: Any) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _closed(chunk: bytes, key: str, number: int, apart: bool) -> bytes:
    """One sealed chunk, bound to its file and its place; number -1 closes the file."""
    body = seal(chunk, f"document:{key}:{number}", sensitive=apart)
    return len(body).to_bytes(LENGTH, "big") + body


def _opened(source: Any, key: str) -> Iterator[bytes]:
    number, body = 0, _body(source)
    while following := _body(source):
        yield unseal(body, f"document:{key}:{number}")
        number, body = number + 1, following
    unseal(body, f"document:{key}:-1")


def _body(source: Any) -> bytes:
    length = int.from_bytes(source.read(LENGTH), "big")
    return bytes(source.read(length)) if length else b""
