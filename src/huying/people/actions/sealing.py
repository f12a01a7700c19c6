"""The sealed store: put in, look, correct, let go."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localtime

from huying.kernel import cipher
from huying.kernel.actor import Actor
from huying.kernel.errors import NotAllowed, NotFound
from huying.kernel.journal import announce
from huying.kernel.prepared import Given, Question
from huying.people.actions.consents import demand_agreement, purpose_now
from huying.people.actions.reads import log_refused, note_look
from huying.people.errors import Erased, FieldNotInPurpose
from huying.people.events import PersonCorrected, PersonErased, PersonSealed, RetentionRun, RetentionSet
from huying.people.masks import masked_form, plain_phone
from huying.people.models import ProcessingPurpose, SealedRecord
from huying.people.queries import is_child, is_sensitive_record, phone_index
from huying.people.states import DPO, ReadOutcome

MOST_RECORDS = 50
"""How many records of one account are opened, the newest first, to know its names."""


def _context(record_id: int) -> str:
    """Ciphertext of one record cannot be moved into another."""
    return f"people.sealed:{record_id}"


def _tidy(purpose: ProcessingPurpose, fields: dict[str, str]) -> dict[str, str]:
    """Only fields the purpose names, without empty ones; a number is written one way."""
    tidy = {name: value.strip() for name, value in fields.items() if value and value.strip()}
    for name in tidy:
        if name not in purpose.fields:
            raise FieldNotInPurpose(field=name, purpose=purpose.code)
    if "phone" in tidy:
        tidy["phone"] = plain_phone(tidy["phone"])
    return tidy


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('people_sealedrecord', 'id'))")
        return int(cursor.fetchone()[0])


def _closed_up(record_id: int, tidy: dict[str, str], *, sensitive: bool) -> dict[str, object]:
    clear = json.dumps(tidy, ensure_ascii=False).encode()
    return {
        "ciphertext": cipher.seal(clear, _context(record_id), sensitive=sensitive),
        "masked": {name: masked_form(name, value) for name, value in tidy.items()},
        "phone_index": phone_index(tidy["phone"]) if "phone" in tidy else "",
    }


@transaction.atomic
def seal_person(
    actor: Actor,
    *,
    purpose: str,
    fields: dict[str, str],
    at: datetime,
    owner_id: int | None = None,
    agreed: str = "",
) -> int:
    """Put what a person told us away. `agreed` is the version of the notice the person said yes to, where needed."""
    reason = purpose_now(purpose)
    tidy = _tidy(reason, fields)
    record_id = _next_id()
    closed = _closed_up(record_id, tidy, sensitive=reason.sensitive or is_child(owner_id))
    SealedRecord.objects.create(pk=record_id, purpose=reason, owner_id=owner_id, created_at=at, **closed)
    demand_agreement(actor, purpose=reason, owner_id=owner_id, record_id=record_id, agreed=agreed, at=at)
    announce(PersonSealed(record_id=record_id, purpose=reason.code, version=reason.version), by=actor, at=at)
    return record_id


def unseal(actor: Actor, *, record_id: int, task: str, at: datetime, fields: tuple[str, ...] = ()) -> dict[str, str]:
    """Look at sealed fields (all when none is named). The caller's rule has said yes; the look is written down."""
    record = SealedRecord.objects.filter(pk=record_id).first()
    if record is None or record.ciphertext is None:
        log_refused(actor, record_id=record_id, task=task, at=at)
        raise Erased(record=record_id) if record else NotFound(record=record_id)
    if record.closes_at is not None and record.closes_at <= at and not actor.holds(DPO):
        log_refused(actor, record_id=record_id, task=task, at=at)
        raise NotAllowed(record=record_id, reason="closed")
    note_look(
        actor,
        thing="sealed_record",
        thing_id=record_id,
        fields=fields or tuple(record.masked),
        task=task,
        outcome=ReadOutcome.ALLOWED,
        at=at,
    )
    opened = _opened(record)
    return {name: value for name, value in opened.items() if not fields or name in fields}


