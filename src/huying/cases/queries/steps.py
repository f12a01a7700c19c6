"""Which steps this actor may take on a case now: by the table, by the rules, and by what lies on it."""

from collections.abc import Callable

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from huying.cases.models import (
    Arrival,
    Card,
    Case,
    Extension,
    Objection,
    Rating,
    Refusal,
    ReopenRequest,
    Reporter,
    SuperviseOrder,
    Suspension,
    Termination,
    Voice,
)
from huying.cases.rules import of_joined, rules
from huying.cases.states import CASE_FLOW, OPEN
from huying.kernel.actor import Actor
from huying.kernel.prepared import Given, Question

BESIDES = (
    "add_words", "rate_too", "write_note", "read_reporter", "try_callback", "lift_card", "answer_supervision",
    "report_progress", "arrive", "recuse", "order_recusal", "ask_recusal", "exclude_rating", "include_rating",
)  # fmt: skip


NEVER = Q(pk__in=[])


def _waits(model: type, **given: object) -> Q:
    return Q(Exists(model.objects.filter(case_id=OuterRef("pk"), **given)))  # type: ignore[attr-defined]


EXTENSION, TERMINATION = _waits(Extension, decided_at=None), _waits(Termination, decided_at=None)
SUSPENSION = _waits(Suspension, started_at=None, refused_at=None, ended_at=None)
OBJECTION, REOPENING = _waits(Objection, decided_at=None), _waits(ReopenRequest, decided_at=None)
OTHERS = Q(safety_of_others=True) | _waits(Reporter, main=False, left_at=None)
TWICE = Q(Exists(Rating.objects.filter(case_id=OuterRef("pk"), solved="no")[2:3]))
UNJUDGED = ~Q(Exists(Rating.objects.filter(case_id=OuterRef("pk"), round=OuterRef("round"))))


def _second_reading(actor: Actor) -> Q:
    others = Refusal.objects.filter(case_id=OuterRef("pk"), decided_at=None).exclude(proposed_by_id=actor.account_id)
    return Q(Exists(others))


def _called(**given: object) -> Callable[[Actor], Q]:
    """A department of the actor is called, and has not yet done this."""

    def ready(actor: Actor) -> Q:
        bodies = actor.bodies_as("handler", "unit_lead")
        rows = Arrival.objects.filter(whistle__case_id=OuterRef("pk"), whistle__ended_at=None, body_id__in=bodies)
        return Q(Exists(rows.filter(arrived_at=None, **given)))

    return ready


def _unheard(actor: Actor) -> Q:
    mine = Reporter.objects.filter(of_joined(actor))
    heard = Voice.objects.filter(case_id=OuterRef("pk"), round=OuterRef("round"), reporter__in=mine)
    return ~Q(Exists(heard))


READY: dict[str, Q | Callable[[Actor], Q]] = {
    "decide_extension": EXTENSION,
    "ask_extension": ~EXTENSION,
    "suspend": SUSPENSION,
    "refuse_suspension": SUSPENSION,
    "ask_suspension": ~SUSPENSION,
    "terminate": TERMINATION,
    "refuse_termination": TERMINATION,
    "ask_termination": ~TERMINATION,
    "uphold_objection": OBJECTION,
    "decline_objection": OBJECTION,
    "object": ~OBJECTION,
    "refuse": _second_reading,
    "propose_refusal": ~_waits(Refusal, decided_at=None),
    "grant_reopening": REOPENING & ~TWICE,
    "escalate_round": REOPENING & TWICE,
    "ask_reopening": NEVER,
    "judge_solved": UNJUDGED,
    "judge_unsolved": UNJUDGED,
    "judge_partly": UNJUDGED,
    "try_callback": Q(state="S60") & UNJUDGED,
    "answer_whistle": _called(answered_at=None),
    "arrive": _called(answered_at__isnull=False),
    "lift_card": _waits(Card, lifted_at=None),
    "exclude_rating": _waits(Rating, rated=True, excluded=""),
    "include_rating": _waits(Rating, rated=True, excluded__gt=""),
    "order_recusal": Q(lead_body__isnull=False, state__in=[*OPEN]),
    "rate_too": _unheard,
    "withdraw": ~OTHERS,
    "step_back": OTHERS & _waits(Reporter, main=True, left_at=None),
    "answer_supervision": _waits(SuperviseOrder, answered_at=None),
    "report_progress": Q(state="S40"),
    "return_order": Q(adjudicated=False, returns__lt=2),
    "accept_return": Q(returns__lt=2),
    "reject_return": Q(returns__lt=2),
}
"""What must lie on the case besides its state before a step is worth offering. The action itself says why not."""


PLAIN = {step: ready for step, ready in READY.items() if isinstance(ready, Q)}
"""Those that are the same for everybody: asked together."""
_LIES_READY = Question[tuple[bool, ...]](
    lambda: (
        Case.objects.filter(pk=Given("pk"))
        .annotate(**{f"ready_{step}": ExpressionWrapper(ready, BooleanField()) for step, ready in PLAIN.items()})
        .values_list(*(f"ready_{step}" for step in PLAIN))
    )
)


def next_steps(actor: Actor, case: Case, *, just_read: bool = False) -> list[str]:
    """Steps of the table that leave or keep the present state, and acts besides; only those this actor may take."""
    if not just_read:
        case.__dict__.pop("recused_known", None)
    wanted = [*CASE_FLOW.steps_from(case.state), *BESIDES]
    allowed = [step for step in wanted if rules.admits(actor, to=step, row=case)]
    ready: dict[str, bool] = {}
    if any(step in PLAIN for step in allowed) and (found := _LIES_READY.first(pk=case.pk)):
        ready = dict(zip(PLAIN, found, strict=True))
    return [step for step in allowed if ready.get(step, step not in PLAIN) and _is_ready(actor, case, step)]


def _is_ready(actor: Actor, case: Case, step: str) -> bool:
    """What depends on who asks."""
    asked = READY.get(step)
    return not callable(asked) or Case.objects.filter(asked(actor), pk=case.pk).exists()
