"""The answer that a resident is shown."""

from huying.cases.models import Case, Note, Result
from huying.cases.states import S
from huying.kernel.prepared import Given, Question

_APPROVED = Question[Result](lambda: Result.objects.filter(case_id=Given("case_id"), approved=True).order_by("-id")[:1])
_ANSWER = Question[Note](
    lambda: Note.objects.filter(case_id=Given("case_id"), kind="answer", audience="resident").order_by("-id")[:1]
)


def answer_shown(case: Case) -> str:
    """The latest answer that may be shown: an approved result, or the words given at once."""
    if case.state not in (S.TO_BE_JUDGED, S.CLOSED, S.ANSWERED, S.OPEN_MATTER, S.ARCHIVED, S.REOPENED):
        return ""
    result, note = _APPROVED.first(case_id=case.pk), _ANSWER.first(case_id=case.pk)
    if result is not None and (note is None or (result.decided_at or result.handed_in_at) >= note.at):
        return result.text
    return note.text if note else ""
