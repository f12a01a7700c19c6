"""The same steps as JSON: one case goes all the way, and refusals say what is so."""

import json
import re

import pytest

from huying.cases.models import Case
from huying.cases.pages.steps import STAFF_STEPS
from huying.cases.states import S
from huying.kernel.actor import GUEST
from huying.people.models import ReadLog
from tests.cases.makers import RUBBISH, TALK, a_case, settle

pytestmark = pytest.mark.django_db
ELEMENTS = {"who": "诉求人", "when": "昨天", "where": "3 单元", "cause": "没人清", "course": "堆了一天"}


def post(client, path: str, body: dict) -> tuple[int, dict]:
    answer = client.post(f"/api/v1/cases/{path}", json.dumps(body), content_type="application/json")
    return answer.status_code, json.loads(answer.content)


def test_a_case_goes_all_the_way_by_the_api(client_as):
    town = settle()
    filing = {
        "words": "路口堆了一大堆垃圾",
        "category_code": RUBBISH,
        "area_id": town.grid.pk,
        "consent_version": "2026-1",
    }
    code, filed = post(client_as(town.resident), "", filing)
    assert code == 201, filed
    number = filed["number"]

    def step(who: str, name: str, **body) -> None:
        code, told = post(client_as(town.actor(who)), f"{number}/{name}", body)
        assert code == 200, told

    step("受理员", "accept", acceptance={"elements": ELEMENTS, "wish": "清掉"})
    step("派单员", "dispatch", sending={"body_id": town.body("城管")})
    step("城管经办", "sign")
    step("城管负责人", "hand-in", outcome={"text": "已经清理干净并增加清运。", "done": "清运两车", "talk": TALK})
    if Case.objects.get().on_site_check:
        step("派单员", "order-site-check")
        step("网格员", "pass-site-check")
    step("派单员", "approve-result")
    step("张先生", "rate", answers={"contacted": True, "solved": "yes", "satisfied": "yes"})

    seen = client_as(town.resident).get(f"/api/v1/cases/{number}").json()
    assert seen["state"] == S.CLOSED
    assert seen["timeline"]


def test_a_stranger_finds_nothing_and_a_slow_colleague_is_told(client_as):
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)

    stranger = client_as(town.actor("李阿姨")).get(f"/api/v1/cases/{case.number}")
    code, told = post(
        client_as(town.actor("派单员")), f"{case.number}/consult", {"text": "商量", "version": case.version - 1}
    )

    assert stranger.status_code == 404
    assert (code, told["code"]) == (409, "conflict")


def test_a_step_that_does_not_leave_the_state_says_which_do(client_as):
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)

    code, told = post(client_as(town.actor("派单员")), f"{case.number}/approve-result", {})

    assert code == 409
    assert told["code"] == "step_not_allowed"
    assert "dispatch" in told["facts"]["allowed"]


STATES = (S.IN_HANDLING, S.ESCALATED, S.HANDED_IN, S.TO_BE_JUDGED, S.SUSPENDED)
PEOPLE = ("派单员", "城管负责人", "住建负责人", "考评员", "督办员")


@pytest.mark.parametrize("state", STATES, ids=lambda s: s.name)
def test_page_and_api_offer_the_same_steps(state, client_as):
    """No step is offered for which nothing lies there to decide, here or there."""
    town = settle()
    case = a_case(town, in_state=state)

    for who in PEOPLE:
        client = client_as(town.actor(who))
        told = client.get(f"/api/v1/cases/{case.number}")
        page = client.get(f"/desk/cases/{case.number}/")
        assert told.status_code == page.status_code, who
        if told.status_code == 200:
            offered = set(re.findall(rf"/desk/cases/{case.number}/([a-z_]+)/", page.content.decode()))
            by_page = {STAFF_STEPS[code].rule for code in offered if code in STAFF_STEPS}
            by_api = set(told.json()["next_steps"]) & {step.rule for step in STAFF_STEPS.values()}
            assert by_page == by_api, who
            assert not by_api & {"lift_card", "arrive", "answer_supervision", "decide_extension", "suspend"}, who


def test_me_too_by_the_api_is_answered_with_a_code_of_its_own(client_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)

    code, joined = post(client_as(town.actor("李阿姨")), f"{case.number}/join", {"words": "我家门口也是"})
    guest_code, _told = post(client_as(GUEST), f"{case.number}/join", {})
    again, told = post(client_as(town.actor("李阿姨")), f"{case.number}/join", {})

    assert (code, joined["number"]) == (201, case.number)
    assert len(joined["tracking_code"].replace("-", "")) == 16
    assert guest_code == 401
    assert (again, list(told["fields"])) == (422, ["case"])


def test_who_reported_is_read_only_for_a_task_and_the_look_is_kept(client_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, name="张三", phone="13800001234")

    code, fields = post(client_as(town.actor("城管经办")), f"{case.number}/read-reporter", {})
    other, _told = post(client_as(town.actor("住建经办")), f"{case.number}/read-reporter", {})

    assert (code, fields) == (200, {"name": "张三", "phone": "13800001234"})
    assert other == 404
    assert ReadLog.objects.filter(task=f"case:{case.number}", account_id=town.actor("城管经办").account_id).count() == 1


def test_limits_are_read_and_changed_by_the_api(client_as):
    town = settle()
    keeper = client_as(town.actor("指挥长"))
    new = {"klass": "G", "valid_from": "2099-01-01", "reason": "县里发文", "limits": {"finish": [9, "work_day"]}}

    code, kept = post(keeper, "limits", new)
    refused, told = post(keeper, "limits", {**new, "limits": {"finish": [0, "work_day"]}})
    stranger, _told = post(client_as(town.resident), "limits", new)

    assert (code, kept["limits"]["finish"]) == (201, [9, "work_day"])
    assert (refused, list(told["fields"])) == (422, ["finish"])
    assert stranger in (403, 404)
    assert [row["id"] for row in keeper.get("/api/v1/cases/limits").json()] == [kept["id"]]
