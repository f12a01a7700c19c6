"""What an item of a list may hold, checked in the words of those who keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from huying.duties.models import ListItem
from huying.duties.states import L1, L3, classes, lead_levels, limit_units, streams, work_kinds

LARGEST = 100_000
CHOICES = {
    "klass": classes,
    "lead_level": lead_levels,
    "limit_unit": limit_units,
    "work_kind": work_kinds,
    "stream": streams,
}


@dataclass(frozen=True, slots=True)
class HelperPart:
    function: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class NewItem:
    """One matter as typed or read from a file; codes, not labels."""

    code: str
    title: str
    category: str = ""
    lead_function: str = ""
    lead_level: str = ""
    helpers: tuple[HelperPart, ...] = ()
    basis: str = ""
    klass: str = ""
    limit_amount: int | None = None
    limit_unit: str = ""
    filing_standard: str = ""
    closing_standard: str = ""
    escalation: str = ""
    site_check: bool = False
    lead_duty: str = ""
    street_duty: str = ""
    community_part: str = ""
    boundary_case: str = ""
    joint_trigger: str = ""
    exemption: str = ""
    work_kind: str = ""
    stream: str = ""
    frequency: str = ""
    material: str = ""
    minutes_a_month: int | None = None
    paying_body: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The codes in use: categories by code to id, functions by code."""

    categories: Mapping[str, int]
    functions: frozenset[str] = field(default_factory=frozenset)


def columns(item: NewItem, *, words: Words) -> dict[str, Any]:
    """The item as columns of a row; the category as its id, helpers as plain data."""
    row = {f.name: getattr(item, f.name) for f in fields(item)}
    row["category_id"] = words.categories.get(row.pop("category"))
    row["helpers"] = [{"function": helper.function, "part": helper.part} for helper in item.helpers]
    return {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}


def faults(item: NewItem, *, kind: str, words: Words) -> dict[str, str]:
    """What must be mended, by field; empty when the item may be kept."""
    found = _missing(item, kind) | _unknown(item, words) | _beyond(item)
    if (item.limit_amount is None) != (item.limit_unit == ""):
        found["limit_amount"] = _("时限的数字和单位要一起填写，或都不填。")
    elif item.limit_amount is not None and item.limit_amount < 1:
        found["limit_amount"] = _("时限至少为 1。")
    if any(separator in helper.part for helper in item.helpers for separator in "；;\n"):
        found["helpers"] = _("分工里请用逗号隔开，不要用分号或换行。")
    return found


def _beyond(item: NewItem) -> dict[str, str]:
    """Longer or larger than the database holds."""
    limits = {column.name: column.max_length for column in ListItem._meta.concrete_fields if column.max_length}
    long = {
        name: _("超过 %(most)s 个字，请缩短。") % {"most": most}
        for name, most in limits.items()
        if isinstance(value := getattr(item, name, None), str) and len(value.strip()) > most
    }
    numbers = ("limit_amount", "minutes_a_month")
    return long | {name: _("数字太大，请核对。") for name in numbers if (getattr(item, name) or 0) > LARGEST}


def _missing(item: NewItem, kind: str) -> dict[str, str]:
    required = {"code": _("请填写序号。"), "title": _("请填写事项。")}
    if kind == L1:
        required |= {"category": _("请选择分类。"), "lead_function": _("请选择主办职能。")}
    if kind == L3:
        required |= {"work_kind": _("请选择事项性质。"), "stream": _("请选择归口。")}
    return {name: text for name, text in required.items() if not getattr(item, name).strip()}


def _unknown(item: NewItem, words: Words) -> dict[str, str]:
    found = {
        name: _("“%(value)s”不在可选范围内。") % {"value": getattr(item, name)}
        for name, choices in CHOICES.items()
        if getattr(item, name) and getattr(item, name) not in dict(choices())
    }
    if item.category and item.category not in words.categories:
        found["category"] = _("没有分类“%(value)s”，请填写分类代码。") % {"value": item.category}
    if item.lead_function and item.lead_function not in words.functions:
        found["lead_function"] = _("没有职能“%(value)s”，请先在职能列表中登记。") % {"value": item.lead_function}
    if unknown := [helper.function for helper in item.helpers if helper.function not in words.functions]:
        found["helpers"] = _("没有职能“%(value)s”，请先在职能列表中登记。") % {"value": "、".join(unknown)}
    return found
