"""Keys are changed while everything stays readable, and the old outer key can then be thrown away."""

from io import StringIO

import pytest
from django.core.management import call_command

from huying.kernel import actions, cipher, datakeys, sealed_columns
from huying.kernel.actor import Actor, Post
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.journal import story
from huying.kernel.models import DataKey
from huying.notices.models import BodyChannel
from huying.notices.ways import address_context
from tests.kernel.world import AT

pytestmark = pytest.mark.django_db
OLD, NEW = "11" * 32, "22" * 32
KEEPER = Actor(kind="person", account_id=1, posts=(Post(role="security_admin", area_path="/1/"),))
SYSTEM_ADMIN = Actor(kind="person", account_id=2, posts=(Post(role="system_admin", area_path="/1/"),))


def a_channel(body_id: int) -> BodyChannel:
    address = cipher.seal(f"robot {body_id}".encode(), address_context(body_id))
    return BodyChannel.objects.create(body_id=body_id, name="群", scheme="dingtalk", address=address, at=AT)


def opened(channel: BodyChannel) -> str:
    channel.refresh_from_db()
    return cipher.unseal(bytes(channel.address), address_context(channel.body_id)).decode()


@pytest.mark.parametrize(("before", "after"), [("intl", "intl"), ("intl", "gm"), ("gm", "gm")])
def test_after_a_rotation_everything_lies_under_new_keys_and_the_old_outer_key_is_not_needed(
    settings, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_columns, "BATCH", 2)
    settings.HUYING_CIPHER = before
    channels = [a_channel(n) for n in range(5)]
    first = cipher.key_of(bytes(channels[0].address))[1]

    settings.HUYING_SEAL_KEY, settings.HUYING_CIPHER = f"2:{NEW},1:{OLD}", after
    said = StringIO()
    call_command("rotate_keys", "--reason", "每年更换", stdout=said)
    assert "notices.BodyChannel.address: 5 sealed anew" in said.getvalue()

    settings.HUYING_SEAL_KEY = f"2:{NEW}"
    datakeys.by_id.cache_clear()
    assert [opened(channel) for channel in channels] == [f"robot {n}" for n in range(5)]
    families = {cipher.key_of(bytes(channel.address)) for channel in channels}
    assert {suite.name for suite, _key in families} == {after}
    assert first not in {key for _suite, key in families}
    assert set(DataKey.objects.values_list("wrapped_by", flat=True)) == {"2"}


def test_a_rotation_that_was_interrupted_goes_on(settings) -> None:
    channels = [a_channel(n) for n in range(3)]
    settings.HUYING_SEAL_KEY = f"2:{NEW},1:{OLD}"
    actions.rotate_keys(KEEPER, reason="人员变动", at=AT)
    assert [opened(channel) for channel in channels] == ["robot 0", "robot 1", "robot 2"]
    for expected in (3, 0):
        said = StringIO()
        call_command("rotate_keys", "--continue", stdout=said)
        assert f"notices.BodyChannel.address: {expected} sealed anew" in said.getvalue()


def test_only_the_security_administrator_rotates_with_a_reason_and_it_is_in_the_journal() -> None:
    with pytest.raises(NotAllowed):
        actions.rotate_keys(SYSTEM_ADMIN, reason="每年更换", at=AT)
    with pytest.raises(Invalid):
        actions.rotate_keys(KEEPER, reason="", at=AT)
    made = actions.rotate_keys(KEEPER, reason="每年更换", at=AT)
    codes = [row.code for row in story("data_key", made.data_key_id)]
    assert codes == ["kernel.data_keys_rewrapped", "kernel.data_key_rotated"]


def test_every_sealed_column_of_the_house_is_registered() -> None:
    assert {"people.SealedRecord.ciphertext", "notices.Message.words", "notices.BodyChannel.address"} <= set(
        sealed_columns.names()
    )
    assert "people second factors" in sealed_columns.names()


def test_sensitive_data_lie_under_keys_of_their_own_in_both_families(settings) -> None:
    for family in ("intl", "gm"):
        settings.HUYING_CIPHER = family
        plain, apart = cipher.seal(b"x", "a:1"), cipher.seal(b"x", "a:1", sensitive=True)
        assert (cipher.is_sensitive(plain), cipher.is_sensitive(apart)) == (False, True)
        assert cipher.key_of(plain)[1] != cipher.key_of(apart)[1]
        assert cipher.unseal(apart, "a:1") == cipher.unseal(plain, "a:1") == b"x"
        keys = {row.pk: row.provider for row in DataKey.objects.all()}
        assert keys[cipher.key_of(apart)[1]] == f"{family}-l4"


def test_the_key_of_one_class_neither_opens_nor_unwraps_the_other() -> None:
    plain, apart = cipher.seal(b"x", "a:1"), cipher.seal(b"x", "a:1", sensitive=True)
    moved = bytes([cipher.VERSION]) + apart[1:]
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(moved, "a:1")
    renumbered = apart[:2] + plain[2 : cipher.HEADER_BYTES] + apart[cipher.HEADER_BYTES :]
    with pytest.raises(cipher.Unreadable):
        cipher.unseal(renumbered, "a:1")
    row = DataKey.objects.get(pk=cipher.key_of(apart)[1])
    row.provider = "intl"
    with pytest.raises(cipher.Unreadable):
        datakeys.unwrap(row)


def test_a_rotation_changes_the_keys_of_both_classes() -> None:
    before = [cipher.key_of(cipher.seal(b"x", "a:1", sensitive=one))[1] for one in (False, True)]
    actions.rotate_keys(KEEPER, reason="每年更换", at=AT)
    after = [cipher.key_of(cipher.seal(b"x", "a:1", sensitive=one))[1] for one in (False, True)]
    assert not set(before) & set(after)
    assert DataKey.objects.filter(retired_at=None, provider__in=["intl", "intl-l4"]).count() == 2
    sealed = cipher.seal(b"x", "a:1", sensitive=True)
    assert sealed_columns.seal_again(sealed, "a:1") is None
