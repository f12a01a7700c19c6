"""Consent: bound to a purpose and its words, free to refuse, easy to take back, not asked again for 90 days."""

from datetime import datetime, timedelta

import pytest

from huying.kernel.errors import NotAllowed
from huying.people import public
from huying.people.actions.consents import publish_purpose, purpose_now, withdraw_as_guardian
from huying.people.errors import AskedTooSoon, NoSuchPurpose
from huying.people.models import ConsentRecord, ProcessingPurpose
from huying.people.purposes import FIRST_PURPOSES
from huying.people.queries import guardian_agreed
from tests.people.makers import a_resident, person, with_role

pytestmark = pytest.mark.django_db

CALL = "satisfaction_call"


def test_a_yes_is_bound_to_the_words_it_was_given_to(at: datetime) -> None:
    zhang = a_resident()
    public.record_consent(person(zhang), purpose=CALL, version="2026-1", account_id=zhang.pk, at=at)
    publish_purpose(with_role("dpo"), code=CALL, version="2026-2", text="新", text_en="New", reason="改了期限", at=at)
    assert ConsentRecord.objects.get(account=zhang).purpose.version == "2026-1"
    assert purpose_now(CALL).version == "2026-2"


def test_a_yes_to_words_that_do_not_exist_is_none(at: datetime) -> None:
    zhang = a_resident()
    with pytest.raises(NoSuchPurpose):
        public.record_consent(person(zhang), purpose=CALL, version="1999-1", account_id=zhang.pk, at=at)


def test_saying_yes_twice_is_one_yes(at: datetime) -> None:
    zhang = a_resident()
    for _ in range(2):
        public.record_consent(person(zhang), purpose=CALL, version="2026-1", account_id=zhang.pk, at=at)
    assert ConsentRecord.objects.filter(account=zhang).count() == 1


def test_a_yes_can_be_taken_back_and_nobody_asks_for_90_days(at: datetime) -> None:
    zhang = a_resident()
    public.record_consent(person(zhang), purpose=CALL, version="2026-1", account_id=zhang.pk, at=at)
    public.withdraw_consent(person(zhang), purpose=CALL, account_id=zhang.pk, at=at)
    assert not public.has_consented(CALL, account_id=zhang.pk)
    day = timedelta(days=1)
    assert not public.may_ask(CALL, account_id=zhang.pk, at=at + 89 * day)
    with pytest.raises(AskedTooSoon):
        public.demand_asking_allowed(purpose=CALL, account_id=zhang.pk, at=at + 89 * day)
    assert public.may_ask(CALL, account_id=zhang.pk, at=at + 90 * day)


def test_a_no_is_not_asked_again_for_90_days_either(at: datetime) -> None:
    zhang = a_resident()
    public.refuse_consent(person(zhang), purpose=CALL, account_id=zhang.pk, at=at)
    assert not public.may_ask(CALL, account_id=zhang.pk, at=at + timedelta(days=30))


def test_who_changed_their_mind_may_say_yes_again(at: datetime) -> None:
    zhang = a_resident()
    for _ in range(2):
        public.record_consent(person(zhang), purpose=CALL, version="2026-1", account_id=zhang.pk, at=at)
        public.withdraw_consent(person(zhang), purpose=CALL, account_id=zhang.pk, at=at)
    assert ConsentRecord.objects.filter(account=zhang, withdrawn_at__isnull=False).count() == 2


def test_only_the_person_responsible_for_data_writes_new_words(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        publish_purpose(with_role("system_admin"), code=CALL, version="2026-2", text="新", text_en="New", at=at)


def test_each_purpose_says_why_how_long_and_to_whom_in_both_languages() -> None:
    public.install_purposes()
    for purpose in ProcessingPurpose.objects.filter(code__in=FIRST_PURPOSES):
        told = (purpose.text, purpose.text_en, purpose.recipients, purpose.recipients_en, purpose.law, purpose.fields)
        assert all(told), purpose.code


def test_a_guardian_takes_the_consent_back(at: datetime) -> None:
    child = a_resident(minor=True)
    me = person(child)
    fields = {"name": "大明", "phone": "13955550188"}
    record = public.seal_person(me, purpose="guardian", fields=fields, at=at, agreed="2026-1")
    for _ in range(2):
        public.consent_as_guardian(
            me, minor_id=child.pk, guardian_record_id=record, relation="parent", purpose="case_contact", at=at
        )
    assert guardian_agreed(child.pk, "case_contact")
    assert withdraw_as_guardian(me, minor_id=child.pk, at=at) == 1
    assert not guardian_agreed(child.pk, "case_contact")
