"""What a resident can press on the page of a case, besides rating and adding: each is offered, does what it says, and
says that it did."""

from datetime import timedelta
from typing import Any

import pytest

from huying.cases.errors import SafetyOfOthers
from huying.cases.models import Case
from huying.cases.states import S
from huying.kernel.clock import now
from huying.notices.public import box
from tests.cases.makers import MONDAY, a_case, filed, settle

pytestmark = pytest.mark.django_db
ENQUIRY = {"kind": "enquiry", "category_code": "1401"}
PRESSES: tuple[tuple[str, S, dict[str, Any], dict[str, str], S, str, str], ...] = (
    # step, from, what was filed, what is typed, to, what the page says, what is written to the box
    ("withdraw", S.ACCEPTED, {}, {}, S.WITHDRAWN, "已撤回", "case.withdrawn"),
    ("withdraw", S.IN_HANDLING, {}, {}, S.WITHDRAWN, "已撤回", "case.withdrawn"),
    ("step-back", S.IN_HANDLING, {"safety_of_others": True}, {}, S.IN_HANDLING, "您已退出", "case.goes_on_without_you"),
    ("contest", S.ANSWERED, ENQUIRY, {"text": "没有答到点上"}, S.ACCEPTED, "已转去办理", "case.accepted"),
    ("object", S.NOT_ACCEPTED, {}, {"text": "这不是合同的事"}, S.NOT_ACCEPTED, "异议已收到", "case.objection_received"),
    ("answer", S.ASKED, {}, {"text": "3 单元 2 层"}, S.SUBMITTED, "已补充，继续办理", "case.more_received"),
    ("reopen", S.CLOSED, {}, {"text": "又堆满了", "reason": "came_back"}, S.REOPENED, "已重新办理", "case.reopened"),
    ("reopen-matter", S.OPEN_MATTER, {}, {"text": "又漏水了"}, S.REOPENED, "已重新办理", "case.reopened"),
)


def test_each_press_is_offered_and_leads_where_it_says(client_as):
    town, lately = settle(), now() - timedelta(hours=2)
    client = client_as(town.resident)
    for step, source, given, typed, target, said, told in PRESSES:
        case = a_case(town, in_state=source, at=MONDAY if source == S.OPEN_MATTER else lately, **given)
        page = client.get(f"/c/{case.number}/").content.decode()
        assert f'action="/c/{case.number}/{step}/"' in page, step
        done = client.post(f"/c/{case.number}/{step}/", typed, follow=True)
        assert (step, done.status_code, Case.objects.get(pk=case.pk).state) == (step, 200, target.value)
        assert said in done.content.decode(), step
        assert told in [message.template for message in box("case", case.pk)], (step, told)
        assert f'action="/c/{case.number}/{step}/"' not in done.content.decode(), step


def test_what_needs_words_keeps_the_page_and_who_is_a_stranger_finds_nothing(client_as):
    town = settle()
    case = a_case(town, in_state=S.NOT_ACCEPTED)
    refused = client_as(town.resident).post(f"/c/{case.number}/object/", {"text": " "})
    assert (refused.status_code, "请写几个字" in refused.content.decode()) == (422, True)
    for step, *_rest in PRESSES:
        assert (
            client_as(town.actor("王先生")).post(f"/c/{case.number}/{step}/", {"text": "不是我的"}).status_code == 404
        )


def test_what_is_over_meanwhile_says_so_and_what_was_typed_stands_there(client_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)
    refused = client_as(town.resident).post(f"/c/{case.number}/object/", {"text": "这不是合同的事"})

    page = refused.content.decode()
    assert (refused.status_code, "没有办成" in page, "这不是合同的事" in page) == (422, True, True)


def test_what_touches_the_safety_of_others_is_not_withdrawn_though_the_address_is_typed_by_hand(client_as):
    town = settle()
    case = filed(town, safety_of_others=True).case
    client = client_as(town.resident)

    assert f'action="/c/{case.number}/withdraw/"' not in client.get(f"/c/{case.number}/").content.decode()
    refused = client.post(f"/c/{case.number}/withdraw/", {})
    assert refused.status_code == 422
    assert str(SafetyOfOthers.message) in refused.content.decode()
    assert Case.objects.get(pk=case.pk).state == S.SUBMITTED
