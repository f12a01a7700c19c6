"""The rating page asks what follows from an answer, and only that counts; the same by JSON."""

import json
import re

import pytest
from django.test import Client

from huying.cases.models import Case, Rating
from huying.cases.states import S
from huying.notices.public import box
from tests.cases.makers import Life, a_case, settle
from tests.stories.plot import begin

pytestmark = pytest.mark.django_db
NOT_SOLVED = {"contacted": "1", "solved": "no", "satisfied": "mostly"}


def explained() -> Life:
    life = begin(S.IN_HANDLING)
    life.hand_in(kind="explained", text="按规定不能在这里设点。", basis="市容条例第 20 条")
    life.approve()
    return life


def link_in_the_message(case: Case) -> str:
    return re.findall(r"/rate/[\w-]+/", " ".join(message.text for message in box("case", case.pk)))[0]


def test_not_solved_but_the_explanation_is_taken_closes_it_from_the_page(client_as):
    life = explained()
    client = client_as(life.town.resident)
    assert 'name="accepts"' in client.get(f"/c/{life.case.number}/").content.decode()

    done = client.post(f"/c/{life.case.number}/rate/", {**NOT_SOLVED, "accepts": "on"})

    assert done.status_code == 302
    assert (life.case.state, life.case.result_kind) == (S.CLOSED, "explained")
    assert Rating.objects.get().accepted_explanation


def test_not_solved_and_the_explanation_is_not_taken_opens_it_again(client_as):
    life = explained()
    client_as(life.town.resident).post(f"/c/{life.case.number}/rate/", NOT_SOLVED)

    assert life.case.state == S.REOPENED
    assert not Rating.objects.get().accepted_explanation


def test_by_the_link_without_account_it_is_the_same():
    life = explained()
    link = link_in_the_message(life.case)
    assert 'name="accepts"' in Client().get(link).content.decode()

    Client().post(link, {**NOT_SOLVED, "accepts": "on"})

    assert life.case.state == S.CLOSED


def test_where_nothing_was_explained_there_is_nothing_to_accept(client_as):
    town = settle()
    case = a_case(town, in_state=S.TO_BE_JUDGED)

    assert 'name="accepts"' not in client_as(town.resident).get(f"/c/{case.number}/").content.decode()
    assert 'name="accepts"' not in Client().get(link_in_the_message(case)).content.decode()


def test_a_tick_left_behind_from_a_changed_mind_says_nothing(client_as):
    life = explained()
    given = {**NOT_SOLVED, "solved": "partly", "accepts": "on", "wants_more": "on"}
    client_as(life.town.resident).post(f"/c/{life.case.number}/rate/", given)

    assert life.case.state == S.REOPENED
    assert not Rating.objects.get().accepted_explanation


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"solved": "yes", "accepts": True}, "accepts"), ({"solved": "no", "wants_more": True}, "wants_more")],
    ids=["solved and accepts", "not solved and wants more"],
)
def test_by_json_answers_that_do_not_go_together_are_refused_by_name(answers, field, client_as):
    life = explained()
    body = {"answers": {"contacted": True, "satisfied": "no", **answers}}
    answer = client_as(life.town.resident).post(
        f"/api/v1/cases/{life.case.number}/rate", json.dumps(body), content_type="application/json"
    )

    assert answer.status_code == 422
    assert field in json.dumps(answer.json()["fields"])
    assert life.case.state == S.TO_BE_JUDGED


def test_by_json_too_an_explanation_is_taken_only_where_one_was_given(client_as):
    town = settle()
    case = a_case(town, in_state=S.TO_BE_JUDGED)
    client = client_as(town.resident)
    body = {"answers": {"contacted": True, "satisfied": "no", "solved": "no", "accepts": True}}
    answer = client.post(f"/api/v1/cases/{case.number}/rate", json.dumps(body), content_type="application/json")

    assert client.get(f"/api/v1/cases/{case.number}").json()["explained"] is False
    assert answer.status_code == 422
    assert "accepts" in json.dumps(answer.json()["fields"])
