"""What organisations say on the wire."""

from datetime import date, datetime

from ninja import Schema

from huying.organisations.models import Body, RoleGrant


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


class ChangeOut(Schema):
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
