"""What people say about the product itself is read and answered."""

import pytest
from django.test import Client

from huying.kernel.actor import GUEST, Actor, Post
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.kernel.models import JournalRow
from huying.portal.actions import answer_feedback, describe_site, send_feedback, without_numbers
from huying.portal.errors import AlreadyAnswered
from huying.portal.models import Feedback, Site
from huying.portal.queries import feedback_by_code, feedback_for, feedback_waiting

ADMIN = Actor(kind="person", account_id=None, posts=(Post("system_admin", "/1/"),))
CLERK = Actor(kind="person", account_id=None, posts=(Post("dispatcher", "/1/"),))


@pytest.fixture(autouse=True)
def _database(transactional_db):
    """Rate limits count outside of any transaction."""


def sent(client: Client, text: str = "字太小，看不清") -> object:
    return client.post("/feedback/", {"kind": "idea", "text": text, "page": "/report/?x=1"})


def test_a_resident_says_what_is_wrong_and_reads_the_answer_with_the_code(client, at):
    answer = sent(client)
    assert answer.headers["Location"] == "/feedback/sent/"
    code = client.session["feedback_code"]
    assert code in client.get("/feedback/sent/").content.decode()
    row = Feedback.objects.get()
    assert row.page == "/report/"
    answer_feedback(ADMIN, feedback_id=row.pk, answer="下个版本字会更大", at=at)

    elsewhere = Client()
    elsewhere.post("/feedback/answer/", {"code": code.replace("-", " ").lower()})
    assert "下个版本字会更大" in elsewhere.get("/feedback/answer/").content.decode()


def test_a_wrong_code_opens_nothing_and_says_what_to_do(client, at):
    sent(client)

    answer = Client().post("/feedback/answer/", {"code": "0000-0000-0000-0000"})

    assert answer.status_code == 422
    assert "没有这个查询码" in answer.content.decode()


def test_a_stranger_cannot_read_what_another_wrote(at):
    feedback, _code = send_feedback(GUEST, kind="fault", text="点了没反应", page="", at=at)

    with pytest.raises(NotFound):
        feedback_for(Actor(kind="person", account_id=99), feedback.pk)


def test_a_clerk_who_is_not_the_administrator_does_not_answer(at):
    feedback, _code = send_feedback(GUEST, kind="fault", text="点了没反应", page="", at=at)

    with pytest.raises(NotFound):
        answer_feedback(CLERK, feedback_id=feedback.pk, answer="知道了", at=at)
    with pytest.raises(NotAllowed):
        feedback_waiting(CLERK)


def test_one_answer_is_enough(at):
    feedback, _code = send_feedback(GUEST, kind="fault", text="点了没反应", page="", at=at)
    answer_feedback(ADMIN, feedback_id=feedback.pk, answer="已修好", at=at)

    with pytest.raises(AlreadyAnswered):
        answer_feedback(ADMIN, feedback_id=feedback.pk, answer="再说一次", at=at)


def test_an_empty_message_keeps_what_was_chosen_and_says_what_is_missing(client):
    page = client.post("/feedback/", {"kind": "praise", "text": " "})

    assert page.status_code == 422
    assert "checked" in page.content.decode()
    assert "error-summary" in page.content.decode()


def test_a_kind_that_does_not_exist_is_refused(at):
    with pytest.raises(Invalid):
        send_feedback(GUEST, kind="rant", text="x", page="", at=at)


def test_numbers_of_people_do_not_stay_in_a_message(at):
    assert without_numbers("打13912345678，或32010619900101123X") == "打139****5678，或320****123X"
    assert without_numbers("在中山北路 1200 号") == "在中山北路 1200 号"
    feedback, _code = send_feedback(GUEST, kind="fault", text="我是 13912345678", page="", at=at)
    assert "12345" not in feedback.text


def test_the_code_itself_is_not_kept(at):
    feedback, code = send_feedback(GUEST, kind="fault", text="点了没反应", page="", at=at)

    assert code not in str(Feedback.objects.values().get())
    assert feedback_by_code(code) == feedback.pk


def test_the_journal_knows_that_something_was_said_but_not_what(at):
    send_feedback(GUEST, kind="complaint", text="密语在此", page="", at=at)

    row = JournalRow.objects.get(code="portal.feedback_sent")
    assert "密语" not in str(row.facts)


def test_a_flood_from_one_address_is_stopped(client):
    answers = [sent(Client()).status_code for _ in range(11)]

    assert answers[-1] == 429
    assert answers.count(302) == 10


def test_the_administrator_says_who_runs_the_site_and_every_page_says_it(client, client_as, at):
    form = {"name": "鼓楼区", "hosted_by": "鼓楼区人民政府", "icp": "苏ICP备00000000号", "reason": "首次填写"}
    client_as(ADMIN).post("/manage/site/", form)

    page = client.get("/").content.decode()
    assert "鼓楼区人民政府" in page
    assert "苏ICP备00000000号" in page


def test_only_the_administrator_describes_the_site(at):
    with pytest.raises(NotAllowed):
        describe_site(CLERK, facts={"name": "别处"}, at=at)
    assert not Site.objects.filter(name="别处").exists()


def test_the_administrator_works_through_the_list(client_as, at):
    feedback, _code = send_feedback(GUEST, kind="fault", text="点了没反应", page="", at=at)
    client = client_as(ADMIN)

    assert "点了没反应" in client.get("/manage/feedback/").content.decode()
    client.post(f"/manage/feedback/{feedback.pk}/", {"answer": "已修好"})
    assert "点了没反应" not in client.get("/manage/feedback/").content.decode()
    assert "点了没反应" in client.get("/manage/feedback/?state=answered").content.decode()
