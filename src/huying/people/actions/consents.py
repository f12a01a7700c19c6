"""What people agree to, refuse and take back."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.journal import announce
from huying.people import rules
from huying.people.errors import AskedTooSoon, ConsentNeeded, GuardianNeeded, NoSuchPurpose
from huying.people.events import (
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    GuardianConsented,
    GuardianWithdrew,
    PurposePublished,
)
from huying.people.models import Account, ConsentRecord, GuardianConsent, ProcessingPurpose
from huying.people.purposes import FIRST_PURPOSES, FIRST_VERSION, SINCE
from huying.people.queries import guardian_agreed, has_consented, purposes
from huying.people.states import LegalBasis

REST = timedelta(days=90)
FOR_CHILDREN = ("case_contact", "case_confidential")  # what a guardian agrees to
WITHOUT_GUARDIAN = ("guardian", "account")
BY_CONSENT = (LegalBasis.CONSENT, LegalBasis.SEPARATE_CONSENT)


def purpose_now(code: str) -> ProcessingPurpose:
    """The newest version of a purpose; the first ones are written down when they are first used."""
    found = purposes().filter(code=code).first()
    if found is not None:
        return found
    first = FIRST_PURPOSES.get(code)
    if first is None:
        raise NoSuchPurpose(purpose=code)
    columns = {name: getattr(first, name) for name in first.__slots__ if name not in ("code", "fields")}
    return ProcessingPurpose.objects.get_or_create(
        code=code, version=FIRST_VERSION, defaults={**columns, "fields": list(first.fields), "valid_from": SINCE}
    )[0]


def install_purposes() -> int:
    """All purposes a new place starts with."""
    return len([purpose_now(code) for code in FIRST_PURPOSES])


@transaction.atomic
def publish_purpose(
    actor: Actor, *, code: str, version: str, text: str, text_en: str, at: datetime, reason: str = ""
) -> ProcessingPurpose:
    """New words for a purpose. Everything else stays; earlier answers stay with the version they were given to."""
    rules.offices.enter(actor, to="publish_purposes")
    purpose = purpose_now(code)
    purpose.pk = None
    purpose._state.adding = True
    purpose.version, purpose.text, purpose.text_en, purpose.valid_from = version, text, text_en, at
    purpose.save(force_insert=True)
    published = PurposePublished(purpose_id=purpose.pk, purpose=code, version=version)
    announce(published, by=actor, at=at, reason=reason)
    return purpose


def _version(purpose: str, version: str) -> ProcessingPurpose:
    purpose_now(purpose)
    found = ProcessingPurpose.objects.filter(code=purpose, version=version).first()
    if found is None:
        raise NoSuchPurpose(purpose=purpose, version=version)
    return found


@transaction.atomic
def record_consent(
    actor: Actor,
    *,
    purpose: str,
    version: str,
    at: datetime,
    account_id: int | None = None,
    record_id: int | None = None,
) -> int:
    """A yes to exactly these words. Saying it twice is one yes."""
    kind = _version(purpose, version)
    standing = ConsentRecord.objects.filter(given_at__isnull=False, withdrawn_at__isnull=True, purpose=kind)
    mine = standing.filter(account=account_id, record_id=record_id)
    if (consent := mine.first()) is not None:
        return consent.pk
    try:
        with transaction.atomic():
            consent = ConsentRecord.objects.create(
                account_id=account_id, record_id=record_id, purpose=kind, given_at=at
            )
    except IntegrityError:  # a second press of the same button was quicker
        return mine.get().pk
    announce(ConsentGiven(consent_id=consent.pk, purpose=purpose, version=version), by=actor, at=at)
    return consent.pk


@transaction.atomic
def refuse_consent(actor: Actor, *, purpose: str, account_id: int, at: datetime) -> None:
    """A no. Nobody asks again for 90 days."""
    kind = purpose_now(purpose)
    consent = ConsentRecord.objects.create(account_id=account_id, purpose=kind, refused_at=at, ask_again_at=at + REST)
    announce(ConsentRefused(consent_id=consent.pk, purpose=purpose, version=kind.version), by=actor, at=at)


@transaction.atomic
def withdraw_consent(
    actor: Actor, *, purpose: str, at: datetime, account_id: int | None = None, record_id: int | None = None
) -> int:
    """Take back every standing yes. What was done before stays lawful; nobody asks again for 90 days."""
    rows = (
        ConsentRecord.objects.select_for_update(of=("self",))
        .select_related("purpose")
        .filter(
            account=account_id,
            record_id=record_id,
            purpose__code=purpose,
            given_at__isnull=False,
            withdrawn_at__isnull=True,
        )
    )
    for consent in rows:
        consent.withdrawn_at, consent.ask_again_at = at, at + REST
        consent.save(update_fields=["withdrawn_at", "ask_again_at"])
        fact = ConsentWithdrawn(consent_id=consent.pk, purpose=purpose, version=consent.purpose.version)
        announce(fact, by=actor, at=at)
    return len(rows)


def demand_asking_allowed(*, purpose: str, account_id: int, at: datetime) -> None:
    """Before a page asks for consent: not within 90 days of a no."""
    if ConsentRecord.objects.filter(account=account_id, purpose__code=purpose, ask_again_at__gt=at).exists():
        raise AskedTooSoon(purpose=purpose)


def demand_agreement(
    actor: Actor, *, purpose: ProcessingPurpose, owner_id: int | None, record_id: int, agreed: str, at: datetime
) -> None:
    """A yes where the law needs one, and a guardian's yes for a child under fourteen."""
    minor = owner_id is not None and Account.objects.filter(pk=owner_id, minor=True).exists()
    if minor and purpose.code not in WITHOUT_GUARDIAN and not guardian_agreed(int(owner_id or 0), purpose.code):
        raise GuardianNeeded(purpose=purpose.code)
    if purpose.basis not in BY_CONSENT or has_consented(purpose.code, account_id=owner_id or 0):
        return
    if not agreed:
        raise ConsentNeeded(purpose=purpose.code, version=purpose.version)
    record_consent(
        actor,
        purpose=purpose.code,
        version=agreed,
        at=at,
        account_id=owner_id,
        record_id=None if owner_id else record_id,
    )


@transaction.atomic
def consent_as_guardian(
    actor: Actor, *, minor_id: int, guardian_record_id: int, relation: str, purpose: str, at: datetime
) -> GuardianConsent:
    """A guardian's yes. The guardian's number was proved by a code before (see actions.sign_in)."""
    if not Account.objects.filter(pk=minor_id, minor=True).exists():
        raise NotFound(account=minor_id)
    consent, new = GuardianConsent.objects.get_or_create(
        minor_id=minor_id,
        purpose=purpose_now(purpose),
        withdrawn_at=None,
        defaults={"guardian_record_id": guardian_record_id, "relation": relation, "given_at": at},
    )
    if new:
        fact = GuardianConsented(guardian_consent_id=consent.pk, account_id=minor_id, purpose=purpose)
        announce(fact, by=actor, at=at)
    return consent


@transaction.atomic
def withdraw_as_guardian(actor: Actor, *, minor_id: int, at: datetime) -> int:
    rows = list(GuardianConsent.objects.select_for_update().filter(minor=minor_id, withdrawn_at__isnull=True))
    for consent in rows:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        announce(GuardianWithdrew(guardian_consent_id=consent.pk, account_id=minor_id), by=actor, at=at)
    return len(rows)
