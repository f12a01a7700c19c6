"""Words that become public are looked through and a person decides; an approver hears what is weak in an answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.likening import print_answers
from huying.cases.masking import without_numbers
from huying.cases.models import Case, OpenMatter
from huying.cases.queries.hints import hints_of
from huying.cases.states import S
from huying.kernel.errors import Invalid
from tests.cases.makers import MONDAY, Settled, a_case, settle

pytestmark = pytest.mark.django_db
PLANTED = "老旧管网待改造，找王小明 13812345678"


def listing(town: Settled, **given: str) -> do.Listing:
    usual = {"reason": "资金没有到位", "plan": "明年立项改造", "public_text": PLANTED, **given}
    return do.Listing(body_id=town.body("住建"), review_on=(MONDAY + timedelta(days=30)).date(), **usual)


def test_nothing_private_is_published_unless_a_person_decided() -> None:
    town = settle()
    case = a_case(town, in_state=S.TO_BE_JUDGED)
    reviewer, at = town.actor("考评员"), MONDAY + timedelta(days=1)
    with pytest.raises(Invalid) as asked:
        do.list_open_matter(reviewer, case_id=case.pk, listing=listing(town), at=at)
    assert "“13812345678”" in str(asked.value.fields["public_text"])
    assert "＊＊＊＊＊＊" in str(asked.value.fields["public_text"])
    assert "privacy" in asked.value.fields
    assert not OpenMatter.objects.exists()
    matter = do.list_open_matter(reviewer, case_id=case.pk, listing=listing(town, privacy="mask"), at=at)
    assert "13812345678" not in matter.public_text
    assert matter.public_text.startswith("老旧管网待改造")


def test_the_page_asks_and_keeps_what_was_typed(client_as: Callable[..., Client]) -> None:
    town = settle()
    case = a_case(town, in_state=S.TO_BE_JUDGED)
    client = client_as(town.actor("考评员"))
    typed = {
        "body_id": town.body("住建"), "reason": "资金没有到位", "plan": "明年立项改造", "public_text": PLANTED,
        "review_on": (MONDAY + timedelta(days=60)).date().isoformat(), "version": "",
    }  # fmt: skip
    asked = client.post(f"/desk/cases/{case.number}/list_open_matter/", typed)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "像是个人信息" in page
    assert f'value="{PLANTED}"' in page
    done = client.post(f"/desk/cases/{case.number}/list_open_matter/", {**typed, "privacy": "keep"})
    assert done.status_code == 302
    assert OpenMatter.objects.get().public_text == PLANTED


def test_numbers_are_covered_wherever_many_read() -> None:
    said = without_numbers("电话13812345678，车苏A12345，信箱a.b@example.com，证11010519491231002X，共3件")
    assert not {"13812345678", "苏A12345", "a.b@example.com", "11010519491231002X"} & set(said.split("，"))
    assert all(word not in said for word in ("1381", "A12345", "example", "1949"))
    assert "共3件" in said


def test_an_approver_sees_what_is_weak_about_an_answer(client_as: Callable[..., Client]) -> None:
    town = settle()
    case = a_case(town, in_state=S.HANDED_IN)
    result = case.results.get(decided_at__isnull=True)
    type(result).objects.filter(pk=result.pk).update(text="已处理，感谢您的支持。")
    page = client_as(town.actor("派单员")).get(f"/desk/cases/{case.number}/").content.decode()
    assert "审核前看一眼这份答复" in page
    assert "答复几乎没有内容" in page
    assert "只是提醒，过不过由您决定" in page
    assert Case.objects.get(pk=case.pk).state == S.HANDED_IN


def test_an_answer_given_again_and_again_is_noticed() -> None:
    town = settle()
    same = "已安排人员到现场清理完毕，后续将加强日常巡查，感谢您的监督。"
    cases = [a_case(town, in_state=S.HANDED_IN, at=MONDAY + timedelta(hours=n)) for n in range(4)]
    for case in cases:
        case.results.update(text=same)
    assert print_answers({case.pk for case in cases}) == 4
    first = cases[0].results.get()
    assert "template" in [one.code for one in hints_of(cases[0], first, at=MONDAY + timedelta(days=2))]
    assert "template" not in [one.code for one in hints_of(cases[0], first, at=MONDAY + timedelta(days=200))]
