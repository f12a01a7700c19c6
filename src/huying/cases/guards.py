"""Who may see and mask the papers of a case: whoever may see the case itself."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from huying.cases.models import Case, Result, SiteCheck
from huying.cases.queries.open_data import ordinary_cases
from huying.cases.rules import rules, staff_who_see
from huying.documents.public import guard_thing
from huying.kernel.actor import Actor
from huying.notices.public import page_of_thing


def sees_case(actor: Actor, case_id: int, at: datetime) -> bool:
    """The first reporter and staff with a task at it."""
    return Case.objects.filter(rules.query(actor, to="add_words") | staff_who_see(actor), pk=case_id).exists()


def handles_case(actor: Actor, case_id: int, at: datetime) -> bool:
    """Staff with a task at it may mask faces and plates."""
    return Case.objects.filter(staff_who_see(actor), pk=case_id).exists()


def page_of_case(actor: Actor, case_id: int) -> str:
    """Where a message about a case leads: staff with a task at it to the desk, who brought it to their own page."""
    row = Case.objects.filter(pk=case_id)
    number = row.values_list("number", flat=True).first()
    if number is None:
        return ""
    if row.filter(staff_who_see(actor)).exists():
        return reverse("cases:staff_case", args=[number])
    return reverse("cases:case", args=[number]) if row.filter(rules.query(actor, to="see")).exists() else ""


def page_of_red_list(actor: Actor, day: int) -> str:
    """Supervision looks at its desk, a unit at its own tray."""
    if actor.holds("supervisor"):
        return reverse("cases:desk", args=["supervision"])
    return reverse("cases:desk", args=["unit"]) if actor.holds("handler", "unit_lead") else ""


def _of(model: type[Result] | type[SiteCheck], answer):  # type: ignore[no-untyped-def]
    def ask(actor: Actor, thing_id: int, at: datetime) -> bool:
        case_id = model.objects.filter(pk=thing_id).values_list("case_id", flat=True).first()
        return case_id is not None and answer(actor, case_id, at)

    return ask


def open_cases(ids: Collection[int]) -> set[int]:
    return set(ordinary_cases(ids))


def open_results(ids: Collection[int]) -> set[int]:
    """Those of matters that everybody may know of."""
    of_case = dict(Result.objects.filter(pk__in=ids).values_list("pk", "case_id"))
    known = open_cases(set(of_case.values()))
    return {pk for pk, case_id in of_case.items() if case_id in known}


def guard_papers() -> None:
    """Called once, when the app is ready."""
    guard_thing("case", sees=sees_case, handles=handles_case, open_ones=open_cases)
    of_result, of_check = _of(Result, handles_case), _of(SiteCheck, handles_case)
    guard_thing("case.result", sees=of_result, handles=of_result, open_ones=open_results)
    guard_thing("case.check", sees=of_check, handles=of_check)
    page_of_thing("case", page_of_case)
    page_of_thing("red_list", page_of_red_list)
