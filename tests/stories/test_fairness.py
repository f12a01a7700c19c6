"""A rating that may not count is left out with a reason that can be checked; who has an interest steps back."""

import json

import pytest

from huying.cases import actions as do
from huying.cases.models import Note, Rating, Recusal
from huying.cases.states import S
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.notices.models import Message
from huying.people.models import ReadLog
from tests.cases.makers import NOT_SOLVED
from tests.organisations.makers import an_actor
from tests.stories.plot import begin, steps_of, told_to, told_unit

pytestmark = pytest.mark.django_db
WORDS = "规划到 2028 年才实施，凭据见批复文件。"


def rated():
    life = begin(S.TO_BE_JUDGED)
    do.rate(life.by("张先生"), answers=NOT_SOLVED, **life.next())
    return life


def test_the_reviewer_leaves_a_rating_out_on_the_page_and_takes_it_back(client_as):
    life = rated()
    client = client_as(life.by("考评员"))
    given = {"version": life.case.version, "round": 1, "reason": "waiting", "text": WORDS}
    assert client.post(f"/desk/cases/{life.case.number}/exclude_rating/", given).status_code == 302

    rating = Rating.objects.get()
    assert (rating.excluded, rating.solved) == ("waiting", "no")
    assert Note.objects.get(kind="rating_excluded").text == WORDS
    page = client.get(f"/desk/cases/{life.case.number}/").content.decode()
    assert "不计入考核" in page
    assert steps_of(life)[-1] == "exclude_rating"

    again = {"version": life.case.version, "round": 1, "text": "凭据不成立"}
    assert client.post(f"/desk/cases/{life.case.number}/include_rating/", again).status_code == 302
    assert Rating.objects.get().excluded == ""


def test_by_json_it_is_the_same_and_a_reason_that_is_not_so_is_refused(client_as):
    life = rated()
    client = client_as(life.by("考评员"))

    def post(**body) -> int:
        path = f"/api/v1/cases/{life.case.number}/exclude-rating"
        return client.post(path, json.dumps(body), content_type="application/json").status_code

    for reason in ("praise", "answered_at_once", "no_legal_ground"):
        assert post(round=1, reason=reason, text=WORDS) == 422
    assert post(round=2, reason="waiting", text=WORDS) == 422
    assert post(round=1, reason="waiting", text="因为") == 422
    assert post(round=1, reason="not_empowered", text=WORDS) == 200
    assert post(round=1, reason="not_empowered", text=WORDS) == 422


def test_nobody_of_the_rated_unit_and_nobody_else_leaves_it_out():
    life = rated()
    insider = an_actor("reviewer", life.town.county, body=life.town.bodies["城管"])
    for who in (insider, life.by("派单员"), life.by("城管负责人"), life.by("张先生")):
        with pytest.raises((NotAllowed, NotFound)):
            do.exclude_rating(who, round=1, reason="waiting", text=WORDS, **life.next())


def test_who_has_an_interest_steps_back_and_sees_it_no_more(client_as):
    life = begin(S.IN_HANDLING)
    handler = life.by("城管经办")
    given = {"version": life.case.version, "reason": "relative", "text": ""}
    done = client_as(handler).post(f"/desk/cases/{life.case.number}/recuse/", given)

    assert done.status_code == 302
    assert client_as(handler).get(f"/desk/cases/{life.case.number}/").status_code == 404
    assert client_as(life.by("城管负责人")).get(f"/desk/cases/{life.case.number}/").status_code == 200
    assert life.case.handler_id is None
    assert told_unit(life, "城管")[-1] == "unit.recused"
    assert told_to(life, who="staff")[-1] == "recused"
    tried = ReadLog.objects.get(thing="case", thing_id=life.case_id)
    assert (tried.outcome, tried.account_id) == ("refused", handler.account_id)


def test_the_resident_asks_for_it_and_supervision_decides(client_as):
    life = begin(S.IN_HANDLING)
    resident = client_as(life.by("张先生"))
    assert "希望某人回避" in resident.get(f"/c/{life.case.number}/").content.decode()
    words = "来的人是楼上那家的亲戚。"
    assert resident.post(f"/c/{life.case.number}/ask-recusal/", {"text": words}).status_code == 302
    assert Message.objects.filter(template="staff.recusal_asked").count() == 1

    handler = life.by("城管经办")
    given = {
        "version": life.case.version, "account_id": handler.account_id, "reason": "relative", "text": "核实是近亲属",
    }  # fmt: skip
    client = client_as(life.by("督办员"))
    assert client.post(f"/desk/cases/{life.case.number}/order_recusal/", given).status_code == 302

    assert Recusal.objects.get().ordered
    with pytest.raises((NotAllowed, NotFound)):
        do.log_contact(handler, way="phone", reached=True, text="约好了", **life.next())
    assert "已换人办理" in resident.get(f"/c/{life.case.number}/").content.decode()


def test_who_is_not_of_the_unit_cannot_be_made_to_step_back():
    life = begin(S.IN_HANDLING)
    stranger = life.by("住建经办").account_id or 0
    with pytest.raises(NotFound):
        do.order_recusal(
            life.by("督办员"), account_id=stranger, reason="interest", text="与本件有利害关系", **life.next()
        )
    with pytest.raises(Invalid):
        do.recuse(life.by("城管经办"), reason="lazy", text="", **life.next())
