"""The way in: asked, reminded, lapsed; answered at once; not accepted; passed on; taken back."""

import pytest

from huying.cases import actions as do
from huying.cases.errors import AskedOnce, SafetyOfOthers, SecondReaderNeeded, WindowOver
from huying.cases.models import Rating, Reporter
from huying.cases.queries import resident_view
from huying.cases.states import S
from huying.cases.words import GROUNDS
from huying.kernel.errors import Invalid, NotAllowed, NotFound
from huying.notices.public import box
from tests.cases.makers import ELEMENTS, on, settle
from tests.stories.plot import begin, clock, due, live_on, steps_of, told_to

pytestmark = pytest.mark.django_db


def test_asked_for_more_reminded_after_three_days_lapsed_after_seven():
    life = begin(S.ASKED)
    life.wait(days=4)
    assert (told_to(life)[-1], life.case.state) == ("ask_more_reminder", S.ASKED)
    life.wait(days=7)

    assert (told_to(life)[-1], life.case.state) == ("withdrawn_unanswered", S.WITHDRAWN)


def test_answered_in_time_and_the_time_to_accept_goes_on_and_nothing_is_asked_twice():
    life = begin(S.ASKED)
    assert not clock(life, "accept").running
    life.wait(days=1)
    do.answer_question(life.by("张先生"), text="3 单元 2 层", **life.next())

    assert due(life, "accept") > life.at
    with pytest.raises(AskedOnce):
        life.ask()


def test_an_enquiry_answered_at_once_is_closed_after_three_quiet_days_and_not_rated():
    life = begin(S.ANSWERED, kind="enquiry")
    life.wait(days=4)

    assert (life.case.state, life.case.result_kind) == (S.CLOSED, "answered")
    assert Rating.objects.get().rated is False


def test_an_enquiry_answered_beside_the_point_goes_to_dispatch():
    life = begin(S.ANSWERED, kind="enquiry")
    do.contest_answer(life.by("张先生"), text="没有答到点上", **life.next())
    life.wait(days=4)

    assert (life.case.state, life.case.contested) == (S.ACCEPTED, True)


def test_an_answer_cannot_be_contested_after_its_days():
    life = begin(S.ANSWERED, kind="enquiry")
    life.at = due(life, "rating")

    with pytest.raises(WindowOver):
        do.contest_answer(life.by("张先生"), text="没有答到点上", **life.next())


def test_nobody_refuses_a_case_alone():
    life = begin()
    do.propose_refusal(life.by("受理员"), ground="N6", text="这是双方合同里的约定。", **life.next())
    with pytest.raises(SecondReaderNeeded):
        do.refuse(life.by("受理员"), agreed=True, **life.next())
    assert "not_accepted" not in told_to(life)
    do.refuse(life.by("复核员"), agreed=False, text="涉及公共楼道，应当受理", **life.next())

    assert life.case.state == S.SUBMITTED


WAYS_ON = {
    "N1": "12388", "N2": "信访部门", "N3": "原编号", "N4": "改写后再提交", "N5": "12348", "N6": "12315",
    "N7": "区号加 12345", "N8": "复议", "N9": "社区窗口",
}  # fmt: skip
"""What a resident can do instead, for each ground of C.6."""


def test_whatever_the_ground_the_reason_the_basis_and_the_way_on_come_in_one_message_and_stand_on_the_page():
    assert set(WAYS_ON) == set(GROUNDS)
    town = settle()
    earlier = begin(S.IN_HANDLING, town=town).case
    for ground, way in WAYS_ON.items():
        life = begin(S.ASKED if ground == "N9" else S.SUBMITTED, town=town, at=on(17))
        if ground == "N9":
            do.answer_question(life.by("张先生"), text="就是那边", **life.next())
        more = {"earlier_number": earlier.number} if ground == "N3" else {}
        do.propose_refusal(life.by("受理员"), ground=ground, text="理由写在这里给您看。", **more, **life.next())
        do.refuse(life.by("复核员"), agreed=True, **life.next())
        told = next(one.text for one in box("case", life.case_id) if one.template == "case.not_accepted")
        page = resident_view(life.by("张先生"), case_id=life.case_id, at=life.at).refused

        assert all(part in told for part in ("理由写在这里给您看", str(GROUNDS[ground].word), way)), (ground, told)
        assert (page.reason, page.ground, page.route) == (
            "理由写在这里给您看。",
            GROUNDS[ground].word,
            GROUNDS[ground].route,
        )


