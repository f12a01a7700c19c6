"""The inbox, its settings, the wordings page, stuck messages and robots of units."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from huying.kernel.actor import Actor, Post
from huying.notices import actions, links, queries, worker
from huying.notices.models import Template
from huying.notices.recipients import Recipient
from tests.notices.conftest import ADMINISTRATOR, DISPATCHED, ORDER, PHONE, SENT, Outside
from tests.organisations.makers import a_body, a_town

pytestmark = pytest.mark.django_db
ME = Actor("person", account_id=5)
HANDLER = Actor("person", account_id=7, posts=(Post("handler", "/1/", body_id=3),))


@pytest.fixture
def told(at: datetime, account_of: Callable[..., int]) -> Actor:
    """An account that was told two things."""
    me = Actor("person", account_id=account_of())
    for case in (17, 18):
        actions.send(
            to=Recipient(account_id=me.account_id), template="case.sent", facts=SENT, about=("case", case), at=at
        )
    return me


def test_the_inbox_shows_what_i_was_told_and_nothing_of_others(told: Actor, client_as: Any, client: Client) -> None:
    page = client_as(told).get("/inbox/").content.decode()
    assert page.count("已收到您反映的") == 2
    assert "没有消息" in client_as(Actor("person", account_id=told.account_id + 1000)).get("/inbox/").content.decode()
    assert client.get("/inbox/").status_code == 403


def test_reading_a_message_lowers_the_count_and_leads_to_the_thing(
    told: Actor, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(links._pages, "case", lambda actor, thing_id: f"/my/{thing_id}/")
    assert queries.unread(told) == 2
    first = queries.inbox(told).items[0]
    page = client_as(told).get(f"/inbox/{first.id}/").content.decode()
    assert f'href="/my/{first.about_id}/"' in page
    assert queries.unread(told) == 1
    assert len(queries.inbox(told, unread_only=True).items) == 1
    client_as(told).post("/inbox/read/")
    assert queries.unread(told) == 0


def test_a_message_of_another_is_not_found(told: Actor, client_as: Any) -> None:
    first = queries.inbox(told).items[0]
    assert client_as(Actor("person", account_id=99)).get(f"/inbox/{first.id}/").status_code == 404


def test_members_of_a_unit_read_its_messages_each_for_oneself(at: datetime, client_as: Any) -> None:
    actions.send(to=Recipient(body_id=3), template="unit.dispatched", facts=ORDER, about=("case", 17), at=at)
    other = Actor("person", account_id=8, posts=(Post("unit_lead", "/1/", body_id=3),))
    stranger = Actor("person", account_id=9, posts=(Post("handler", "/1/", body_id=4),))
    assert [queries.unread(who) for who in (HANDLER, other, stranger)] == [1, 1, 0]
    client_as(HANDLER).post("/inbox/read/")
    assert [queries.unread(who) for who in (HANDLER, other)] == [0, 1]


def test_the_list_is_read_with_few_queries_and_pages_by_key(
    told: Actor, client_as: Any, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for case in range(100, 140):
        actions.send(
            to=Recipient(account_id=told.account_id), template="case.sent", facts=SENT, about=("case", case), at=at
        )
    client = client_as(told)
    with django_assert_max_num_queries(12):
        first = client.get("/inbox/")
    assert first.content.decode().count("已收到您反映的") == 30
    after = queries.inbox(told).next_cursor
    assert client.get("/inbox/", {"after": after}).content.decode().count("已收到您反映的") == 12


def test_i_choose_how_i_am_told(told: Actor, client_as: Any) -> None:
    client = client_as(told)
    assert client.get("/inbox/settings/").status_code == 200
    said = {"sms": "on", "quiet_from": "20:00", "quiet_to": "07:30"}
    assert client.post("/inbox/settings/", said).status_code == 302
    chosen = queries.preference(told.account_id)
    assert (chosen.sms, chosen.email, chosen.quiet_to.hour) == (True, False, 7)
    assert client.post("/inbox/settings/", {"quiet_from": "25:00", "quiet_to": "x"}).status_code == 422


def test_the_administrator_looks_tries_and_changes_a_wording(client_as: Any) -> None:
    admin = client_as(ADMINISTRATOR)
    assert "case.not_accepted" in admin.get("/manage/templates/").content.decode()
    address = "/manage/templates/case.sent/?language=zh-hans&channel=sms"
    assert "出厂写法" in admin.get(address).content.decode()
    said = {"subject": "收到", "text": "收到“{title}”（{number}），{until}前回话。", "reason": ""}
    tried = admin.post(address, said | {"step": "preview"})
    assert "收到“楼道灯不亮”（GL-2026-008213），12 月 4 日（周五）17:30前回话。" in tried.content.decode()
    assert not Template.objects.exists()
    refused = admin.post(address, said | {"step": "save"})
    assert (refused.status_code, Template.objects.count()) == (422, 0)
    assert "收到“{title}”" in refused.content.decode()  # what was typed is kept
    assert admin.post(address, said | {"step": "save", "reason": "短信要短"}).status_code == 302
    row = Template.objects.get()
    assert (row.channel, row.version, row.reason) == ("sms", 1, "短信要短")
    assert "短信要短" in admin.get(address).content.decode()


def test_wrong_placeholders_are_shown_at_the_field(client_as: Any) -> None:
    said = {"subject": "收到", "text": "收到 {titel}，{until}前", "reason": "x", "step": "save"}
    page = client_as(ADMINISTRATOR).post("/manage/templates/case.sent/", said)
    assert page.status_code == 422
    assert "{titel}" in page.content.decode()


def test_stuck_messages_are_listed_without_words_or_numbers_and_sent_again(
    sms: Outside, left_phone: int, at: datetime, client_as: Any
) -> None:
    sms.answers = [400]
    actions.send(
        to=Recipient(record_id=left_phone), template="case.dispatched", facts=DISPATCHED, about=("case", 17), at=at
    )
    worker.deliver_due(at=at)
    admin = client_as(ADMINISTRATOR)
    page = admin.get("/manage/messages/").content.decode()
    assert "sms_status_400" in page
    assert not any(personal in page for personal in (PHONE, "楼道灯不亮", "张"))
    (sending,) = queries.failed().items
    assert admin.post(f"/manage/messages/{sending.pk}/", {"step": "resend"}).status_code == 422
    assert admin.post(f"/manage/messages/{sending.pk}/", {"step": "resend", "reason": "已修好"}).status_code == 302
    assert queries.failed().items == []


def test_robots_of_units_are_set_by_the_name_of_the_unit_and_switched_off(client_as: Any) -> None:
    admin, body = client_as(ADMINISTRATOR), a_body(a_town().county, "区城管局")
    said = {"body": "区城管局", "name": "中队群", "address": "dingtalk://ROBOTSECRET12345", "reason": "工作群"}
    assert admin.post("/manage/body-channels/", said).status_code == 302
    page = admin.get("/manage/body-channels/").content.decode()
    assert "中队群" in page
    assert "ROBOTSECRET12345" not in page
    (row,) = queries.body_channels()
    assert row.body_id == body.pk
    assert admin.post(f"/manage/body-channels/{row.pk}/off/").status_code == 422
    assert admin.post(f"/manage/body-channels/{row.pk}/off/", {"reason": "群已解散"}).status_code == 302
    assert queries.channels_of(body.pk) == []
    for wrong in ({"address": "slack://x"}, {"body": "没有这个局"}):
        assert admin.post("/manage/body-channels/", said | wrong).status_code == 422


@pytest.mark.parametrize("address", ["templates/", "templates/case.sent/", "messages/", "body-channels/"])
def test_management_is_closed_to_everyone_but_the_system_administrator(
    address: str, client_as: Any, client: Client
) -> None:
    for role in ("dispatcher", "security_admin", "audit_admin"):
        other = client_as(Actor("person", account_id=2, posts=(Post(role, "/1/"),)))
        assert other.get(f"/manage/{address}").status_code == 403
    assert client.get(f"/manage/{address}")["Location"].startswith("/account/sign-in/")
