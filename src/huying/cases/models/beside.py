"""What stands beside a case and decides who may touch it: twins of the subqueries in `rules`, for a row in the hand."""

from huying.cases.models.case import Case, Reporter
from huying.cases.models.joint import Arrival
from huying.cases.models.orders import OrderPart
from huying.cases.models.oversight import Recusal
from huying.kernel.prepared import Given, Question

_RECUSED = Question[tuple[int]](
    lambda: Recusal.objects.filter(case_id=Given("case_id"), account_id=Given("account_id")).values_list("pk")
)
_HELPING = Question[tuple[int]](
    lambda: OrderPart.objects.filter(
        case_id=Given("case_id"), returned_at__isnull=True, cancelled_at__isnull=True
    ).values_list("body_id")
)
_CALLED = Question[tuple[int]](
    lambda: Arrival.objects.filter(whistle__case_id=Given("case_id"), whistle__ended_at__isnull=True).values_list(
        "body_id"
    )
)
_BY_ACCOUNT = Question[Reporter](
    lambda: Reporter.objects.filter(case_id=Given("case_id"), account_id=Given("account_id"))
)
_BY_KEY = Question[Reporter](lambda: Reporter.objects.filter(case_id=Given("case_id"), pk=Given("pk")))


def has_recused(case: Case, account_id: int) -> bool:
    """Asked twice at each door (may see, may do), so remembered with the row in the hand."""
    known: dict[int, bool] = case.__dict__.setdefault("recused_known", {})
    if account_id not in known:
        known[account_id] = bool(_RECUSED.all(case_id=case.pk, account_id=account_id))
    return known[account_id]


def recusal_known(case: Case, account_id: int, *, recused: bool) -> None:
    """It was read together with the row."""
    case.__dict__.setdefault("recused_known", {})[account_id] = recused


def helps(case: Case, bodies: tuple[int, ...]) -> bool:
    return any(body_id in bodies for (body_id,) in _HELPING.all(case_id=case.pk))


def is_called(case: Case, bodies: tuple[int, ...]) -> bool:
    return any(body_id in bodies for (body_id,) in _CALLED.all(case_id=case.pk))


def reporters_known(case: Case, rows: list[Reporter]) -> None:
    """All of them were read for something else."""
    case.__dict__["reporters_known"] = rows


def reporters_who_are(case: Case, *, keys: tuple[int, ...], account_id: int | None = None) -> list[Reporter]:
    """The reporters of the case that one of these keys opens, or that have this account."""
    known: list[Reporter] | None = case.__dict__.get("reporters_known")
    if known is not None:
        return [row for row in known if row.pk in keys or (account_id and row.account_id == account_id)]
    found = [row for pk in keys for row in _BY_KEY.all(case_id=case.pk, pk=pk)]
    return found + (_BY_ACCOUNT.all(case_id=case.pk, account_id=account_id) if account_id else [])
