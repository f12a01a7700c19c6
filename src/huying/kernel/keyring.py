"""Keys that live outside the database: several at a time, each with an id, the first one current.

A keyring is written `2:<hex>,1:<hex>`; a lone `<hex>` has the id "1". Tags say which key and which hash made them, so
that a key can be replaced while old tags are still readable.
"""

import hmac as constant_time
import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_ID = re.compile(r"[a-z0-9]{1,16}")
HASHES: dict[str, type[hashes.SHA256] | type[hashes.SM3]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
HASH_OF = {"intl": "sha256", "gm": "sm3"}


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id; `current` is the one that new tags and wraps use."""

    current: str
    keys: dict[str, bytes]

    def key(self, key_id: str) -> bytes | None:
        return self.keys.get(key_id)


@lru_cache(maxsize=16)
def parse(text: str, name: str) -> KeyRing:
    """Read `id:hex,id:hex`. Raises ImproperlyConfigured with the name of the setting, never with the key."""
    keys: dict[str, bytes] = {}
    for part in (p.strip() for p in text.split(",")):
        key_id, _, value = part.rpartition(":")
        key_id = key_id or "1"
        try:
            key = bytes.fromhex(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: key {key_id} is not hexadecimal") from None
        if len(key) < 32 or key_id in keys or not KEY_ID.fullmatch(key_id):
            raise ImproperlyConfigured(f"{name}: each key needs its own short id and 64 or more hexadecimal digits")
        keys[key_id] = key
    return KeyRing(current=next(iter(keys)), keys=keys)


def journal_keys() -> KeyRing:
    return parse(settings.HUYING_JOURNAL_KEY, "HUYING_JOURNAL_KEY")


def seal_keys() -> KeyRing:
    return parse(settings.HUYING_SEAL_KEY, "HUYING_SEAL_KEY")


def chosen_hash() -> str:
    """The hash of the family that `HUYING_CIPHER` names."""
    try:
        return HASH_OF[settings.HUYING_CIPHER]
    except KeyError:
        raise ImproperlyConfigured("HUYING_CIPHER must be intl or gm") from None


def keyed_hash(key: bytes, data: bytes, hash_name: str) -> bytes:
    mac = hmac.HMAC(key, HASHES[hash_name]())
    mac.update(data)
    return mac.finalize()


def derive(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that one tag can never stand in for another."""
    return keyed_hash(key, b"huying.derive\x00" + purpose.encode(), "sha256")


def tag(purpose: str, data: bytes, ring: KeyRing | None = None) -> str:
    """A keyed tag `<key id>.<hash>.<hex>` over data, made with the current key."""
    ring = ring or journal_keys()
    return tag_by(purpose, data, ring, ring.current, chosen_hash())


def tag_by(purpose: str, data: bytes, ring: KeyRing, key_id: str, hash_name: str) -> str:
    made = keyed_hash(derive(ring.keys[key_id], purpose), data, hash_name)
    return f"{key_id}.{hash_name}.{made.hex()}"


def tag_holds(purpose: str, data: bytes, given: str, ring: KeyRing | None = None) -> bool:
    """Whether the tag was made by one of our keys over exactly this data."""
    parts = given.split(".")
    key = (ring or journal_keys()).key(parts[0])
    if len(parts) != 3 or key is None or parts[1] not in HASHES:
        return False
    made = keyed_hash(derive(key, purpose), data, parts[1]).hex()
    return constant_time.compare_digest(made.encode(), parts[2].encode())
