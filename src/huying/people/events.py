"""Facts that people announces. Ids, codes and dates only."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from huying.kernel.journal import Event, event


@dataclass(frozen=True)
class AccountEvent(Event):
    """Base of facts about one account."""

    thing: ClassVar[str] = "account"
    account_id: int


@event
@dataclass(frozen=True)
class AccountOpened(AccountEvent):
    code: ClassVar[str] = "people.account_opened"
    staff: bool


@event
@dataclass(frozen=True)
class MinorCleared(AccountEvent):
    """Not, or no longer, under fourteen."""

    code: ClassVar[str] = "people.minor_cleared"
    reason_hash: str


@event
@dataclass(frozen=True)
class AccountLocked(AccountEvent):
    code: ClassVar[str] = "people.account_locked"
    reason_hash: str


@event
@dataclass(frozen=True)
class AccountUnlocked(AccountEvent):
    code: ClassVar[str] = "people.account_unlocked"
    reason_hash: str


@event
@dataclass(frozen=True)
class AccountClosed(AccountEvent):
    code: ClassVar[str] = "people.account_closed"


@event
@dataclass(frozen=True)
class AccountChanged(AccountEvent):
    """`fields` are names of columns, never what stood in them."""

    code: ClassVar[str] = "people.account_changed"
    fields: tuple[str, ...]


@event
@dataclass(frozen=True)
class PasswordReset(AccountEvent):
    code: ClassVar[str] = "people.password_reset"
    reason_hash: str


@event
@dataclass(frozen=True)
class SecondFactorReset(AccountEvent):
    code: ClassVar[str] = "people.second_factor_reset"
    reason_hash: str


@event
@dataclass(frozen=True)
class SessionsEnded(AccountEvent):
    code: ClassVar[str] = "people.sessions_ended"


@dataclass(frozen=True)
class RecordEvent(Event):
    """Base of facts about one sealed record."""

    thing: ClassVar[str] = "sealed_record"
    record_id: int


@event
@dataclass(frozen=True)
class PersonSealed(RecordEvent):
    code: ClassVar[str] = "people.person_sealed"
    purpose: str
    version: str


@event
@dataclass(frozen=True)
class RetentionSet(RecordEvent):
    code: ClassVar[str] = "people.retention_set"
    closes_at: datetime | None
    erase_at: datetime | None


@event
@dataclass(frozen=True)
class PersonCorrected(RecordEvent):
    code: ClassVar[str] = "people.person_corrected"
    fields: tuple[str, ...]


@event
@dataclass(frozen=True)
class PersonErased(RecordEvent):
    code: ClassVar[str] = "people.person_erased"
    reason: str


@event
@dataclass(frozen=True)
class RetentionRun(Event):
    """The report of one night: how many records went, for each purpose, as `purpose=count`."""

    code: ClassVar[str] = "people.retention_run"
    thing: ClassVar[str] = "retention_run"
    day: int
    erased: int
    by_purpose: tuple[str, ...]


@event
@dataclass(frozen=True)
class ConsentGiven(Event):
    code: ClassVar[str] = "people.consent_given"
    thing: ClassVar[str] = "consent"
    consent_id: int
    purpose: str
    version: str


@event
@dataclass(frozen=True)
class ConsentRefused(Event):
    code: ClassVar[str] = "people.consent_refused"
    thing: ClassVar[str] = "consent"
    consent_id: int
    purpose: str
    version: str


@event
@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    code: ClassVar[str] = "people.consent_withdrawn"
    thing: ClassVar[str] = "consent"
    consent_id: int
    purpose: str
    version: str


@event
@dataclass(frozen=True)
class GuardianConsented(Event):
    code: ClassVar[str] = "people.guardian_consented"
    thing: ClassVar[str] = "guardian_consent"
    guardian_consent_id: int
    account_id: int
    purpose: str


@event
@dataclass(frozen=True)
class GuardianWithdrew(Event):
    code: ClassVar[str] = "people.guardian_withdrew"
    thing: ClassVar[str] = "guardian_consent"
    guardian_consent_id: int
    account_id: int


@event
@dataclass(frozen=True)
class PurposePublished(Event):
    code: ClassVar[str] = "people.purpose_published"
    thing: ClassVar[str] = "purpose"
    purpose_id: int
    purpose: str
    version: str


@event
@dataclass(frozen=True)
class RightsAsked(Event):
    code: ClassVar[str] = "people.rights_asked"
    thing: ClassVar[str] = "rights_request"
    request_id: int
    kind: str
    due_at: datetime


@event
@dataclass(frozen=True)
class RightsAnswered(Event):
    code: ClassVar[str] = "people.rights_answered"
    thing: ClassVar[str] = "rights_request"
    request_id: int
    state: str


@event
@dataclass(frozen=True)
class TokenMade(Event):
    code: ClassVar[str] = "people.token_made"
    thing: ClassVar[str] = "api_token"
    token_id: int
    scopes: tuple[str, ...]
    valid_to: datetime


@event
@dataclass(frozen=True)
class TokenRevoked(Event):
    code: ClassVar[str] = "people.token_revoked"
    thing: ClassVar[str] = "api_token"
    token_id: int
    reason_hash: str


@event
@dataclass(frozen=True)
class ExportAsked(Event):
    code: ClassVar[str] = "people.export_asked"
    thing: ClassVar[str] = "export_approval"
    approval_id: int
    what: str
    row_count: int


@event
@dataclass(frozen=True)
class ExportDecided(Event):
    code: ClassVar[str] = "people.export_decided"
    thing: ClassVar[str] = "export_approval"
    approval_id: int
    state: str


@event
@dataclass(frozen=True)
class ExportUsed(Event):
    code: ClassVar[str] = "people.export_used"
    thing: ClassVar[str] = "export_approval"
    approval_id: int
