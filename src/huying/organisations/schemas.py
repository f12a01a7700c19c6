"""What organisations say on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from huying.organisations.models import Body, RoleGrant

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
NO_NUL = r"^[^\x00]*$"
Word = Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=300, pattern=NO_NUL)]
Level = Literal["", "province", "city", "county", "street", "community", "grid", "estate", "building"]


class DatedIn(Schema):
    """Every change has its day and its reason."""

    on: date
    reason: Reason


class BodyIn(DatedIn):
    """A new body; functions by code, the level of its area unless given."""

    kind: Word
    name: Line
    area_id: Key
    line_parent_id: Key | None = None
    functions: list[Word] = Field(default_factory=list, max_length=50)
    level: Level = ""
    short_name: Word = ""
    uscc: Word = ""
    office_phone: Word = ""
    public_contact: Line = ""
    draft: bool = False


class BodyRenameIn(DatedIn):
    name: Line
    short_name: Word | None = None


class BodyMoveIn(DatedIn):
    area_id: Key
    line_parent_id: Key | None = None


class BodyMergeIn(DatedIn):
    into_id: Key


class BodyEditIn(DatedIn):
    """What may change without a new name, parent or area."""

    short_name: Word | None = None
    uscc: Word | None = None
    office_phone: Word | None = None
    public_contact: Line | None = None
    level: Level | None = None
    functions: list[Word] | None = Field(None, max_length=50)


class ServeIn(DatedIn):
    area_id: Key


class PostIn(Schema):
    title: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=NO_NUL)]
    kind: Word
    seats: int = Field(1, ge=1, le=500)
    term_years: int | None = Field(None, ge=1, le=10)
    reason: Reason


class PostOut(Schema):
    """A seat in a body."""

    id: int
    body_id: int
    title: str
    kind: str
    seats: int
    term_years: int | None
    active: bool


class AppointIn(Schema):
    """From when to when, both days included; without an end the term of the post applies."""

    account_id: Key
    since: date
    until: date | None = None
    part_time: bool = False
    remit: Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)] = ""
    reason: Reason


class AppointmentOut(Schema):
    id: int
    post_id: int
    account_id: int
    term_from: date
    term_to: date | None
    part_time: bool
    remit: str
    reason: str


class KindIn(Schema):
    """A kind as typed; `parents` are codes of kinds."""

    name: Word
    parents: list[Word] = Field(max_length=60)
    name_en: Line = ""
    may_be_root: bool = False
    one_per_parent: bool = False
    active: bool = True
    reason: Reason


class FunctionIn(Schema):
    name: Word
    name_en: Line = ""
    aliases: list[Word] = Field(default_factory=list, max_length=30)
    is_department: bool = True
    active: bool = True
    reason: Reason


class NewFunctionIn(FunctionIn):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$")]


class GrantIn(Schema):
    account_id: Key
    role: Word
    area_id: Key
    body_id: Key | None = None
    line_body_id: Key | None = None
    reason: Reason


class BodyReasonIn(Schema):
    reason: Reason


class FunctionOut(Schema):
    code: str
    name: str
    name_en: str
    aliases: list[str]
    department: bool
    active: bool


class KindOut(Schema):
    """A kind with the codes of the kinds under which it may stand."""

    code: str
    name: str
    name_en: str
    parents: list[str]
    may_be_root: bool
    one_per_parent: bool
    active: bool


class BodyOut(Schema):
    """One body. `line_path` is the path of ids from the top of its line."""

    id: int
    kind: str
    name: str
    short_name: str
    line_parent_id: int | None
    line_path: str
    area_id: int
    level: str
    functions: list[str]
    uscc: str
    office_phone: str
    public_contact: str
    state: str
    merged_into_id: int | None
    valid_from: date
    valid_to: date | None

    @staticmethod
    def resolve_kind(body: Body) -> str:
        return body.kind.code

    @staticmethod
    def resolve_functions(body: Body) -> list[str]:
        return sorted(function.code for function in body.functions.all())


class BodiesOut(Schema):
    items: list[BodyOut]
    next_cursor: str | None


class BodyChangeOut(Schema):
    """One row of the history of a body; `kind` says what changed."""

    kind: str
    on: date
    reason: str
    before: dict[str, object]
    after: dict[str, object]
    into_id: int | None
    at: datetime


class GrantOut(Schema):
    """A role with the area, body and line for which it is held."""

    id: int
    account_id: int
    role: str
    area_id: int
    body_id: int | None
    line_body_id: int | None
    valid_from: datetime
    valid_to: datetime | None
    reason: str

    @staticmethod
    def resolve_id(grant: RoleGrant) -> int:
        return grant.pk


class GrantsOut(Schema):
    items: list[GrantOut]
    next_cursor: str | None
