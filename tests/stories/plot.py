"""How a story begins, and how it asks what was told, what was written down and which time runs."""

from datetime import datetime

from huying.cases import actions as do
from huying.cases import timing
from huying.cases.models import Case, Clock
from huying.cases.states import S
from huying.kernel.journal import story
from huying.notices.models import Message
from tests.cases.makers import MONDAY, WAYS, Life, Settled, filed, settle


def begin(in_state: S = S.SUBMITTED, *, town: Settled | None = None, at: datetime = MONDAY, **given: object) -> Life:
    """Mr Zhang has something to say; his case lives its way into a state."""
    town = town or settle()
    life = Life(town, filed(town, at=at, **given).case.pk, at)
    return live_on(life, *WAYS[in_state])


def live_on(life: Life, *steps: str) -> Life:
    """The usual next steps, by their names."""
    for step in steps:
        getattr(life, step)()
    return life


def send_again(life: Life) -> None:
    """The dispatcher sends a reopened case, the unit works and its result is approved."""
    do.redispatch(life.by("派单员"), sending=life.sending(), **life.next())
    live_on(life, "sign", "hand_in", "approve")


def unsolved_twice(town: Settled | None = None) -> Life:
    life = begin(S.REOPENED, town=town)
    send_again(life)
    life.unsolved()
    return life


def steps_of(case: Case | Life) -> list[str]:
    """What the journal knows of a case, oldest first."""
    return [row.facts.get("step", "") for row in story("case", case.case_id if isinstance(case, Life) else case.pk)]


def told_to(case: Case | Life, *, who: str = "case") -> list[str]:
    """Which messages went to reporters ("case"), units ("unit") or desks ("staff")."""
    number = case.case_id if isinstance(case, Life) else case.pk
    rows = Message.objects.filter(about_thing="case", about_id=number, template__startswith=f"{who}.")
    return [template.split(".", 1)[1] for template in rows.order_by("pk").values_list("template", flat=True)]


def told_unit(life: Life, unit: str) -> list[str]:
    rows = Message.objects.filter(about_id=life.case_id, body_id=life.town.body(unit)).order_by("pk")
    return list(rows.values_list("template", flat=True))


def clock(case: Case | Life, kind: str = "finish") -> Clock | None:
    return timing.live_clock(case.case if isinstance(case, Life) else case, kind)


def due(case: Case | Life, kind: str = "finish") -> datetime:
    found = clock(case, kind)
    assert found is not None
    assert found.due_at is not None
    return found.due_at
