"""Keeping the kinds of bodies with their allowed parents, and the functions."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce
from huying.organisations.events import FunctionSaved, KindRuleChanged
from huying.organisations.models import BodyFunction, BodyKind, BodyKindRule
from huying.organisations.rules import body_rules


@dataclass(frozen=True, slots=True)
class KindFace:
    """A kind as typed; `parents` are codes of kinds."""

    name: str
    parents: tuple[str, ...]
    name_en: str = ""
    may_be_root: bool = False
    one_per_parent: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class FunctionFace:
    code: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    is_department: bool = True
    active: bool = True


@transaction.atomic
def save_kind(actor: Actor, *, code: str, face: KindFace, at: datetime, reason: str = "") -> BodyKind:
    """Bodies that already stand elsewhere stay where they are; the rule holds for what comes."""
    body_rules.enter(actor, to="manage")
    kind = BodyKind.objects.select_for_update().filter(code=code).first()
    if kind is None:
        raise NotFound(kind=code)
    if not face.name.strip():
        raise Invalid(fields={"name": _("请填写名称。")})
    parents = {row.code: row for row in BodyKind.objects.filter(code__in=face.parents)}
    if missing := set(face.parents) - parents.keys():
        raise Invalid(fields={"parents": _("没有这个组织类别，请从列表中选择。")}, kinds=sorted(missing))
    if not parents and not face.may_be_root:
        raise Invalid(fields={"parents": _("请至少选一个上级类别，或允许没有上级。")})
    kind.name, kind.name_en, kind.active = face.name.strip(), face.name_en.strip(), face.active
    kind.may_be_root, kind.one_per_parent = face.may_be_root, face.one_per_parent
    kind.save()
    kind.parent_rules.exclude(parent__code__in=parents).delete()
    known = set(kind.parent_rules.values_list("parent__code", flat=True))
    BodyKindRule.objects.bulk_create(BodyKindRule(kind=kind, parent=parents[c]) for c in parents if c not in known)
    announce(KindRuleChanged(kind_id=kind.pk, parents=tuple(sorted(parents))), by=actor, at=at, reason=reason)
    return kind


@transaction.atomic
def save_function(
    actor: Actor, *, face: FunctionFace, at: datetime, new: bool = False, reason: str = ""
) -> BodyFunction:
    """The code never changes: lists name it. A function no longer in use stays known."""
    body_rules.enter(actor, to="manage")
    row = BodyFunction.objects.filter(code=face.code).first()
    if new and row is not None:
        raise Invalid(fields={"code": _("这个职能代码已经使用。")})
    if not new and row is None:
        raise NotFound(function=face.code)
    row = row or BodyFunction(code=face.code)
    words = {face.name.strip(), *face.aliases}
    others = BodyFunction.objects.exclude(code=face.code)
    if others.filter(name__in=words).exists() or others.filter(aliases__overlap=list(words)).exists():
        raise Invalid(fields={"name": _("名称或别称已用于另一项职能，请核对。")})
    row.name, row.name_en, row.aliases = face.name.strip(), face.name_en.strip(), list(face.aliases)
    row.is_department, row.active = face.is_department, face.active
    row.save()
    announce(FunctionSaved(function_id=row.pk, function=row.code, active=row.active), by=actor, at=at, reason=reason)
    return row
