"""Several people bring one matter: each is answered, each judges by a link of their own, nobody speaks for another."""

import json
import re

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.effort import find_nonce, make_challenge
from huying.cases.errors import LinkUsed, WindowOver
from huying.cases.models import Case, Rating, Reporter, Voice
from huying.cases.queries import code_opens_any
from huying.cases.states import S
from huying.notices.public import box
from tests.cases.makers import ALL_WELL, NOT_SOLVED, RUBBISH, Life, on
from tests.people.postbox import Postbox
from tests.stories.plot import begin, live_on

pytestmark = pytest.mark.django_db
SOLVED = {"contacted": "1", "solved": "yes", "satisfied": "yes"}
UNSOLVED = {"contacted": "0", "solved": "no", "satisfied": "no", "reasons": ["not_done"]}


def joined() -> tuple[Life, do.Filed]:
    """Mr Zhang reports, 李阿姨 says “me too”, and the unit answers."""
    life = begin(S.SUBMITTED)
    also = do.join_case(life.by("李阿姨"), words="我们单元门口也是。", **life.next())
    return live_on(life, "accept", "dispatch", "sign", "hand_in", "approve"), also


def link_of(also: do.Filed) -> str:
    text = " ".join(message.text for message in box("reporter", also.reporter_id))
    return re.findall(r"https?://[^/]+(/rate/[\w-]+/)", text)[0]


def link_of_first(life: Life) -> str:
    return re.findall(r"/rate/[\w-]+/", " ".join(message.text for message in box("case", life.case_id)))[0]


def test_each_has_a_link_of_their_own_and_one_does_not_use_up_the_other():
    life, also = joined()
    assert link_of(also) != link_of_first(life)

    assert Client().post(link_of(also), SOLVED).status_code == 200
    assert life.case.state == S.TO_BE_JUDGED
    assert Voice.objects.get().solved == "yes"
    assert not Rating.objects.exists()

    Client().post(link_of_first(life), SOLVED)
    assert life.case.state == S.CLOSED
    assert "已经用过" in Client().get(link_of(also)).content.decode()


def test_not_solved_for_the_one_who_joined_goes_on_as_a_case_of_their_own():
    life, also = joined()
    page = Client().post(link_of(also), UNSOLVED).content.decode()
    own = Case.objects.get(split_from=life.case)

    assert own.number in page
    assert (life.case.state, life.case.round) == (S.TO_BE_JUDGED, 1)
    assert (own.state, own.round, own.lead_body_id) == (S.REOPENED, 2, life.case.lead_body_id)
    assert (own.words, own.filed_by_id) == ("我们单元门口也是。", life.by("李阿姨").account_id)
    assert Rating.objects.get(case=own).solved == "no"
    assert code_opens_any(also.tracking_code) == (own.number, f"case:{own.pk}")

    theirs = Life(life.town, own.pk, life.at)
    do.redispatch(life.by("派单员"), sending=theirs.sending(), **theirs.next())
    live_on(theirs, "sign", "hand_in", "approve")
    do.rate(life.by("李阿姨"), answers=ALL_WELL, **theirs.next())
    assert theirs.case.state == S.CLOSED


def test_on_the_page_too_and_what_was_said_before_can_still_be_read(client_as):
    life, _also = joined()
    client = client_as(life.by("李阿姨"))
    assert "您那里解决了吗" in client.get(f"/c/{life.case.number}/").content.decode()

    page = client.post(f"/c/{life.case.number}/rate-too/", UNSOLVED, follow=True).content.decode()

    own = Case.objects.get(split_from=life.case)
    assert own.number in page
    assert "已经清理干净并增加一次清运" in page
    assert "我们单元门口也是" in page
    assert client.get(f"/c/{life.case.number}/").status_code == 404
    assert "单独接着办" in client_as(life.by("派单员")).get(f"/desk/cases/{life.case.number}/").content.decode()


def test_by_json_the_one_who_joined_judges_alone(client_as):
    life, _also = joined()
    client = client_as(life.by("李阿姨"))
    assert client.get(f"/api/v1/cases/{life.case.number}").json()["next_steps"] == ["rate_too"]
    body = {"answers": {"contacted": True, "solved": "yes", "satisfied": "yes"}}
    codes = [
        client.post(
            f"/api/v1/cases/{life.case.number}/rate-too", json.dumps(body), content_type="application/json"
        ).json()
        for _nth in range(2)
    ]
    assert [one.get("code", "") for one in codes] == ["", "already_rated"]
    assert Voice.objects.count() == 1


