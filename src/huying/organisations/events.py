"""What organisations announce. Ids, codes and dates only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from huying.kernel.journal import Event, event


@event
@dataclass(frozen=True)
class BodyFounded(Event):
    code: ClassVar[str] = "organisations.body_founded"
    thing: ClassVar[str] = "body"
    body_id: int
    kind: str
    area_id: int
    line_parent_id: int | None
    on: date


@event
@dataclass(frozen=True)
class BodyChanged(Event):
    """`change` is a code of `states.change_kinds`; `into_id` names the body that took over."""

    code: ClassVar[str] = "organisations.body_changed"
    thing: ClassVar[str] = "body"
    body_id: int
    change: str
    on: date
    into_id: int | None = None


@event
@dataclass(frozen=True)
class BodyCoverageChanged(Event):
    code: ClassVar[str] = "organisations.body_coverage_changed"
    thing: ClassVar[str] = "body"
    body_id: int
    area_id: int
    served: bool
    on: date


@event
@dataclass(frozen=True)
class PostOpened(Event):
    code: ClassVar[str] = "organisations.post_opened"
    thing: ClassVar[str] = "post"
    post_id: int
    body_id: int
    kind: str


@event
@dataclass(frozen=True)
class PersonAppointed(Event):
    code: ClassVar[str] = "organisations.person_appointed"
    thing: ClassVar[str] = "post"
    post_id: int
    appointment_id: int
    account_id: int
    term_from: date
    term_to: date | None
    part_time: bool


@event
@dataclass(frozen=True)
class AppointmentEnded(Event):
    code: ClassVar[str] = "organisations.appointment_ended"
    thing: ClassVar[str] = "post"
    post_id: int
    appointment_id: int
    on: date


@event
@dataclass(frozen=True)
class RoleGranted(Event):
    code: ClassVar[str] = "organisations.role_granted"
    thing: ClassVar[str] = "account"
    account_id: int
    grant_id: int
    role: str
    area_id: int
    body_id: int | None
    line_body_id: int | None


@event
@dataclass(frozen=True)
class RoleEnded(Event):
    code: ClassVar[str] = "organisations.role_ended"
    thing: ClassVar[str] = "account"
    account_id: int
    grant_id: int
    role: str


@event
@dataclass(frozen=True)
class KindRuleChanged(Event):
    code: ClassVar[str] = "organisations.kind_rule_changed"
    thing: ClassVar[str] = "body_kind"
    kind_id: int
    parents: tuple[str, ...]


@event
@dataclass(frozen=True)
class FunctionSaved(Event):
    code: ClassVar[str] = "organisations.function_saved"
    thing: ClassVar[str] = "body_function"
    function_id: int
    function: str
    active: bool


@event
@dataclass(frozen=True)
class BodiesImported(Event):
    """About the area into which the file was taken."""

    code: ClassVar[str] = "organisations.bodies_imported"
    thing: ClassVar[str] = "area"
    area_id: int
    count: int
    file_hash: str


@event
@dataclass(frozen=True)
class DefaultsLoaded(Event):
    """About the organisations as a whole; the tenant is one, so its id is 1."""

    code: ClassVar[str] = "organisations.defaults_loaded"
    thing: ClassVar[str] = "organisations"
    kinds: int
    rules: int
    functions: int

    @property
    def thing_id(self) -> int:
        return 1


@event
@dataclass(frozen=True)
class PostClosed(Event):
    code: ClassVar[str] = "organisations.post_closed"
    thing: ClassVar[str] = "post"
    post_id: int
