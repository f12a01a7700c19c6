"""What goes over the wire. A new column is not a new promise."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from huying.kernel.actor import Actor
from huying.people.models import Account, ApiToken, ConsentRecord


class MeOut(Schema):
    """Who is asking, as the product sees it."""

    kind: str
    account_id: int | None
    public_name: str
    staff: bool
    language: str
    elder: bool
    roles: list[str]
    scopes: list[str]

    @classmethod
    def of(cls, actor: Actor, account: Any) -> "MeOut":
        return cls(
            kind=actor.kind,
            account_id=actor.account_id,
            public_name=account.public_name if account else "",
            staff=bool(account and account.staff),
            language=account.language if account else "zh-hans",
            elder=bool(account and account.elder),
            roles=sorted({post.role for post in actor.posts}),
            scopes=list(actor.scopes),
        )


class PurposeOut(Schema):
    """Why data is processed."""

    code: str
    version: str
    basis: str
    law: str
    name: str
    name_en: str
    text: str
    text_en: str
    fields: list[str]
    recipients: str
    recipients_en: str
    open_days: int
    retention_days: int
    sensitive: bool


class ConsentIn(Schema):
    """A yes to exactly these words."""

    purpose: str = Field(max_length=40)
    version: str = Field(max_length=20)


class ConsentOut(Schema):
    """An answer that stands or stood."""

    purpose: str
    version: str
    given_at: datetime | None
    refused_at: datetime | None
    withdrawn_at: datetime | None

    @staticmethod
    def resolve_purpose(row: ConsentRecord) -> str:
        return row.purpose.code

    @staticmethod
    def resolve_version(row: ConsentRecord) -> str:
        return row.purpose.version


class RecordOut(Schema):
    """What is kept of me, masked."""

    id: int
    purpose: str
    masked: dict[str, str]
    created_at: datetime
    erase_at: datetime | None

    @staticmethod
    def resolve_purpose(row: Any) -> str:
        return str(row.purpose.code)


class RightsIn(Schema):
    """A request about one's own data."""

    kind: str = Field(max_length=10)
    words: str = Field(default="", max_length=2000)
    record_id: int | None = Field(default=None, ge=1, lt=2**63)


class RightsOut(Schema):
    """A request and its answer."""

    id: int
    kind: str
    state: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str


class AnswerIn(Schema):
    """The answer of the person responsible for personal data."""

    granted: bool
    answer: str = Field(max_length=2000)


class StaffAccountIn(Schema):
    """A colleague's new account."""

    login_name: str = Field(pattern=r"^[a-z][a-z0-9._-]{1,40}$")
    public_name: str = Field(min_length=1, max_length=40)
    name: str = Field(default="", max_length=40)
    phone: str = Field(default="", max_length=30)
    reason: str = Field(max_length=200)


class AccountRow(Schema):
    """A staff account in a list."""

    id: int
    login_name: str
    public_name: str
    active: bool
    closed_at: datetime | None

    @staticmethod
    def resolve_active(row: Account) -> bool:
        return row.is_active


class AccountPage(Schema):
    """One page of accounts."""

    items: list[AccountRow]
    next_cursor: str | None


class SecretOut(Schema):
    """Shown this one time."""

    id: int
    secret: str


class AccountReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=200)


class ReadRow(Schema):
    """One look at personal data."""

    at: datetime
    account_id: int | None
    actor_kind: str
    thing: str
    thing_id: int
    fields: list[str]
    task: str
    outcome: str


class ReadPage(Schema):
    """One page of looks."""

    items: list[ReadRow]
    next_cursor: str | None


class SignInRow(Schema):
    """One line of the sign-in log."""

    at: datetime
    account_id: int | None
    method: str
    outcome: str
    provider: str


class SignInPage(Schema):
    """One page of sign-ins."""

    items: list[SignInRow]
    next_cursor: str | None


class TokenIn(Schema):
    """A key for another system."""

    name: str = Field(min_length=1, max_length=80)
    account_id: int | None = Field(default=None, ge=1, lt=2**63)
    body_id: int | None = Field(default=None, ge=1, lt=2**63)
    scopes: list[str] = Field(default=[], max_length=50)
    per_minute: int = Field(default=60, ge=1, le=6000)
    valid_to: datetime
    reason: str = Field(min_length=2, max_length=300, pattern=r"^[^\x00]*$")


class TokenRow(Schema):
    """A key in a list; the key itself is never shown again."""

    id: int
    name: str
    hint: str
    account_id: int | None
    body_id: int | None
    scopes: list[str]
    per_minute: int
    valid_to: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    @staticmethod
    def resolve_account_id(row: ApiToken) -> int | None:
        return row.account_id


class TokenPage(Schema):
    """One page of keys."""

    items: list[TokenRow]
    next_cursor: str | None


class ExportIn(Schema):
    """A wish to export rows with personal data."""

    what: str = Field(min_length=1, max_length=60, pattern=r"^[a-z_.]+$")
    filters: dict[str, str | int | bool | None]
    row_count: int = Field(ge=0, lt=2**31)
    reason: str = Field(max_length=200)


class ExportDecisionIn(Schema):
    """A second person's decision."""

    approved: bool
    reason: str = Field(max_length=200)


class ExportOut(Schema):
    """A wish to export and its decision."""

    id: int
    what: str
    row_count: int
    state: str
    asked_by_id: int
    asked_at: datetime
    decided_by_id: int | None
    decided_at: datetime | None
    expires_at: datetime | None
    used_at: datetime | None


Code = Annotated[str, StringConstraints(min_length=4, max_length=12, pattern=r"^[0-9]+$")]
Phone = Annotated[str, StringConstraints(min_length=5, max_length=30, pattern=r"^[^\x00]*$")]
Called = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class ProfileIn(Schema):
    language: Literal["", "zh-hans", "en"] = ""
    elder: bool | None = None
    name: Called | None = None


class PasswordIn(Schema):
    old: str = Field(max_length=256)
    new: str = Field(max_length=256)


class CodeForIn(Schema):
    phone: Phone
    use: Literal["change_phone", "guardian"]


class ProvedPhoneIn(Schema):
    phone: Phone
    code: Code


class GuardianIn(ProvedPhoneIn):
    name: Called
    relation: Literal["parent", "grandparent", "other"]


class PurposeIn(Schema):
    """New words for a purpose, in both languages."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,20}$")]
    text: str = Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")
    text_en: str = Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")
    reason: str = Field(min_length=2, max_length=300, pattern=r"^[^\x00]*$")
