"""Pages of cases: each state can be seen by those with a task at it, and one case goes all the way by pages alone."""

import re

import pytest
from django.test import Client

from huying.cases.models import Case
from huying.cases.queries import DESKS
from huying.cases.states import STORED, S
from tests.cases.makers import RUBBISH, a_case, settle

pytestmark = pytest.mark.django_db
STAFF = (
    "受理员", "派单员", "裁定员", "督办员", "回访员", "考评员", "指挥长", "信息官", "统筹员", "网格员", "城管经办",
    "城管负责人",
)  # fmt: skip


@pytest.mark.parametrize("state", [s for s in STORED], ids=lambda s: s.name)
def test_a_case_in_every_state_has_a_page_for_staff_and_for_its_resident(state, client_as):
    town = settle()
    given = {"kind": "suggestion"} if state is S.ANSWERED else {}
    case = a_case(town, in_state=state, **given)

    shown = {who: client_as(town.actor(who)).get(f"/desk/cases/{case.number}/").status_code for who in STAFF}
    resident = client_as(town.resident).get(f"/c/{case.number}/")

    assert shown["派单员"] == 200
    assert "下一步" in client_as(town.actor("派单员")).get(f"/desk/cases/{case.number}/").content.decode()
    assert set(shown.values()) <= {200, 404}
    assert resident.status_code == 200
    assert case.number in resident.content.decode()


@pytest.mark.parametrize("code", list(DESKS))
def test_every_desk_opens_for_who_sits_there_and_for_nobody_else(code, client_as):
    town = settle()
    a_case(town, in_state=S.IN_HANDLING)
    seated = [who for who, actor in town.actors.items() if actor.holds(*DESKS[code].roles)]

    assert seated
    for tab in DESKS[code].tabs:
        assert client_as(town.actor(seated[0])).get(f"/desk/{code}/?tab={tab.code}").status_code == 200
    assert client_as(town.resident).get(f"/desk/{code}/").status_code == 404


def test_what_i_owe_today_and_search_open(client_as):
    town = settle()
    case = a_case(town, in_state=S.ACCEPTED)
    client = client_as(town.actor("派单员"))

    today = client.get("/desk/").content.decode()
    assert case.number in today
    assert "待派单 1" in today  # beside the name of the desk: what lies on its first heap
    assert case.number in client.get(f"/desk/search/?text={case.number}").content.decode()
    assert "没有符合条件的事项" in client.get("/desk/search/", {"text": "没有这样的字"}).content.decode()


def errors_of(answer) -> str:
    """What the page says must be changed."""
    return " ".join(re.findall(r'class="(?:notice|field-error)[^>]*>(.*?)</div>', answer.content.decode(), re.S))[:600]


def _press(client: Client, case: Case, step: str, **fields: object) -> Case:
    case.refresh_from_db()
    answer = client.post(f"/desk/cases/{case.number}/{step}/", {"version": case.version, **fields})
    assert answer.status_code == 302, errors_of(answer)
    case.refresh_from_db()
    return case


def test_a_case_goes_all_the_way_by_pages_alone(client_as):
    town = settle()
    resident = client_as(town.resident)
    report = {
        "words": "路口堆了一大堆垃圾，没人清。", "kind": "complaint", "category_code": RUBBISH, "area_id": town.grid.pk,
        "place": "3 单元门口", "confidentiality": "P0", "consent": "on",
    }  # fmt: skip
    assert resident.post("/report/", report).status_code == 302
    case = Case.objects.get()

    assert "查询码" in resident.get("/report/filed/").content.decode()
    _press(client_as(town.actor("受理员")), case, "accept", category_code=RUBBISH, who="诉求人", when="昨天",
           where="3 单元", cause="没人清", course="堆了一天", wish="清掉")  # fmt: skip
    _press(client_as(town.actor("派单员")), case, "dispatch", body_id=town.body("城管"))
    _press(client_as(town.actor("城管经办")), case, "sign")
    _press(client_as(town.actor("城管经办")), case, "log_contact", way="phone", reached="1", text="约好下午去")
    _press(client_as(town.actor("城管负责人")), case, "hand_in", kind="solved", text="已经清理干净，增加一次清运。",
           done="清运两车", talk="电话告知，诉求人知道了")  # fmt: skip
    if case.on_site_check:
        _press(client_as(town.actor("派单员")), case, "order_site_check")
        _press(client_as(town.actor("网格员")), case, "pass_site_check")
    _press(client_as(town.actor("派单员")), case, "approve_result")
    rated = resident.post(f"/c/{case.number}/rate/", {"contacted": "1", "solved": "yes", "satisfied": "yes"})
    case.refresh_from_db()

    assert rated.status_code == 302
    assert case.state == S.CLOSED


def test_what_was_typed_comes_back_with_the_reason(client_as):
    town = settle()
    page = client_as(town.resident).post(
        "/report/", {"words": "楼道灯不亮已经三天", "kind": "help", "confidentiality": "P0"}
    )

    assert page.status_code == 422
    assert "楼道灯不亮已经三天" in page.content.decode()
    assert "请写明在哪里" in page.content.decode()
    assert not Case.objects.exists()


def test_two_people_at_one_case_the_slower_one_is_told_and_loses_nothing(client_as):
    town = settle()
    case = a_case(town, in_state=S.HANDED_IN)
    client = client_as(town.actor("派单员"))
    fields = {"version": case.version - 1, "rejection": "empty", "text": "请写清楚用了几车"}

    page = client.post(f"/desk/cases/{case.number}/reject_result/", fields)

    assert page.status_code == 422
    assert "别人刚刚改动了它" in page.content.decode()
    assert "请写清楚用了几车" in page.content.decode()


def test_a_tracking_code_opens_the_case_and_a_wrong_one_says_what_to_do(client_as):
    town = settle()
    from_desk = client_as(town.actor("受理员"))
    given = {
        "channel": "phone", "kind": "complaint", "words": "路口垃圾没人清", "category_code": RUBBISH,
        "place": "颐和公馆",
        "confidentiality": "P2",
    }  # fmt: skip
    done = from_desk.post("/desk/filing/", given, follow=True)
    case = Case.objects.get()
    assert done.redirect_chain, errors_of(done)
    found = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", done.content.decode())
    assert found
    code = found.group()
    stranger = Client()

    assert stranger.get(f"/c/{case.number}/").status_code == 404
    wrong = stranger.post("/track/", {"code": "0000-0000-0000-0000"})
    assert "没有找到这个查询码" in wrong.content.decode()
    assert stranger.post("/track/", {"code": code.lower()}).status_code == 302
    assert stranger.get(f"/c/{case.number}/").status_code == 200


def test_an_order_prints_without_who_reported_it(client_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)

    sheet = client_as(town.actor("派单员")).get(f"/desk/cases/{case.number}/print/").content.decode()

    assert "诉求办理工单" in sheet
    assert re.search(r"1[3-9]\d(\*{4}|\d{4})\d{4}", sheet) is None
