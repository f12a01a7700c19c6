"""What users of today's systems complain about, requests 1 to 5, told as this product tells it."""

from datetime import timedelta

import pytest

from huying.cases import actions as do
from huying.cases.models import Rating
from huying.cases.queries import resident_view, worklist
from huying.cases.states import S
from huying.kernel import actions as kernel_actions
from huying.kernel import clock as now_clock
from huying.kernel import deliveries
from huying.kernel.actor import Actor, Post
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.journal import announce, story
from huying.kernel.queries import stuck_deliveries
from tests.cases.makers import ALL_WELL, NOT_SOLVED, on
from tests.kernel import listeners
from tests.kernel.listeners import BellRung
from tests.stories.plot import begin, steps_of, told_to

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="person", account_id=1, posts=(Post(role="system_admin", area_path="/1/"),))


def test_complaint_01_closed_is_not_solved_and_the_unit_does_not_judge_itself():
    """“Closed” counted as “solved”. Here the unit's word closes nothing: the resident says no, and it is open again."""
    life = begin(S.TO_BE_JUDGED)
    for who in ("城管经办", "城管负责人"):
        with pytest.raises(NotAllowed):
            do.rate(life.by(who), case_id=life.case_id, answers=ALL_WELL, at=life.at)
        with pytest.raises(NotAllowed):
            do.record_call(life.by(who), case_id=life.case_id, way="phone", reached=True, answers=ALL_WELL, at=life.at)
    do.rate(life.by("张先生"), answers=NOT_SOLVED, **life.next())

    assert (life.case.state, life.case.result_kind) == (S.REOPENED, "")


def test_complaint_01_who_says_nothing_is_not_counted_as_content():
    life = begin(S.TO_BE_JUDGED)
    do.record_call(life.by("回访员"), way="phone", reached=False, **life.next())
    life.wait(days=8)

    assert life.case.state == S.CLOSED
    assert not Rating.objects.filter(rated=True).exists()


def test_complaint_02_the_authority_is_named_with_the_reason_and_not_ours_names_another():
    """Wrong authority, or “not responsible” without saying who is."""
    life = begin(S.DISPATCHED)
    order = life.case.orders.get()
    assert order.reason
    assert order.list_item_id is not None
    assert resident_view(life.by("张先生"), case_id=life.case_id, at=life.at).unit == "区城管局"

    with pytest.raises(Invalid) as refused:
        do.return_order(
            life.by("城管负责人"), given=do.Return("not_ours", "清单第 3 条", "不属本单位职责"), **life.next()
        )
    assert set(refused.value.fields) == {"suggested_body_id"}


def test_complaint_02_another_unit_than_the_lists_name_needs_a_reason():
    life = begin(S.ACCEPTED)

    with pytest.raises(Invalid) as refused:
        do.dispatch(life.by("派单员"), sending=do.Sending(life.town.body("环保"), by_phone=True), **life.next())
    assert set(refused.value.fields) == {"reason"}


def test_complaint_03_what_lies_untouched_is_late_is_seen_and_the_resident_knows_the_date():
    """Sits in an inbox for days. Nobody has taken this case; its time runs all the same."""
    life = begin()
    view = resident_view(life.by("张先生"), case_id=life.case_id, at=life.at)
    assert view.until == on(16, 14, 30)
    life.wait(days=2)

    assert life.case.state == S.SUBMITTED
    assert told_to(life, who="staff") == ["supervise_proposed"] * 3
    late = worklist(life.by("督办员"), "supervision", tab="late", at=life.at).items
    assert [row.number for row in late] == [life.case.number]


def test_complaint_04_what_could_not_be_delivered_is_seen_and_sent_again():
    """Stuck in “sent” to an outside system, unseen."""
    at = on(16)
    listeners.heard.clear()
    listeners.troubles[:] = [ValueError("no such host")]
    row = announce(BellRung(bell_id=404), by=KEEPER, at=at)
    for nth in range(deliveries.MOST_ATTEMPTS):
        deliveries.deliver_row(row.id, at=at + timedelta(hours=2 * nth))
    listeners.troubles.clear()
    (stuck,) = stuck_deliveries(KEEPER)
    kernel_actions.retry_delivery(KEEPER, delivery_id=stuck.pk, reason="对方已恢复", at=at + timedelta(days=2))

    assert deliveries.deliver_due(at=at + timedelta(days=2)) == 1
    assert stuck_deliveries(KEEPER).items == []


def test_complaint_05_reopening_is_one_rule_for_page_and_action_and_leaves_a_trace(client_as):
    """Reopen rules differ between screen and interface, and a reopen leaves no trace."""
    now = now_clock.now()
    by_page = begin(S.CLOSED, at=now - timedelta(hours=1))
    by_action = begin(S.CLOSED, town=by_page.town, at=now - timedelta(hours=1))
    words = {"reason": "came_back", "text": "又堆满了垃圾"}
    client = client_as(by_page.by("张先生"))
    assert client.post(f"/c/{by_page.case.number}/reopen/", words).status_code == 302
    do.reopen(by_action.by("张先生"), case_id=by_action.case_id, at=now, **words)

    assert by_page.case.state == by_action.case.state == S.REOPENED
    edges = [list(story("case", one.case_id))[-1].facts for one in (by_page, by_action)]
    assert [(facts["step"], facts["edge"], facts["reason"]) for facts in edges] == [("reopen", "T37", "came_back")] * 2


def test_complaint_05_too_late_is_too_late_on_the_page_too(client_as):
    life = begin(S.CLOSED, at=now_clock.now() - timedelta(days=20))
    client = client_as(life.by("张先生"))
    page = client.post(f"/c/{life.case.number}/reopen/", {"reason": "came_back", "text": "又堆满了垃圾"})

    assert page.status_code == 422
    assert "又堆满了垃圾" in page.content.decode()
    assert "reopen" not in steps_of(life)
