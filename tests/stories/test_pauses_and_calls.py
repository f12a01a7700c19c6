"""What takes longer: more time, a pause with a date, departments called together."""

from datetime import date, timedelta

import pytest

from huying.cases import actions as do
from huying.cases.errors import OnceOnly, TooLong
from huying.cases.models import OpenMatter
from huying.cases.queries import open_matters_for_all
from huying.cases.states import S
from huying.kernel.errors import Invalid
from tests.cases.makers import Life, on
from tests.stories.plot import begin, clock, due, told_to

pytestmark = pytest.mark.django_db


def pause_until(life: Life, days: int) -> None:
    review = (life.at + timedelta(days=days)).date()
    pause = do.Pause("construction", "管网改造已经排期", "施工队进场", review)
    do.ask_suspension(life.unit("负责人"), pause=pause, **life.next())
    do.suspend(life.by("派单员"), **life.next())


def listing_of(life: Life) -> do.Listing:
    review = (life.at + timedelta(days=60)).date()
    return do.Listing("资金还没有到位", "明年三月前立项", "老旧管网待改造", life.town.body("住建"), review)


def test_paused_with_a_review_date_it_goes_on_by_itself_on_that_day():
    life = begin(S.IN_HANDLING)
    pause_until(life, 20)
    assert due_of_finish_stands(life)
    life.wait(days=20)

    assert life.case.state == S.IN_HANDLING
    assert life.case.suspensions.get().ended_at is not None
    assert told_to(life).count("suspended") == told_to(life).count("resumed") == 1


def due_of_finish_stands(life: Life) -> bool:
    found = clock(life)
    return found is not None and not found.running and found.due_at is None


def test_a_pause_without_a_date_in_thirty_days_is_refused():
    life = begin(S.IN_HANDLING)
    pause = do.Pause("season", "要等天暖", "气温回升", date(2027, 3, 1))

    with pytest.raises(Invalid):
        do.ask_suspension(life.unit("负责人"), pause=pause, **life.next())
    assert life.case.state == S.IN_HANDLING


def test_paused_180_days_it_is_listed_in_public_and_settled_later():
    life = begin(S.IN_HANDLING)
    pause_until(life, 30)
    for _nth in range(5):
        life.at += timedelta(days=29)
        review = (life.at + timedelta(days=29)).date()
        do.prolong_suspension(life.by("督办员"), review_on=review, text="施工队还没有进场", **life.next())
    life.at += timedelta(days=28)
    with pytest.raises(TooLong):
        do.prolong_suspension(
            life.by("督办员"), review_on=(life.at + timedelta(days=29)).date(), text="还没有", **life.next()
        )
    do.list_open_matter(life.by("考评员"), listing=listing_of(life), **life.next())
    public = open_matters_for_all().items[0]
    do.settle_open_matter(life.by("考评员"), text="已经提前改造完成", **life.next())

    assert (public.text, public.community) == ("老旧管网待改造", "颐和路社区")
    assert (life.case.state, life.case.result_kind) == (S.CLOSED, "solved")
    assert open_matters_for_all().items == []
    assert told_to(life)[-1] == "open_matter_solved"


def test_an_open_matter_is_taken_up_again_on_its_day():
    life = begin(S.TO_BE_JUDGED)
    do.list_open_matter(life.by("考评员"), listing=listing_of(life), **life.next())
    life.wait(days=61)

    assert (life.case.state, life.case.round) == (S.REOPENED, 2)
    assert OpenMatter.objects.get().end_code == "reviewed"


def test_an_open_matter_is_taken_up_at_once_when_the_resident_has_new_facts():
    life = begin(S.OPEN_MATTER)
    do.reopen_matter(life.by("张先生"), text="又漏水了", **life.next())

    assert (life.case.state, OpenMatter.objects.get().end_code) == (S.REOPENED, "new_facts")


def test_more_time_once_and_the_resident_hears_why_and_until_when():
    life = begin(S.IN_HANDLING)
    before = due(life)
    do.ask_extension(life.unit("负责人"), amount=3, text="等配件到货", **life.next())
    assert due(life) == before
    do.decide_extension(life.by("派单员"), agreed=True, text="", **life.next())

    assert due(life) == on(26, 17, 30)
    assert told_to(life)[-1] == "extended"
    with pytest.raises(OnceOnly):
        do.ask_extension(life.unit("负责人"), amount=1, text="还要等", **life.next())


def test_no_more_time_the_old_date_stands_and_the_resident_is_not_troubled():
    life = begin(S.IN_HANDLING)
    before = due(life)
    do.ask_extension(life.unit("负责人"), amount=3, text="等配件到货", **life.next())
    do.decide_extension(life.by("派单员"), agreed=False, text="配件本地有货", **life.next())

    assert due(life) == before
    assert "extended" not in told_to(life)


def test_a_department_that_does_not_come_is_reported_to_the_county():
    life = begin(S.ESCALATED)
    do.answer_whistle(life.by("住建经办"), coming=False, text="今天人手不足", **life.next())

    arrival = life.case.whistles.get().arrivals.get()
    assert (arrival.refused, arrival.arrived_at) == (True, None)
    assert told_to(life, who="staff")[-1] == "whistle_refused"


def test_the_departments_come_rate_and_are_rated_and_the_decision_sets_the_date():
    life = begin(S.ESCALATED)
    do.arrive(life.by("住建经办"), rating_of_caller=4, **life.next())
    housing = life.town.body("住建")
    helper = do.HelperPart(housing, "修管线")
    decision = do.Decision("城管牵头，住建修管线", life.town.body("城管"), 8, (helper,), ((housing, 5),))
    do.decide_escalation(life.by("统筹员"), decision=decision, **life.next())

    whistle = life.case.whistles.get()
    assert (whistle.caller_rating, whistle.arrivals.get().rating_by_caller) == (4, 5)
    assert (life.case.state, due(life)) == (S.IN_HANDLING, on(26, 17, 30))
    assert life.case.parts.get().task == "修管线"


def test_what_the_street_cannot_decide_goes_up_to_the_county_and_to_a_meeting_and_no_further():
    life = begin(S.ESCALATED)
    for level in ("county", "meeting"):
        do.raise_level(life.by("指挥长"), text="本级没有执法权", **life.next())
        assert life.case.escalations.get().level == level

    with pytest.raises(Invalid):
        do.raise_level(life.by("指挥长"), text="还是不行", **life.next())
