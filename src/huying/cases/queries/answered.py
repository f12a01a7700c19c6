"""The answer that a resident is shown."""

from huying.cases.models import Case
from huying.cases.states import S


def answer_shown(case: Case) -> str:
    """The latest answer that may be shown: an approved result, or the words given at once."""
    if case.state not in (S.TO_BE_JUDGED, S.CLOSED, S.ANSWERED, S.OPEN_MATTER, S.ARCHIVED, S.REOPENED):
        return ""
    result = case.results.filter(approved=True).order_by("-id").first()
    note = case.notes.filter(kind="answer", audience="resident").order_by("-id").first()
    if result is not None and (note is None or (result.decided_at or result.handed_in_at) >= note.at):
        return result.text
    return note.text if note else ""
