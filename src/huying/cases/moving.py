"""One step along the table: lock, check, move, count, save, announce. Every action of a case goes through here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from huying.cases import timing
from huying.cases.events import FACTS
from huying.cases.models import Case, Note, Recusal
from huying.cases.models.beside import recusal_known
from huying.cases.rules import confined, rules
from huying.cases.states import CASE_FLOW, ENDED, S
from huying.kernel.actor import Actor
from huying.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepNotAllowed
from huying.kernel.journal import announce
from huying.kernel.opening import opening, opening_to_read, take_opening, take_reading
from huying.kernel.prepared import Given, Question
from huying.people.public import log_refused


def all_cases() -> QuerySet[Case]:
    return Case.objects.select_related("area")


def _one() -> QuerySet[Case]:
    """One case, and whether this account stepped back from it."""
    recused = Exists(Recusal.objects.filter(case=OuterRef("pk"), account_id=Given("account_id")))
    return all_cases().filter(pk=Given("pk")).annotate(recused=recused)


_READ = Question[Case](lambda: opening_to_read(_one(), thing="case"))
_LOCKED = Question[Case](lambda: opening(_one().select_for_update(of=("self",), no_key=True), thing="case"))
"""Nobody changes the key of a case, so that rows beside it may be written by others meanwhile."""


def _row(actor: Actor, case_id: int, *, lock: bool) -> Case | None:
    """With all that a step, or a page, asks first."""
    case = (_LOCKED if lock else _READ).first(pk=case_id, account_id=actor.account_id or 0)
    if case is not None:
        recusal_known(case, actor.account_id or 0, recused=case.recused)  # type: ignore[attr-defined]
        if lock:
            take_opening(case, thing="case")
        else:
            case.span = take_reading(case)
    return case


def case_for(
    actor: Actor, case_id: int, *, to: str = "see", lock: bool = False, at: datetime, seen: int | None = None
) -> Case:
    """The single door to one case: found, permitted, locked if it will change, and unchanged since it was `seen`.

    The staff of a body complained about get “not found” like any stranger; that they tried is written down.
    """
    try:
        case = rules.through(actor, _row(actor, case_id, lock=lock), to=to)
    except (NotFound, NotAllowed):
        if Case.objects.filter(confined(actor), pk=case_id).exists():
            log_refused(actor, thing=("case", case_id), task=to, at=at)
        raise
    if seen is not None and seen != case.version:
        raise Conflict(version=case.version)
    return timing.hold(case) if lock else case


def case_to(actor: Actor, case_id: int, step: str, *, at: datetime) -> Case:
    """The door for a step of the table: locked, permitted, and the step leaves the present state."""
    case = case_for(actor, case_id, to=step, lock=True, at=at)
    if step not in CASE_FLOW.steps_from(case.state):
        raise StepNotAllowed(step=step, state=case.state, allowed=CASE_FLOW.steps_from(case.state))
    return case


@dataclass(frozen=True, slots=True)
class Trace:
    """What a step leaves in the journal besides itself."""

    reason: str = ""
    body_id: int | None = None
    other_case_id: int | None = None


NO_TRACE = Trace()


def move(case: Case, step: str, *, actor: Actor, at: datetime, trace: Trace = NO_TRACE) -> Case:
    """Take the step: state, version, next due time, one immutable row in the journal."""
    edge = CASE_FLOW.edge(step, case.state)
    source, case.state = case.state, edge.after
    if case.state != S.MERGED:
        case.merged_into = None
    if case.state in ENDED and source != case.state:
        case.ended_at = at
    timing.refresh(case)
    case.version += 1
    case.save()
    tell(case, step, actor=actor, at=at, trace=trace, edge=(edge.id, source, edge.after))
    return case


def tell(
    case: Case,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    trace: Trace = NO_TRACE,
    edge: tuple[str, str, str] = ("", "", ""),
) -> None:
    """Announce a fact of this case."""
    announce(
        FACTS[what](
            case_id=case.pk,
            number=case.number,
            edge=edge[0],
            step=what,
            source=edge[1],
            target=edge[2],
            reason=trace.reason,
            body_id=trace.body_id,
            round=case.round,
            other_case_id=trace.other_case_id,
        ),
        by=actor,
        at=at,
    )


def note(case: Case, kind: str, text: str, *, actor: Actor, at: datetime, audience: str = "staff") -> Note | None:
    """Keep the words of a step beside the case; no words, no note."""
    if not text.strip():
        return None
    bodies = actor.bodies_as("handler", "unit_lead")
    body_id = case.lead_body_id if case.lead_body_id in bodies else next(iter(bodies), None)
    return Note.objects.create(
        case=case, kind=kind, audience=audience, text=text.strip(), by_id=actor.account_id, body_id=body_id, at=at
    )


def need(text: str, field: str, message: object, *, at_least: int = 2) -> str:
    """Words that must not be empty."""
    if len(text.strip()) < at_least:
        raise Invalid(fields={field: message})
    return text.strip()


def need_code(code: str, known: object, field: str, message: object) -> str:
    """A code of a closed list."""
    if code not in known:  # type: ignore[operator]
        raise Invalid(fields={field: message})
    return code
