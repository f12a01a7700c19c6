"""Every rule × every role: who may take each step, on a case in a state where the step is open."""

import pytest

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.moving import all_cases
from huying.cases.rules import rules
from huying.cases.states import CASE_FLOW, S
from huying.kernel.actor import GUEST, SYSTEM
from huying.organisations.public import actor_for
from tests.cases.makers import WAYS, Life, Settled, a_case, on, settle
from tests.cases.steps import TAKE
from tests.organisations.makers import a_holder, an_actor

RESIDENT, UNIT, LEAD = {"张先生"}, {"城管经办", "城管负责人"}, {"城管负责人"}
INTAKE, DISPATCH, ADJUDICATE = {"受理员", "复核员"}, {"派单员", "另一派单员"}, {"裁定员"}
WORKER = {"worker"}
DESKS = {*INTAKE, *DISPATCH, *ADJUDICATE, "督办员", "考评员", "指挥长", "统筹员", "信息官"}

MAY: dict[str, set[str]] = {
    **dict.fromkeys(("pass_on", "propose_refusal", "refuse", "ask", "answer", "accept"), INTAKE),
    "file": RESIDENT | INTAKE,
    **dict.fromkeys(("object", "answer_question", "contest_answer", "withdraw", "step_back", "reopen"), RESIDENT),
    "reopen_matter": RESIDENT,
    **dict.fromkeys(("uphold_objection", "decline_objection", "adjudicate"), ADJUDICATE),
    **dict.fromkeys(("lapse", "auto_sign", "archive", "follow_main", "close_unrated", "review_open_matter"), WORKER),
    **dict.fromkeys(
        ("merge", "unmerge", "consult", "conclude_consultation", "dispatch", "accept_return", "reject_return",
         "refer_dispute", "decide_extension", "order_site_check", "reject_result", "approve_result",
         "grant_reopening", "redispatch", "refuse_termination", "terminate", "escalate_round", "reclassify"), DISPATCH,
    ),
    **dict.fromkeys(("sign", "log_contact", "report_progress"), UNIT),
    **dict.fromkeys(
        ("return_order", "add_helper", "ask_extension", "ask_suspension", "hand_in", "ask_termination",
         "change_handler", "answer_supervision"), LEAD,
    ),
    "return_part": {"住建经办", "住建负责人"},
    **{key: {"住建经办", "住建负责人"} for key in ("answer_whistle", "arrive")},
    **dict.fromkeys(("suspend", "refuse_suspension", "prolong_suspension"), DISPATCH | {"督办员"}),
    "resume": WORKER | LEAD,
    "whistle": LEAD | {"统筹员"},
    **{key: {"统筹员", "指挥长"} for key in ("raise_level", "decide_escalation")},
    **{key: {"网格员"} for key in ("pass_site_check", "fail_site_check")},
    **dict.fromkeys(("judge_solved", "judge_unsolved", "judge_partly", "ask_reopening"), RESIDENT | {"回访员"}),
    "close_answered": RESIDENT | WORKER,
    **{key: {"考评员"} for key in ("list_open_matter", "settle_open_matter")},
    "supervise": {"督办员"} | WORKER,
    "change_confidentiality": {"信息官"},
    "split": DISPATCH,
    "see": DESKS | RESIDENT | UNIT | {"网格员"} | WORKER,
    "add_words": RESIDENT,
    "rate_too": set(),
    "write_note": DESKS | UNIT | {"网格员"},
    "read_reporter": UNIT | {"信息官"},
    "try_callback": {"回访员"},
    **{key: {"考评员"} for key in ("lift_card", "exclude_rating", "include_rating")},
    "recuse": DESKS | UNIT | {"网格员"},
    "order_recusal": {"督办员"},
    "ask_recusal": RESIDENT,
}  # fmt: skip
"""Of the people of the town, who may — on Mr Zhang's case, worked on by 城管, with 住建 as co-handler or called."""

ELSEWHERE: dict[str, S] = {"answer_whistle": S.ESCALATED, "arrive": S.ESCALATED}
"""Most rules are asked on a case in S40; these need something that lies there only in another state."""


def may(town: Settled, rule: str, case: Case) -> set[str]:
    people = {**town.actors, "worker": SYSTEM, "a stranger": GUEST}
    asked = {name for name, actor in people.items() if rules.allows(actor, to=rule, row=case)}
    seen = {name for name, actor in people.items() if rules.admits(actor, to=rule, row=all_cases().get(pk=case.pk))}
    assert asked == seen, f"{rule}: the query and the row in the hand differ"
    return asked


def test_the_matrix_covers_every_rule():
    assert set(MAY) == set(rules)


@pytest.mark.django_db
def test_each_rule_names_exactly_its_people():
    town = settle()
    cases = {state: a_case(town, in_state=state) for state in (S.IN_HANDLING, S.ESCALATED)}
    TAKE["add_helper"](Life(town, cases[S.IN_HANDLING].pk, on(16, 10)))

    wrong = {
        rule: found ^ _with_helpers(rule, people)
        for rule, people in MAY.items()
        if (found := may(town, rule, cases[ELSEWHERE.get(rule, S.IN_HANDLING)])) != _with_helpers(rule, people)
    }

    assert wrong == {}


def _with_helpers(rule: str, people: set[str]) -> set[str]:
    """A co-handler sees the case and may write on it, as long as its part is open."""
    return people | {"住建经办", "住建负责人"} if rule in ("see", "write_note", "recuse") else people


@pytest.mark.django_db
def test_who_joined_may_rate_for_themselves_and_nothing_else():
    town = settle()
    case = a_case(town)
    life = Life(town, case.pk, on(16, 10))
    do.join_case(town.actor("李阿姨"), case_id=case.pk, at=on(16, 10))
    for step in WAYS[S.TO_BE_JUDGED]:
        getattr(life, step)()

    assert may(town, "rate_too", life.case) == {"李阿姨"}
    assert {rule for rule in rules if rules.allows(town.actor("李阿姨"), to=rule, row=life.case)} == {"see", "rate_too"}


@pytest.mark.django_db
def test_a_desk_of_another_street_sees_nothing():
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING)

    for role in ("intake", "dispatcher", "grid_worker", "street_coordinator", "callback"):
        neighbour = an_actor(role, town.other_street)
        assert not any(rules.allows(neighbour, to=rule, row=case) for rule in rules), role


@pytest.mark.django_db
def test_the_body_complained_about_sees_nothing_whatever_its_people_hold():
    town = settle()
    case = a_case(town, target_body_id=town.body("街道"), words="街道窗口态度很差，一直推。")

    for who in ("街道经办", "街道负责人", "统筹员"):
        assert not any(rules.allows(town.actor(who), to=rule, row=case) for rule in rules), who


def test_each_step_is_in_the_table():
    assert {edge.step for edge in CASE_FLOW.edges} <= set(MAY)


@pytest.mark.django_db
def test_a_role_held_for_one_line_reaches_only_what_that_line_answers():
    """role × area subtree × line: the bureau's own supervisor, and one of another bureau."""
    town = settle()
    case, waiting = a_case(town, in_state=S.IN_HANDLING), a_case(town)
    seen = {}
    for line in ("城管", "住建"):
        account = a_holder("supervisor", town.county, line_body=town.bodies[line])
        supervisor = actor_for(account.pk, at=on(16, 10))
        seen[line] = set(rules.permitted(supervisor, to="see", rows=Case.objects.all()).values_list("pk", flat=True))

    assert seen == {"城管": {case.pk}, "住建": set()}
    assert waiting.lead_body_id is None
