"""What is kept of people after the end (C.12, T38)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from huying.cases import actions as do
from huying.cases.actions.retention import to_building, without_numbers
from huying.cases.models import Case
from huying.cases.states import S
from huying.documents.models import Document
from huying.documents.public import Box, mask, take_in
from huying.kernel.actor import SYSTEM
from huying.people.actions.sealing import purge_due
from huying.people.models import SealedRecord
from tests.cases.makers import ELEMENTS, MONDAY, RUBBISH, Life, a_case, fresh, on, run_worker, settle
from tests.documents.conftest import a_photo

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    storages._storages.clear()
    return tmp_path


def record_of(case: Case) -> SealedRecord:
    return SealedRecord.objects.get(pk=case.reporters.get(main=True).record_id)


def test_a_year_after_the_end_the_record_closes_and_two_years_later_it_is_gone():
    town = settle()
    case = a_case(town, in_state=S.CLOSED, name="张三", phone="13800001234")
    ended = fresh(case).ended_at
    assert (record_of(case).closes_at, record_of(case).erase_at) == (ended + YEAR, ended + 3 * YEAR)

    run_worker(at=on(60))
    archived = record_of(case)
    assert fresh(case).state == S.ARCHIVED
    assert archived.closes_at < on(60), "for all but the data officer it closes with the archive"
    assert archived.erase_at == ended + 3 * YEAR, "and still goes on the day that the resident was told"

    purge_due(SYSTEM, at=ended + 3 * YEAR)
    assert record_of(case).erased_at is not None


def test_who_asks_again_keeps_the_record_open():
    town = settle()
    case = a_case(town, in_state=S.CLOSED, name="张三", phone="13800001234")

    do.reopen(town.resident, case_id=case.pk, reason="came_back", text="又堆满了", at=on(18))

    assert (record_of(case).closes_at, record_of(case).erase_at) == (None, None)


def test_a_part_that_was_split_off_and_is_still_open_keeps_the_record():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, name="张三", phone="13800001234")
    life = Life(town, case.pk, on(16, 10))
    do.split(town.actor("派单员"), second=do.SecondMatter("门口还有一堆垃圾", RUBBISH), **life.next())

    for step in ("hand_in", "approve", "solved"):
        getattr(life, step)()

    assert record_of(case).closes_at is None


def test_with_the_archive_unmasked_papers_go_and_masked_ones_lose_their_original(folder):
    town = settle()
    photos = [take_in(town.resident, file=a_photo(), name="p.jpg", purpose="case.report", at=MONDAY) for _n in range(2)]
    a_case(town, in_state=S.CLOSED, handles=tuple(photo.handle for photo in photos))
    mask(town.actor("派单员"), document_id=photos[0].pk, boxes=[Box(0, 0, 0.5, 0.5)], at=on(17))
    masked, unmasked = (Document.objects.get(pk=photo.pk) for photo in photos)
    assert (masked.state, unmasked.state) == ("masked", "private")

    run_worker(at=on(60))

    masked, unmasked = (Document.objects.get(pk=photo.pk) for photo in photos)
    assert (masked.state, masked.purged_at is not None) == ("masked", True)
    assert unmasked.state == "removed"
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept
    assert all(str(unmasked.pk) not in path.stem.split("-") for path in kept)


def test_the_archive_keeps_the_matter_and_the_building_and_nobodys_number_or_name():
    town = settle()
    words = "垃圾没人清，我叫欧阳冰玉，我的电话 13800001234。邻居叫我 王 大妞。"
    case = a_case(
        town, words=words, name="王大妞", phone="13800001234", place="颐和公馆 3 栋 2 单元 502 室"
    )  # fmt: skip
    life = Life(town, case.pk, on(16, 10))
    elements = {**ELEMENTS, "who": "王大妞", "course": f"来电：{words}"}
    do.accept(life.by("受理员"), acceptance=do.Acceptance(elements, "清走"), **life.next())
    do.write_note(life.by("派单员"), text="已回电王大妞 13800001234，约好明天", **life.next())
    for step in ("dispatch", "sign", "hand_in", "approve", "solved"):
        getattr(life, step)()

    run_worker(at=on(60))

    case = fresh(case)
    assert case.place == "颐和公馆 3 栋"
    assert case.words == "垃圾没人清，＊＊＊，我的电话 ＊＊＊。邻居叫我 ＊＊＊。"
    assert case.elements["course"] == f"来电：{case.words}"
    assert "已回电＊＊＊ ＊＊＊，约好明天" in [note.text for note in case.notes.all()]
    assert case.title == "垃圾没人清"
    assert case.elements["who"] == ""


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("宁海路 12 号 3 栋 502", "宁海路 12 号 3 栋"), ("颐和公馆5幢1单元301室", "颐和公馆5幢"), ("3 单元", ""),
        ("宁海路 12 号门前", "宁海路 12 号门前"), ("菜场东门公交站", "菜场东门公交站"), ("7 号楼 4 楼走廊", "7 号楼"),
        ("A 座 1203", "A 座"), ("二楼王家", ""),
    ],
)  # fmt: skip
def test_a_place_is_kept_as_far_as_the_building(place, kept):
    assert to_building(place) == kept


def test_numbers_of_people_are_taken_out_of_words():
    said = "请打 138 0000 1234 或 025-83301234，身份证 320106199001011234，3 栋 502"

    assert without_numbers(said) == "请打 ＊＊＊ 或 ＊＊＊，身份证 ＊＊＊，3 栋 502"
