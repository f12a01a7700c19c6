"""What figures are counted from: the whole life of a case as ids, codes and moments. No words, nobody's name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from huying.cases.models import (
    Arrival,
    Case,
    Clock,
    Escalation,
    OpenMatter,
    Rating,
    Recusal,
    Refusal,
    Reporter,
    Result,
    ReturnCase,
    WorkOrder,
)
from huying.cases.queries.open_data import PUBLIC
from huying.cases.rules import rules
from huying.kernel.actor import Actor

COUNTED_CLOCKS = ("accept", "sign", "contact", "finish")


@dataclass(frozen=True, slots=True)
class OrderTold:
    id: int
    body_id: int
    round: int
    hop: int
    sent_at: datetime
    finish_due_at: datetime | None
    signed_at: datetime | None
    auto_signed: bool
    closed_at: datetime | None
    end_code: str


@dataclass(frozen=True, slots=True)
class ClockTold:
    kind: str
    round: int
    started_at: datetime
    due_at: datetime | None
    running: bool
    met_at: datetime | None
    late: bool
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnTold:
    order_id: int
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class ResultTold:
    id: int
    order_id: int
    body_id: int
    handed_in_at: datetime
    approved: bool | None
    rejection: str


@dataclass(frozen=True, slots=True)
class RatingTold:
    round: int
    rated: bool
    solved: str
    satisfied: str
    excluded: str


@dataclass(frozen=True, slots=True)
class CallTold:
    """One department that a whistle called."""

    id: int
    body_id: int
    blown_at: datetime
    answer_due_at: datetime
    arrive_due_at: datetime
    answered_at: datetime | None
    refused: bool
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class MatterTold:
    id: int
    body_id: int
    review_on: date
    ended_at: datetime | None
    end_code: str


@dataclass(slots=True)
class Beside:
    """What happened around a case, each kind in the order in which it came."""

    orders: list[OrderTold] = field(default_factory=list)
    clocks: list[ClockTold] = field(default_factory=list)
    returns: list[ReturnTold] = field(default_factory=list)
    results: list[ResultTold] = field(default_factory=list)
    ratings: list[RatingTold] = field(default_factory=list)
    calls: list[CallTold] = field(default_factory=list)
    matters: list[MatterTold] = field(default_factory=list)
    joined: list[datetime] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    third_rounds: list[datetime] = field(default_factory=list)
    merged_here: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CaseTold:
    id: int
    kind: str
    channel: str
    klass: str
    category_code: str
    area_id: int
    confidentiality: str
    state: str
    round: int
    on_behalf: bool
    lead_body_id: int | None
    result_kind: str
    supervised: int
    filed_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    due_at: datetime
    warn_at: datetime
    merged_into_id: int | None
    parent_filed_at: datetime | None
    """When the case was filed from which it was split; another moment when somebody who joined went on alone."""
    public: bool
    """Whether everybody may know of it, as it stands."""
    beside: Beside = field(default_factory=Beside)


CASE = (
    "id", "kind", "channel", "klass", "category_code", "area_id", "confidentiality", "state", "round", "on_behalf",
    "lead_body_id", "result_kind", "supervised", "filed_at", "accepted_at", "ended_at", "due_at", "warn_at",
    "merged_into_id", "split_from__filed_at", "public",
)  # fmt: skip
ORDER = (
    "id", "body_id", "round", "hop", "sent_at", "finish_due_at", "signed_at", "auto_signed", "closed_at", "end_code",
)  # fmt: skip
CLOCK = ("kind", "round", "started_at", "due_at", "running", "met_at", "late", "cancelled_at")
RESULT = ("id", "order_id", "order__body_id", "handed_in_at", "approved", "rejection")
CALL = (
    "id", "body_id", "whistle__blown_at", "answer_due_at", "arrive_due_at", "answered_at", "refused", "arrived_at",
)  # fmt: skip


def histories(case_ids: Iterable[int]) -> list[CaseTold]:
    """The lives of these cases; twelve queries however many they are."""
    ids = list(case_ids)
    cases = Case.objects.filter(pk__in=ids).annotate(public=ExpressionWrapper(PUBLIC, BooleanField()))
    found = {row[0]: CaseTold(*row) for row in cases.values_list(*CASE)}
    for rows, key, columns, make, into in _parts(ids):
        for row in rows.order_by("pk").values_list(key, *columns):
            getattr(found[row[0]].beside, into).append(make(*row[1:]))
    return [found[pk] for pk in sorted(found)]


Part = tuple[QuerySet[Any], str, Sequence[str], Callable[..., Any], str]


def _parts(ids: list[int]) -> list[Part]:
    here = {"case_id__in": ids}

    def itself(value: Any) -> Any:
        return value

    return [
        (WorkOrder.objects.filter(**here), "case_id", ORDER, OrderTold, "orders"),
        (Clock.objects.filter(**here, kind__in=COUNTED_CLOCKS), "case_id", CLOCK, ClockTold, "clocks"),
        (ReturnCase.objects.filter(**here), "case_id", ("order_id", "reason", "decision"), ReturnTold, "returns"),
        (Result.objects.filter(**here), "case_id", RESULT, ResultTold, "results"),
        (Rating.objects.filter(**here), "case_id", ("round", "rated", "solved", "satisfied", "excluded"),
         RatingTold, "ratings"),
        (Arrival.objects.filter(whistle__case_id__in=ids), "whistle__case_id", CALL, CallTold, "calls"),
        (OpenMatter.objects.filter(**here), "case_id", ("id", "body_id", "review_on", "ended_at", "end_code"),
         MatterTold, "matters"),
        (Reporter.objects.filter(**here, main=False), "case_id", ("joined_at",), itself, "joined"),
        (Refusal.objects.filter(**here, agreed=True), "case_id", ("ground",), itself, "grounds"),
        (Escalation.objects.filter(**here, cause="third_round"), "case_id", ("opened_at",), itself, "third_rounds"),
        (Case.objects.filter(merged_into_id__in=ids), "merged_into_id", ("filed_at",), itself, "merged_here"),
    ]  # fmt: skip


def case_ids_after(case_id: int, *, limit: int) -> list[int]:
    """The next cases by key; 0 begins."""
    return list(Case.objects.filter(pk__gt=case_id).order_by("pk").values_list("pk", flat=True)[:limit])


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases that this actor may see, for a query of one's own to lie within."""
    return rules.permitted(actor, to="see", rows=Case.objects.all()).order_by()


def hidden_cases(actor: Actor) -> list[int]:
    """Cases that this actor does not see wherever they look: about their own body, or they stepped back."""
    bodies = {post.body_id for post in actor.posts if post.body_id is not None}
    ids = set(Case.objects.filter(target_body__in=bodies).values_list("pk", flat=True)) if bodies else set()
    if actor.account_id:
        ids |= set(Recusal.objects.filter(account=actor.account_id).values_list("case_id", flat=True))
    return sorted(ids - set(visible_cases(actor).filter(pk__in=ids).values_list("pk", flat=True))) if ids else []


def titles_of(actor: Actor, case_ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Number, title and state of those that the actor may see."""
    rows = visible_cases(actor).filter(pk__in=list(case_ids)).values_list("id", "number", "title", "state")
    return {pk: (number, title, state) for pk, number, title, state in rows}