def test_not_accepted_the_resident_objects_and_is_right():
    life = begin(S.NOT_ACCEPTED)
    do.object_to(life.by("张先生"), text="这不是合同的事", **life.next())
    do.uphold_objection(life.by("裁定员"), text="属于公共职责", **life.next())

    assert life.case.state == S.SUBMITTED
    assert due(life, "accept") > life.at
    assert told_to(life)[-3:] == ["not_accepted", "objection_received", "objection_upheld"]


def test_not_accepted_the_objection_is_declined_and_other_ways_are_told():
    life = begin(S.NOT_ACCEPTED)
    do.object_to(life.by("张先生"), text="这不是合同的事", **life.next())
    do.decline_objection(life.by("裁定员"), text="确属合同约定", **life.next())

    assert (life.case.state, told_to(life)[-1]) == (S.NOT_ACCEPTED, "objection_rejected")


def test_an_objection_after_five_working_days_comes_too_late():
    life = begin(S.NOT_ACCEPTED)
    life.wait(days=8)

    with pytest.raises(WindowOver):
        do.object_to(life.by("张先生"), text="这不是合同的事", **life.next())


def test_ended_for_want_of_cooperation_the_objection_is_upheld_and_the_unit_goes_on():
    life = begin(S.TERMINATED)
    do.object_to(life.by("张先生"), text="我一直在家", **life.next())
    do.uphold_objection(life.by("裁定员"), text="没有约定过时间", **life.next())

    assert (life.case.state, told_to(life)[-1]) == (S.IN_HANDLING, "ended_reversed")
    live_on(life, "hand_in", "approve", "solved")
    assert life.case.state == S.CLOSED


def test_passed_on_to_the_police_the_resident_is_told_which_number():
    life = begin()
    do.pass_on(life.by("受理员"), channel="110", **life.next())

    assert (life.case.state, life.case.result_kind) == (S.PASSED_ON, "other_body")
    assert told_to(life)[-1] == "transferred"


def test_taken_back_it_ends():
    life = begin(S.IN_HANDLING)
    do.withdraw(life.by("张先生"), **life.next())

    assert life.case.state == S.WITHDRAWN
    assert clock(life) is None


def test_taken_back_but_the_safety_of_others_goes_on_without_the_person():
    life = begin(S.IN_HANDLING, safety_of_others=True)
    with pytest.raises(SafetyOfOthers):
        do.withdraw(life.by("张先生"), **life.next())
    do.step_back(life.by("张先生"), **life.next())
    told = len(told_to(life))
    live_on(life, "hand_in", "approve")

    assert life.case.state == S.TO_BE_JUDGED
    assert len(told_to(life)) == told
    assert Reporter.objects.get().left_at is not None


def test_five_elements_or_it_is_not_accepted_for_dispatch():
    life = begin()
    with pytest.raises(Invalid) as refused:
        do.accept(life.by("受理员"), acceptance=do.Acceptance({**ELEMENTS, "where": ""}, "修好"), **life.next())

    assert set(refused.value.fields) == {"where"}
    assert steps_of(life) == ["file"]


def test_archived_the_name_is_closed_to_the_unit_and_the_matter_stays():
    life = begin(S.CLOSED, name="张三", phone="13912345678")
    life.archive()

    assert life.case.state == S.ARCHIVED
    assert life.case.identity_closed_at is not None
    with pytest.raises((NotFound, NotAllowed)):
        do.read_reporter(life.by("城管经办"), case_id=life.case_id, at=life.at)
