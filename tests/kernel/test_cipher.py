"""Sealing, unsealing and finding without opening, while keys and families change."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from huying.kernel import actions, cipher, keyring
from huying.kernel.actor import SYSTEM
from huying.kernel.models import DataKey
from tests.kernel.world import AT, together

pytestmark = pytest.mark.django_db
OLD, NEW = "11" * 32, "22" * 32


@pytest.fixture(params=["intl", "gm"])
def family(request: pytest.FixtureRequest, settings) -> str:
    settings.HUYING_CIPHER = request.param
    return str(request.param)


def test_what_is_sealed_can_be_unsealed_in_the_same_context_only(family: str) -> None:
    sealed = cipher.seal("张三".encode(), "people.record:1")
    assert cipher.unseal(sealed, "people.record:1").decode() == "张三"
    assert "张三".encode() not in sealed
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(sealed, "people.record:2")


def test_the_same_words_are_never_sealed_alike(family: str) -> None:
    assert cipher.seal(b"x", "c") != cipher.seal(b"x", "c")


def test_the_header_cannot_be_exchanged(family: str) -> None:
    sealed = bytearray(cipher.seal(b"x", "c"))
    other = bytearray(sealed)
    other[1] ^= 3
    for wrong in (bytes(other), b"\x02" + bytes(sealed[1:]), b"", bytes(sealed[:20])):
        with pytest.raises(cipher.Unreadable):
            cipher.unseal(wrong, "c")


def test_after_a_change_of_family_old_ciphertexts_stay_readable(settings) -> None:
    settings.HUYING_CIPHER = "intl"
    before, index = cipher.seal(b"before", "c"), cipher.blind_index("13812345678", "phone")
    settings.HUYING_CIPHER = "gm"
    after = cipher.seal(b"after", "c")
    assert (before[1], after[1]) == (1, 2)
    assert cipher.unseal(before, "c") + cipher.unseal(after, "c") == b"beforeafter"
    assert index in cipher.blind_indexes("13812345678", "phone")


def test_data_keys_lie_wrapped_in_the_database(family: str) -> None:
    sealed = cipher.seal(b"x", "c")
    row = DataKey.objects.get(pk=cipher.key_of(sealed)[1])
    assert (row.wrapped_by, row.provider) == ("1", family)
    assert len(bytes(row.wrapped)) == 12 + cipher.suite().key_bytes + 16


def test_without_the_outer_key_nothing_can_be_read(family: str, settings) -> None:
    sealed = cipher.seal(b"x", "c")
    cipher.datakeys.by_id.cache_clear()
    settings.HUYING_SEAL_KEY = f"2:{NEW}"
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(sealed, "c")


def test_a_blind_index_stays_the_same_when_the_outer_key_changes(family: str, settings) -> None:
    before = cipher.blind_index("13812345678", "phone")
    settings.HUYING_SEAL_KEY = f"2:{NEW},1:{OLD}"
    actions.rotate_keys(SYSTEM, reason="每年更换", at=AT)
    settings.HUYING_SEAL_KEY = f"2:{NEW}"
    cipher.datakeys.by_id.cache_clear()
    assert cipher.blind_index("13812345678", "phone") == before
    assert "13812345678" not in before
    assert cipher.blind_index("13812345678", "phone") != cipher.blind_index("13812345678", "name")


def test_an_unknown_family_is_a_mistake_of_the_settings(settings) -> None:
    settings.HUYING_CIPHER = "rot13"
    for use in (lambda: cipher.seal(b"x", "c"), lambda: cipher.blind_index("x", "c"), lambda: keyring.tag("p", b"x")):
        with pytest.raises(ImproperlyConfigured, match="intl or gm"):
            use()


@pytest.mark.parametrize("wrong", ["", "xyz", "11", f"1:{OLD},1:{NEW}", f"UP:{OLD}"])
def test_a_broken_keyring_is_refused_without_showing_the_key(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        keyring.parse(wrong, "HUYING_SEAL_KEY")
    assert OLD not in str(refused.value)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_first_seals_at_once_make_one_data_key() -> None:
    sealed = together([lambda: cipher.seal(b"x", "c") for _ in range(10)])
    assert {cipher.key_of(one)[1] for one in sealed} == {DataKey.objects.get(provider="intl").pk}
