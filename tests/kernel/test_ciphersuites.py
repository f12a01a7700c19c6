"""Known answers from the standards, for every algorithm we rely on."""

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from huying.kernel.ciphersuites import SUITES, Unreadable
from huying.kernel.keyring import keyed_hash

# GB/T 32905-2016, appendix A
SM3 = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]
# GM/T 0042-2015 (HMAC-SM3), RFC 4231 case 2 (HMAC-SHA256)
HMAC = [
    (
        "sm3",
        bytes(range(1, 33)),
        b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2,
        "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a",
    ),
    (
        "sha256",
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
]
# RFC 8998 appendix A.1 (SM4-GCM); McGrew and Viega, GCM, test case 16 (AES-256-GCM)
GCM = [
    (
        "gm",
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec",
    ),
    (
        "intl",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
]


@pytest.mark.parametrize(("data", "digest"), SM3)
def test_sm3_gives_the_digests_of_its_standard(data: bytes, digest: str) -> None:
    work = hashes.Hash(hashes.SM3())
    work.update(data)
    assert work.finalize().hex() == digest


@pytest.mark.parametrize(("name", "key", "data", "expected"), HMAC)
def test_keyed_hashes_give_the_tags_of_their_standards(name: str, key: bytes, data: bytes, expected: str) -> None:
    assert keyed_hash(key, data, name).hex() == expected


@pytest.mark.parametrize(("name", "key", "nonce", "clear", "associated", "sealed"), GCM)
def test_ciphers_give_the_ciphertexts_of_their_standards(
    name: str, key: str, nonce: str, clear: str, associated: str, sealed: str
) -> None:
    suite = SUITES[name]
    args = bytes.fromhex(key), bytes.fromhex(nonce)
    assert suite.encrypt(*args, bytes.fromhex(clear), bytes.fromhex(associated)).hex() == sealed
    assert suite.decrypt(*args, bytes.fromhex(sealed), bytes.fromhex(associated)).hex() == clear


@pytest.mark.parametrize("name", ["intl", "gm"])
@given(data=st.binary(max_size=100), flip=st.integers(min_value=0, max_value=10_000))
def test_one_wrong_bit_makes_a_ciphertext_unreadable(name: str, data: bytes, flip: int) -> None:
    suite, key, nonce = SUITES[name], bytes(range(SUITES[name].key_bytes)), bytes(12)
    sealed = bytearray(suite.encrypt(key, nonce, data, b"here"))
    sealed[flip // 8 % len(sealed)] ^= 1 << flip % 8
    with pytest.raises(Unreadable):
        suite.decrypt(key, nonce, bytes(sealed), b"here")
