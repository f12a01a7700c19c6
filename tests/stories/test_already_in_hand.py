"""Not accepted because it is in hand already (N3): the same message and page say how the earlier case stands."""

import json

import pytest

from huying.cases import actions as do
from huying.cases.models import Reporter
from huying.cases.states import S
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.notices.public import box
from tests.cases.makers import Life
from tests.stories.plot import begin, live_on

pytestmark = pytest.mark.django_db


def refused(earlier: Life, *, by: str = "李阿姨", **given: object) -> Life:
    """The same matter again, told by somebody else; refused under four eyes."""
    life = begin(S.SUBMITTED, town=earlier.town, at=earlier.at, by=by, **given)
    do.propose_refusal(
        life.by("受理员"), ground="N3", text="这件事已经有人反映，正在办。", earlier_number=earlier.case.number,
        **life.next(),
    )  # fmt: skip
    do.refuse(life.by("复核员"), agreed=True, **life.next())
    return life


def test_the_message_and_the_page_say_state_unit_and_latest_time_and_nothing_of_the_other(client_as):
    earlier = begin(S.IN_HANDLING, words="楼道灯坏了，我是 302 的王小明。", place="302 室")
    life = refused(earlier)
    client = client_as(life.by("李阿姨"))
    page = client.get(f"/c/{life.case.number}/").content.decode()
    message = " ".join(one.text for one in box("case", life.case_id))

    for told in (earlier.case.number, "办理中", "区城管局", "最晚"):
        assert told in page, told
    for told in ("办理中", "区城管局", "11 月"):
        assert told in message, told
    for hidden in ("王小明", "302"):
        assert hidden not in page + message


def test_with_one_press_they_are_joined_and_answered_later(client_as):
    earlier = begin(S.IN_HANDLING)
    life = refused(earlier)
    client = client_as(life.by("李阿姨"))
    page = client.post(f"/c/{life.case.number}/join-earlier/", follow=True).content.decode()

    assert earlier.case.number in page
    assert Reporter.objects.get(case=earlier.case, main=False).account_id == life.by("李阿姨").account_id
    assert "我也遇到了" not in client.get(f"/c/{life.case.number}/").content.decode()
    earlier.at = life.at
    live_on(earlier, "hand_in", "approve")
    assert "您那里解决了吗" in client.get(f"/c/{earlier.case.number}/").content.decode()


def test_who_is_anonymous_is_joined_by_code_alone_and_once():
    earlier = begin(S.IN_HANDLING)
    life = refused(earlier, by="受理员", channel="phone", confidentiality="P2")
    by_code = Actor("guest", keys=(f"case:{life.case_id}",))
    filed = do.join_earlier(by_code, **life.next())

    assert filed.tracking_code
    with pytest.raises(Invalid):
        do.join_earlier(by_code, **life.next())
    assert earlier.case.reporters.count() == 2


def test_by_json_it_is_the_same(client_as):
    earlier = begin(S.IN_HANDLING)
    life = refused(earlier)
    client = client_as(life.by("李阿姨"))
    told = client.get(f"/api/v1/cases/{life.case.number}").json()["earlier"]
    done = client.post(f"/api/v1/cases/{life.case.number}/join-earlier", "{}", content_type="application/json")

    assert (told["number"], told["state"], told["may_join"]) == (earlier.case.number, S.IN_HANDLING, True)
    assert told["until"]
    assert (done.status_code, done.json()["number"]) == (201, earlier.case.number)
    assert json.dumps(told, ensure_ascii=False).count("张") == 0


def test_of_a_confidential_case_only_the_state_is_told(client_as):
    earlier = begin(S.IN_HANDLING, confidentiality="P1")
    life = refused(earlier)
    page = client_as(life.by("李阿姨")).get(f"/c/{life.case.number}/").content.decode()

    assert "办理中" in page
    for hidden in (earlier.case.number, "区城管局", "我也遇到了"):
        assert hidden not in page, hidden


def test_who_brought_the_earlier_one_too_is_told_to_look_there(client_as):
    earlier = begin(S.IN_HANDLING)
    life = refused(earlier, by="张先生")
    page = client_as(life.by("张先生")).get(f"/c/{life.case.number}/").content.decode()

    assert "那一件也是您反映的" in page
    assert "我也遇到了" not in page
