"""Every read of people that needs no unsealing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from huying.kernel.actor import Actor
from huying.kernel.cipher import blind_index, blind_indexes
from huying.kernel.prepared import Given, Question
from huying.people import rules
from huying.people.masks import plain_phone
from huying.people.models import (
    Account,
    AccountStep,
    ApiToken,
    ConsentRecord,
    ExportApproval,
    GuardianConsent,
    ProcessingPurpose,
    ReadLog,
    RightsRequest,
    SealedRecord,
    SignInEvent,
)
from huying.people.states import RequestState

PHONE = "people.phone"
PERSON = "people.person"


@dataclass(frozen=True, slots=True)
class AccountBrief:
    """What other contexts may know of an account."""

    id: int
    public_name: str
    staff: bool
    minor: bool
    language: str
    elder: bool
    active: bool


def _brief(account: Account) -> AccountBrief:
    return AccountBrief(
        id=account.pk,
        public_name=account.public_name,
        staff=account.staff,
        minor=account.minor,
        language=account.language,
        elder=account.elder,
        active=account.is_active,
    )


def account_briefs(ids: Iterable[int]) -> dict[int, AccountBrief]:
    return {account.pk: _brief(account) for account in Account.objects.filter(pk__in=set(ids))}


def _contacts() -> QuerySet[SealedRecord]:
    """Sealed records with an account's own phone and mail, the newest first."""
    rows = SealedRecord.objects.filter(purpose__code__in=("account", "staff_contact"), erased_at__isnull=True)
    return rows.order_by("-pk")


_ACCOUNT = Question[Account](
    lambda: Account.objects.filter(pk=Given("pk")).annotate(
        contact_id=Subquery(_contacts().filter(owner_id=OuterRef("pk")).values("pk")[:1])
    )
)


def account_brief(account_id: int) -> AccountBrief | None:
    found = _ACCOUNT.first(pk=account_id)
    return _brief(found) if found else None


def reached(account_id: int) -> tuple[AccountBrief, int | None] | None:
    """Who the account is, and the sealed record with its own phone and mail, for whoever sends it messages."""
    found = _ACCOUNT.first(pk=account_id)
    return (_brief(found), found.contact_id) if found else None  # type: ignore[attr-defined]


def account_by_login_name(login_name: str) -> AccountBrief | None:
    found = Account.objects.filter(login_name=login_name).first()
    return _brief(found) if found else None


def phone_index(phone: str) -> str:
    """The keyed hash under which a number is found again. Raises Invalid for what is no number."""
    return blind_index(plain_phone(phone), PHONE)


def phone_indexes(phone: str) -> list[str]:
    """Every form under which it may be stored while keys are changed."""
    return blind_indexes(plain_phone(phone), PHONE)


def account_by_phone(phone: str, *, staff: bool = False) -> Account | None:
    return Account.objects.filter(phone_index__in=phone_indexes(phone), staff=staff).first()


# Sealed records, without opening them