def test_the_first_reporter_is_not_content_then_all_go_on_together():
    life, also = joined()
    old = link_of(also).rstrip("/").rsplit("/", 1)[-1]
    do.rate(life.by("张先生"), answers=NOT_SOLVED, **life.next())

    assert life.case.state == S.REOPENED
    with pytest.raises(LinkUsed):
        do.rate_by_link(token=old, answers=ALL_WELL, at=life.at)
    assert Reporter.objects.filter(case=life.case).count() == 2


def test_long_after_closing_it_is_told_to_be_reported_anew():
    life, also = joined()
    do.rate(life.by("张先生"), answers=ALL_WELL, **life.next())
    token = link_of(also).rstrip("/").rsplit("/", 1)[-1]

    with pytest.raises(WindowOver):
        do.rate_by_link(token=token, answers=NOT_SOLVED, at=on(36))


def test_who_was_merged_and_who_joined_the_merged_one_are_answered_too():
    life = begin(S.ACCEPTED, by="李阿姨")
    also = do.join_case(life.by("王先生"), **life.next())
    main = begin(S.IN_HANDLING, town=life.town)
    main.at = max(life.at, main.at)
    do.merge(life.by("派单员"), case_id=life.case_id, main_id=main.case_id, text="同一处垃圾", at=main.next()["at"])
    live_on(main, "hand_in", "approve")

    assert len({link_of_first(main), link_of_first(life), link_of(also)}) == 3
    Client().post(link_of(also), UNSOLVED)
    own = Case.objects.get(split_from=life.case)
    assert (own.state, life.case.state, main.case.state) == (S.REOPENED, S.TO_BE_JUDGED, S.TO_BE_JUDGED)


def test_who_says_me_too_with_a_telephone_is_told_by_telephone(settings):
    settings.HUYING_CODE_SENDER = "tests.people.postbox.Postbox"
    Postbox.sent.clear()
    life = begin(S.SUBMITTED)
    client = Client()
    report = {
        "words": "我们这边楼道灯也不亮，晚上摸黑。", "kind": "complaint", "category_code": RUBBISH,
        "area_id": life.town.grid.pk, "place": "3 单元", "confidentiality": "P0", "consent": "on",
        "phone": "13955550198",
    }  # fmt: skip
    client.post("/report/", {**report, "send_code": "1"})
    given = {**report, "code": Postbox.sent[0].code}
    page = client.post("/report/", given).content.decode()
    assert "我也遇到了" in page
    client.post(f"/report/like/{life.case_id}/", given)

    other = Reporter.objects.get(case=life.case, main=False)
    assert (other.account_id is not None, other.words) == (True, "我们这边楼道灯也不亮，晚上摸黑。")


def test_what_was_typed_stays_when_me_too_is_refused():
    life = begin(S.CLOSED)
    task = make_challenge(at=life.at, bits=4)
    given = {
        "words": "我家楼下也是一堆垃圾。", "confidentiality": "P2", "proof_challenge": task.token,
        "proof_nonce": find_nonce(task.token, 4),
    }  # fmt: skip
    page = Client().post(f"/report/like/{life.case_id}/", given)

    assert page.status_code == 422
    assert "我家楼下也是一堆垃圾。" in page.content.decode()


def test_who_joined_never_reads_the_words_of_the_first_reporter(client_as):
    """Not in a message, not in the list, not on the page: the title is made of those words."""
    life = begin(S.SUBMITTED, words="楼上 302 的王小明半夜打麻将。")
    also = do.join_case(life.by("李阿姨"), **life.next())
    live_on(life, "accept", "dispatch", "sign", "hand_in", "approve")
    client = client_as(life.by("李阿姨"))
    told = " ".join(message.subject + message.text for message in box("reporter", also.reporter_id))

    for text in (told, client.get("/my/").content.decode(), client.get(f"/c/{life.case.number}/").content.decode()):
        assert life.case.number in text
        assert "王小明" not in text
    assert "王小明" in client_as(life.by("张先生")).get("/my/").content.decode()
