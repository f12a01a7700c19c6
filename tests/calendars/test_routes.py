"""Own days and hours are changed and taken back by machines too."""

from datetime import date

import pytest

from huying.calendars.public import calendar
from huying.kernel.actor import GUEST
from tests.calendars.makers import ADMIN

pytestmark = pytest.mark.django_db
API = "/api/v1/calendars"
WEEKDAY = [{"opens": "09:00", "closes": "12:00"}, {"opens": "14:00", "closes": "18:00"}]


def sent(client, method, path, **body):
    return getattr(client, method)(f"{API}/{path}", body, content_type="application/json")


def test_a_day_of_ours_is_taken_back(client_as):
    client = client_as(ADMIN)
    day = {"works": True, "reason": "值班"}
    told = sent(client, "put", "days/2027-03-06", **day).json()
    assert {"day": "2027-03-06", "works": True, "kind": "own", "name": ""} in told["special"]
    back = sent(client, "post", "days/2027-03-06/restore", reason="取消值班").json()
    assert "2027-03-06" not in {one["day"] for one in back["special"]}
    assert sent(client, "post", "days/2027-03-06/restore", reason="再取消").status_code == 404


def test_the_hours_of_the_week_are_changed_from_a_day_on(client_as):
    client = client_as(ADMIN)
    week = [WEEKDAY] * 5 + [[], []]
    given = {"valid_from": "2027-06-01", "week": week, "reason": "夏令时"}
    assert sent(client, "put", "hours", **given).status_code == 204
    assert calendar().close_of(date(2027, 6, 2)).hour == 18
    assert sent(client, "put", "hours", **given | {"week": [[]] * 7}).status_code == 422
    assert sent(client_as(GUEST), "put", "hours", **given).status_code == 401
