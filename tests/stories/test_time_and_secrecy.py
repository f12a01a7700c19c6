"""Time that runs out, cards and who lifts them, a year that is published, and who may know who said it."""

from datetime import date, datetime

import pytest

from huying.calendars.actions import PublishedDay, publish_year
from huying.cases import actions as do
from huying.cases.errors import ConsentNeeded, OnceOnly
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from huying.kernel.deliveries import deliver_row
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.kernel.models import JournalRow
from tests.cases.makers import GAS, ZONE
from tests.stories.plot import begin, clock, due, live_on, steps_of, told_to, told_unit

pytestmark = pytest.mark.django_db


def test_late_yellow_red_supervised_and_answered_each_in_its_order():
    life = begin(S.IN_HANDLING)
    life.wait(days=9)
    do.answer_supervision(life.by("城管负责人"), text="明天清运两车，后天办结", **life.next())

    cards = list(life.case.cards.order_by("at").values_list("colour", "cause"))
    assert cards == [("yellow", "three_quarters"), ("red", "late")]
    steps = [step for step in steps_of(life) if step in ("card", "supervise", "answer_supervision")]
    assert steps == ["card", "card", "supervise", "answer_supervision"]
    assert [one for one in told_to(life) if one in ("late", "supervised")] == ["late", "supervised"]


def test_supervision_only_grows_stronger():
    life = begin(S.IN_HANDLING)
    given = {"cause": "harm", "text": "请两日内办结", "working_days": 2}
    do.supervise(life.by("督办员"), level=2, **given, **life.next())
    with pytest.raises(Invalid):
        do.supervise(life.by("督办员"), level=1, **given, **life.next())

    assert life.case.supervised == 2


def test_a_card_for_what_nobody_could_help_is_lifted_with_a_reason():
    life = begin(S.IN_HANDLING)
    life.wait(days=5)
    card = life.case.cards.get()
    do.lift_card(life.by("考评员"), card_id=card.pk, reason="force_majeure", text="台风停工三天", **life.next())

    card.refresh_from_db()
    assert (card.lifted_reason, card.lifted_words) == ("force_majeure", "台风停工三天")
    assert told_unit(life, "城管")[-1] == "unit.card_lifted"


def test_the_unit_does_not_lift_its_own_card():
    life = begin(S.IN_HANDLING)
    life.wait(days=5)

    with pytest.raises((NotAllowed, NotFound)):
        do.lift_card(
            life.by("城管负责人"), card_id=life.case.cards.get().pk, reason="wrong_card", text="我们没错", **life.next()
        )
    assert life.case.cards.get().lifted_at is None


def test_a_gas_leak_runs_through_the_night_and_knows_no_extension():
    life = begin(S.IN_HANDLING, at=datetime(2026, 11, 21, 23, tzinfo=ZONE), category_code=GAS)
    assert (due(life) - life.case.first_dispatched_at).total_seconds() == 2 * 3600
    with pytest.raises(OnceOnly):
        do.ask_extension(life.by("城管负责人"), amount=1, text="等配件", **life.next())
    life.wait(hours=3)

    assert life.case.cards.filter(colour="red", cause="late").exists()


def test_the_calendar_of_next_year_is_published_and_the_dates_move_and_are_told():
    life = begin(S.IN_HANDLING, at=datetime(2026, 12, 30, 10, tzinfo=ZONE))
    before = due(life)
    assert clock(life).provisional
    new_year = [PublishedDay(date(2027, 1, day), False, "元旦") for day in (1, 2, 3, 4, 5)]
    publish_year(SYSTEM, year=2027, days=new_year, source="国办发明电〔2026〕9 号", at=life.at)
    deliver_row(JournalRow.objects.latest("pk").pk, at=life.at)

    assert due(life) > before
    assert not clock(life).provisional
    assert told_to(life)[-1] == "calendar_moved"


def test_who_reports_in_confidence_is_reached_by_message_only_and_the_unit_never_reads_the_name():
    life = begin(S.IN_HANDLING, kind="report", name="张三", phone="13912345678")
    assert life.case.confidentiality == "P1"
    with pytest.raises((NotAllowed, NotFound)):
        do.read_reporter(life.by("城管经办"), case_id=life.case_id, at=life.at)
    with pytest.raises(Invalid):
        do.log_contact(life.by("城管经办"), way="phone", reached=True, text="打了电话", **life.next())
    do.log_contact(life.by("城管经办"), way="message", reached=True, text="我们明天去看", **life.next())

    assert clock(life, "contact") is None
    assert told_to(life)[-1] == "contact"


def test_secrecy_goes_up_at_once_and_down_only_with_consent():
    life = begin(S.IN_HANDLING)
    do.change_confidentiality(life.by("信息官"), level="P1", **life.next())
    with pytest.raises(ConsentNeeded):
        do.change_confidentiality(life.by("信息官"), level="P0", **life.next())
    do.change_confidentiality(life.by("信息官"), level="P0", consent=True, text="当面签字同意", **life.next())

    assert life.case.confidentiality == "P0"


def test_two_tries_half_an_hour_apart_count_as_contact_and_one_does_not():
    life = begin(S.IN_HANDLING)
    do.log_contact(life.by("城管经办"), way="phone", reached=False, text="", **life.next())
    assert clock(life, "contact") is not None
    life.wait(minutes=40)
    do.log_contact(life.by("城管经办"), way="phone", reached=False, text="", **life.next())

    assert clock(life, "contact") is None


def test_another_handler_in_the_unit_moves_no_clock_and_nobody_from_outside_is_named():
    life = begin(S.IN_HANDLING)
    before = due(life)
    with pytest.raises(Invalid):
        do.change_handler(life.by("城管负责人"), account_id=life.by("住建经办").account_id, **life.next())
    do.change_handler(life.by("城管负责人"), account_id=life.by("城管负责人").account_id, **life.next())
    live_on(life, "hand_in")

    assert life.case.handler_id == life.by("城管负责人").account_id
    assert life.case.orders.get().finish_due_at == before
