"""Filing and intake: what each guard asks for, who stays unknown, and what the open door withstands."""

import re

import pytest
from django.test import Client

from huying.cases import actions as do
from huying.cases.actions.filing import ALL_WITHOUT_EFFORT_AN_HOUR
from huying.cases.effort import find_nonce, make_challenge, verify_proof
from huying.cases.errors import AskedOnce, EffortNeeded, SecondReaderNeeded, WindowOver
from huying.cases.models import Case, Reporter
from huying.cases.queries import already_reported, code_opens, my_cases, resident_view
from huying.cases.states import S
from huying.kernel.actor import GUEST, Actor
from huying.kernel.errors import Invalid, NotAllowed, NotFound, TooMany
from huying.kernel.journal import story
from huying.kernel.models import JournalRow
from huying.people.models import ReadLog
from tests.cases.makers import ELEMENTS, MONDAY, RUBBISH, Life, a_case, filed, fresh, on, run_worker, settle

pytestmark = pytest.mark.django_db


def with_effort(source: str = "a") -> do.Proof:
    task = make_challenge(at=MONDAY, bits=4)
    return do.Proof(task.token, find_nonce(task.token, 4), source)


def anonymous(town, **given) -> do.Filing:
    usual = {"words": "楼道堆满杂物，走不过去。", "category_code": RUBBISH, "area_id": town.grid.pk}
    return do.Filing(**{**usual, "confidentiality": "P2", **given})


def test_place_words_and_consent_are_asked_for_by_name():
    town = settle()
    for given, field in (
        ({"words": "灯"}, "words"),
        ({"area_id": None, "place": ""}, "place"),
        ({"consent_version": ""}, "consent"),
        ({"category_code": "03"}, "category_code"),
        ({"category_code": "9999"}, "category_code"),
    ):
        with pytest.raises(Invalid) as refused:
            filed(town, **given)
        assert field in refused.value.fields


def test_an_anonymous_case_keeps_nobody_and_opens_by_its_code():
    town = settle()

    kept = do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=with_effort())

    reporter = Reporter.objects.get(case=kept.case)
    assert (reporter.account_id, reporter.record_id, kept.case.filed_by_id) == (None, None, None)
    assert all(row.by is None for row in story("case", kept.case.pk))
    assert code_opens(kept.case.number, kept.tracking_code) == ("case", kept.case.pk)
    assert code_opens(kept.case.number, "0000-0000-0000-0000") is None
    key = Actor(kind="guest", keys=(f"case:{kept.case.pk}",))
    assert resident_view(key, case_id=kept.case.pk, at=MONDAY).number == kept.case.number
    with pytest.raises(NotFound):
        resident_view(GUEST, case_id=kept.case.pk, at=MONDAY)


def test_an_anonymous_reporter_rates_with_the_code():
    town = settle()
    kept = do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=with_effort())
    life = Life(town, kept.case.pk, on(16, 10))
    for step in ("accept", "dispatch", "sign", "hand_in", "approve"):
        getattr(life, step)()

    key = Actor(kind="guest", keys=(f"case:{kept.case.pk}",))
    do.rate(key, case_id=kept.case.pk, answers=do.Answers(True, "yes", "yes"), at=on(17))

    assert fresh(kept.case).state == S.CLOSED


def test_the_open_door_asks_for_effort_and_takes_few_an_hour():
    """An attack: no proof, a wrong proof, one proof twice, and many right ones from one place."""
    town = settle()
    proof = with_effort("one house")
    for bad in (None, do.Proof(proof.challenge, "wrong" * 20, "one house"), do.Proof("made up", "1", "one house")):
        with pytest.raises(EffortNeeded):
            do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=bad)
    do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=proof)
    with pytest.raises(EffortNeeded):
        do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=proof)

    many = [with_effort("one house") for _nth in range(8)]
    with pytest.raises(TooMany):
        [do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=one) for one in many]

    assert Case.objects.count() <= 5


