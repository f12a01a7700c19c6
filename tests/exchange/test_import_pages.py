"""An administrator says what the columns mean, tries a file, reads what is wrong, and takes it in."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huying.cases.models import Case
from huying.exchange.actions import go_on
from huying.exchange.files.mapping import Mapping
from huying.exchange.files.presets import HOTLINE
from huying.exchange.forms import typed
from huying.exchange.models import ImportRun, Proposal, Source
from tests.cases.makers import MONDAY, settle
from tests.exchange.importing import a_source, as_csv, taken
from tests.exchange.test_importing import a_row, open_row
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db


def test_from_the_columns_to_the_list_of_what_is_wrong(client_as: Callable[..., Client]) -> None:
    town = settle()
    client = client_as(with_role("system_admin"))
    blank = client.get("/manage/exchange/new/?like=12345").content.decode()
    assert "工单编号" in blank
    sent = {**typed(HOTLINE), "code": "12345", "name": "市 12345", "reason": "接入"}
    wrong = client.post("/manage/exchange/new/", {**sent, "column_number": ""})
    assert (wrong.status_code, "请写这一项在文件里的列名" in wrong.content.decode()) == (422, True)
    assert client.post("/manage/exchange/new/", sent)["Location"] == "/manage/exchange/sources/12345/files/"
    assert Mapping.read(Source.objects.get().mapping) == HOTLINE
    rows = [a_row(town, "=A1"), a_row(town, "A2", 归档时间="2026-03-01 09:00:00"), open_row(town, "B1")]
    file = SimpleUploadedFile("三月.csv", as_csv(rows))
    there = client.post("/manage/exchange/sources/12345/files/", {"file": file, "dry": "on", "reason": "看看"})
    run = ImportRun.objects.get()
    assert there["Location"] == f"/manage/exchange/runs/{run.pk}/"
    assert "正在进行" in client.get(f"/manage/exchange/runs/{run.pk}/").content.decode()
    go_on(run.pk, at=MONDAY)
    page = client.get(f"/manage/exchange/runs/{run.pk}/").content.decode()
    assert "试算完了" in page
    assert "办结早于提出" in page
    listed = b"".join(client.get(f"/manage/exchange/runs/{run.pk}/errors.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert listed.splitlines()[1] == "3,A2,closed_at,办结早于提出"
    for address in ("", "new/", "sources/12345/", "sources/12345/files/", "proposals/"):
        assert client.get(f"/manage/exchange/{address}").status_code == 200
        assert client_as(town.actor("派单员")).get(f"/manage/exchange/{address}").status_code == 403
    assert client_as(town.resident).get("/manage/exchange/").status_code == 404


def test_two_that_may_be_one_wait_on_a_page_for_a_person(client_as: Callable[..., Client]) -> None:
    town = settle()
    client = client_as(with_role("system_admin"))
    for code in ("12345", "street"):
        client.post("/manage/exchange/new/", {**typed(HOTLINE), "code": code, "name": code, "reason": "接入"})
        file = SimpleUploadedFile("a.csv", as_csv([open_row(town, f"{code}-1")]))
        client.post(f"/manage/exchange/sources/{code}/files/", {"file": file, "reason": "接入"})
        go_on(ImportRun.objects.latest("pk").pk, at=MONDAY)
    waiting = Proposal.objects.get()
    assert "street-1" in client.get("/manage/exchange/proposals/").content.decode()
    page = client.get(f"/manage/exchange/proposals/{waiting.pk}/").content.decode()
    assert "垃圾没有人清" in page
    assert "张三" not in page
    done = client.post(f"/manage/exchange/proposals/{waiting.pk}/", {"same": "yes", "reason": "同一个电话"})
    assert done.status_code == 302
    assert Case.objects.count() == 1, "the same case from two sources is one request"
    assert {one.number for one in waiting.case.origins.all()} == {"12345-1", "street-1"}


def test_after_a_trial_the_page_leads_on_and_date_fields_come_filled(client_as: Callable[..., Client]) -> None:
    settle()
    admin = with_role("system_admin")
    source = a_source("12345", HOTLINE, at=MONDAY)
    run = taken(source, b"x,y\n1,2\n", at=MONDAY, dry=True)
    page = client_as(admin).get(f"/manage/exchange/runs/{run.pk}/").content.decode()
    assert '/manage/exchange/sources/12345/files/">去写入' in page
    form = client_as(with_role("dispatcher")).get("/exports/cases/").content.decode()
    assert re.search(r'name="since" value="\d{4}-\d{2}-\d{2}"', form)
