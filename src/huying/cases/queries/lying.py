"""What lies on a case: the rows of its own tables. Most cases have few of the many kinds, so first is asked which."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from huying.cases import models as m
from huying.cases.models import Case
from huying.kernel.prepared import Given, Question

Rows = QuerySet[Any]
OF_CASE: dict[str, Callable[[], Rows]] = {
    "whistles": lambda: m.Whistle.objects.order_by("-id"),
    "results": lambda: m.Result.objects.order_by("-id"),
    "orders": lambda: m.WorkOrder.objects.order_by("-hop"),
    "notes": lambda: m.Note.objects.order_by("-at", "-id"),
    "parts": lambda: m.OrderPart.objects.order_by("id"),
    "cards": lambda: m.Card.objects.order_by("-at", "-id"),
    "contacts": lambda: m.ContactLog.objects.order_by("-at"),
    "return_cases": lambda: m.ReturnCase.objects.order_by("nth"),
    "extensions": lambda: m.Extension.objects.order_by("-id"),
    "suspensions": lambda: m.Suspension.objects.order_by("-id"),
    "terminations": lambda: m.Termination.objects.order_by("-id"),
    "escalations": lambda: m.Escalation.objects.order_by("-id"),
    "site_checks": lambda: m.SiteCheck.objects.order_by("-id"),
    "call_tries": lambda: m.CallTry.objects.order_by("id"),
    "ratings": lambda: m.Rating.objects.order_by("round"),
    "heard": lambda: m.Voice.objects.select_related("own_case").order_by("round", "id"),
    "objections": lambda: m.Objection.objects.order_by("-id"),
    "refusals": lambda: m.Refusal.objects.order_by("-id"),
    "supervise_orders": lambda: m.SuperviseOrder.objects.order_by("-level"),
    "open_matters": lambda: m.OpenMatter.objects.order_by("-id"),
    "question": lambda: m.Question.objects.order_by("pk"),
}
"""Kind → its rows in the order of the page; each has a column `case`."""

_THERE = Question[tuple[bool, ...]](
    lambda: (
        Case.objects.filter(pk=Given("case_id"))
        .annotate(
            **{f"has_{kind}": Exists(rows().order_by().filter(case=OuterRef("pk"))) for kind, rows in OF_CASE.items()},
            has_merged=Exists(Case.objects.filter(merged_into=OuterRef("pk"))),
        )
        .values_list(*(f"has_{kind}" for kind in OF_CASE), "has_merged")
    )
)


def _question(rows: Callable[[], Rows]) -> Question[Any]:
    return Question(lambda: rows().filter(case_id=Given("case_id")))


_ROWS = {kind: _question(rows) for kind, rows in OF_CASE.items()}
_MERGED = Question[Case](lambda: Case.objects.filter(merged_into_id=Given("case_id")).order_by("pk"))


class Lying:
    """The rows of one case by kind; kinds of which it has none cost nothing."""

    def __init__(self, case: Case) -> None:
        self.case = case
        there = _THERE.first(case_id=case.pk) or ()
        self._there = {kind for kind, found in zip((*OF_CASE, "merged"), there, strict=True) if found}

    def __getitem__(self, kind: str) -> tuple[Any, ...]:
        if kind not in self._there:
            return ()
        if kind == "merged":
            return tuple(_MERGED.all(case_id=self.case.pk))
        rows = tuple(_ROWS[kind].all(case_id=self.case.pk))
        for row in rows:
            row.case = self.case
        return rows
