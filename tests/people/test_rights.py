"""What people may ask for about their own data, answered within 15 working days."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from huying.calendars.public import seed_calendar
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Conflict, Invalid, NotAllowed, StepNotAllowed
from huying.people import public
from huying.people.actions.rights import answer_due, answer_rights, ask_for_rights
from huying.people.errors import ReasonNeeded
from huying.people.models import RightsRequest, SealedRecord
from huying.people.queries import rights_requests
from tests.people.makers import a_resident, person, with_role

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def calendar(db: None, at: datetime) -> None:
    seed_calendar(SYSTEM, at=at)


def test_the_target_is_the_close_of_the_fifteenth_working_day() -> None:
    asked = datetime(2026, 9, 21, 10, 0, tzinfo=SHANGHAI)  # before 中秋 and 国庆
    due = answer_due(asked).astimezone(SHANGHAI)
    assert (due.month, due.day, due.hour, due.minute) == (10, 19, 17, 30)


def test_what_was_written_is_sealed(at: datetime) -> None:
    zhang = a_resident()
    asked = ask_for_rights(person(zhang), kind="correct", words="我叫张伟标记", at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM people_rightsrequest r WHERE id = %s", [asked.pk])
        assert "标记" not in cursor.fetchone()[0]
    task = f"rights:{asked.pk}"
    opened = public.unseal(with_role("dpo"), record_id=int(asked.sealed_words_id or 0), task=task, at=at)
    assert opened == {"words": "我叫张伟标记"}


def test_one_asks_once_at_a_time(at: datetime) -> None:
    zhang = a_resident()
    ask_for_rights(person(zhang), kind="copy", at=at)
    with pytest.raises(Conflict):
        ask_for_rights(person(zhang), kind="copy", at=at)


def test_nobody_asks_about_somebody_elses_record(at: datetime) -> None:
    other = a_resident(phone="13955550122")
    record = SealedRecord.objects.get(owner=other)
    with pytest.raises(Invalid):
        ask_for_rights(person(a_resident()), kind="delete", record_id=record.pk, at=at)


def test_a_granted_deletion_erases_the_record_at_once(at: datetime) -> None:
    zhang = a_resident(phone="13955550122")
    record = SealedRecord.objects.get(owner=zhang)
    asked = ask_for_rights(person(zhang), kind="delete", record_id=record.pk, at=at)
    answer_rights(with_role("dpo"), request_id=asked.pk, granted=True, answer="已删除", at=at)
    assert SealedRecord.objects.get(pk=record.pk).erase_reason == "request"


def test_a_refusal_needs_its_reasons(at: datetime) -> None:
    asked = ask_for_rights(person(a_resident()), kind="delete", at=at)
    with pytest.raises(ReasonNeeded):
        answer_rights(with_role("dpo"), request_id=asked.pk, granted=False, answer="", at=at)
    answer_rights(with_role("dpo"), request_id=asked.pk, granted=False, answer="法定保存期未满", at=at)
    assert RightsRequest.objects.get(pk=asked.pk).state == "refused"


def test_an_answer_is_given_once(at: datetime) -> None:
    asked = ask_for_rights(person(a_resident()), kind="explain", at=at)
    answer_rights(with_role("dpo"), request_id=asked.pk, granted=True, answer="已说明", at=at)
    with pytest.raises(StepNotAllowed):
        answer_rights(with_role("dpo"), request_id=asked.pk, granted=False, answer="又想了想", at=at)


def test_nobody_answers_their_own_request(at: datetime) -> None:
    responsible = with_role("dpo")
    asked = ask_for_rights(responsible, kind="copy", at=at)
    with pytest.raises(NotAllowed):
        answer_rights(responsible, request_id=asked.pk, granted=True, answer="已办理", at=at)


def test_people_see_their_own_requests_and_the_responsible_person_all(at: datetime) -> None:
    zhang, li = a_resident(), a_resident()
    mine = ask_for_rights(person(zhang), kind="copy", at=at)
    ask_for_rights(person(li), kind="copy", at=at + timedelta(minutes=1))
    assert [one.pk for one in rights_requests(person(zhang))] == [mine.pk]
    assert rights_requests(with_role("dpo")).count() == 2
    assert rights_requests(with_role("system_admin")).count() == 0