def masked_many(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Masked forms by record; an erased record has none."""
    return dict(SealedRecord.objects.filter(pk__in=set(ids)).values_list("pk", "masked"))


_MASKED = Question[tuple[dict[str, str]]](lambda: SealedRecord.objects.filter(pk=Given("pk")).values_list("masked"))


def masked(record_id: int) -> dict[str, str]:
    return next((kept for (kept,) in _MASKED.all(pk=record_id)), {})


def find_by_phone(phone: str) -> list[int]:
    """Ids of records with this number, newest first. The caller shows only those its own rules permit."""
    rows = SealedRecord.objects.filter(phone_index__in=phone_indexes(phone), erased_at__isnull=True)
    return list(rows.order_by("-pk").values_list("pk", flat=True))


def is_sensitive_record(record: SealedRecord) -> bool:
    """Class L4: kept for a sensitive purpose (what is confidential, a guardian), or about a child under fourteen."""
    return record.purpose.sensitive or is_child(record.owner_id)


def is_child(account_id: int | None) -> bool:
    return account_id is not None and Account.objects.filter(pk=account_id, minor=True).exists()


def records_of(account_id: int) -> QuerySet[SealedRecord]:
    rows = SealedRecord.objects.filter(owner=account_id, erased_at__isnull=True)
    return rows.select_related("purpose").order_by("-pk")


def own_contact(account: Account) -> QuerySet[SealedRecord]:
    """The record that belongs to the account itself."""
    return records_of(account.pk).filter(purpose__code="staff_contact" if account.staff else "account")


def person_hash(record_id: int, at: datetime) -> str:
    """For counting distinct people: equal within a quarter for one number, unlinkable to the next quarter's.

    Empty when the record has no number (or is erased): such a person cannot be told from another one.
    """
    return person_hashes([record_id], at).get(record_id, "")


def person_hashes(record_ids: Iterable[int], at: datetime) -> dict[int, str]:
    """The same for many at once; records without a number are not there. Not to be kept: for counting."""
    day = localtime(at)
    context = f"{PERSON}:{day.year}Q{(day.month + 2) // 3}"
    rows = SealedRecord.objects.filter(pk__in=list(record_ids)).exclude(phone_index="")
    return {pk: blind_index(index, context) for pk, index in rows.values_list("pk", "phone_index")}


# Consent


def has_consented(purpose: str, *, account_id: int | None = None, record_id: int | None = None) -> bool:
    """Whether an open yes exists to any version of this purpose."""
    somebody = Q(account=account_id) if account_id is not None else Q(record_id=record_id)
    rows = ConsentRecord.objects.filter(somebody, purpose__code=purpose)
    return rows.filter(given_at__isnull=False, withdrawn_at__isnull=True).exists()


def may_ask(purpose: str, *, account_id: int, at: datetime) -> bool:
    """False for 90 days after a no, and while a yes stands."""
    if has_consented(purpose, account_id=account_id):
        return False
    rows = ConsentRecord.objects.filter(account=account_id, purpose__code=purpose)
    return not rows.filter(ask_again_at__gt=at).exists()


def guardian_agreed(account_id: int, purpose: str) -> bool:
    return GuardianConsent.objects.filter(minor=account_id, purpose__code=purpose, withdrawn_at__isnull=True).exists()


def consents_of(account_id: int) -> QuerySet[ConsentRecord]:
    return ConsentRecord.objects.filter(account=account_id).select_related("purpose").order_by("-pk")


def purposes() -> QuerySet[ProcessingPurpose]:
    """The newest version of each purpose."""
    return ProcessingPurpose.objects.order_by("code", "-valid_from", "-pk").distinct("code")


# Lists for people and administrators


def accounts(actor: Actor) -> QuerySet[Account]:
    return rules.accounts.permitted(actor, to="see", rows=Account.objects.all()).order_by("-staff", "-pk")


def accounts_like(rows: QuerySet[Account], words: str) -> QuerySet[Account]:
    """By login name or public name; names and numbers of people are sealed and not searched."""
    return rows.filter(Q(login_name__icontains=words) | Q(public_name__contains=words))


def steps_of(account: Account) -> QuerySet[AccountStep]:
    return AccountStep.objects.filter(account=account).select_related("by").order_by("-at", "-pk")[:100]


def account_for(actor: Actor, account_id: int, *, to: str = "see", lock: bool = False) -> Account:
    return rules.accounts.door(actor, Account.objects.all(), to=to, lock=lock, pk=account_id)


def rights_requests(actor: Actor, *, open_only: bool = False) -> QuerySet[RightsRequest]:
    rows = rules.requests.permitted(actor, to="see", rows=RightsRequest.objects.select_related("account"))
    if open_only:
        rows = rows.filter(state=RequestState.OPEN)
    return rows.order_by("due_at", "pk")


def rights_request_for(actor: Actor, request_id: int, *, to: str = "see", lock: bool = False) -> RightsRequest:
    return rules.requests.door(actor, RightsRequest.objects.all(), to=to, lock=lock, pk=request_id)


def export_approvals(actor: Actor) -> QuerySet[ExportApproval]:
    rows = ExportApproval.objects.select_related("asked_by", "decided_by")
    return rules.exports.permitted(actor, to="see", rows=rows).order_by("-pk")


def export_approval_for(actor: Actor, approval_id: int) -> ExportApproval:
    rows = ExportApproval.objects.select_related("asked_by", "decided_by")
    return rules.exports.door(actor, rows, to="see", pk=approval_id)


def read_log(actor: Actor) -> QuerySet[ReadLog]:
    rules.offices.enter(actor, to="read_looks")
    return ReadLog.objects.order_by("-at", "-pk")


def looks_at_mine(account_id: int) -> QuerySet[ReadLog]:
    """Everyone may see who looked into their own data."""
    mine = SealedRecord.objects.filter(owner=account_id).values("pk")
    return ReadLog.objects.filter(thing="sealed_record", thing_id__in=mine).order_by("-at", "-pk")


def sign_in_log(actor: Actor) -> QuerySet[SignInEvent]:
    rules.offices.enter(actor, to="read_logs")
    return SignInEvent.objects.order_by("-at", "-pk")


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    rules.offices.enter(actor, to="manage_tokens")
    return ApiToken.objects.select_related("account", "made_by").order_by("-pk")


_CONTACT = Question[tuple[int]](lambda: _contacts().filter(owner_id=Given("owner_id")).values_list("pk")[:1])


def contact_record(account_id: int) -> int | None:
    """The sealed record with an account's own phone and mail, for whoever sends it messages."""
    return next((pk for (pk,) in _CONTACT.all(owner_id=account_id)), None)


def contact_records(account_ids: Iterable[int]) -> dict[int, int]:
    """The same for many at once."""
    rows = _contacts().filter(owner_id__in=list(account_ids)).order_by("pk").values_list("owner_id", "pk")
    return dict(rows)
