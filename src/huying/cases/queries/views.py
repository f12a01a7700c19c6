"""The case page of staff: everything on it, in a bounded number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huying.cases.lines import LINES
from huying.cases.models import Arrival, Case, Clock, Reporter
from huying.cases.models.beside import reporters_known
from huying.cases.moving import case_for
from huying.cases.queries.answering import suggestion
from huying.cases.queries.lying import Lying
from huying.cases.queries.near import MOST, NearCase, alike_anywhere, already_reported
from huying.cases.queries.rows import CaseRow, Light, light_of, row_values
from huying.cases.queries.standing import TURN, Standing, standing_of
from huying.cases.queries.steps import next_steps
from huying.cases.rules import rules
from huying.cases.states import STATES, S
from huying.cases.words import CLOCK_KINDS
from huying.documents.public import DocumentBrief, documents_of_each
from huying.duties.public import Answer, Explained, explained
from huying.kernel.actor import Actor
from huying.kernel.journal import rows_of
from huying.kernel.prepared import Given, Question
from huying.organisations.public import BodyBrief, body_briefs
from huying.people.public import AccountBrief, account_briefs, masked_many
from huying.territory.public import AreaBrief, area_brief


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A limit as the page shows it: which, for whom, until when, how near, under which rule."""

    kind: str
    word: Any
    body_id: int | None
    limit: str
    started_at: datetime
    due_at: datetime | None
    light: Light
    running: bool
    stopped_at: datetime | None
    seconds_left: int | None
    met_at: datetime | None
    late: bool
    provisional: bool
    basis: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """What happened: the step in words, who (by id), which unit, which reason code."""

    at: datetime
    step: str
    what: Any
    account_id: int | None
    by_system: bool
    body_id: int | None
    reason: str
    state_word: Any
    other_case_id: int | None


@dataclass(frozen=True, slots=True)
class ReporterLine:
    """Who reported, no more than the reader may know: masked, or “诉求人A”."""

    letter: str
    main: bool
    masked: dict[str, str]
    confidentiality: str
    joined_at: datetime
    left: bool
    words: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything on the page. Model rows of the case's own tables are handed on for the template to read."""

    case: Case
    row: CaseRow
    area: AreaBrief
    link: int
    standing: Standing
    steps: tuple[str, ...]
    clocks: tuple[ClockLine, ...]
    story: tuple[StoryLine, ...]
    reporters: tuple[ReporterLine, ...]
    why: Explained | None
    orders: tuple[Any, ...]
    parts: tuple[Any, ...]
    notes: tuple[Any, ...]
    contacts: tuple[Any, ...]
    returns: tuple[Any, ...]
    extensions: tuple[Any, ...]
    suspensions: tuple[Any, ...]
    terminations: tuple[Any, ...]
    whistles: tuple[Any, ...]
    arrivals: tuple[Any, ...]
    escalations: tuple[Any, ...]
    results: tuple[Any, ...]
    checks: tuple[Any, ...]
    tries: tuple[Any, ...]
    ratings: tuple[Any, ...]
    voices: tuple[Any, ...]
    objections: tuple[Any, ...]
    refusals: tuple[Any, ...]
    cards: tuple[Any, ...]
    orders_of_supervision: tuple[Any, ...]
    matters: tuple[Any, ...]
    question: Any
    merged: tuple[Any, ...]
    bodies: dict[int, BodyBrief]
    accounts: dict[int, AccountBrief]
    documents: tuple[DocumentBrief, ...]
    result_documents: tuple[DocumentBrief, ...]

    @property
    def clock(self) -> ClockLine | None:
        """The running limit of whose turn it is, else the one that comes next."""
        running = {one.kind: one for one in self.clocks if one.running}
        return running.get(TURN.get(S(self.case.state), "")) or running.get(self.case.due_kind)


def case_view(actor: Actor, *, case_id: int, at: datetime) -> CaseView:
    """One page of one case for staff who may see it."""
    case = case_for(actor, case_id, to="see", at=at)
    lies, lines = Lying(case), tuple(_story(case))
    whistles, results, orders, notes = lies["whistles"], lies["results"], lies["orders"], lies["notes"]
    parts, cards, checks = lies["parts"], lies["cards"], lies["site_checks"]
    arrivals = tuple(Arrival.objects.filter(whistle__in=whistles).order_by("id")) if whistles else ()
    clocks, reporters = tuple(_clocks(case, at=at)), _OF_CASE.all(case_id=case.pk)
    reporters_known(case, reporters)
    rows = (*orders, *notes, *parts, *cards, *arrivals, *clocks, *lines)
    bodies, papers = _bodies(case, rows), _papers(case, results, checks, at=at)
    return CaseView(
        case=case, row=row_values([case], at=at)[0], area=area_brief(case.area_id), link=STATES[S(case.state)].link,
        standing=standing_of(case, bodies),
        steps=tuple(next_steps(actor, case, just_read=True)), clocks=clocks, story=lines,
        reporters=tuple(_reporters(reporters)),
        why=explained(orders[0].why) if orders and orders[0].why else None, orders=orders, parts=parts, notes=notes,
        contacts=lies["contacts"], returns=lies["return_cases"],
        extensions=lies["extensions"], suspensions=lies["suspensions"],
        terminations=lies["terminations"], whistles=whistles, arrivals=arrivals,
        escalations=lies["escalations"], results=results, checks=checks, tries=lies["call_tries"],
        ratings=lies["ratings"], voices=lies["heard"], objections=lies["objections"], refusals=lies["refusals"],
        cards=cards, orders_of_supervision=lies["supervise_orders"],
        matters=lies["open_matters"], question=next(iter(lies["question"]), None),
        merged=lies["merged"], bodies=bodies, accounts=_accounts(case, rows, reporters),
        documents=papers[0], result_documents=papers[1],
    )  # fmt: skip


