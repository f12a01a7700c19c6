"""What people does by the clock."""

from datetime import timedelta

import pytest

from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.kernel.models import JournalRow
from huying.people import public, tasks
from huying.people.actions.sign_in import send_sign_in_code
from huying.people.models import SealedRecord, Session, SignInCode
from tests.people.postbox import Sent

pytestmark = pytest.mark.django_db


def test_the_night_erases_what_is_due_and_reports_counts_only() -> None:
    long_ago = now() - timedelta(days=1200)
    record = public.seal_person(SYSTEM, purpose="case_contact", fields={"name": "张标记"}, at=long_ago)
    public.start_retention(SYSTEM, record_id=record, at=long_ago)
    assert tasks.purge(0) == {"case_contact": 1}
    assert SealedRecord.objects.get(pk=record).masked == {}
    assert tasks.purge(0) == {}
    row = JournalRow.objects.filter(code="people.retention_run").latest("pk")
    assert (row.facts["erased"], row.facts["by_purpose"]) == (1, ["case_contact=1"])


def test_codes_of_yesterday_and_old_sessions_are_swept(postbox: list[Sent]) -> None:
    send_sign_in_code(phone="13955550123", at=now() - timedelta(days=2))
    Session.objects.create(session_key="old", session_data="", expire_date=now() - timedelta(days=1))
    tasks.sweep(0)
    assert not SignInCode.objects.exists()
    assert not Session.objects.filter(session_key="old").exists()
