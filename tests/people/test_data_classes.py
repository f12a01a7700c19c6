"""What is sensitive (class L4) lies under keys of its own: confidential matters, guardians, children."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from huying.kernel import cipher, datakeys
from huying.kernel.actor import SYSTEM
from huying.people.actions.accounts import declare_minor
from huying.people.actions.guardians import clear_minor
from huying.people.actions.sealing import correct_person, seal_person, unseal
from huying.people.models import ProcessingPurpose, SealedRecord
from huying.people.queries import own_contact
from tests.people.makers import a_resident, person, with_role

pytestmark = pytest.mark.django_db
FIELDS = {"name": "张三", "phone": "13955550123"}


def apart(record_id: int) -> bool:
    return cipher.is_sensitive(bytes(SealedRecord.objects.get(pk=record_id).ciphertext or b""))


def test_a_confidential_matter_is_kept_apart_from_an_ordinary_one(at: datetime) -> None:
    ordinary = seal_person(SYSTEM, purpose="case_contact", fields=FIELDS, at=at)
    secret = seal_person(SYSTEM, purpose="case_confidential", fields=FIELDS, at=at)
    assert (apart(ordinary), apart(secret)) == (False, True)
    assert unseal(SYSTEM, record_id=secret, task="case:1", at=at) == FIELDS
    correct_person(SYSTEM, record_id=secret, fields={"name": "李四"}, at=at)
    assert apart(secret)


def test_what_is_kept_of_a_child_passes_under_the_other_keys_and_back(at: datetime) -> None:
    child = a_resident(phone="13955550124")
    record = own_contact(child).get().pk
    assert not apart(record)
    declare_minor(person(child), account_id=child.pk, at=at)
    assert apart(record)
    clear_minor(with_role("security_admin"), account_id=child.pk, reason="已满十四周岁", at=at)
    assert not apart(record)
    assert unseal(SYSTEM, record_id=record, task="case:1", at=at)["phone"] == "13955550124"


def test_a_rotation_seals_both_classes_anew_and_puts_each_record_where_it_belongs(at: datetime, settings: Any) -> None:
    secret = seal_person(SYSTEM, purpose="case_confidential", fields=FIELDS, at=at)
    ordinary = seal_person(SYSTEM, purpose="case_contact", fields=FIELDS, at=at)
    ProcessingPurpose.objects.filter(code="case_contact").update(sensitive=True)  # the place decides so later
    new = "22" * 32
    settings.HUYING_SEAL_KEY = f"2:{new},{settings.HUYING_SEAL_KEY}"
    call_command("rotate_keys", "--reason", "每年更换", stdout=StringIO())
    settings.HUYING_SEAL_KEY = f"2:{new}"
    datakeys.by_id.cache_clear()
    for record in (secret, ordinary):
        assert apart(record)
        assert unseal(SYSTEM, record_id=record, task="case:1", at=at) == FIELDS