def own_copy(actor: Actor, *, at: datetime) -> dict[int, dict[str, str]]:
    """Everything kept of oneself, in clear; each record's look is written down like anybody else's."""
    opened = {}
    for record in SealedRecord.objects.filter(owner=actor.account_id, erased_at__isnull=True).order_by("pk"):
        note_look(
            actor,
            thing="sealed_record",
            thing_id=record.pk,
            fields=tuple(record.masked),
            task="own-data",
            outcome=ReadOutcome.ALLOWED,
            at=at,
        )
        opened[record.pk] = _opened(record)
    return opened


def _opened(record: SealedRecord) -> dict[str, str]:
    opened: dict[str, str] = json.loads(cipher.unseal(bytes(record.ciphertext or b""), _context(record.pk)))
    return opened


def mentions(text: str, *, record_ids: Iterable[int | None] = (), owner_ids: Iterable[int | None] = ()) -> bool:
    """Whether a text that many will read holds a name kept here. Only yes or no comes out, and nobody has looked."""
    return without_names([text], record_ids=record_ids, owner_ids=owner_ids) != [text]


def without_names(
    texts: Sequence[str], *, record_ids: Iterable[int | None] = (), owner_ids: Iterable[int | None] = (), put: str = ""
) -> list[str]:
    """The texts with the names that are kept in these records, or of these accounts, taken out; nobody has looked."""
    return without_names_each([Telling(texts, record_ids, owner_ids)], put=put)[0]


@dataclass(frozen=True, slots=True)
class Telling:
    """Texts, and whose names must not stand in them: of sealed records, and of accounts."""

    texts: Sequence[str]
    record_ids: Iterable[int | None] = ()
    owner_ids: Iterable[int | None] = ()


def without_names_each(tellings: Sequence[Telling], *, put: str = "") -> list[list[str]]:
    """The same for many at once, each without its own people's names, with one query."""
    wanted = [(_known(one.record_ids), _known(one.owner_ids)) for one in tellings]
    by_record, by_owner = _names({pk for ids, _of in wanted for pk in ids}, {pk for _of, ids in wanted for pk in ids})
    found = []
    for telling, (records, owners) in zip(tellings, wanted, strict=True):
        theirs = {by_record[pk] for pk in records if pk in by_record}
        theirs |= {name for pk in owners for name in by_owner.get(pk, [])}
        found.append(_taken_out(telling.texts, theirs, put))
    return found


def _names(records: set[int], owners: set[int]) -> tuple[dict[int, str], dict[int, list[str]]]:
    """The names of these records, and those of these accounts; without blanks."""
    by_record: dict[int, str] = {}
    by_owner: dict[int, list[str]] = {}
    if not (records or owners):
        return by_record, by_owner
    for row in _named(records, owners):
        of_owner = by_owner.setdefault(row.owner_id or 0, [])
        if row.pk in records or len(of_owner) < MOST_RECORDS:
            by_record[row.pk] = "".join(_opened(row).get("name", "").split())
            of_owner.append(by_record[row.pk])
    return by_record, by_owner


_OF_ONE = Question[SealedRecord](
    lambda: SealedRecord.objects.filter(owner_id=Given("owner_id"), masked__has_key="name").order_by("-pk")
)


def _named(records: set[int], owners: set[int]) -> Iterable[SealedRecord]:
    """Those records that hold a name, the newest first. Of one account, as with every filing, it is asked in prepared
    form."""
    if not records and len(owners) == 1:
        return _OF_ONE.all(owner_id=next(iter(owners)))
    rows = SealedRecord.objects.filter(Q(pk__in=records) | Q(owner__in=owners), masked__has_key="name")
    return rows.order_by("-pk").iterator(chunk_size=500)


def _known(ids: Iterable[int | None]) -> set[int]:
    return {one for one in ids if one is not None}


def _taken_out(texts: Sequence[str], names: set[str], put: str) -> list[str]:
    written = [r"\s*".join(map(re.escape, name)) for name in sorted(names, key=len, reverse=True) if len(name) > 1]
    found = re.compile("|".join(written), re.IGNORECASE) if written else None
    return [found.sub(put, text) if found else text for text in texts]


