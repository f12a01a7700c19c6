"""What an approver should look at in a result that was handed in: hints with reasons, never a verdict."""

from datetime import datetime, timedelta

from huying.cases.likening import names_of_place
from huying.cases.models import AnswerPrint, Case, Result
from huying.language.public import Hint, alike, answer_hints, bands, grams, sketch_of

LOOKED_BACK = timedelta(days=90)
MUCH_THE_SAME, MOST = 0.8, 200


def hints_of(case: Case, result: Result, *, at: datetime) -> list[Hint]:
    """For the pending result of a case."""
    return answer_hints(
        case.words, result.text, done=result.done, places=names_of_place(case),
        same_before=0 if case.apart else _same_before(case, result, at=at),
    )  # fmt: skip


def _same_before(case: Case, result: Result, *, at: datetime) -> int:
    """How many other cases got much the same answer within three months."""
    found = grams(result.text, ignore=names_of_place(case))
    keys, mine = bands(found), sketch_of(found)
    if not keys:
        return 0
    rows = AnswerPrint.objects.filter(bands__overlap=keys, handed_in_at__gte=at - LOOKED_BACK).exclude(case=case.pk)
    return len({row.case_id for row in rows[:MOST] if alike(mine, bytes(row.sketch)) >= MUCH_THE_SAME})
