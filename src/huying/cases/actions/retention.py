"""What is kept of people after the end (C.12, T38): the sealed record, papers, and what words and places give away."""

from datetime import datetime

from huying.cases.masking import HIDDEN, to_building, without_numbers
from huying.cases.models import Case, Note, Reporter
from huying.cases.titles import without_introductions
from huying.documents.public import close_documents
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.prepared import Given, Question
from huying.people.public import close_access, start_retention, stop_retention, without_names

_RECORDS = Question[tuple[int]](
    lambda: Reporter.objects.filter(case_id=Given("case_id"), record_id__isnull=False).values_list("record_id")
)


def _records_of(case: Case) -> set[int]:
    """The sealed records of those who reported it."""
    return {pk for (pk,) in _RECORDS.all(case_id=case.pk)}


def _records(case: Case) -> list[int]:
    """The same, but for those that another open case still needs."""
    own = _records_of(case)
    if not own:
        return []
    elsewhere = Reporter.objects.filter(record_id__in=own, case__ended_at__isnull=True).exclude(case=case)
    return sorted(own - {pk for pk in elsewhere.values_list("record_id", flat=True) if pk is not None})


def begin_retention(case: Case, *, at: datetime) -> None:
    """The matter ended: a year later the record closes, two years after that it goes."""
    for record_id in _records(case):
        start_retention(SYSTEM, record_id=record_id, at=at)


def end_retention(case: Case, *, at: datetime) -> None:
    """The matter is open again."""
    for record_id in sorted(_records_of(case)):
        stop_retention(SYSTEM, record_id=record_id, at=at)


def reduce_personal_data(actor: Actor, case: Case, *, at: datetime) -> None:
    """T38: names and telephones close, unmasked papers go, words and places keep the matter and no home."""
    for record_id in _records(case):
        close_access(actor, record_id=record_id, at=at)
    things = [("case", [case.pk]), ("case.result", case.results.values_list("pk", flat=True)),
              ("case.check", case.site_checks.values_list("pk", flat=True))]  # fmt: skip
    for thing, ids in things:
        for thing_id in ids:
            close_documents(actor, thing=thing, thing_id=thing_id, at=at)
    case.identity_closed_at = at
    told = {**case.elements, "who": ""} if case.elements else {}
    case.elements = dict(zip(told, _nameless(case, list(told.values())), strict=True))
    case.place = to_building(case.place)
    kept: list[tuple[Case | Reporter | Note, str]] = [(case, name) for name in ("words", "wish", "title")]
    kept += [(reporter, "words") for reporter in case.reporters.exclude(words="")]
    kept += [(note, "text") for note in case.notes.all()]
    said = [getattr(row, name) for row, name in kept]
    for (row, name), before, after in zip(kept, said, _nameless(case, said), strict=True):
        setattr(row, name, after)
        if after != before and row is not case:
            row.save(update_fields=[name])


def _nameless(case: Case, texts: list[str]) -> list[str]:
    """Without numbers, without “my name is …” and without the names that are kept of those who reported it."""
    who = list(case.reporters.values_list("record_id", "account_id"))
    ids, owners = [record for record, _account in who], [account for _record, account in who]
    plain = [without_introductions(without_numbers(text), put=HIDDEN) for text in texts]
    return without_names(plain, record_ids=ids, owner_ids=owners, put=HIDDEN)
