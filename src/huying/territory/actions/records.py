"""What every change of an area has in common: the door, the day and reason, the history row, the version."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce
from huying.territory import codes
from huying.territory import states as s
from huying.territory.errors import AreaEnded, CodeMalformed, CodeTaken, NotInOrder, WrongPlace
from huying.territory.events import AreaChanged
from huying.territory.models import Alias, Area, AreaChange, FormerArea, Succession, TerritoryVersion
from huying.territory.names import short_name, sort_key
from huying.territory.rules import rules
from huying.territory.spelling import plain

HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Decision:
    """Why and from which day something changes; the document that says so, when there is one."""

    on: date
    reason: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class NewArea:
    """What a new area needs. Grids, estates and buildings without a code get the next free one."""

    level: str
    name: str
    code: str = ""
    kind: str = ""
    lon: float | None = None
    lat: float | None = None
    sketch: bool = False


def touch_version() -> None:
    """A fresh token. The row is locked until the end: changes of the territory come one after another."""
    row = TerritoryVersion(only=True, token=uuid.uuid4())
    TerritoryVersion.objects.bulk_create([row], update_conflicts=True, unique_fields=["only"], update_fields=["token"])


def area_for(actor: Actor, area_id: int, *, to: str = "change", alive: bool = True) -> Area:
    """The single door to one area: found, permitted, locked and, unless told otherwise, alive."""
    area = rules.door(actor, Area.objects.all(), to=to, lock=to != "see", pk=area_id)
    if alive and area.valid_to is not None:
        raise AreaEnded(area=area_id)
    return area


def check_decision(decision: Decision, *, at: datetime, areas: tuple[Area, ...] = ()) -> None:
    """A reason, a day that has come, and not before the last change of the areas concerned."""
    if not decision.reason.strip():
        raise Invalid(fields={"reason": _("请写明变更原因。")})
    if decision.on > at.astimezone(HERE).date():
        raise Invalid(fields={"on": _("变更日期还没有到，请在生效当日或之后登记。")})
    for area in areas:
        if decision.on < area.since:
            raise NotInOrder(area=area.pk, since=area.since.isoformat())


def keep_former(area: Area, decision: Decision) -> None:
    """Write down how the area stood until now. Call before changing name, parent or code."""
    if decision.on > area.since:
        FormerArea.objects.create(
            area=area, parent_id=area.parent_id, code=area.code, name=area.name, since=area.since, until=decision.on
        )
    area.since = decision.on


def after(area: Area, decision: Decision) -> Decision:
    """For what only follows a change elsewhere: never written down as earlier than its own last change."""
    return decision if decision.on >= area.since else Decision(area.since, decision.reason)


def record(
    actor: Actor, area: Area, kind: str, decision: Decision, *, at: datetime, new: tuple[Area, ...] = ()
) -> AreaChange:
    """The change with its day and reason, who followed whom, and the fact in the journal."""
    change = AreaChange.objects.create(
        area=area,
        kind=kind,
        on=decision.on,
        reason=decision.reason.strip(),
        document_no=decision.document_no.strip(),
        at=at,
        by=actor.account_id,
    )
    Succession.objects.bulk_create(Succession(change=change, old=area, new=one) for one in new)
    ids = tuple(one.pk for one in new)
    announce(AreaChanged(area.pk, change.pk, kind, decision.on, area.level, ids), by=actor, at=at)
    return change


def record_created(actor: Actor, areas: Sequence[Area], decision: Decision, *, at: datetime) -> None:
    """The first change of each."""
    changes = AreaChange.objects.bulk_create(
        AreaChange(
            area=area, kind=s.CREATE, on=decision.on, reason=decision.reason.strip(),
            document_no=decision.document_no.strip(), at=at, by=actor.account_id,
        )
        for area in areas
    )  # fmt: skip
    for area, change in zip(areas, changes, strict=True):
        announce(AreaChanged(area.pk, change.pk, s.CREATE, decision.on, area.level, ()), by=actor, at=at)


def insert(parent: Area | None, new: NewArea, on: date) -> Area:
    return insert_all(parent, [new], on)[0]


def insert_all(parent: Area | None, new: Sequence[NewArea], on: date) -> list[Area]:
    """Rows with their paths, codes and sort keys, checked against the rules of codes."""
    taken: dict[tuple[str, str], set[str]] = {}
    rows = [_row(parent, one, on, taken) for one in new]
    codes_given = Counter((row.level, row.code) for row in rows)
    if any(count > 1 for count in codes_given.values()):
        raise CodeTaken(code=codes_given.most_common(1)[0][0][1])
    for level in {row.level for row in rows}:
        refuse_taken([row.code for row in rows if row.level == level], level)
    for row, pk in zip(rows, next_ids(len(rows)), strict=True):
        row.pk, row.path = pk, f"{parent.path if parent else '/'}{pk}/"
    return Area.objects.bulk_create(rows)


def _row(parent: Area | None, new: NewArea, on: date, taken: dict[tuple[str, str], set[str]]) -> Area:
    name = new.name.strip()
    if not name:
        raise Invalid(fields={"name": _("请写上名称。")})
    code = new.code.strip().upper() or free_code(parent, new.level, new.kind, taken)
    if not codes.well_formed(new.level, code):
        raise CodeMalformed(fields={"code": _("代码不符合这一级的编码规则。")}, code=code)
    kind = new.kind or codes.kind_of(new.level, code)
    _check_place(parent, new.level, kind, code)
    return Area(
        parent=parent,
        level=new.level,
        kind=kind,
        code=code,
        name=name,
        short_name=short_name(new.level, name),
        sort_key=sort_key(name),
        since=on,
        valid_from=on,
        lon=new.lon,
        lat=new.lat,
        sketch=new.sketch,
    )


def _check_place(parent: Area | None, level: str, kind: str, code: str) -> None:
    if level == "grid" and codes.kind_of(level, code) != kind:
        raise CodeMalformed(fields={"code": _("序号与网格类别不符。")}, code=code, kind=kind)
    if parent is None:
        if level != "province":
            raise WrongPlace(fields={"parent": _("请选择上级区划。")})
    elif not codes.fits_under(level, kind, parent.level, parent.kind):
        raise WrongPlace(fields={"parent": _("请选择合适的上级区划。")}, level=level, parent_level=parent.level)
    elif not codes.belongs_to(level, code, parent.code):
        raise CodeMalformed(fields={"code": _("代码前段应与上级区划一致。")}, code=code, above=parent.code)


def refuse_taken(wanted: Sequence[str], level: str, *, but: int = 0) -> None:
    rows = Area.objects.filter(code__in=wanted, level=level, valid_to=None).exclude(pk=but)
    if (code := rows.values_list("code", flat=True).first()) is not None:
        raise CodeTaken(code=code)


def free_code(parent: Area | None, level: str, kind: str, taken: dict[tuple[str, str], set[str]] | None = None) -> str:
    """The next free code of a grid, estate or building below this parent. Former codes are not given out again.

    `taken` remembers what was looked up and given out, for several at once below one parent.
    """
    if parent is None:
        raise CodeMalformed(fields={"code": _("请填写代码。")})
    taken, kind = {} if taken is None else taken, kind or ("base" if level == "grid" else level)
    if (level, kind) not in taken:
        taken[level, kind] = _taken(parent, level, kind)
    found = codes.next_code(level, kind, parent.code, taken[level, kind])
    if found is None:
        raise CodeMalformed(fields={"code": _("请填写代码。")})
    taken[level, kind].add(found)
    return found


def _taken(parent: Area, level: str, kind: str) -> set[str]:
    stem = parent.code[: 15 if kind == "micro" else 12]
    rows = Area.objects.filter(code__startswith=stem, level=level).values_list("code", flat=True)
    former = FormerArea.objects.filter(code__startswith=stem, area__level=level).values_list("code", flat=True)
    return set(rows) | set(former)


def move_subtree(old_path: str, new_path: str) -> None:
    """Everything below moves along with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE territory_area SET path = %s || substr(path, %s) WHERE path LIKE %s AND path <> %s",
            [new_path, len(old_path) + 1, old_path + "%", old_path],
        )


def next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('territory_area', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [int(pk) for (pk,) in cursor.fetchall()]


def remember_name(area: Area, *names: str) -> None:
    """Former names keep leading to the area."""
    words = {plain(name) for name in names} - {plain(area.name), plain(area.short_name)}
    rows: list[Any] = [Alias(area=area, text=word, kind="former") for word in sorted(words) if len(word) > 1]
    Alias.objects.bulk_create(rows, ignore_conflicts=True)


def refuse_outside(actor: Actor) -> None:
    """Only the system itself, or a system administrator, sets what belongs to no single area."""
    rules.enter(actor, to="change")
