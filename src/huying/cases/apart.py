"""What a confidential matter has beside its own row passes under the keys of sensitive data (class L4) as well."""

from collections.abc import Iterable
from datetime import datetime

from huying.cases import models
from huying.cases.kindred import forget_category
from huying.cases.models import AnswerPrint, Case, CasePrint, SearchText, TopicCase
from huying.cases.models.told import Telling, told_of
from huying.documents.public import attach as attach_files
from huying.documents.public import keep_apart as keep_files_apart
from huying.kernel.actor import Actor

BESIDE: tuple[type[Telling], ...] = (
    models.Reporter, models.Note, models.Question, models.Rating, models.Voice, models.Objection, models.Refusal,
    models.WorkOrder, models.OrderPart, models.ContactLog, models.Result, models.SiteCheck, models.Whistle,
    models.Termination,
)  # fmt: skip
"""What residents say, and what is written about it, beside the case itself."""


def things_of(case: Case) -> Iterable[tuple[str, int]]:
    """Everything of a case that may have uploads."""
    yield "case", case.pk
    yield from (("case.result", pk) for pk in case.results.values_list("pk", flat=True))
    yield from (("case.check", pk) for pk in case.site_checks.values_list("pk", flat=True))


def attach(
    actor: Actor, case: Case, *, handles: Iterable[str], at: datetime, thing: str = "case", thing_id: int | None = None
) -> None:
    """Uploads for a case, or for something of it; those of a confidential matter are kept apart at once."""
    thing_id = thing_id or case.pk
    attach_files(actor, handles=list(handles), thing=thing, thing_id=thing_id, at=at)
    if case.apart:
        keep_files_apart(actor, thing=thing, thing_id=thing_id, at=at)


def sensitive_from_now(actor: Actor, case: Case, *, at: datetime) -> None:
    """Its kind of matter turned out to be one that is confidential at least. The caller saves the case."""
    if case.confidentiality == "P0":
        case.confidentiality = "P1"
        case.reporters.filter(confidentiality="P0").update(confidentiality="P1")
    keep_apart(actor, case, at=at)


def keep_apart(actor: Actor, case: Case, *, at: datetime) -> None:
    """The matter is confidential from now on. The caller saves the case."""
    case.apart = True
    SearchText.objects.filter(case=case).delete()  # at once, in this transaction; its number comes back by itself
    beside = {"case": case, "apart": False}
    for model in BESIDE:
        columns = [field.attname for field in told_of(model)]
        for row in model._default_manager.filter(**beside):
            row.apart = True
            row.save(update_fields=["apart", *columns])
    for thing, thing_id in things_of(case):
        keep_files_apart(actor, thing=thing, thing_id=thing_id, at=at)
    forget_category(actor, case, at=at)
    for kept in (CasePrint, AnswerPrint, TopicCase):
        kept._default_manager.filter(case=case).delete()