def test_a_device_without_scripts_reports_anonymously_too_but_far_fewer_get_in_that_way():
    """The attack goes round the effort: no nonce, from one address, then from a hundred."""
    town = settle()

    def without(source: str, token: str = "") -> object:
        proof = do.Proof(token or make_challenge(at=MONDAY).token, "", source)
        try:
            return do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=proof)
        except (EffortNeeded, TooMany) as refused:
            return refused

    assert isinstance(without("a house"), do.Filed)
    assert isinstance(without("a house"), TooMany)
    assert isinstance(without("another", "made up"), EffortNeeded)
    assert isinstance(do.file_case(GUEST, filing=anonymous(town), at=MONDAY, proof=with_effort("a house")), do.Filed)
    found = [without(f"address {nth}") for nth in range(ALL_WITHOUT_EFFORT_AN_HOUR + 5)]
    assert sum(isinstance(one, do.Filed) for one in found) == ALL_WITHOUT_EFFORT_AN_HOUR - 1
    page = Client().get("/report/").content.decode()
    task = re.findall(r'name="proof_challenge" value="(\w+)"', page)[0]
    typed = {"words": "楼道堆满杂物。", "kind": "help", "area_id": town.grid.pk, "confidentiality": "P2", "other": "1"}
    assert Client().post("/report/", {**typed, "proof_challenge": task}).status_code == 302


def test_effort_is_sha_256_with_leading_zero_bits():
    assert verify_proof("huying", find_nonce("huying", 10), 10)
    assert not verify_proof("huying", "1" * 65, 0)


def test_a_guest_with_a_name_must_confirm_a_telephone():
    town = settle()

    filing = anonymous(town, confidentiality="P0", consent_version="2026-1", name="张三", phone="13800001234")
    with pytest.raises(Invalid) as refused:
        do.file_case(GUEST, filing=filing, at=MONDAY, proof=with_effort())

    assert "phone" in refused.value.fields


def test_a_report_is_confidential_and_its_journal_names_nobody():
    town = settle()

    case = filed(town, kind="report", name="张三", phone="13800001234").case

    assert case.confidentiality == "P1"
    assert [row.by for row in story("case", case.pk)] == [None]
    assert "张三" not in case.title
    assert not JournalRow.objects.filter(facts__icontains="13800001234").exists()


def test_the_desk_files_for_somebody_without_a_telephone():
    town = settle()

    case = filed(town, by="受理员", channel="desk", on_behalf=True, name="赵奶奶").case

    assert (case.on_behalf, case.filed_by_id, case.channel) == (True, None, "desk")
    assert case.helper_id == town.actor("受理员").account_id


def test_me_too_adds_a_voice_who_sees_the_way_but_not_the_words():
    town = settle()
    case = filed(town).case

    kept = do.join_case(town.actor("李阿姨"), case_id=case.pk, at=on(16, 10))

    seen = resident_view(town.actor("李阿姨"), case_id=case.pk, at=on(16, 11))
    assert (seen.own, seen.words) == (False, "")
    assert [one.template for one in seen.messages] == ["case.joined"]
    assert code_opens(case.number, kept.tracking_code) == ("reporter", kept.reporter_id)
    assert [one.id for one in my_cases(town.actor("李阿姨"), at=on(16, 11))] == [case.pk]
    with pytest.raises(Invalid):
        do.join_case(town.actor("李阿姨"), case_id=case.pk, at=on(16, 12))


def test_already_reported_here_is_near_alike_and_not_long_ago():
    town = settle()
    here = (118.7700, 32.0600)
    point = do.Point(*here)
    case = filed(town, point=point).case
    filed(town, kind="report", point=point)

    found = already_reported(category_code="030102", at=on(17), point=(118.7712, 32.0600))

    assert [one.id for one in found] == [case.pk]
    assert found[0].metres is not None
    assert found[0].metres < 200
    assert already_reported(category_code="0301", at=on(17), point=(118.7800, 32.0600)) == []
    assert already_reported(category_code="0304", at=on(17), point=here) == []
    assert already_reported(category_code="0301", at=on(47), point=here) == []


def test_not_accepted_needs_a_second_reader_and_says_reason_and_way():
    town = settle()
    case = a_case(town)
    do.propose_refusal(town.actor("受理员"), case_id=case.pk, ground="N6", text="这是双方合同里的约定。", at=on(16, 10))

    with pytest.raises(SecondReaderNeeded):
        do.refuse(town.actor("受理员"), case_id=case.pk, agreed=True, at=on(16, 11))
    do.refuse(town.actor("复核员"), case_id=case.pk, agreed=True, at=on(16, 11))

    assert fresh(case).state == S.NOT_ACCEPTED
    assert fresh(case).result_kind == "not_accepted"


def test_a_second_reader_who_disagrees_leaves_the_case_to_be_accepted():
    town = settle()
    case = a_case(town)
    do.propose_refusal(town.actor("受理员"), case_id=case.pk, ground="N6", text="这是双方合同里的约定。", at=on(16, 10))

    do.refuse(town.actor("复核员"), case_id=case.pk, agreed=False, text="物业合同由住建监管", at=on(16, 11))

    assert fresh(case).state == S.SUBMITTED
    assert not case.refusals.filter(decided_at=None).exists()


