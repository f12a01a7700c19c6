"""The facts of a past case: the ordinary ones, one for each step whose date is known."""

from dataclasses import dataclass

from huying.cases.events import FACTS
from huying.cases.history.past import PastCase
from huying.cases.states import S
from huying.kernel import bulkload

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


def steps_of(past: PastCase, when: tuple[str, ...]) -> list[tuple[Step, str, str]]:
    """Step, moment and reason, in the order in which they were."""
    found = [(FILE, when[0], "")]
    for step, at in ((ACCEPT, when[1]), (DISPATCH, when[2]), (SIGN, when[3])):
        if at is not bulkload.NOTHING:
            found.append((step, at, ""))
    if past.finished_at is not None:
        if past.due_at is not None and past.finished_at > past.due_at:
            found.append((LATE, max(bulkload.moment(past.due_at), found[-1][1]), "finish"))
        found.append((HAND_IN, when[4], past.outcome))
    return [*found, *((step, when[5], reason) for step, reason in _end(past, found[-1][0]))]


def _end(past: PastCase, last: Step) -> list[tuple[Step, str]]:
    if past.outcome == "withdrawn":
        return [(Step("withdraw", "T36", last.target or S.HANDED_IN, S.WITHDRAWN), "")]
    if past.outcome in ENDS:
        return [(step, "") for step in ENDS[past.outcome]]
    if past.rating is not None:
        return [(RATED, f"history.{past.rating[0]}"), (JUDGED, "")]
    return [(UNRATED, "history")]


def _prepared(step: Step, reason: str, body: bool) -> tuple[str, str]:
    """The code, and the facts with places for the case, its number and its unit."""
    kind = FACTS[step.what]
    fact = kind(
        case_id=bulkload.CASE_MARK, number=bulkload.WORD_MARK, edge=step.edge, step=step.what, source=str(step.source),
        target=str(step.target), reason=reason, body_id=bulkload.BODY_MARK if body else None,
    )  # fmt: skip
    marks = {"case": str(bulkload.CASE_MARK), "number": bulkload.WORD_MARK}
    return kind.code, bulkload.template(fact, **marks, **({"body": str(bulkload.BODY_MARK)} if body else {}))


def told(past: PastCase, case_id: int, number: str, when: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """As the stories of bulkload take it: code, moment, facts."""
    marks = {"case": case_id, "number": number, "body": past.body_id}
    named = past.body_id is not None
    rows = []
    for step, at, reason in steps_of(past, when):
        key = (step.what, step.source, reason, named)
        found = _kept.get(key) or _kept.setdefault(key, _prepared(step, reason, step.with_body and named))
        rows.append((found[0], at, found[1] % marks))
    return rows


_kept: dict[tuple[str, str, str, bool], tuple[str, str]] = {}