@transaction.atomic
def correct_person(actor: Actor, *, record_id: int, fields: dict[str, str], at: datetime) -> None:
    """Replace or add fields of a record that stands; an empty value takes the field out."""
    record = SealedRecord.objects.select_for_update(of=("self",)).select_related("purpose").get(pk=record_id)
    if record.ciphertext is None:
        raise Erased(record=record_id)
    kept = {name: value for name, value in _opened(record).items() if name not in fields}
    tidy = kept | _tidy(record.purpose, fields)
    closed = _closed_up(record_id, tidy, sensitive=is_sensitive_record(record))
    SealedRecord.objects.filter(pk=record_id).update(**closed)
    announce(PersonCorrected(record_id=record_id, fields=tuple(sorted(fields))), by=actor, at=at)


def seal_by_class(account_id: int) -> int:
    """The records of an account under the keys of their class, when that has changed (a child, or no longer)."""
    rows = SealedRecord.objects.select_for_update(of=("self",)).select_related("purpose")
    changed = 0
    for record in rows.filter(owner=account_id, ciphertext__isnull=False):
        sealed, apart = bytes(record.ciphertext or b""), is_sensitive_record(record)
        if cipher.is_sensitive(sealed) != apart:
            clear = cipher.unseal(sealed, _context(record.pk))
            record.ciphertext = cipher.seal(clear, _context(record.pk), sensitive=apart)
            record.save(update_fields=["ciphertext"])
            changed += 1
    return changed


@transaction.atomic
def erase(actor: Actor, *, record_id: int, reason: str, at: datetime) -> bool:
    """Empty a record for good. `reason` is a short code (retention, withdrawn, closed, request). Twice does no harm."""
    emptied = SealedRecord.objects.filter(pk=record_id, erased_at__isnull=True).update(
        ciphertext=None, masked={}, phone_index="", erased_at=at, erase_reason=reason
    )
    if emptied:
        announce(PersonErased(record_id=record_id, reason=reason), by=actor, at=at)
    return bool(emptied)


@transaction.atomic
def start_retention(actor: Actor, *, record_id: int, at: datetime) -> None:
    """The matter ended: by the purpose's times the record first closes, then goes."""
    record = SealedRecord.objects.select_related("purpose").get(pk=record_id)
    _set_times(actor, record, closes_at=at + timedelta(days=record.purpose.open_days), at=at)


@transaction.atomic
def close_access(actor: Actor, *, record_id: int, at: datetime) -> None:
    """From now on only the person responsible for personal data may look (C.12). A day set for erasing stands."""
    record = SealedRecord.objects.select_related("purpose").get(pk=record_id)
    _set_times(actor, record, closes_at=at, erase_at=record.erase_at, at=at)


@transaction.atomic
def stop_retention(actor: Actor, *, record_id: int, at: datetime) -> None:
    """The matter was opened again."""
    _set_times(actor, SealedRecord.objects.select_related("purpose").get(pk=record_id), closes_at=None, at=at)


def _set_times(
    actor: Actor,
    record: SealedRecord,
    *,
    closes_at: datetime | None,
    at: datetime,
    erase_at: datetime | None = None,
) -> None:
    if record.erased_at is not None:
        return
    record.closes_at = closes_at
    last = closes_at + timedelta(days=record.purpose.retention_days) if closes_at else None
    record.erase_at = max(last, erase_at) if last and erase_at else last
    record.save(update_fields=["closes_at", "erase_at"])
    announce(RetentionSet(record_id=record.pk, closes_at=record.closes_at, erase_at=record.erase_at), by=actor, at=at)


def purge_due(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Erase everything whose time is over; the report says how many for each purpose. Can be stopped and run again."""
    due = SealedRecord.objects.filter(erase_at__lte=at, erased_at__isnull=True).order_by("erase_at", "pk")
    report: dict[str, int] = {}
    for record_id, purpose in due.values_list("pk", "purpose__code").iterator(chunk_size=500):
        if erase(actor, record_id=record_id, reason="retention", at=at):
            report[purpose] = report.get(purpose, 0) + 1
    if report:
        told = tuple(f"{purpose}={count}" for purpose, count in sorted(report.items()))
        day = int(f"{localtime(at):%Y%m%d}")
        announce(RetentionRun(day=day, erased=sum(report.values()), by_purpose=told), by=actor, at=at)
    return report
