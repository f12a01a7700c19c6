"""What contexts above may ask about a case without a reader: its state now, who owns it, who else could answer."""

from datetime import datetime

from huying.calendars.public import calendar
from huying.cases.events import FACTS
from huying.cases.lines import LINES
from huying.cases.models import Case, Clock, Reporter
from huying.cases.queries.answering import suggestion
from huying.cases.queries.near import already_reported
from huying.cases.states import S, Word
from huying.cases.words import KINDS
from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.prepared import Given, Question
from huying.organisations.public import bodies_serving
from huying.territory.public import area_brief


def fact_words() -> dict[str, Word]:
    """What each fact of a step says, as in the timeline of a case."""
    found: dict[str, Word] = {}
    for step, kind in FACTS.items():
        if step in LINES:
            found.setdefault(kind.code, LINES[step].done)
    return found


def step_word(step: str) -> Word:
    """The step that a fact names, as something that happened."""
    return LINES[step].done if step in LINES else ""


def kind_words() -> list[tuple[str, Word]]:
    """Kinds of call and what they are called."""
    return list(KINDS.items())


_NOW = Question[Case](lambda: Case.objects.select_related("area").filter(pk=Given("pk")))


def case_now(case_id: int) -> Case:
    """As it stands, whoever asks: after a step that passed its door, also where the reader sees it no longer."""
    found = _NOW.first(pk=case_id)
    if found is None:
        raise NotFound(case=case_id)
    return found


def count_cases(*, since: datetime | None = None, until: datetime | None = None, outside: int | None = None) -> int:
    """How many were filed, at all or in [since, until), and outside of an area."""
    rows = Case.objects.all()
    if outside is not None:
        rows = rows.exclude(area__path__startswith=area_brief(outside).path)
    if since is not None:
        rows = rows.filter(filed_at__gte=since)
    if until is not None:
        rows = rows.filter(filed_at__lt=until)
    return rows.count()


def owner_of(case_id: int) -> Actor | None:
    """The first reporter, when they have an account."""
    row = Reporter.objects.filter(case_id=case_id, main=True, left_at__isnull=True).first()
    return Actor(kind="person", account_id=row.account_id) if row and row.account_id else None


def mergeable_with(case_id: int, *, at: datetime) -> int | None:
    """The nearest open case of the same kind that is already with a unit."""
    case = case_now(case_id)
    point = (case.lon, case.lat) if case.lon is not None and case.lat is not None else None
    near = already_reported(
        category_code=case.category_code, at=at, area_id=case.area_id, point=point, staff=True, but=case.pk
    )
    open_ones = Case.objects.filter(pk__in=[one.id for one in near], state=S.IN_HANDLING, merged_into=None)
    return open_ones.values_list("pk", flat=True).first()


def another_unit(case_id: int, *, at: datetime) -> int | None:
    """A unit that serves the place and is not the one that has it."""
    case = case_now(case_id)
    helpers = [helper.body.id for helper in suggestion(case, at=at).helpers if helper.body]
    serving = [body.id for body in bodies_serving(kinds=("G20", "G10"), area_id=case.area_id, on=at.date())]
    return next((pk for pk in (*helpers, *serving) if pk != case.lead_body_id), None)


def other_departments(case_id: int, *, at: datetime) -> list[int]:
    """Departments that serve the place besides the unit that has it, the nearest first."""
    case = case_now(case_id)
    serving = bodies_serving(kinds=("G10",), area_id=case.area_id, on=at.date())
    return [body.id for body in serving if body.id != case.lead_body_id]


def seconds_to_finish(case_id: int, *, at: datetime) -> int:
    """Working seconds (for limits by the clock on the wall: seconds) until it should be done; an hour at least."""
    clock = Clock.objects.filter(case_id=case_id, kind="finish", running=True).first()
    if clock is None or clock.due_at is None or clock.due_at <= at:
        return 3600
    if clock.limit_unit in ("minute", "hour"):
        return max(3600, int((clock.due_at - at).total_seconds()) * 6)
    return max(3600, calendar().working_seconds(at, clock.due_at))
