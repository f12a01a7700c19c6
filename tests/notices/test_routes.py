"""The same actions as JSON."""

from datetime import datetime
from typing import Any

import pytest

from huying.kernel.actor import Actor
from huying.notices import actions, queries, worker
from huying.notices.recipients import Recipient
from tests.notices.conftest import ADMINISTRATOR, DISPATCHED, PHONE, SENT, Outside
from tests.organisations.makers import a_body, a_town

pytestmark = pytest.mark.django_db
API = "/api/v1/notices"
ME = Actor("person", account_id=5)


def post(client: Any, address: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(f"{API}/{address}", body or {}, content_type="application/json")


def test_the_inbox_is_read_and_counted(client_as: Any, client: Any, at: datetime) -> None:
    actions.send(
        to=Recipient(account_id=5, language="zh-hans"), template="case.sent", facts=SENT, about=("case", 17), at=at
    )
    said = client_as(ME).get(f"{API}/inbox").json()
    assert (said["unread"], said["items"][0]["about_id"]) == (1, 17)
    assert post(client_as(ME), f"inbox/{said['items'][0]['id']}/read").json()["read"] is True
    assert client_as(ME).get(f"{API}/inbox").json()["unread"] == 0
    assert post(client_as(Actor("person", account_id=6)), f"inbox/{said['items'][0]['id']}/read").status_code == 404
    assert client.get(f"{API}/inbox").status_code == 401


def test_preferences_are_kept_and_numbers_are_not_taken_for_yes(client_as: Any) -> None:
    said = {"sms": False, "email": True, "quiet_from": "22:00", "quiet_to": "07:00"}
    put = client_as(ME).put(f"{API}/preference", said, content_type="application/json")
    assert put.json() == said == client_as(ME).get(f"{API}/preference").json()
    wrong = client_as(ME).put(f"{API}/preference", said | {"sms": 1}, content_type="application/json")
    assert wrong.status_code == 422


def test_a_wording_is_changed_with_checked_placeholders(client_as: Any) -> None:
    words = {"subject": "收到", "text": "收到“{title}”，{until}前回话。", "reason": "更短"}
    assert post(client_as(ME), "templates/case.sent", words).status_code == 403
    assert post(client_as(ADMINISTRATOR), "templates/case.sent", words).json()["version"] == 1
    assert client_as(ADMINISTRATOR).get(f"{API}/templates/case.sent").json()[0]["reason"] == "更短"
    wrong = post(client_as(ADMINISTRATOR), "templates/case.sent", words | {"text": "{titel}{until}"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_words")
    assert post(client_as(ADMINISTRATOR), "templates/no.such", words).status_code == 404
    assert len(client_as(ME).get(f"{API}/moments").json()) > 90


def test_stuck_messages_are_sent_again_or_given_up(sms: Outside, left_phone: int, at: datetime, client_as: Any) -> None:
    sms.answers = [400, 400]
    for case in (17, 18):
        actions.send(
            to=Recipient(record_id=left_phone),
            template="case.dispatched",
            facts=DISPATCHED,
            about=("case", case),
            at=at,
        )
    worker.deliver_due(at=at)
    admin = client_as(ADMINISTRATOR)
    page = admin.get(f"{API}/failed")
    assert PHONE not in page.text
    first, second = page.json()["items"]
    assert post(admin, f"failed/{first['id']}/resend", {"reason": "x"}).json()["state"] == "waiting"
    assert post(admin, f"failed/{second['id']}/drop", {"reason": "空号"}).json()["state"] == "dropped"
    assert queries.failed().items == []
    assert client_as(ME).get(f"{API}/failed").status_code == 403


def test_a_robot_is_set_and_switched_off_and_its_address_never_comes_back(client_as: Any) -> None:
    admin, body = client_as(ADMINISTRATOR), a_body(a_town().county, "区城管局")
    said = {"body_id": body.pk, "name": "中队群", "address": "dingtalk://ROBOTSECRET12345", "reason": "工作群"}
    made = post(admin, "body-channels", said)
    assert (made.status_code, made.json()["active"]) == (201, True)
    assert "ROBOTSECRET12345" not in admin.get(f"{API}/body-channels").content.decode()
    off = post(admin, f"body-channels/{made.json()['id']}/off", {"reason": "群已解散"})
    assert off.json()["active"] is False
    assert post(admin, "body-channels", said | {"body_id": 987654}).status_code == 404
    assert post(client_as(ME), "body-channels", said).status_code == 403