def test_unknown_matters_are_refused_only_after_one_question():
    town = settle()
    case = a_case(town)

    with pytest.raises(Invalid) as refused:
        do.propose_refusal(
            town.actor("受理员"), case_id=case.pk, ground="N9", text="地点和事情都不清楚。", at=on(16, 10)
        )

    assert "ground" in refused.value.fields


def test_a_question_is_asked_once_reminded_after_three_days_and_lapses_after_seven():
    town = settle()
    case = a_case(town, in_state=S.ASKED)

    run_worker(at=on(19, 18))
    case.refresh_from_db()
    assert case.state == S.ASKED
    assert case.question.reminded_at is not None
    do.answer_question(town.actor("张先生"), case_id=case.pk, text="3 单元 2 层", at=on(20))
    with pytest.raises(AskedOnce):
        do.ask(town.actor("受理员"), case_id=case.pk, text="还有别的吗，请再写", at=on(20, 10))

    other = a_case(town, in_state=S.ASKED)
    run_worker(at=on(25, 18))
    assert fresh(other).state == S.WITHDRAWN


def test_accepting_asks_for_five_elements_and_the_wish():
    town = settle()
    case = a_case(town)

    with pytest.raises(Invalid) as refused:
        do.accept(town.actor("受理员"), case_id=case.pk, acceptance=do.Acceptance({"who": "张"}, ""), at=on(16, 10))

    assert set(refused.value.fields) == {*ELEMENTS, "wish"} - {"who"}


def test_a_complaint_is_not_answered_at_once():
    town = settle()
    case = a_case(town)

    with pytest.raises(Invalid):
        do.answer(town.actor("受理员"), case_id=case.pk, text="知道了，谢谢反映。", at=on(16, 10))


def test_an_answer_given_at_once_can_be_contested_for_three_days_and_then_closes():
    town = settle()
    late, soon = (a_case(town, in_state=S.ANSWERED, kind="enquiry") for _nth in range(2))

    do.contest_answer(town.actor("张先生"), case_id=soon.pk, text="没有答到点上", at=on(18))
    assert fresh(soon).state == S.ACCEPTED
    with pytest.raises(WindowOver):
        do.contest_answer(town.actor("张先生"), case_id=late.pk, text="没有答到点上", at=on(25))
    run_worker(at=on(25))

    assert fresh(late).state == S.CLOSED
    assert late.ratings.get().rated is False


def test_an_objection_has_five_working_days():
    town = settle()
    case = a_case(town, in_state=S.NOT_ACCEPTED)

    with pytest.raises(WindowOver):
        do.object_to(town.actor("张先生"), case_id=case.pk, text="这不是合同的事", at=on(24))

    do.object_to(town.actor("张先生"), case_id=case.pk, text="这不是合同的事", at=on(23))
    do.uphold_objection(town.actor("裁定员"), case_id=case.pk, text="属公共职责", at=on(24))
    assert fresh(case).state == S.SUBMITTED
    assert fresh(case).ended_at is None


def test_the_body_complained_about_gets_not_found_and_the_try_is_logged():
    town = settle()
    case = a_case(town, target_body_id=town.body("街道"))
    before = ReadLog.objects.count()

    with pytest.raises(NotFound):
        do.write_note(town.actor("街道负责人"), case_id=case.pk, text="看看是谁", at=on(16, 10))

    assert ReadLog.objects.count() == before + 1
    assert ReadLog.objects.latest("pk").thing_id == case.pk


def test_who_reported_is_read_only_for_a_task_and_each_look_is_written_down():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, name="张三", phone="13800001234")
    before = ReadLog.objects.count()

    assert do.read_reporter(town.actor("城管经办"), case_id=case.pk, at=on(16, 10))["phone"] == "13800001234"
    assert ReadLog.objects.count() == before + 1
    for who in ("派单员", "网格员", "督办员"):
        with pytest.raises(NotAllowed):
            do.read_reporter(town.actor(who), case_id=case.pk, at=on(16, 11))


def test_the_unit_never_learns_who_made_a_confidential_report():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, kind="report", name="张三", phone="13800001234")

    with pytest.raises(NotAllowed):
        do.read_reporter(town.actor("城管负责人"), case_id=case.pk, at=on(16, 10))
    with pytest.raises(Invalid):
        do.log_contact(
            town.actor("城管经办"), case_id=case.pk, way="phone", reached=True, text="问了情况", at=on(16, 11)
        )
