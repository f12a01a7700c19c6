"""Envelope keys: data keys lie in the database, wrapped by a key that does not."""

import os
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from huying.kernel import keyring
from huying.kernel.ciphersuites import NONCE_BYTES, SUITES, Suite, Unreadable
from huying.kernel.clock import now
from huying.kernel.kept import Kept, group
from huying.kernel.models import DataKey

INDEX = "-ix"  # providers "intl-ix" and "gm-ix": keys of blind indexes, which outlive every change of the outer key
SENSITIVE = "-l4"  # providers "intl-l4" and "gm-l4": keys of sensitive data, under a wrapping key of their own


KEPT = group("datakeys", "kernel_datakey")
_current: Kept[str, int | None] = Kept(KEPT)


def suite_of(provider: str) -> Suite:
    return SUITES[provider.removesuffix(INDEX).removesuffix(SENSITIVE)]


def _branch(provider: str) -> str:
    """Index keys hang on the branch of their family, keys of sensitive data on one of their own."""
    return provider.removesuffix(INDEX)


def _wrapping_key(provider: str, key_id: str) -> bytes:
    key, suite = keyring.seal_keys().key(key_id), suite_of(provider)
    if key is None:
        raise Unreadable(f"the key {key_id} is not in HUYING_SEAL_KEY")
    return keyring.keyed_hash(key, b"huying.wrap\x00" + _branch(provider).encode(), suite.hash_name)[: suite.key_bytes]


def _label(provider: str, key_id: str) -> bytes:
    return f"huying.datakey.1|{_branch(provider)}|{key_id}".encode()


def wrap(provider: str, data_key: bytes) -> tuple[bytes, str]:
    """The data key under the current wrapping key of its branch, and that key's id."""
    key_id, suite = keyring.seal_keys().current, suite_of(provider)
    nonce = os.urandom(NONCE_BYTES)
    sealed = suite.encrypt(_wrapping_key(provider, key_id), nonce, data_key, _label(provider, key_id))
    return nonce + sealed, key_id


def unwrap(row: DataKey) -> bytes:
    suite, wrapped = suite_of(row.provider), bytes(row.wrapped)
    key, label = _wrapping_key(row.provider, row.wrapped_by), _label(row.provider, row.wrapped_by)
    return suite.decrypt(key, wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], label)


def make(provider: str, *, at: datetime) -> DataKey:
    suite = suite_of(provider)
    wrapped, wrapped_by = wrap(provider, os.urandom(32 if provider.endswith(INDEX) else suite.key_bytes))
    return DataKey(provider=provider, wrapped=wrapped, wrapped_by=wrapped_by, made_at=at)


def current(provider: str) -> tuple[int, bytes]:
    """The key that new ciphertexts or indexes use; made when there is none yet."""
    key_id = _current.one(provider, lambda: _in_use(provider))
    if key_id is None:
        with transaction.atomic():
            DataKey.objects.bulk_create([make(provider, at=now())], ignore_conflicts=True)
            key_id = DataKey.objects.get(provider=provider, retired_at=None).pk
    return key_id, by_id(key_id, provider)


def _in_use(provider: str) -> int | None:
    return DataKey.objects.filter(provider=provider, retired_at=None).values_list("pk", flat=True).first()


@lru_cache(maxsize=512)
def by_id(key_id: int, provider: str) -> bytes:
    """The data key of an old ciphertext. A key never changes and its number is never used again, so it may be kept."""
    row = DataKey.objects.filter(pk=key_id, provider=provider).first()
    if row is None:
        raise Unreadable(f"data key {key_id} does not exist")
    return unwrap(row)


def index_keys() -> list[tuple[int, str]]:
    """Every key ever used for blind indexes, with its provider."""
    rows = DataKey.objects.filter(provider__endswith=INDEX).order_by("-pk")
    return list(rows.values_list("pk", "provider"))
