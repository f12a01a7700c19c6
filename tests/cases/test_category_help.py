"""The system suggests what kind of matter it is; people decide, and it learns from each of them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.kindred import SCHEME, category_help
from huying.cases.models import Case
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.language.actions import choose_version, train
from huying.language.inuse import _in_use
from huying.language.models import ModelVersion, Sample, Verdict
from huying.language.queries import month_drift, version_in_use
from tests.cases.makers import ELEMENTS, LAMPS, LIFT, MONDAY, NOISE, RUBBISH, Settled, a_case, filed, settle
from tests.organisations.makers import an_actor

pytestmark = pytest.mark.django_db
HUMS = "楼下变压器整夜嗡嗡作响，震得窗户发抖。"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """What a process has learned is not forgotten when a test rolls its confirmations back."""
    _in_use.clear()


def accepted(town: Settled, code: str, *, at: datetime = MONDAY, **given: object) -> Case:
    case = filed(town, at=at, category_code=RUBBISH, **given).case  # type: ignore[arg-type]
    what = do.Acceptance(elements=ELEMENTS, wish="希望解决", category_code=code)
    return do.accept(town.actor("受理员"), case_id=case.pk, acceptance=what, at=at + timedelta(minutes=5))


def test_a_resident_is_helped_to_choose_and_decides(client_as: Callable[..., Client]) -> None:
    town = settle()
    client = client_as(town.resident)
    asked = {"words": "电梯困人了，电梯里面有两个老人", "kind": "complaint", "confidentiality": "P0"}
    page = client.post("/report/", {**asked, "help_choose": "1"}).content.decode()
    assert "看您写的，像是：" in page
    assert 'name="choose_category" value="0102"' in page
    assert "电梯里面有两个老人" in page
    chosen = client.post("/report/", {**asked, "choose_category": "0102"}).content.decode()
    assert '<option value="0102" selected>' in chosen
    assert "按我写的帮我选" in chosen
    unknown = client.post("/report/", {**asked, "words": "嗯嗯，就是那个。", "help_choose": "1"}).content.decode()
    assert "看不出是哪一类" in unknown
    empty = client.post("/report/", {**asked, "words": "", "help_choose": "1"})
    assert empty.status_code == 422
    assert "请写下发生了什么" in empty.content.decode()
    assert not Case.objects.exists()
    assert not Sample.objects.exists()


def test_the_intake_desk_sees_why_and_what_it_decides_is_learned_at_once(client_as: Callable[..., Client]) -> None:
    town = settle()
    case = a_case(town, category_code=RUBBISH, words="电梯困人了，电梯里面有两个老人。")
    client = client_as(town.actor("受理员"))
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "这件事像是哪一类" in page
    assert "“电梯" in page
    assert "只是建议，由您决定" in page
    taken = client.get(f"/desk/cases/{case.number}/?category=0102").content.decode()
    assert '<option value="0102" selected>' in taken
    assert Case.objects.get(pk=case.pk).category_code == RUBBISH
    assert category_help(HUMS).code == ""
    first = accepted(town, NOISE, words=HUMS)
    assert category_help(HUMS).choices[0].code == NOISE
    kept = Verdict.objects.get(thing_id=first.pk)
    assert (kept.final, kept.abstained != "", kept.version) == (NOISE, True, 0)
    sample = Sample.objects.get(thing_id=first.pk)
    assert HUMS[:4].encode() not in bytes(sample.whole)
    assert sample.label == NOISE


def test_a_changed_mind_replaces_the_lesson_and_both_stay_on_record() -> None:
    town = settle()
    case = accepted(town, NOISE, words=HUMS)
    change = do.Reclassification(reason="wrong_category", category_code=LAMPS, text="其实是路灯")
    do.reclassify(town.actor("派单员"), case_id=case.pk, change=change, at=MONDAY + timedelta(hours=1))
    kept = Verdict.objects.get(thing_id=case.pk)
    assert (kept.final, kept.changed_at is not None) == ("0102", True)
    assert list(Sample.objects.values_list("label", flat=True)) == ["0102"]
    assert category_help(HUMS).choices[0].code == "0102"


def test_confidential_matters_teach_nothing_and_are_forgotten_when_they_become_so() -> None:
    town = settle()
    accepted(town, NOISE, words=HUMS, confidentiality="P1")
    assert not Sample.objects.exists()
    assert not Verdict.objects.exists()
    case = accepted(town, NOISE, words=HUMS)
    assert Sample.objects.count() == 1
    do.change_confidentiality(town.actor("信息官"), case_id=case.pk, level="P1", at=MONDAY + timedelta(hours=2))
    assert not Sample.objects.exists()


def test_the_worker_trains_a_version_and_a_person_goes_back(client_as: Callable[..., Client]) -> None:
    town = settle()
    said = {NOISE: "整夜打桩嗡嗡响", LIFT: "轿厢一直晃", RUBBISH: "桶满了很臭", "0304": "摆摊挡住过道"}
    for number in range(10):
        for code, words in said.items():
            accepted(
                town, code, words=f"{number} 号楼{words}，已经 {number + 2} 天。", at=MONDAY + timedelta(hours=number)
            )
    version = train(SYSTEM, scheme=SCHEME, at=MONDAY + timedelta(days=1))
    assert (version.number, version.in_use, version.samples) == (1, True, 40)
    assert category_help("轿厢一直晃个不停").choices[0].code == "0102"
    keeper = an_actor("list_keeper", town.county)
    client = client_as(keeper)
    page = client.get("/manage/language/?month=2026-11").content.decode()
    assert "现在用第 1 版" in page
    assert "噪声" in page
    assert "只用类别名称和同义词" in page
    done = client.post("/manage/language/case_category/", {"number": "0", "reason": "先看看"}, follow=True)
    assert "只按类别名称、说明和同义词提建议" in done.content.decode()
    assert version_in_use(SCHEME) is None
    assert category_help("轿厢一直晃个不停").code == ""
    later = train(SYSTEM, scheme=SCHEME, at=MONDAY + timedelta(days=2))
    assert not later.in_use
    choose_version(keeper, scheme=SCHEME, number=2, reason="用新的", at=MONDAY + timedelta(days=2))
    assert ModelVersion.objects.get(in_use=True).number == 2
    drift = month_drift(
        SCHEME, since=MONDAY.replace(day=1), until=MONDAY + timedelta(days=14), before=MONDAY - timedelta(days=60)
    )
    assert drift.confirmed == 40
    assert {row.label: row.final for row in drift.labels}[NOISE] == 10
    assert client_as(town.actor("回访员")).get("/manage/language/").status_code == 403
    assert a_case(town, in_state=S.SUBMITTED).state == S.SUBMITTED
