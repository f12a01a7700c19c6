"""A stream sealed in chunks: each is authenticated with its place and whether it is the last, so none can be swapped,
dropped or cut off unseen."""

import os
import struct
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from huying.config.backup.errors import BackupTrouble
from huying.kernel.ciphersuites import BY_NUMBER, NONCE_BYTES, SUITES, TAG_BYTES, Suite, Unreadable

MAGIC = b"HUYING-BACKUP-1\n"
CHUNK = 1024 * 1024
SALT = 16


def _key(suite: Suite, secret: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=suite.key_bytes, salt=salt, info=b"huying backup").derive(secret)


def _nonce(place: int) -> bytes:
    """The key is fresh for each file, so the place alone makes the nonce unique."""
    return place.to_bytes(NONCE_BYTES, "big")


class Writer:
    """Looks like a file open for writing; close() writes the last chunk."""

    def __init__(self, target: BinaryIO, secret: bytes, *, suite: str) -> None:
        self.target, self.suite = target, SUITES[suite]
        salt = os.urandom(SALT)
        self.key, self.place, self.waiting = _key(self.suite, secret, salt), 0, bytearray()
        target.write(MAGIC + bytes([self.suite.number]) + salt)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > CHUNK:
            self._seal(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.waiting), last=True)

    def _seal(self, data: bytes, *, last: bool) -> None:
        sealed = self.suite.encrypt(self.key, _nonce(self.place), data, bytes([last]))
        self.target.write(struct.pack(">I?", len(sealed), last) + sealed)
        self.place += 1


class Reader:
    """Looks like a file open for reading."""

    def __init__(self, source: BinaryIO, secret: bytes) -> None:
        self.source, self.place, self.ready, self.ended = source, 0, bytearray(), False
        if source.read(len(MAGIC)) != MAGIC:
            raise BackupTrouble("This is not an encrypted backup.")
        self.suite = BY_NUMBER[source.read(1)[0]]
        self.key = _key(self.suite, secret, source.read(SALT))

    def read(self, size: int) -> bytes:
        while len(self.ready) < size and not self.ended:
            self._open_next()
        data = bytes(self.ready[:size])
        del self.ready[:size]
        return data

    def _open_next(self) -> None:
        head = self.source.read(5)
        if len(head) < 5:
            raise BackupTrouble("The backup is cut off: its end is missing.")
        length, last = struct.unpack(">I?", head)
        sealed = self.source.read(length) if length <= CHUNK + TAG_BYTES else b""
        try:
            self.ready += self.suite.decrypt(self.key, _nonce(self.place), sealed, bytes([last]))
        except Unreadable as error:
            raise BackupTrouble(
                "The backup cannot be read: wrong HUYING_BACKUP_KEY, or the file is damaged."
            ) from error
        self.place += 1
        self.ended = last
