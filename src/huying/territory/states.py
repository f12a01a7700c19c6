"""Names of levels, kinds and changes of areas; labels are for the reader, the words are kept in the tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PROVINCE, CITY, COUNTY, STREET, COMMUNITY = "province", "city", "county", "street", "community"
GRID, ESTATE, BUILDING = "grid", "estate", "building"

LEVELS: dict[str, Any] = {
    PROVINCE: _("省级"),
    CITY: _("地级"),
    COUNTY: _("县级"),
    STREET: _("街道（镇、乡）"),
    COMMUNITY: _("社区（村）"),
    GRID: _("网格"),
    ESTATE: _("小区（院落）"),
    BUILDING: _("楼栋"),
}

DIVISIONS = (PROVINCE, CITY, COUNTY, STREET, COMMUNITY)
"""Levels that carry a 12-digit statistical code."""

KINDS: dict[str, dict[str, Any]] = {
    PROVINCE: {"province": _("省、自治区、直辖市")},
    CITY: {"city": _("市、州、盟")},
    COUNTY: {"county": _("县、市、区、旗")},
    STREET: {"street": _("街道"), "town": _("镇"), "township": _("乡"), "street_like": _("类似乡镇级单位")},
    COMMUNITY: {
        "residents": _("居民委员会"),
        "village": _("村民委员会"),
        "residents_like": _("类似居民委员会"),
        "village_like": _("类似村民委员会"),
    },
    GRID: {"base": _("基础网格"), "exclusive": _("专属网格"), "micro": _("微网格")},
    ESTATE: {"estate": _("小区"), "courtyard": _("院落")},
    BUILDING: {"building": _("楼栋")},
}

PARENTS: dict[str, tuple[str, ...]] = {
    PROVINCE: (),
    CITY: (PROVINCE,),
    COUNTY: (CITY,),
    STREET: (COUNTY,),
    COMMUNITY: (STREET,),
    GRID: (COMMUNITY,),
    ESTATE: (GRID, COMMUNITY),
    BUILDING: (ESTATE, GRID, COMMUNITY),
}
"""Which level may stand under which. A micro-grid stands under its grid; `codes.fits_under` knows."""

CREATE, RENAME, MERGE, SPLIT, MOVE = "create", "rename", "merge", "split", "move"
BOUNDARY, DISSOLVE, RECODE = "boundary", "dissolve", "recode"

CHANGES: dict[str, Any] = {
    CREATE: _("设立"),
    RENAME: _("更名"),
    MERGE: _("合并"),
    SPLIT: _("拆分"),
    MOVE: _("划转"),
    BOUNDARY: _("界线调整"),
    DISSOLVE: pgettext_lazy("area", "撤销"),
    RECODE: _("代码变更"),
}

ALIAS_KINDS: dict[str, Any] = {"alias": _("俗称"), "former": _("曾用名"), "road": _("道路")}


def level_choices() -> list[tuple[str, Any]]:
    return list(LEVELS.items())


def change_choices() -> list[tuple[str, Any]]:
    return list(CHANGES.items())


def alias_choices() -> list[tuple[str, Any]]:
    return list(ALIAS_KINDS.items())


def finer(level: str) -> tuple[str, ...]:
    """The levels below this one, from coarse to fine."""
    order = tuple(LEVELS)
    return order[order.index(level) + 1 :]


def coarser(level: str) -> tuple[str, ...]:
    """This level and those above it, from fine to coarse."""
    order = tuple(LEVELS)
    return tuple(reversed(order[: order.index(level) + 1]))