def _bodies(case: Case, rows: tuple[Any, ...]) -> dict[int, BodyBrief]:
    """Every unit that the page names, at once."""
    ids = {getattr(row, "body_id", None) for row in rows} | {case.lead_body_id, case.target_body_id}
    return body_briefs({one for one in ids if one})


def _accounts(case: Case, rows: tuple[Any, ...], reporters: list[Reporter]) -> dict[int, AccountBrief]:
    """Staff by their public names; a reporter is never among them."""
    ids = {getattr(row, name, None) for row in rows for name in ("by_id", "account_id", "sent_by_id", "signed_by_id")}
    hidden = {one.account_id for one in reporters} | {case.filed_by_id}
    return account_briefs({one for one in ids | {case.handler_id} if one} - hidden)


_OF_CASE = Question[Reporter](lambda: Reporter.objects.filter(case_id=Given("case_id")).order_by("-main", "id"))
_CLOCKS = Question[Clock](
    lambda: Clock.objects.filter(case_id=Given("case_id"), cancelled_at__isnull=True).order_by(
        "-running", "due_at", "-id"
    )
)


def _clocks(case: Case, *, at: datetime) -> list[ClockLine]:
    return [
        ClockLine(
            kind=clock.kind, word=CLOCK_KINDS.get(clock.kind, clock.kind), body_id=clock.body_id,
            limit=f"{clock.limit_amount} {clock.limit_unit}", started_at=clock.started_at, due_at=clock.due_at,
            light=light_of(clock.due_at, clock.warn_at, at=at) if clock.running else "red" if clock.late else "green",
            running=clock.running, stopped_at=clock.stopped_at, seconds_left=clock.seconds_left, met_at=clock.met_at,
            late=clock.late, provisional=clock.provisional, basis=clock.basis,
        )
        for clock in _CLOCKS.all(case_id=case.pk)
    ]  # fmt: skip


def _story(case: Case) -> list[StoryLine]:
    """Newest first."""
    lines = []
    for row in rows_of("case", case.pk, span=case.span):
        facts = row.facts
        step = str(facts.get("step", ""))
        line = LINES.get(step)
        target = facts.get("target") or ""
        moved = target and target != facts.get("source")
        lines.append(
            StoryLine(
                at=row.at,
                step=step,
                what=line.done if line else row.code,
                account_id=row.by,
                by_system=row.by_kind == "system",
                body_id=facts.get("body_id"),
                reason=str(facts.get("reason", "")),
                state_word=STATES[S(target)].staff if moved else "",
                other_case_id=facts.get("other_case_id"),
            )
        )
    return lines[::-1]


def _reporters(rows: list[Reporter]) -> list[ReporterLine]:
    shown = masked_many([one.record_id for one in rows if one.record_id and one.confidentiality == "P0"])
    return [
        ReporterLine(
            letter=chr(ord("A") + nth % 26), main=one.main, masked=shown.get(one.record_id or 0, {}),
            confidentiality=one.confidentiality, joined_at=one.joined_at, left=one.left_at is not None,
            words=one.words,
        )
        for nth, one in enumerate(rows)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DispatchHelp:
    """What the dispatcher sees beside a case: who answers and why, and what is like it near by."""

    answer: Answer
    near: tuple[NearCase, ...]
    far: tuple[NearCase, ...] = ()


def dispatch_help(actor: Actor, *, case_id: int, at: datetime, anywhere: bool = False) -> DispatchHelp:
    """The why card and the likeness to others, of which only those count that this actor may see."""
    case = case_for(actor, case_id, to="see", at=at)
    point = (case.lon, case.lat) if case.lon is not None and case.lat is not None else None
    near = already_reported(
        category_code=case.category_code, at=at, area_id=case.area_id, point=point, staff=True, but=case.pk,
        words="" if case.apart else case.words,
    )  # fmt: skip
    far = [one for one in alike_anywhere(case, at=at) if one.id not in {here.id for here in near}] if anywhere else []
    alike = Case.objects.filter(pk__in=[one.id for one in (*near, *far)])
    seen = set(rules.permitted(actor, to="see", rows=alike).values_list("pk", flat=True)) if near or far else set()
    kept = [tuple(one for one in found if one.id in seen) for found in (near, far)]
    return DispatchHelp(suggestion(case, at=at), kept[0], kept[1][:MOST])


def _papers(
    case: Case, results: tuple[Any, ...], checks: tuple[Any, ...], *, at: datetime
) -> tuple[tuple[DocumentBrief, ...], tuple[DocumentBrief, ...]]:
    """What came with the case, and with the latest result and the looks on site; unmasked: for staff with a task at the
    case."""
    looks = [("case.check", check.pk) for check in reversed(checks) if check.done_at is not None]
    later = [*(("case.result", result.pk) for result in results[:1]), *looks]
    found = documents_of_each([("case", case.pk), *later], at=at, unmasked=True)
    return tuple(found["case", case.pk]), tuple(one for thing in later for one in found[thing])
