"""The two families of algorithms behind the cipher port: `intl` (AES-256-GCM, SHA-256) and `gm` 国密 (SM4-GCM, SM3)."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE_BYTES = 12
TAG_BYTES = 16


class Unreadable(Exception):
    """The ciphertext, its context or its key does not fit."""


@dataclass(frozen=True, slots=True)
class Suite:
    """An authenticated cipher in Galois/Counter mode with 96-bit nonces and 128-bit tags."""

    name: str
    number: int
    key_bytes: int
    hash_name: str
    block: Callable[[bytes], algorithms.AES256 | algorithms.SM4]

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        work = Cipher(self.block(key), modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(associated)
        return work.update(data) + work.finalize() + work.tag

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, associated: bytes) -> bytes:
        """The clear bytes. Raises Unreadable when one bit of key, nonce, data, tag or associated data is wrong."""
        if len(data) < TAG_BYTES:
            raise Unreadable("too short")
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        work = Cipher(self.block(key), modes.GCM(nonce, tag)).decryptor()
        work.authenticate_additional_data(associated)
        try:
            return work.update(body) + work.finalize()
        except InvalidTag:
            raise Unreadable("the tag does not fit") from None


SUITES = {
    "intl": Suite("intl", 1, 32, "sha256", algorithms.AES256),
    "gm": Suite("gm", 2, 16, "sm3", algorithms.SM4),
}
BY_NUMBER = {suite.number: suite for suite in SUITES.values()}
