"""What is written beside areas: public duty of a grid, buildings, aliases, roads, population, the area served."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.edge import whole_number
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce
from huying.kernel.tables import FileUnreadable, read_lines
from huying.territory import states as s
from huying.territory.actions.records import HERE, Decision, area_for, check_decision, refuse_outside, touch_version
from huying.territory.errors import WrongPlace
from huying.territory.events import AreaDescribed, GridSizeRuleSet
from huying.territory.models import Alias, Area, Building, GridDuty, GridSizeRule, Jurisdiction, Population
from huying.territory.rules import rules
from huying.territory.spelling import plain

MOST_PEOPLE = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Duty:
    """What a grid must make public, and its size."""

    contact_office: str = ""
    contact_phone: str = ""
    complaint_phone: str = ""
    households: int | None = None
    residents: int | None = None


@dataclass(frozen=True, slots=True)
class SizeBand:
    kind: str
    households_min: int
    households_max: int
    residents_max: int


@transaction.atomic
def set_grid_duty(actor: Actor, *, area_id: int, duty: Duty, at: datetime, reason: str = "") -> GridDuty:
    """Contact office, telephones and size of a grid; the day is kept, so that readers see how current it is."""
    area = area_for(actor, area_id)
    if area.level != s.GRID:
        raise WrongPlace(area=area_id)
    row, _made = GridDuty.objects.update_or_create(
        area=area,
        defaults={
            "contact_office": duty.contact_office.strip(),
            "contact_phone": duty.contact_phone.strip(),
            "complaint_phone": duty.complaint_phone.strip(),
            "households": duty.households,
            "residents": duty.residents,
            "current_on": at.astimezone(HERE).date(),
        },
    )
    announce(AreaDescribed(area.pk, "duty"), by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def set_building(
    actor: Actor,
    *,
    area_id: int,
    number: str,
    at: datetime,
    units: int | None = None,
    storeys: int | None = None,
    reason: str = "",
) -> Building:
    """The number of a building as people say it (3, A), its units and storeys."""
    area = area_for(actor, area_id)
    if area.level != s.BUILDING:
        raise WrongPlace(area=area_id)
    row, _made = Building.objects.update_or_create(
        area=area, defaults={"number": plain(number), "units": units, "storeys": storeys}
    )
    announce(AreaDescribed(area.pk, "building"), by=actor, at=at, reason=reason)
    return row


@transaction.atomic
def add_alias(
    actor: Actor,
    *,
    area_id: int,
    text: str,
    at: datetime,
    kind: str = "alias",
    numbers: tuple[int, int] | None = None,
    reason: str = "",
) -> Alias:
    """Another name, or a road (with house numbers from–to), that leads to an area."""
    touch_version()
    area = area_for(actor, area_id)
    word = plain(text)
    if len(word) < 2 or kind not in s.ALIAS_KINDS:
        raise Invalid(fields={"text": _("请写至少两个字。")})
    if numbers and (kind != "road" or numbers[0] > numbers[1]):
        raise Invalid(fields={"number_from": _("门牌号只用于道路，且应从小到大。")})
    low, high = numbers or (None, None)
    alias, _made = Alias.objects.update_or_create(
        area=area, text=word, kind=kind, number_from=low, defaults={"number_to": high}
    )
    announce(AreaDescribed(area.pk, "alias"), by=actor, at=at, reason=reason)
    return alias


@transaction.atomic
def remove_alias(actor: Actor, *, alias_id: int, at: datetime, reason: str = "") -> None:
    """A name that no longer leads there."""
    touch_version()
    alias = Alias.objects.filter(pk=alias_id).first()
    if alias is None:
        raise NotFound(alias=alias_id)
    area = area_for(actor, alias.area_id, alive=False)
    alias.delete()
    announce(AreaDescribed(area.pk, "alias"), by=actor, at=at, reason=reason)


@transaction.atomic
def set_grid_size_rule(actor: Actor, *, band: SizeBand, decision: Decision, at: datetime) -> GridSizeRule:
    """How big grids of a kind should be from a day on."""
    refuse_outside(actor)
    check_decision(decision, at=at)
    if band.kind not in s.KINDS[s.GRID]:
        raise Invalid(fields={"kind": _("没有这种网格，请从列表中选择。")})
    if band.households_min > band.households_max:
        raise Invalid(fields={"households_max": _("上限不能小于下限。")})
    rule, _made = GridSizeRule.objects.update_or_create(
        kind=band.kind,
        valid_from=decision.on,
        defaults={
            "households_min": band.households_min,
            "households_max": band.households_max,
            "residents_max": band.residents_max,
        },
    )
    announce(GridSizeRuleSet(rule.pk, rule.valid_from), by=actor, at=at)
    return rule


@transaction.atomic
def set_jurisdiction(actor: Actor, *, area_id: int, at: datetime) -> Jurisdiction:
    """The area that this deployment serves. Only the system itself sets it, when it is installed."""
    refuse_outside(actor)
    touch_version()
    area = area_for(actor, area_id)
    row, _made = Jurisdiction.objects.update_or_create(only=True, defaults={"area": area})
    announce(AreaDescribed(area.pk, "jurisdiction"), by=actor, at=at)
    return row


@transaction.atomic
def set_population(actor: Actor, *, area_id: int, year: int, permanent: int, source: str, at: datetime) -> Population:
    """Permanent population of one area in a year."""
    area = area_for(actor, area_id, alive=False)
    if not 1949 <= year <= at.year or permanent < 0:
        raise Invalid(fields={"year": _("请核对年份和人数。")})
    row, _made = Population.objects.update_or_create(
        area=area, year=year, defaults={"permanent": permanent, "source": source.strip()}
    )
    announce(AreaDescribed(area.pk, "population"), by=actor, at=at)
    return row


@transaction.atomic
def import_population(actor: Actor, *, lines: Iterable[str], source: str, at: datetime) -> int:
    """A csv with the columns code, year, permanent: all rows or none. Errors are told row by row."""
    try:
        rows, wrong = _read_population(actor, lines, at)
    except FileUnreadable as unreadable:
        raise Invalid(_("文件里有错误，一行也没有保存"), fields={"lines": str(unreadable)}) from unreadable
    if wrong or not rows:
        raise Invalid(_("文件里有错误，一行也没有保存"), fields=wrong or {"1": _("文件是空的。")})
    for area_id, year, permanent in rows:
        set_population(actor, area_id=area_id, year=year, permanent=permanent, source=source, at=at)
    return len(rows)


def _read_population(
    actor: Actor, lines: Iterable[str], at: datetime
) -> tuple[list[tuple[int, int, int]], dict[str, str]]:
    rows: list[tuple[int, int, int]] = []
    wrong: dict[str, str] = {}
    permitted = rules.permitted(actor, to="change", rows=Area.objects.filter(valid_to=None))
    for place, row in read_lines(lines):
        code, year, people = (row.get(key, "") for key in ("code", "year", "permanent"))
        area_id = permitted.filter(code=code).exclude(level=s.BUILDING).values_list("pk", flat=True).first()
        if area_id is None:
            wrong[f"{place}"] = _("没有代码为 %(code)s 的区划，或不在您的管理范围内。") % {"code": code or "—"}
        elif not 1949 <= (whole_number(year) or 0) <= at.year:
            wrong[f"{place}"] = _("年份“%(year)s”不对。") % {"year": year}
        elif (number := whole_number(people)) is None or number > MOST_PEOPLE:
            wrong[f"{place}"] = _("人数“%(people)s”不是整数。") % {"people": people}
        else:
            rows.append((int(area_id), int(year), number))
    return rows, wrong
