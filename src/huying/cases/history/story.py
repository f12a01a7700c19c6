"""The facts of a past case: the ordinary ones, one for each step whose date is known."""

from collections.abc import Iterator
from dataclasses import dataclass

from huying.cases.events import FACTS
from huying.cases.history.past import PastCase
from huying.cases.states import S
from huying.kernel import bulkload
from huying.kernel.bulkload import NOTHING

UNRATED_AFTER = ("solved", "explained")


@dataclass(frozen=True, slots=True)
class Step:
    what: str
    edge: str = ""
    source: str = ""
    target: str = ""
    with_body: bool = False


FILE = Step("file", "T01", S.DRAFT, S.SUBMITTED)
ACCEPT = Step("accept", "T08", S.SUBMITTED, S.ACCEPTED)
DISPATCH = Step("dispatch", "T12", S.ACCEPTED, S.DISPATCHED, with_body=True)
SIGN = Step("sign", "T13", S.DISPATCHED, S.IN_HANDLING, with_body=True)
HAND_IN = Step("hand_in", "T26", S.IN_HANDLING, S.HANDED_IN, with_body=True)
LATE = Step("clock_passed", with_body=True)
RATED = Step("rated", with_body=True)
JUDGED = Step("judge_solved", "T30", S.TO_BE_JUDGED, S.CLOSED)
UNRATED = Step("close_unrated", "T47", S.TO_BE_JUDGED, S.CLOSED)
ANSWER = Step("answer", "T06", S.SUBMITTED, S.ANSWERED)
ANSWERED = Step("close_answered", "T45", S.ANSWERED, S.CLOSED)
ENDS = {
    "not_accepted": (Step("refuse", "T03", S.SUBMITTED, S.NOT_ACCEPTED),),
    "other_body": (Step("pass_on", "T02", S.SUBMITTED, S.PASSED_ON),),
    "terminated": (Step("terminate", "T35", S.IN_HANDLING, S.TERMINATED),),
    "answered": (ANSWER, ANSWERED),
}
STATE_OF = {"not_accepted": S.NOT_ACCEPTED, "other_body": S.PASSED_ON, "terminated": S.TERMINATED,
            "withdrawn": S.WITHDRAWN}  # fmt: skip


def state_of(past: PastCase) -> str:
    return STATE_OF.get(past.outcome, S.CLOSED).value


Told = tuple[str, str, bool, int]
"""Code, facts with places, whether the unit is among them, and which of the moments."""
PASSED = 6
"""Behind the six dates of a case: when its limit passed."""


def told(past: PastCase, case_id: int, number: str, when: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """As the stories of bulkload take it: code, moment, facts; in the order in which it was."""
    late = past.finished_at is not None and past.due_at is not None and past.finished_at > past.due_at
    key = (
        past.outcome, when[1] is NOTHING, when[2] is NOTHING, when[3] is NOTHING, when[4] is NOTHING, late,
        past.rating and past.rating[0], past.body_id is None,
    )  # fmt: skip
    plan = _plans.get(key)
    if plan is None:
        plan = _plans[key] = tuple(_planned(past, when, late=late))
    named, bare = (past.body_id, case_id, number), (case_id, number)
    if late:
        before = next(at for at in (when[3], when[2], when[1], when[0]) if at is not NOTHING)
        when = (*when, max(bulkload.moment(past.due_at), before))
    return [(code, when[place], said % (named if unit else bare)) for code, said, unit, place in plan]


_plans: dict[tuple[object, ...], tuple[Told, ...]] = {}
"""Few stories differ in more than their dates, their unit and their number."""


def _planned(past: PastCase, when: tuple[str, ...], *, late: bool) -> Iterator[Told]:
    last = FILE
    yield _prepared(FILE, "", 0, past)
    for place, step in enumerate((ACCEPT, DISPATCH, SIGN), 1):
        if when[place] is not NOTHING:
            last = step
            yield _prepared(step, "", place, past)
    if late:
        yield _prepared(LATE, "finish", PASSED, past)
    if past.finished_at is not None:
        last = HAND_IN
        yield _prepared(HAND_IN, past.outcome, 4, past)
    for step, reason in _end(past, last):
        yield _prepared(step, reason, 5, past)


def _end(past: PastCase, last: Step) -> list[tuple[Step, str]]:
    if past.outcome == "withdrawn":
        return [(Step("withdraw", "T36", last.target or S.HANDED_IN, S.WITHDRAWN), "")]
    if past.outcome in ENDS:
        return [(step, "") for step in ENDS[past.outcome]]
    if past.rating is not None:
        return [(RATED, f"history.{past.rating[0]}"), (JUDGED, "")]
    return [(UNRATED, "history")]


def _prepared(step: Step, reason: str, place: int, past: PastCase) -> Told:
    unit = step.with_body and past.body_id is not None
    kind = FACTS[step.what]
    fact = kind(
        case_id=bulkload.CASE_MARK, number=bulkload.WORD_MARK, edge=step.edge, step=step.what, source=str(step.source),
        target=str(step.target), reason=reason, body_id=bulkload.BODY_MARK if unit else None,
    )  # fmt: skip
    marks = (str(bulkload.CASE_MARK), bulkload.WORD_MARK)
    return kind.code, bulkload.template(fact, *((str(bulkload.BODY_MARK),) if unit else ()), *marks), unit, place
