"""Loading the category tree of the house and keeping it."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huying.duties.events import CategoriesLoaded, CategorySaved
from huying.duties.models import Category
from huying.duties.rules import category_rules
from huying.duties.states import classes
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce
from huying.organisations.public import function_list

TREE_ID = 1
FLAGS = {"1": True, "0": False, "": None}


@transaction.atomic
def load_categories(actor: Actor, *, at: datetime, since: date | None = None) -> int:
    """Adds the entries of the shipped tree that are missing; what the place has changed is left alone."""
    category_rules.enter(actor, to="manage")
    text = files("huying.duties").joinpath("data/taxonomy.tsv").read_text(encoding="utf-8")
    known = dict(Category.objects.values_list("code", "pk"))
    added = 0
    for level in (1, 2, 3):
        rows = [row for row in csv.DictReader(text.splitlines(), delimiter="\t") if len(row["code"]) == 2 * level]
        fresh = [_row(row, known, since or at.date()) for row in rows if row["code"] not in known]
        known |= {row.code: row.pk for row in Category.objects.bulk_create(fresh)}
        added += len(fresh)
    if added:
        digest = sha256(text.encode()).hexdigest()
        announce(CategoriesLoaded(tree_id=TREE_ID, count=added, file_hash=digest), by=actor, at=at)
    return added


def _row(row: dict[str, str], known: dict[str, int], since: date) -> Category:
    return Category(
        code=row["code"],
        parent_id=known.get(row["code"][:-2]),
        level=len(row["code"]) // 2,
        name=row["name"],
        name_en=row["name_en"],
        default_class=row["class"],
        default_leads=row["leads"].split(),
        lead_words=row["lead_words"],
        default_confidential=FLAGS[row["confidential"]],
        on_site=FLAGS[row["on_site"]],
        citymgmt_map=row["citymgmt"],
        keywords=row["keywords"].split(),
        active_from=since,
    )


@dataclass(frozen=True, slots=True)
class CategoryFace:
    """An entry as typed; empty class, leads and flags (None) are inherited."""

    code: str
    name: str
    name_en: str = ""
    default_class: str = ""
    default_leads: tuple[str, ...] = ()
    default_confidential: bool | None = None
    on_site: bool | None = None
    citymgmt_map: str = ""
    keywords: tuple[str, ...] = ()
    active_from: date | None = None
    active_to: date | None = None


@transaction.atomic
def save_category(actor: Actor, *, face: CategoryFace, at: datetime, new: bool = False, reason: str = "") -> Category:
    """An entry is never deleted: with `active_to` it leaves the choices and old cases keep it."""
    row = (
        _new_entry(actor, face, at)
        if new
        else category_rules.door(actor, Category.objects.all(), to="manage", lock=True, code=face.code)
    )
    if wrong := _faults(face, row):
        raise Invalid(fields=wrong)
    for name, value in _columns(face).items():
        setattr(row, name, value)
    row.active_from = face.active_from or row.active_from or at.date()
    row.save()
    announce(
        CategorySaved(category_id=row.pk, category_code=row.code, klass=row.default_class, active_to=row.active_to),
        by=actor,
        at=at,
        reason=reason,
    )
    return row


def _new_entry(actor: Actor, face: CategoryFace, at: datetime) -> Category:
    category_rules.enter(actor, to="manage")
    code = face.code.strip()
    if not (code.isascii() and code.isdigit()) or len(code) not in (2, 4, 6):
        raise Invalid(fields={"code": _("分类代码为 2、4 或 6 位数字。")})
    if Category.objects.filter(code=code).exists():
        raise Invalid(fields={"code": _("这个分类代码已经使用。")})
    parent = Category.objects.filter(code=code[:-2]).first()
    if len(code) > 2 and parent is None:
        raise Invalid(fields={"code": _("没有上级分类“%(value)s”，请先建立上级。") % {"value": code[:-2]}})
    return Category(code=code, level=len(code) // 2, parent=parent, active_from=face.active_from or at.date())


def _columns(face: CategoryFace) -> dict[str, Any]:
    return {
        "name": face.name.strip(),
        "name_en": face.name_en.strip(),
        "default_class": face.default_class,
        "default_leads": list(face.default_leads),
        "default_confidential": face.default_confidential,
        "on_site": face.on_site,
        "citymgmt_map": face.citymgmt_map.strip(),
        "keywords": [word.strip() for word in face.keywords if word.strip()],
        "active_to": face.active_to,
    }


def _faults(face: CategoryFace, row: Category) -> dict[str, str]:
    found = {}
    if not face.name.strip():
        found["name"] = _("请填写名称。")
    if face.default_class and face.default_class not in dict(classes()):
        found["default_class"] = _("没有这个类别，请从列表中选择。")
    if row.level == 2 and not face.default_class:
        found["default_class"] = _("二级分类必须有默认类别。")
    if unknown := set(face.default_leads) - {function.code for function in function_list()}:
        found["default_leads"] = _("没有职能“%(value)s”，请先在职能列表中登记。") % {
            "value": "、".join(sorted(unknown))
        }
    if face.active_to is not None and face.active_to < (face.active_from or row.active_from):
        found["active_to"] = _("停用日期不能早于启用日期。")
    return found
