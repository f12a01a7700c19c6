"""Creating, renaming, recoding and dissolving an area."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotAllowed
from huying.territory import codes
from huying.territory import states as s
from huying.territory.actions.records import (
    Decision,
    NewArea,
    after,
    area_for,
    check_decision,
    insert_all,
    keep_former,
    record,
    record_created,
    refuse_taken,
    remember_name,
    touch_version,
)
from huying.territory.errors import CodeMalformed, StillInUse
from huying.territory.models import Area, Boundary, GridDuty
from huying.territory.names import short_name, sort_key


@transaction.atomic
def create_area(actor: Actor, *, parent_id: int | None, new: NewArea, decision: Decision, at: datetime) -> Area:
    """A new place. Only the system itself plants a root."""
    return create_areas(actor, parent_id=parent_id, new=[new], decision=decision, at=at)[0]


@transaction.atomic
def create_areas(
    actor: Actor, *, parent_id: int | None, new: Sequence[NewArea], decision: Decision, at: datetime
) -> list[Area]:
    """Several places of one level below one parent, with one decision."""
    touch_version()
    check_decision(decision, at=at)
    if parent_id is None and not actor.is_system:
        raise NotAllowed
    parent = area_for(actor, parent_id) if parent_id is not None else None
    if parent is not None and decision.on < parent.valid_from:
        raise Invalid(fields={"on": _("不能早于上级区划的设立日期。")})
    areas = insert_all(parent, new, decision.on)
    GridDuty.objects.bulk_create(GridDuty(area=area) for area in areas if area.level == s.GRID)
    record_created(actor, areas, decision, at=at)
    return areas


@transaction.atomic
def rename_area(actor: Actor, *, area_id: int, name: str, decision: Decision, at: datetime) -> Area:
    """Another name. The former one keeps leading here."""
    touch_version()
    area = area_for(actor, area_id)
    check_decision(decision, at=at, areas=(area,))
    name = name.strip()
    if not name or name == area.name:
        raise Invalid(fields={"name": _("请填写与现在不同的名称。")})
    keep_former(area, decision)
    old = (area.name, area.short_name)
    area.name, area.short_name, area.sort_key = name, short_name(area.level, name), sort_key(name)
    area.save(update_fields=["name", "short_name", "sort_key", "since"])
    remember_name(area, *old)
    record(actor, area, s.RENAME, decision, at=at)
    return area


@transaction.atomic
def recode_area(actor: Actor, *, area_id: int, code: str, decision: Decision, at: datetime) -> Area:
    """Another code, e.g. of a new year's statistical list; what stands below and carries its digits follows."""
    touch_version()
    area = area_for(actor, area_id)
    check_decision(decision, at=at, areas=(area,))
    code = code.strip().upper()
    if not codes.well_formed(area.level, code) or code == area.code:
        raise CodeMalformed(fields={"code": _("请填写这一级的新代码。")}, code=code)
    recode(area, code, decision)
    record(actor, area, s.RECODE, decision, at=at)
    return area


def recode(area: Area, code: str, decision: Decision) -> None:
    """The area and everything below that carries its digits. Used by moves as well."""
    refuse_taken([code], area.level, but=area.pk)
    old_stem, new_stem = codes.stem(area.level, area.code), codes.stem(area.level, code)
    below = Area.objects.filter(path__startswith=area.path, valid_to=None, code__startswith=old_stem)
    keep_former(area, decision)
    area.code = code
    area.save(update_fields=["code", "since"])
    if not old_stem:
        return
    for row in below.exclude(pk=area.pk).select_for_update().order_by("path"):
        keep_former(row, after(row, decision))
        row.code = new_stem + row.code[len(old_stem) :]
        row.save(update_fields=["code", "since"])


@transaction.atomic
def dissolve_area(actor: Actor, *, area_id: int, decision: Decision, at: datetime) -> Area:
    """The end of an area that has nothing below it any more. Its old data stays with the area above."""
    touch_version()
    area = area_for(actor, area_id)
    check_decision(decision, at=at, areas=(area,))
    if Area.objects.filter(parent=area, valid_to=None).exists():
        raise StillInUse(area=area_id)
    end(area, decision)
    record(actor, area, s.DISSOLVE, decision, at=at)
    return area


def end(area: Area, decision: Decision) -> None:
    """The last day of an area and of its boundary."""
    area.valid_to = decision.on
    area.save(update_fields=["valid_to"])
    Boundary.objects.filter(area=area, valid_to=None).update(valid_to=decision.on)
