"""Grids: what is public about them, and which are too big or too small."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huying.territory.models import Area, GridDuty, GridSizeRule


@dataclass(frozen=True, slots=True)
class SizeAlert:
    """A grid outside the band of its kind, and why."""

    area_id: int
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridTold:
    """What must be public about a grid and kept current (B.4): which office to call, where to complain, since when."""

    area_id: int
    code: str
    name: str
    contact_office: str
    contact_phone: str
    complaint_phone: str
    current_on: date | None


def grids_told(community_id: int) -> list[GridTold]:
    """The living grids of a community, in order, with their public contacts; one that has none yet is there too."""
    rows = Area.objects.filter(parent_id=community_id, level="grid", valid_to=None).order_by("code", "sort_key", "id")
    return [_told(area, getattr(area, "grid_duty", None)) for area in rows.select_related("grid_duty")]


def _told(area: Area, duty: GridDuty | None) -> GridTold:
    if duty is None:
        return GridTold(area.pk, area.code, area.name, "", "", "", None)
    return GridTold(
        area.pk, area.code, area.name, duty.contact_office, duty.contact_phone, duty.complaint_phone, duty.current_on
    )


def size_rules(on: date) -> dict[str, GridSizeRule]:
    """The rule in force that day for each kind of grid."""
    return {rule.kind: rule for rule in GridSizeRule.objects.filter(valid_from__lte=on).order_by("valid_from")}


def grids_outside_band(path: str, *, on: date) -> list[SizeAlert]:
    """Living grids under a path whose size is known and outside the band of that day."""
    rules = size_rules(on)
    rows = GridDuty.objects.filter(area__path__startswith=path, area__valid_to=None, area__kind__in=rules)
    found = []
    for duty in rows.select_related("area").order_by("area__sort_key", "area_id"):
        reasons = tuple(_reasons(duty, rules[duty.area.kind]))
        if reasons:
            found.append(SizeAlert(duty.area_id, duty.area.name, reasons))
    return found


def _reasons(duty: GridDuty, rule: GridSizeRule) -> Iterable[str]:
    if duty.households is not None and duty.households < rule.households_min:
        yield _("%(n)s 户，少于 %(least)s 户") % {"n": duty.households, "least": rule.households_min}
    if duty.households is not None and duty.households > rule.households_max:
        yield _("%(n)s 户，多于 %(most)s 户") % {"n": duty.households, "most": rule.households_max}
    if duty.residents is not None and duty.residents > rule.residents_max:
        yield _("居民 %(n)s 人，多于 %(most)s 人") % {"n": duty.residents, "most": rule.residents_max}


def public_grid(code: str) -> tuple[Area, GridDuty] | None:
    """A living grid by its code, with what must be public about it."""
    duty = GridDuty.objects.select_related("area").filter(area__code=code, area__level="grid", area__valid_to=None)
    row = duty.first()
    return (row.area, row) if row else None
