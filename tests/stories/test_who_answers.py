"""Not ours: a unit returns an order, once, twice, after a ruling; and what that costs in time."""

import pytest

from huying.cases import actions as do
from huying.cases.errors import PartsOpen, ReturnRefused, UrgentNotAllowed
from huying.cases.models import Card
from huying.cases.states import S
from huying.duties.models import ListProposal
from huying.kernel.errors import StepNotAllowed
from tests.cases.makers import Life, on
from tests.stories.plot import begin, due, live_on, steps_of, told_to, told_unit

pytestmark = pytest.mark.django_db


def housing_takes_it(life: Life) -> None:
    sending = do.Sending(life.town.body("住建"), reason="按清单属住建", by_phone=True)
    do.accept_return(life.by("派单员"), sending=sending, text="退单有理", **life.next())


def ruled_for(life: Life, unit: str) -> None:
    sending = do.Sending(life.town.body(unit), by_phone=True)
    do.adjudicate(life.by("裁定员"), sending=sending, ruling_ref="裁2026-1", text="按清单由它主办", **life.next())


def test_rightly_returned_another_unit_answers_with_full_time():
    life = begin(S.RETURNED)
    housing_takes_it(life)

    assert life.case.lead_body_id == life.town.body("住建")
    assert due(life) == on(23, 17, 30)
    assert [order.end_code for order in life.case.orders.order_by("hop")] == ["returned", ""]
    assert not Card.objects.exists()
    assert told_to(life)[-1] == "redispatched"


def test_wrongly_returned_the_same_unit_goes_on_with_a_yellow_card():
    life = begin(S.RETURNED)
    do.reject_return(life.by("派单员"), text="清单写明由该单位办", **life.next())

    assert (life.case.state, life.case.lead_body_id) == (S.DISPATCHED, life.town.body("城管"))
    assert list(Card.objects.values_list("colour", "cause", "body_id")) == [
        ("yellow", "bad_return", life.town.body("城管"))
    ]


def test_returned_twice_goes_to_the_adjudicator_and_then_to_nobody_else():
    """The ruling binds: no third return. It is also a proposal to change the list."""
    life = begin(S.RETURNED)
    housing_takes_it(life)
    life.return_order()
    with pytest.raises(ReturnRefused):
        housing_takes_it(life)
    live_on(life, "refer")
    ruled_for(life, "环保")

    with pytest.raises(ReturnRefused):
        life.return_order()
    assert life.case.lead_body_id == life.town.body("环保")
    assert ListProposal.objects.filter(lead_body_id=life.town.body("环保")).count() == 1
    assert "unit.adjudicated" in told_unit(life, "环保")


def test_a_return_stops_the_time_of_the_unit_for_one_working_day_at_most():
    life = begin(S.RETURNED)
    left = life.case.clocks.get(kind="finish").seconds_left
    assert left
    life.wait(days=2)

    assert life.case.state == S.RETURNED
    assert life.case.clocks.get(kind="finish").running
    assert due(life) == on(24, 17, 30)


def test_an_order_that_signed_itself_can_no_longer_be_returned():
    life = begin(S.DISPATCHED)
    life.wait(days=1, hours=9)

    with pytest.raises(StepNotAllowed):
        life.return_order()
    assert steps_of(life)[-2:] == ["card", "auto_sign"]


def test_a_difficult_case_is_talked_over_before_it_goes_out_but_an_urgent_one_is_not():
    life = begin(S.CONSULTED)
    do.conclude_consultation(life.by("派单员"), text="由城管办", **life.next())
    life.dispatch()
    urgent = begin(S.ACCEPTED, town=life.town, category_code="0404")

    assert life.case.state == S.DISPATCHED
    with pytest.raises(UrgentNotAllowed):
        urgent.consult()


def test_a_second_matter_becomes_its_own_case_and_the_first_goes_on():
    life = begin(S.IN_HANDLING)
    before = due(life)
    second = do.SecondMatter("另外楼下有流动摊贩", "0304")
    child = do.split(life.by("派单员"), second=second, **life.next())

    assert (child.state, child.category_code, child.filed_at) == (S.SUBMITTED, "0304", life.case.filed_at)
    assert child.number != life.case.number
    assert (life.case.state, due(life)) == (S.IN_HANDLING, before)
    assert told_to(life)[-1] == "split"


def test_the_co_handler_must_return_its_part_before_the_result_is_handed_in():
    life = begin(S.IN_HANDLING)
    helper = do.HelperPart(life.town.body("住建"), "查看管线")
    do.add_helper(life.unit("负责人"), helper=helper, working_days=2, **life.next())
    with pytest.raises(PartsOpen):
        life.hand_in()
    do.return_part(life.by("住建经办"), text="管线没有问题", **life.next())
    life.hand_in()

    assert life.case.state == S.HANDED_IN
    assert "unit.part_done" in told_unit(life, "城管")
