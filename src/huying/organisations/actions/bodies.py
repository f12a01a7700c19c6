"""Founding a body and changing it while it lives; each change leaves a row in its history."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce
from huying.kernel.pinyin import sort_key
from huying.organisations.actions.history import face, record, record_founded
from huying.organisations.actions.parents import (
    check_parent,
    check_parents,
    line_path_of,
    parent_for,
    parents_for,
    repath,
)
from huying.organisations.events import BodyChanged, BodyCoverageChanged, BodyFounded
from huying.organisations.models import Body, BodyFunction, BodyKind, ServedArea
from huying.organisations.queries.bodies import body_for
from huying.organisations.queries.places import place, places
from huying.organisations.rules import demand_keeper
from huying.organisations.states import ACTIVE, BODY_FLOW, DRAFT, body_levels
from huying.organisations.uscc import is_uscc

TEXTS = ("name", "short_name", "office_phone", "public_contact")


@dataclass(frozen=True, slots=True)
class NewBody:
    """What must be known to found a body. The level follows the area unless it is given."""

    kind: str
    name: str
    area_id: int
    line_parent_id: int | None = None
    functions: tuple[str, ...] = ()
    level: str = ""
    short_name: str = ""
    uscc: str = ""
    office_phone: str = ""
    public_contact: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class BodyDetails:
    """What may be edited without a new name, parent or area; None leaves a value as it is."""

    short_name: str | None = None
    uscc: str | None = None
    office_phone: str | None = None
    public_contact: str | None = None
    level: str | None = None
    functions: tuple[str, ...] | None = None

    def columns(self) -> dict[str, str]:
        given = {
            "short_name": self.short_name,
            "uscc": None if self.uscc is None else checked_uscc(self.uscc),
            "office_phone": self.office_phone,
            "public_contact": self.public_contact,
            "level": self.level,
        }
        return {name: value.strip() for name, value in given.items() if value is not None}


@transaction.atomic
def found_body(actor: Actor, *, body: NewBody, reason: str, at: datetime, on: date | None = None) -> Body:
    """A new body, at work from `on` (today unless said), or a draft."""
    return found_bodies(actor, bodies=[body], reason=reason, at=at, on=on)[0]


@transaction.atomic
def found_bodies(
    actor: Actor, *, bodies: Sequence[NewBody], reason: str, at: datetime, on: date | None = None
) -> list[Body]:
    """Several at once, all or none, under parents that stand already; few statements however many there are."""
    areas = places([body.area_id for body in bodies])
    for area in areas.values():
        demand_keeper(actor, area_path=area.path)
    parents = parents_for({body.line_parent_id for body in bodies if body.line_parent_id is not None})
    kinds = {code: _kind(code) for code in sorted({body.kind for body in bodies})}
    placed = [(kinds[body.kind], parents[body.line_parent_id] if body.line_parent_id else None) for body in bodies]
    check_parents(placed)
    functions = _functions({code for body in bodies for code in body.functions})
    day = on or at.date()
    rows = [
        _row(body, kind, parent, level=body.level or areas[body.area_id].level, day=day)
        for body, (kind, parent) in zip(bodies, placed, strict=True)
    ]
    _kept(rows, lambda: Body.objects.bulk_create(rows))
    for row in rows:
        row.line_path = line_path_of(row, row.line_parent)
    Body.objects.bulk_update(rows, ["line_path"], batch_size=500)
    doing = [(row, functions[code]) for row, body in zip(rows, bodies, strict=True) for code in set(body.functions)]
    Body.functions.through.objects.bulk_create(
        Body.functions.through(body_id=row.pk, bodyfunction_id=function.pk) for row, function in doing
    )
    record_founded(actor, {row: body.functions for row, body in zip(rows, bodies, strict=True)}, reason=reason, at=at)
    for row in rows:
        announce(BodyFounded(row.pk, row.kind.code, row.area_id, row.line_parent_id, day), by=actor, at=at)
    return rows


def _row(body: NewBody, kind: BodyKind, parent: Body | None, *, level: str, day: date) -> Body:
    return Body(
        kind=kind,
        **_named(body.name),
        short_name=body.short_name.strip(),
        line_parent=parent,
        area_id=body.area_id,
        level=level,
        uscc=checked_uscc(body.uscc),
        office_phone=body.office_phone.strip(),
        public_contact=body.public_contact.strip(),
        state=DRAFT if body.draft else ACTIVE,
        valid_from=day,
    )


@transaction.atomic
def activate_body(actor: Actor, *, body_id: int, on: date, reason: str, at: datetime) -> Body:
    body = body_for(actor, body_id, to="manage", lock=True)
    before = face(body)
    body.state = BODY_FLOW.after("activate", body.state)
    body.valid_from = on
    _save(body)
    return _changed(actor, body, "activated", before, {"on": on, "reason": reason, "at": at})


@transaction.atomic
def rename_body(
    actor: Actor, *, body_id: int, name: str, on: date, reason: str, at: datetime, short_name: str | None = None
) -> Body:
    """The old name stays in the history and is still found by search."""
    body = body_for(actor, body_id, to="manage", lock=True)
    BODY_FLOW.edge("rename", body.state)
    before = face(body)
    for column, value in _named(name).items():
        setattr(body, column, value)
    if short_name is not None:
        body.short_name = short_name.strip()
    _save(body)
    return _changed(actor, body, "renamed", before, {"on": on, "reason": reason, "at": at})


@transaction.atomic
def move_body(
    actor: Actor,
    *,
    body_id: int,
    line_parent_id: int | None,
    area_id: int,
    on: date,
    reason: str,
    at: datetime,
) -> Body:
    """A new line parent, a new area, or both; everything below it in the line goes with it."""
    body = body_for(actor, body_id, to="manage", lock=True)
    BODY_FLOW.edge("move", body.state)
    area = place(area_id)
    demand_keeper(actor, area_path=area.path)
    before = face(body)
    parent = parent_for(line_parent_id)
    check_parent(body.kind, parent, body_id=body.pk)
    repath(body, parent)
    body.line_parent, body.area_id = parent, area_id
    _save(body)
    return _changed(actor, body, "moved", before, {"on": on, "reason": reason, "at": at})


@transaction.atomic
def edit_body(actor: Actor, *, body_id: int, details: BodyDetails, on: date, reason: str, at: datetime) -> Body:
    body = body_for(actor, body_id, to="manage", lock=True)
    before = face(body)
    for column, value in details.columns().items():
        setattr(body, column, value)
    _save(body)
    if details.functions is not None:
        body.functions.set(_functions(set(details.functions)).values())
    return _changed(actor, body, "edited", before, {"on": on, "reason": reason, "at": at})


@transaction.atomic
def serve_area(actor: Actor, *, body_id: int, area_id: int, on: date, at: datetime, reason: str = "") -> ServedArea:
    """The body serves one more area besides its own."""
    body = body_for(actor, body_id, to="manage", lock=True)
    place(area_id)
    row, fresh = ServedArea.objects.get_or_create(
        body=body, area_id=area_id, valid_to=None, defaults={"valid_from": on}
    )
    if fresh:
        fact = BodyCoverageChanged(body_id=body.pk, area_id=area_id, served=True, on=on)
        announce(fact, by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def stop_serving(actor: Actor, *, body_id: int, area_id: int, on: date, at: datetime, reason: str = "") -> None:
    body = body_for(actor, body_id, to="manage", lock=True)
    if ServedArea.objects.filter(body=body, area_id=area_id, valid_to=None).update(valid_to=on):
        fact = BodyCoverageChanged(body_id=body.pk, area_id=area_id, served=False, on=on)
        announce(fact, by=actor, at=at, reason=reason)


def checked_uscc(code: str) -> str:
    code = code.strip().upper()
    if code and not is_uscc(code):
        raise Invalid(fields={"uscc": _("统一社会信用代码不对：应为 18 位，末位是校验码。请对照证照再核一遍。")})
    return code


def _changed(actor: Actor, body: Body, change: str, before: dict[str, Any], note: dict[str, Any]) -> Body:
    record(actor, body, change=change, before=before, **note)
    announce(BodyChanged(body_id=body.pk, change=change, on=note["on"]), by=actor, at=note["at"])
    return body


def _named(name: str) -> dict[str, str]:
    name = name.strip()
    if not name:
        raise Invalid(fields={"name": _("请填写名称。")})
    return {"name": name, "sort_name": sort_key(name)}


def _save(body: Body) -> None:
    _kept([body], body.save)


def _kept(bodies: Sequence[Body], write: Callable[[], object]) -> None:
    """Says in words what the database would refuse."""
    for body in bodies:
        if wrong := _unfit(body):
            raise Invalid(fields=wrong)
    try:
        with transaction.atomic():
            write()
    except IntegrityError as refused:
        if "body_name_once_in_area" in str(refused):
            raise Invalid(fields={"name": _("这个区域里已有同名的组织，请核对后换一个名称。")}) from refused
        if "body_uscc_once" in str(refused):
            raise Invalid(fields={"uscc": _("这个统一社会信用代码已被另一个在用组织登记，请核对。")}) from refused
        if "body_dates" in str(refused):
            raise Invalid(fields={"on": _("停用日期不能早于启用日期。")}) from refused
        raise


def _unfit(body: Body) -> dict[str, str]:
    """Texts longer than their column, and a level that does not exist."""
    limits = {name: getattr(Body._meta.get_field(name), "max_length", None) or 0 for name in TEXTS}
    found = {
        name: _("超过 %(most)s 个字，请缩短。") % {"most": most}
        for name, most in limits.items()
        if len(getattr(body, name)) > most
    }
    if body.level not in dict(body_levels()):
        found["level"] = _("没有这个层级，请从列表中选择。")
    return found


def _kind(code: str) -> BodyKind:
    kind = BodyKind.objects.filter(code=code, active=True).first()
    if kind is None:
        raise Invalid(fields={"kind": _("没有这个组织类别，请从列表中选择。")}, kind=code)
    return kind


def _functions(codes: Collection[str]) -> dict[str, BodyFunction]:
    found = {function.code: function for function in BodyFunction.objects.filter(code__in=codes)} if codes else {}
    if missing := set(codes) - set(found):
        raise Invalid(fields={"functions": _("没有这项职能，请从列表中选择。")}, functions=sorted(missing))
    return found
