"""Limits are changed by those who keep them, from a day on, with a reason; what was sent keeps its own."""

import pytest
from django.utils import translation

from huying.calendars.public import Limit
from huying.cases import timing
from huying.cases.limits import amount_words, limits_for
from huying.cases.models import SlaRule
from huying.cases.states import S
from huying.kernel.clock import now
from huying.kernel.journal import story
from tests.cases.makers import a_case, on, settle
from tests.organisations.makers import an_actor

pytestmark = pytest.mark.django_db

CHANGE = {"klass": "G", "reason": "区政府办公会议定", "finish": "3", "finish_unit": "work_day"}


def test_the_keeper_changes_a_limit_from_today_on(client_as):
    town = settle()
    sent = a_case(town, in_state=S.DISPATCHED)
    due = timing.live_clock(sent, "finish").due_at
    keeper = an_actor("list_keeper", town.county, body=town.bodies["指挥中心"])
    today = now().date()

    page = client_as(keeper).post("/manage/limits/new/", {**CHANGE, "valid_from": today.isoformat()})

    assert page.status_code == 302
    rule = SlaRule.objects.get()
    assert (rule.limits, rule.version) == ({"finish": [3, "work_day"]}, 1)
    assert story("sla_rule", rule.pk).get().code == "cases.limits_changed"
    place = {"area_id": town.grid.pk, "area_path": town.grid.path, "category_code": "0301"}
    assert limits_for(klass="G", **place, on=today).need("finish") == Limit(3, "work_day")
    assert timing.live_clock(sent, "finish").due_at == due
    assert "3 个工作日" in client_as(keeper).get("/manage/limits/").content.decode()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(client_as):
    town = settle()
    keeper = an_actor("list_keeper", town.county, body=town.bodies["指挥中心"])

    page = client_as(keeper).post("/manage/limits/new/", {**CHANGE, "valid_from": "2020-01-01"})

    assert page.status_code == 422
    assert "不能改过去的时限" in page.content.decode()
    assert not SlaRule.objects.exists()


def test_nobody_else_changes_limits(client_as):
    town = settle()

    page = client_as(town.actor("派单员")).post("/manage/limits/new/", {**CHANGE, "valid_from": on(30).date()})

    assert page.status_code == 403
    assert not SlaRule.objects.exists()


def test_amounts_are_said_as_people_say_them_in_either_language():
    assert amount_words(5, "work_day") == "5 个工作日"
    with translation.override("en"):
        assert [amount_words(n, "work_day") for n in (1, 5)] == ["1 working day", "5 working days"]
