"""Reads of the administration pages: what stands beside one area, and its history in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.territory import states as s
from huying.territory.models import Alias, Area, AreaChange, Boundary, Building, FormerArea, GridDuty
from huying.territory.queries.areas import AreaBrief, area_briefs, home_path, living
from huying.territory.queries.history import successors
from huying.territory.rules import rules


def may_change(actor: Actor, area: Area) -> bool:
    return area.valid_to is None and rules.allows(actor, to="change", row=area)


def found(words: str) -> QuerySet[Area]:
    """Living areas of the place we serve whose code begins with the words or whose name or alias contains them."""
    here = living().filter(path__startswith=home_path())
    if words.upper().replace("X", "").isdigit():
        return here.filter(code__startswith=words.upper())
    named = Alias.objects.filter(text__contains=words.lower()).values("area_id")
    return here.filter(Q(name__contains=words) | Q(pk__in=named))


def aliases_of(area_id: int) -> list[Alias]:
    return list(Alias.objects.filter(area_id=area_id).order_by("kind", "text", "number_from"))


def boundary_of(area_id: int) -> Boundary | None:
    return Boundary.objects.filter(area_id=area_id, valid_to=None).first()


def duty_of(area: Area) -> GridDuty | None:
    return GridDuty.objects.filter(area=area).first() if area.level == s.GRID else None


def building_of(area: Area) -> Building | None:
    return Building.objects.filter(area=area).first() if area.level == s.BUILDING else None


def alias_of(area_id: int, alias_id: int) -> Alias:
    """One name of an area."""
    alias = Alias.objects.select_related("area").filter(pk=alias_id, area_id=area_id).first()
    if alias is None:
        raise NotFound(alias=alias_id)
    return alias


def successor_briefs(area: Area) -> list[AreaBrief]:
    """Who followed an area that has ended."""
    return list(area_briefs(successors(area.pk)).values()) if area.valid_to is not None else []


@dataclass(frozen=True, slots=True)
class Past:
    """One line of the history of an area."""

    on: date
    kind: str
    label: Any
    reason: str
    document_no: str
    name: str
    code: str
    others: tuple[AreaBrief, ...]


def history_of(area_id: int) -> list[Past]:
    """Newest first: what happened, why, and how the area stood before."""
    before = {row.until: row for row in FormerArea.objects.filter(area_id=area_id)}
    changes = list(
        AreaChange.objects.filter(Q(area_id=area_id) | Q(successions__new_id=area_id))
        .distinct()
        .prefetch_related("successions")
        .order_by("-on", "-id")[:200]
    )
    touched = {pk for change in changes for row in change.successions.all() for pk in (row.old_id, row.new_id)}
    briefs = area_briefs(touched - {area_id})
    return [_past(change, before.get(change.on), briefs) for change in changes]


def _past(change: AreaChange, former: FormerArea | None, briefs: dict[int, AreaBrief]) -> Past:
    ids = [pk for row in change.successions.all() for pk in (row.old_id, row.new_id) if pk in briefs]
    return Past(
        on=change.on,
        kind=change.kind,
        label=s.CHANGES[change.kind],
        reason=change.reason,
        document_no=change.document_no,
        name=former.name if former else "",
        code=former.code if former else "",
        others=tuple(briefs[pk] for pk in dict.fromkeys(ids)),
    )


def all_changes() -> QuerySet[AreaChange]:
    return AreaChange.objects.select_related("area")
