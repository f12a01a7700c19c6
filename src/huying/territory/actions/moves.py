"""Moving, merging and splitting areas, so that old data still rolls up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.territory import codes
from huying.territory import states as s
from huying.territory.actions.life import end, recode
from huying.territory.actions.outlines import join_boundaries
from huying.territory.actions.records import (
    Decision,
    NewArea,
    after,
    area_for,
    check_decision,
    free_code,
    insert,
    keep_former,
    move_subtree,
    record,
    remember_name,
    touch_version,
)
from huying.territory.errors import WrongPlace
from huying.territory.models import Alias, Area, GridDuty


@dataclass(frozen=True, slots=True)
class Part:
    """One of the areas that come out of a split, with the children that go to it."""

    new: NewArea
    child_ids: tuple[int, ...] = ()


@transaction.atomic
def move_area(actor: Actor, *, area_id: int, parent_id: int, decision: Decision, at: datetime, code: str = "") -> Area:
    """Under another parent, with everything below. Grids, estates and buildings get codes of their new community."""
    touch_version()
    area, parent = area_for(actor, area_id), area_for(actor, parent_id)
    check_decision(decision, at=at, areas=(area,))
    if parent.path.startswith(area.path) or area.parent_id == parent.pk:
        raise WrongPlace(fields={"parent": _("请选择另一个上级区划。")})
    if not codes.fits_under(area.level, area.kind, parent.level, parent.kind):
        raise WrongPlace(fields={"parent": _("这一级区划不能设在所选的上级之下。")})
    if code and not codes.well_formed(area.level, code):
        raise Invalid(fields={"code": _("代码不符合这一级的编码规则。")})
    hang(area, parent, decision)
    if code:
        recode(area, code, decision)
    recode_places(area, decision)
    record(actor, area, s.MOVE, decision, at=at)
    return area


@transaction.atomic
def merge_areas(actor: Actor, *, source_ids: Iterable[int], into_id: int, decision: Decision, at: datetime) -> Area:
    """Sources end; what stands below them, their names, outlines and old data pass to the target."""
    touch_version()
    into = area_for(actor, into_id)
    sources = [area_for(actor, pk) for pk in sorted(set(source_ids) - {into_id})]
    check_decision(decision, at=at, areas=(into, *sources))
    if not sources:
        raise Invalid(fields={"sources": _("请至少选择一个要并入的区划。")})
    if any(one.level != into.level or (one.kind == "micro") != (into.kind == "micro") for one in sources):
        raise WrongPlace(fields={"sources": _("只能合并同一级的区划。")})
    for source in sources:
        _pour(source, into, decision)
        record(actor, source, s.MERGE, decision, at=at, new=(into,))
    join_boundaries(into, sources, decision)
    for source in sources:
        end(source, decision)
    return into


def _pour(source: Area, into: Area, decision: Decision) -> None:
    for child in _living_children(source):
        hang(child, into, decision)
        recode_places(child, decision)
    remember_name(into, source.name, source.short_name)
    for alias in source.aliases.all():
        Alias.objects.get_or_create(
            area=into, text=alias.text, kind=alias.kind, number_from=alias.number_from,
            defaults={"number_to": alias.number_to},
        )  # fmt: skip
    hang(source, into, decision)


@transaction.atomic
def split_area(
    actor: Actor, *, area_id: int, parts: Iterable[Part], keep: bool, decision: Decision, at: datetime
) -> list[Area]:
    """New areas beside the old one take the children named. `keep`: the old one goes on with the rest.

    Old data that hung on the area itself cannot be divided: it stays with the old area, or, when that ends, counts
    for the area above.
    """
    touch_version()
    area = area_for(actor, area_id)
    check_decision(decision, at=at, areas=(area,))
    parts = list(parts)
    children = {child.pk: child for child in _living_children(area)}
    _check_parts(parts, set(children), keep=keep)
    if not keep:
        end(area, decision)
    parent = area_for(actor, area.parent_id) if area.parent_id else None
    made = [_grow(parent, part, area, children, decision) for part in parts]
    record(actor, area, s.SPLIT, decision, at=at, new=tuple(made))
    return made


def _check_parts(parts: list[Part], children: set[int], *, keep: bool) -> None:
    given = [pk for part in parts for pk in part.child_ids]
    if len(parts) < (1 if keep else 2):
        raise Invalid(fields={"parts": _("请写明拆分后的区划；原区划撤销时至少两个。")})
    if len(given) != len(set(given)) or not set(given) <= children:
        raise Invalid(fields={"parts": _("每个下级只能划给一个新区划。")})
    if not keep and set(given) != children:
        raise Invalid(fields={"parts": _("原区划撤销时，每个下级都要有去处。")})


def _grow(parent: Area | None, part: Part, old: Area, children: dict[int, Area], decision: Decision) -> Area:
    if part.new.level != old.level:
        raise WrongPlace(fields={"parts": _("拆分出的区划应与原区划同级。")})
    area = insert(parent, part.new, decision.on)
    if area.level == s.GRID:
        GridDuty.objects.create(area=area)
    for pk in part.child_ids:
        hang(children[pk], area, decision)
        recode_places(children[pk], decision)
    return area


def hang(area: Area, parent: Area, decision: Decision) -> None:
    """Put an area and everything below it under another parent, and write down where it was."""
    keep_former(area, after(area, decision))
    old_path = area.path
    area.parent, area.path = parent, f"{parent.path}{area.pk}/"
    area.save(update_fields=["parent", "path", "since"])
    move_subtree(old_path, area.path)


def recode_places(area: Area, decision: Decision) -> None:
    """Codes of grids, estates and buildings begin with their community: give new ones where that changed."""
    if area.level in s.DIVISIONS:
        return
    order = {s.GRID: 0, s.ESTATE: 1, s.BUILDING: 2}
    rows = list(Area.objects.filter(path__startswith=area.path, valid_to=None).select_for_update())
    for row in sorted(rows, key=lambda r: (order[r.level], r.kind == "micro", r.code)):
        above = _coding_parent(row)
        if not codes.belongs_to(row.level, row.code, above.code):
            keep_former(row, after(row, decision))
            row.code = free_code(above, row.level, row.kind)
            row.save(update_fields=["code", "since"])
    area.refresh_from_db()


def _coding_parent(row: Area) -> Area:
    """The grid of a micro-grid, the community of everything else below."""
    wanted = s.GRID if row.kind == "micro" else s.COMMUNITY
    steps = [int(step) for step in row.path.split("/") if step][:-1]
    return Area.objects.filter(pk__in=steps, level=wanted, valid_to=None).order_by("-path")[0]


def _living_children(area: Area) -> list[Area]:
    return list(Area.objects.filter(parent=area, valid_to=None).select_for_update().order_by("code", "id"))
