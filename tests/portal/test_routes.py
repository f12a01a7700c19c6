"""The same as JSON: feedback about the product, its answer, and what the site says of itself."""

import pytest

from huying.kernel.actor import GUEST, Actor, Post
from huying.kernel.reasons import changes_of

pytestmark = pytest.mark.django_db
API = "/api/v1/portal"
ADMIN = Actor(kind="person", account_id=4, posts=(Post("system_admin", "/1/"),))


def test_feedback_is_sent_by_anybody_and_answered_by_the_administrator(client_as):
    said = {"kind": "fault", "text": "点了没反应，我的电话 13812345678"}
    sent = client_as(GUEST).post(f"{API}/feedback", said, content_type="application/json")
    assert sent.status_code == 201
    admin = client_as(ADMIN)
    (shown,) = admin.get(f"{API}/feedback").json()["items"]
    assert "13812345678" not in shown["text"]
    there = f"{API}/feedback/{shown['id']}/answer"
    assert admin.post(there, {"answer": "已修好"}, content_type="application/json").json()["state"] == "answered"
    assert admin.post(there, {"answer": "再答"}, content_type="application/json").status_code == 409
    assert client_as(GUEST).post(there, {"answer": "冒充"}, content_type="application/json").status_code == 401


def test_the_site_is_described_with_a_reason(client_as, client):
    admin, facts = client_as(ADMIN), {"facts": {"name": "鼓楼区"}, "reason": "首次填写"}
    told = admin.patch(f"{API}/site", facts, content_type="application/json").json()
    assert told["name"] == "鼓楼区"
    assert client.get(f"{API}/site").json()["name"] == "鼓楼区"
    assert [change.text for change in changes_of("site", 1)] == ["首次填写"]
    assert admin.patch(f"{API}/site", facts | {"reason": ""}, content_type="application/json").status_code == 422
