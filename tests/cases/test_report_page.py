"""The report page says what is needed and why, keeps what was typed, and confirms what the resident should know."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from huying.cases.models import Case, Reporter
from huying.documents.models import Document
from huying.territory.public import metres_between
from tests.cases.makers import RUBBISH, settle
from tests.documents.conftest import a_photo
from tests.people.postbox import Postbox, Sent
from tests.territory.makers import at_point, outlined

pytestmark = pytest.mark.django_db
REPORT = {
    "words": "路口堆了一大堆垃圾，没人清。", "kind": "complaint", "category_code": RUBBISH, "place": "颐和公馆",
    "confidentiality": "P0", "consent": "on",
}  # fmt: skip
OPTIONAL = "（选填）"


@pytest.fixture
def postbox(settings: Any) -> Iterator[list[Sent]]:
    """One-time codes that were sent, oldest first."""
    settings.HUYING_CODE_SENDER = "tests.people.postbox.Postbox"
    Postbox.sent.clear()
    yield Postbox.sent
    Postbox.sent.clear()


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    storages._storages.clear()
    return tmp_path


@pytest.fixture
def logged(settings: Any, caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every line that our loggers write, those too that pass nothing on."""
    named = [logging.getLogger(name) for name in settings.LOGGING["loggers"]]
    before = [logger.level for logger in named]
    for logger in named:
        logger.addHandler(caplog.handler)
        logger.setLevel(logging.INFO)
    yield caplog
    for logger, level in zip(named, before, strict=True):
        logger.removeHandler(caplog.handler)
        logger.setLevel(level)


def label(page: str, field: str) -> str:
    found = re.search(rf'<label[^>]*for="id_{field}"[^>]*>(.*?)</label>', page, re.S)
    assert found, field
    return found.group(1)


def test_what_is_needed_does_not_look_optional_and_says_why():
    page = Client().get("/report/").content.decode()

    assert [name for name in ("place", "phone", "code", "consent") if OPTIONAL in label(page, name)] == []
    assert OPTIONAL in label(page, "name")
    assert "知道在哪里，才能派给管这里的单位" in page
    assert "写地址、定位、点地图，有一样就行" in page
    assert "要留一个电话；不想留，就在上面选“匿名”" in page


def test_everything_that_is_missing_is_said_at_once_and_what_was_typed_stays():
    settle()
    answer = Client().post("/report/", {"words": "楼道灯不亮已经三天", "kind": "help", "confidentiality": "P0"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "楼道灯不亮已经三天" in page
    for told in ("请写明在哪里", "请留下联系电话", "请先看过并同意个人信息怎样使用"):
        assert told in page, told
    assert not Case.objects.exists()


def test_a_code_comes_though_the_rest_is_not_yet_written_and_the_page_scolds_about_nothing(postbox):
    settle()
    answer = Client().post("/report/", {"words": "楼道灯", "phone": "13955550199", "send_code": "1"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert len(postbox) == 1
    assert "验证码已发出" in page
    assert "field-error" not in page
    assert 'value="13955550199"' in page


def test_a_telephone_that_is_none_is_said_beside_it_and_no_code_goes_out(postbox):
    answer = Client().post("/report/", {"words": "楼道灯", "phone": "12", "send_code": "1"})

    assert answer.status_code == 422
    assert answer.content.decode().count("field-error") == 1
    assert postbox == []


def test_without_scripts_a_stranger_with_a_telephone_reports_and_is_told_all_that_counts(postbox, logged, capfd):
    settle()
    client = Client()
    mine = {**REPORT, "phone": "13955550199", "name": "欧阳冰玉", "words": "路口堆了一大堆垃圾，没人清，味道很怪很怪。"}
    client.post("/report/", {**mine, "send_code": "1"})
    client.post("/report/", mine)
    client.post("/report/", {**mine, "code": postbox[0].code})
    case = Case.objects.get()
    page = client.get("/report/filed/").content.decode()
    lines = [line.getMessage() for line in logged.records]
    assert "/report/" in repr(lines), "what was missing at first is logged, without what was typed"
    said = "\n".join(lines) + "".join(capfd.readouterr())
    assert [marker for marker in ("13955550199", "欧阳冰玉", "味道很怪", postbox[0].code) if marker in said] == []

    assert case.number in page
    assert re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", page)
    for told in ("受理员核对后告诉您由谁来办", "<dt>由谁</dt><dd>受理员</dd>", "<dt>最晚什么时间</dt>"):
        assert told in page, told


def test_a_wrong_code_keeps_the_report(postbox):
    settle()
    client = Client()
    client.post("/report/", {**REPORT, "phone": "13955550199", "send_code": "1"})
    wrong = "000000" if postbox[0].code != "000000" else "000001"
    answer = client.post("/report/", {**REPORT, "phone": "13955550199", "code": wrong})

    assert answer.status_code == 422
    assert REPORT["words"] in answer.content.decode()
    assert not Case.objects.exists()


def test_a_point_of_the_map_and_photos_come_with_the_report_and_stay_when_something_is_missing(client_as, folder):
    town = settle()
    outlined(town.grid, 0, 0, 1, 1)
    lon, lat = at_point(0.5, 0.5)
    client = client_as(town.resident)
    here = {**REPORT, "place": "", "lon": str(lon), "lat": str(lat)}
    first = client.post("/report/", {**here, "consent": "", "photos": [a_photo(), a_photo()]})
    page = first.content.decode()
    handles = re.search(r'name="handles" value="([^"]+)"', page)

    assert (first.status_code, "已保存 2 张，不用再选" in page) == (422, True)
    assert all(f'value="{value}"' in page for value in (lon, lat))
    assert handles
    assert client.post("/report/", {**here, "handles": handles[1], "photos": [a_photo()]}).status_code == 302
    case = Case.objects.get()
    assert (case.area_id, case.src_crs, case.place) == (town.grid.pk, "wgs84", "")
    assert metres_between((case.lon, case.lat), (lon, lat)) < 1
    papers = Document.objects.filter(thing="case", thing_id=case.pk)
    assert [paper.purpose for paper in papers] == ["case.report"] * 3
    assert client.get(f"/c/{case.number}/").content.decode().count("<img") >= 3


def test_a_point_far_away_is_refused_beside_the_place(client_as):
    town = settle()
    answer = client_as(town.resident).post("/report/", {**REPORT, "place": "", "lon": "2.35", "lat": "48.85"})

    assert answer.status_code == 422
    assert "这个位置不在服务范围内" in answer.content.decode()
    assert not Case.objects.exists()


def test_whoever_is_signed_in_may_report_for_somebody_without_a_telephone(client_as):
    town = settle()
    client = client_as(town.actor("李阿姨"))

    refused = client.post("/report/", {**REPORT, "on_behalf": "on"})
    assert "请写您替谁反映" in refused.content.decode()
    assert client.post("/report/", {**REPORT, "on_behalf": "on", "name": "楼上陈爷爷"}).status_code == 302

    case = Case.objects.get()
    assert (case.helper_id, case.filed_by_id) == (town.actor("李阿姨").account_id, None)
    assert Reporter.objects.get().record_id
