"""Cases leave as files: what the asker may see, each once, nothing personal, no cell that runs, flat memory."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huying.cases.models import Case
from huying.cases.queries import leaving
from huying.cases.states import S
from huying.kernel.actor import Actor
from huying.kernel.clock import now
from huying.kernel.models import JournalRow
from huying.people.public import decide_export
from tests.cases.makers import MONDAY, Settled, a_case, filed, settle
from tests.people.makers import an_account, with_role

pytestmark = pytest.mark.django_db
DAYS = {"since": "2026-11-01", "until": "2026-11-30", "columns": "ours", "format": "csv"}
SECRET = "=张三丰家的灯 13812345678"


def known(actor: Actor) -> Actor:
    return replace(actor, account_id=actor.account_id or an_account().pk)


def asked(client: Client, **more: Any) -> list[list[str]]:
    response = client.get("/exports/cases/", DAYS | more)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def a_year(town: Settled) -> list[Case]:
    return [
        a_case(town, words=SECRET, place="3 单元 501 室"), a_case(town, in_state=S.CLOSED, words=SECRET),
        a_case(town, kind="report", words=SECRET), a_case(town, at=MONDAY - timedelta(days=60)),
    ]  # fmt: skip


def test_each_case_is_one_row_and_nothing_personal_leaves(client_as: Callable[..., Client]) -> None:
    town = settle()
    cases = a_year(town)
    client = client_as(town.actor("派单员"))
    rows = asked(client)
    assert [row[0] for row in rows[1:]] == sorted(case.number for case in cases[:3])
    said = str(rows)
    assert not [word for word in ("张三丰", "1381234", "单元 501", "501 室", "单元") if word in said]
    closed = dict(zip(rows[0], rows[2], strict=True))
    assert (closed["状态"], closed["解决"], closed["承办单位"]) == ("已结案", "已解决", "区城管局")
    assert [row[0] for row in asked(client, state="open")[1:]] == [cases[0].number, cases[2].number]
    assert len(asked(client, category="14")) == 1
    city = asked(client, columns="city")
    assert city[0][0] == "案卷号"
    assert JournalRow.objects.filter(code="exchange.cases_exported").count() == 4


def test_a_sheet_says_the_same_and_the_number_of_queries_does_not_grow(client_as: Callable[..., Client]) -> None:
    town = settle()
    client = client_as(town.actor("派单员"))
    a_case(town)
    with CaptureQueriesContext(connection) as few:
        asked(client)
    for _nth in range(5):
        a_case(town)
    with CaptureQueriesContext(connection) as many:
        rows = asked(client)
    assert len(many) <= len(few)
    response = client.get("/exports/cases/", DAYS | {"format": "xlsx"})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [str(row[0]) for row in sheet] == [row[0] for row in rows]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_piece_by_piece_none_is_left_out_and_none_comes_twice(
    at_once: int, client_as: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where several were filed in the same moment, or an older one got its row later."""
    monkeypatch.setattr(leaving, "AT_ONCE", at_once)
    town = settle()
    cases = [filed(town, by=who, at=MONDAY).case for who in ("张先生", "李阿姨", "王先生")]
    cases.append(filed(town, at=MONDAY - timedelta(days=1)).case)
    rows = asked(client_as(town.actor("派单员")))
    assert [row[0] for row in rows[1:]] == [case.number for case in (cases[3], *cases[:3])]


def test_words_leave_only_when_a_second_person_agreed_and_only_once(client_as: Callable[..., Client]) -> None:
    town = settle()
    a_year(town)
    client = client_as(town.actor("派单员"))
    wanted = {name: value for name, value in DAYS.items() if name != "format"}
    page = client.post("/exports/cases/ask/", {**wanted, "reason": "月度分析"})
    assert "共 2 行" in page.content.decode(), "what is confidential never leaves in words"
    approval = JournalRow.objects.get(code="people.export_asked").thing_id
    refused = client.get("/exports/cases/", DAYS | {"approval": approval})
    assert (refused.status_code, "须经第二人批准" in refused.content.decode()) == (422, True)
    decide_export(with_role("dpo"), approval_id=approval, approved=True, reason="同意", at=now())
    other = client.get("/exports/cases/", DAYS | {"approval": approval, "until": "2026-11-29"})
    assert other.status_code == 422, "for exactly these rows"
    rows = asked(client, approval=approval)
    assert [row[-2] for row in rows[1:]] == ["'" + SECRET] * 2, "a cell that would run is made harmless"
    assert client.get("/exports/cases/", DAYS | {"approval": approval}).status_code == 422


def test_only_those_who_look_over_the_whole_export(client_as: Callable[..., Client]) -> None:
    town = settle()
    a_year(town)
    assert client_as(town.actor("城管经办")).get("/exports/cases/", DAYS).status_code == 403
    assert client_as(known(town.resident)).get("/exports/cases/", DAYS).status_code == 403
    assert client_as(town.actor("派单员")).get("/exports/cases/", DAYS | {"since": "2027-01-01"}).status_code == 422
    assert client_as(town.actor("派单员")).get("/exports/cases/").status_code == 200
