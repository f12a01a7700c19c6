"""A report not accepted because the same matter is in hand already (N3): what may be told of the earlier one."""

from dataclasses import dataclass
from datetime import datetime

from huying.cases.models import Case, Refusal
from huying.cases.queries.near import joinable
from huying.cases.states import OPEN, STATES, S, Word
from huying.cases.words import CLOCK_KINDS, OWED_BY, RESULT_KINDS
from huying.organisations.public import body_brief


@dataclass(frozen=True, slots=True)
class Earlier:
    """The public progress of the earlier case: nothing of who brought it and nothing they wrote."""

    id: int
    number: str
    state: str
    state_word: Word
    result_word: Word
    who: Word
    unit: str
    until: datetime | None
    until_word: Word
    refusal_id: int
    may_join: bool
    mine: bool
    """The same person brought it: their own number and code open it."""


def earlier_of(case: Case) -> Earlier | None:
    """None when the refusal stands on another ground. Of a case that is hidden from its neighbours only the state."""
    if case.state != S.NOT_ACCEPTED:
        return None
    refusal = Refusal.objects.filter(case=case, ground="N3", agreed=True).order_by("-id").first()
    if refusal is None or refusal.earlier_case_id is None:
        return None
    earlier = Case.objects.get(pk=refusal.earlier_case_id)
    open_ = earlier.confidentiality == "P0" and earlier.target_body_id is None
    unit = body_brief(earlier.lead_body_id) if earlier.lead_body_id and open_ else None
    name = (unit.short_name or unit.name) if unit else ""
    waiting = earlier.state in OPEN
    accounts = case.reporters.filter(account__isnull=False).values("account_id")
    mine = earlier.reporters.filter(account_id__in=accounts).exists()
    joinable_now = not mine and refusal.joined_id is None
    return Earlier(
        id=earlier.pk, number=earlier.number if open_ or mine else "", state=earlier.state,
        state_word=STATES[S(earlier.state)].resident, result_word=RESULT_KINDS.get(earlier.result_kind, ""),
        who=OWED_BY.get(earlier.due_kind, name) if waiting else "", unit=name,
        until=earlier.due_at if waiting else None,
        until_word=CLOCK_KINDS.get(earlier.due_kind, "") if waiting else "",
        refusal_id=refusal.pk,
        may_join=joinable_now and Case.objects.filter(**joinable(), pk=earlier.pk).exists(),
        mine=mine,
    )  # fmt: skip
