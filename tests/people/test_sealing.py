"""The sealed store: what goes in, who looks, and what stays written down."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from huying.kernel.actor import GUEST, SYSTEM, Actor
from huying.kernel.cipher import Unreadable
from huying.kernel.errors import NotAllowed
from huying.kernel.models import JournalRow
from huying.people import public
from huying.people.actions.sealing import purge_due
from huying.people.errors import ConsentNeeded, Erased, FieldNotInPurpose, GuardianNeeded, NoSuchPurpose, TaskNeeded
from huying.people.models import ReadLog, SealedRecord
from tests.people.makers import a_resident, an_account, person, with_role

pytestmark = pytest.mark.django_db

NAME, PHONE, ADDRESS = "欧阳测试标记", "13955550123", "宁海路街道1号楼2单元301室"


def sealed(at: datetime, **more: object) -> int:
    fields = {"name": NAME, "phone": PHONE, "address": ADDRESS}
    return public.seal_person(GUEST, purpose="case_contact", fields=fields, at=at, **more)  # type: ignore[arg-type]


def handler() -> Actor:
    return with_role("handler")


def looks(record_id: int) -> list[ReadLog]:
    return list(ReadLog.objects.filter(thing="sealed_record", thing_id=record_id).order_by("pk"))


def test_what_a_person_told_us_comes_back_only_by_unsealing(at: datetime) -> None:
    record = sealed(at)
    opened = public.unseal(handler(), record_id=record, task="case:17", at=at, fields=("phone",))
    assert opened == {"phone": PHONE}


def test_screens_get_masked_forms(at: datetime) -> None:
    assert public.masked(sealed(at)) == {"name": "欧*", "phone": "139****0123", "address": "宁海路街道1号楼…"}


def test_nothing_personal_stands_in_clear_in_any_table(at: datetime) -> None:
    sealed(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM people_sealedrecord r ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(json_agg(j)::text, '') FROM kernel_journalrow j")
        journal = cursor.fetchone()[0]
    for marker in (NAME, PHONE, "2单元301"):
        assert marker not in row
        assert marker not in journal


def test_each_look_is_written_down_with_its_task(at: datetime) -> None:
    record, reader = sealed(at), handler()
    public.unseal(reader, record_id=record, task="case:17", at=at, fields=("name",))
    (line,) = looks(record)
    assert (line.account_id, line.task, line.fields, line.outcome) == (
        reader.account_id,
        "case:17",
        ["name"],
        "allowed",
    )


def test_a_look_without_a_task_is_not_possible(at: datetime) -> None:
    record = sealed(at)
    with pytest.raises(TaskNeeded):
        public.unseal(handler(), record_id=record, task="  ", at=at)
    assert looks(record) == []


def test_a_look_stays_written_down_although_everything_around_it_is_undone(at: datetime) -> None:
    record = sealed(at)

    @transaction.atomic
    def look_and_fail() -> None:
        public.unseal(handler(), record_id=record, task="case:17", at=at)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        look_and_fail()
    assert [line.outcome for line in looks(record)] == ["allowed"]


def test_a_refused_look_at_a_sealed_case_stays_although_the_refusal_rolls_back(at: datetime) -> None:
    curious, number = handler(), 900_000_000 + an_account().pk

    @transaction.atomic
    def refuse() -> None:
        public.log_refused(curious, thing=("case", number), task="case:17", at=at)
        raise NotAllowed

    with pytest.raises(NotAllowed):
        refuse()
    assert ReadLog.objects.filter(thing="case", thing_id=number, outcome="refused").count() == 1


@pytest.mark.constraint
@pytest.mark.parametrize("statement", ["UPDATE people_readlog SET task = 'x'", "DELETE FROM people_readlog"])
def test_the_read_log_can_only_grow(at: datetime, statement: str) -> None:
    public.unseal(handler(), record_id=sealed(at), task="case:17", at=at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_ciphertext_moved_to_another_record_cannot_be_opened(at: datetime) -> None:
    one, other = sealed(at), sealed(at)
    SealedRecord.objects.filter(pk=other).update(ciphertext=SealedRecord.objects.get(pk=one).ciphertext)
    with pytest.raises(Unreadable):
        public.unseal(handler(), record_id=other, task="case:17", at=at)


def test_only_fields_the_purpose_names_are_taken(at: datetime) -> None:
    with pytest.raises(FieldNotInPurpose):
        public.seal_person(GUEST, purpose="case_contact", fields={"id_number": "320106199001011234"}, at=at)


def test_a_purpose_nobody_registered_takes_nothing(at: datetime) -> None:
    with pytest.raises(NoSuchPurpose):
        public.seal_person(GUEST, purpose="just_in_case", fields={"name": NAME}, at=at)


def test_where_the_law_needs_a_yes_nothing_is_sealed_without_one(at: datetime) -> None:
    with pytest.raises(ConsentNeeded):
        public.seal_person(GUEST, purpose="helped_person", fields={"name": NAME}, at=at)
    record = public.seal_person(GUEST, purpose="helped_person", fields={"name": NAME}, at=at, agreed="2026-1")
    assert public.has_consented("helped_person", record_id=record)


def test_a_child_under_fourteen_needs_a_guardian_first(at: datetime) -> None:
    child = a_resident(minor=True)
    fields = {"name": "小明"}
    with pytest.raises(GuardianNeeded):
        public.seal_person(person(child), purpose="case_contact", fields=fields, at=at, owner_id=child.pk)
    guardian = public.seal_person(
        person(child), purpose="guardian", fields={"name": "大明", "phone": PHONE}, at=at, agreed="2026-1"
    )
    public.consent_as_guardian(
        person(child), minor_id=child.pk, guardian_record_id=guardian, relation="parent", purpose="case_contact", at=at
    )
    assert public.seal_person(person(child), purpose="case_contact", fields=fields, at=at, owner_id=child.pk)


def test_a_record_is_found_by_its_number_however_it_is_written(at: datetime) -> None:
    record = sealed(at)
    assert record in public.find_by_phone("+86 139-5555-0123")
    assert public.find_by_phone("13955550124") == []


def test_the_number_of_distinct_people_can_be_counted_within_a_quarter_only(at: datetime) -> None:
    one, same = sealed(at), sealed(at)
    later = at + timedelta(days=60)
    assert public.person_hash(one, at) == public.person_hash(same, at)
    assert public.person_hash(one, at) != public.person_hash(one, later)


def test_after_archiving_only_the_person_responsible_for_data_may_look(at: datetime) -> None:
    record = sealed(at)
    public.close_access(SYSTEM, record_id=record, at=at)
    with pytest.raises(NotAllowed):
        public.unseal(handler(), record_id=record, task="case:17", at=at)
    assert [line.outcome for line in looks(record)] == ["refused"]
    assert public.unseal(with_role("dpo"), record_id=record, task="rights:3", at=at)["phone"] == PHONE


def test_a_record_closes_a_year_after_the_matter_and_goes_two_years_later(at: datetime) -> None:
    record = sealed(at)
    public.start_retention(SYSTEM, record_id=record, at=at)
    day = timedelta(days=1)
    assert public.unseal(handler(), record_id=record, task="case:17", at=at + 364 * day)
    with pytest.raises(NotAllowed):
        public.unseal(handler(), record_id=record, task="case:17", at=at + 365 * day)
    assert purge_due(SYSTEM, at=at + 1094 * day).get("case_contact", 0) == 0
    assert purge_due(SYSTEM, at=at + 1095 * day) == {"case_contact": 1}
    assert purge_due(SYSTEM, at=at + 1095 * day) == {}
    with pytest.raises(Erased):
        public.unseal(with_role("dpo"), record_id=record, task="case:17", at=at + 1096 * day)
    assert public.masked(record) == {}
    assert record not in public.find_by_phone(PHONE)


def test_a_matter_opened_again_stops_the_clock_of_deletion(at: datetime) -> None:
    record = sealed(at)
    public.start_retention(SYSTEM, record_id=record, at=at)
    public.stop_retention(SYSTEM, record_id=record, at=at)
    assert purge_due(SYSTEM, at=at + timedelta(days=4000)) == {}


def test_erasing_leaves_a_fact_and_nothing_else(at: datetime) -> None:
    record = sealed(at)
    public.erase(SYSTEM, record_id=record, reason="withdrawn", at=at)
    row = SealedRecord.objects.get(pk=record)
    assert (row.ciphertext, row.masked, row.phone_index, row.erase_reason) == (None, {}, "", "withdrawn")
    assert JournalRow.objects.filter(thing="sealed_record", thing_id=record, code="people.person_erased").exists()


@pytest.mark.constraint
def test_a_record_cannot_keep_anything_once_erased(at: datetime) -> None:
    record = sealed(at)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedRecord.objects.filter(pk=record).update(erased_at=at)
