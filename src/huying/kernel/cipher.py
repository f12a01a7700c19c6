"""The cipher port: sealing small secrets, and looking them up without opening them.

A ciphertext carries its version, its family of algorithms and the number of its data key; the context is bound to it,
so that it cannot be moved to another row or field. `HUYING_CIPHER` chooses what new ciphertexts use; old ones of the
other family stay readable.

Sensitive data (class L4: what is confidential, children) lie under data keys of their own, apart from those of ordinary
personal data (L3), wrapped by a key of their own; the version of a ciphertext says which class it belongs to.
"""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from huying.kernel import datakeys, keyring
from huying.kernel.ciphersuites import BY_NUMBER, NONCE_BYTES, SUITES, Suite, Unreadable

__all__ = ["Unreadable", "blind_index", "blind_indexes", "is_sensitive", "key_of", "seal", "unseal"]

VERSION, SENSITIVE_VERSION = 1, 2
HEADER_BYTES = 10  # version, family, eight bytes of data key number


def suite() -> Suite:
    try:
        return SUITES[settings.HUYING_CIPHER]
    except KeyError:
        raise ImproperlyConfigured("HUYING_CIPHER must be intl or gm") from None


def provider_of(with_suite: Suite, *, sensitive: bool) -> str:
    """Which line of data keys a class of data has in a family."""
    return with_suite.name + (datakeys.SENSITIVE if sensitive else "")


def seal(data: bytes, context: str, *, sensitive: bool = False) -> bytes:
    """Encrypt with the current data key of the class, bound to this context, e.g. "people.record:17"."""
    with_suite = suite()
    key_id, key = datakeys.current(provider_of(with_suite, sensitive=sensitive))
    version = SENSITIVE_VERSION if sensitive else VERSION
    header = bytes([version, with_suite.number]) + key_id.to_bytes(8, "big")
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + with_suite.encrypt(key, nonce, data, header + context.encode())


def unseal(sealed: bytes, context: str) -> bytes:
    """Decrypt. Raises Unreadable when the ciphertext was changed, moved to another context or its key is gone."""
    sealed = bytes(sealed)
    with_suite, key_id = key_of(sealed)
    header, nonce = sealed[:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    key = datakeys.by_id(key_id, provider_of(with_suite, sensitive=is_sensitive(sealed)))
    return with_suite.decrypt(key, nonce, sealed[HEADER_BYTES + NONCE_BYTES :], header + context.encode())


def key_of(sealed: bytes) -> tuple[Suite, int]:
    """Which family and which data key a ciphertext needs."""
    sealed = bytes(sealed)
    known = sealed[:1] in (bytes([VERSION]), bytes([SENSITIVE_VERSION]))
    if len(sealed) < HEADER_BYTES + NONCE_BYTES or not known or sealed[1] not in BY_NUMBER:
        raise Unreadable("not a ciphertext of ours")
    return BY_NUMBER[sealed[1]], int.from_bytes(sealed[2:HEADER_BYTES], "big")


def is_sensitive(sealed: bytes) -> bool:
    """Whether a ciphertext lies under the keys of sensitive data (L4)."""
    return bytes(sealed)[:1] == bytes([SENSITIVE_VERSION])


def blind_index(text: str, context: str) -> str:
    """A keyed hash by which an exact text is found without being stored: `<key number>.<hash>.<hex>`.

    Its key is a data key of its own, so that it still fits after the outer key was changed.
    """
    provider = suite().name + datakeys.INDEX
    key_id, _key = datakeys.current(provider)
    return _index(key_id, provider, text, context)


def blind_indexes(text: str, context: str) -> list[str]:
    """The same under every index key there ever was, of both families, the current one first. For `__in`."""
    found = [blind_index(text, context)]
    others = [_index(key_id, provider, text, context) for key_id, provider in datakeys.index_keys()]
    return found + [one for one in others if one not in found]


def _index(key_id: int, provider: str, text: str, context: str) -> str:
    hash_name = datakeys.suite_of(provider).hash_name
    key = keyring.derive(datakeys.by_id(key_id, provider), f"blind index {context}")
    return f"{key_id}.{hash_name}.{keyring.keyed_hash(key, text.encode(), hash_name).hex()}"
