"""Limits are data: a new version from a day on, with a reason; orders already sent keep theirs."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huying.cases.events import LimitsChanged
from huying.cases.limits import CHANGEABLE, UNITS
from huying.cases.models import SlaRule
from huying.cases.moving import need, need_code
from huying.cases.rules import offices
from huying.cases.words import CLASSES
from huying.duties.public import category
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce

MOST = 400


@dataclass(frozen=True, slots=True)
class NewLimits:
    """What shall hold. `limits` names only what differs from the class's defaults."""

    klass: str
    valid_from: date
    reason: str
    limits: dict[str, tuple[int, str]] = field(default_factory=dict)
    category_code: str = ""
    area_id: int | None = None


@transaction.atomic
def keep_limits(actor: Actor, *, new: NewLimits, at: datetime) -> SlaRule:
    """The next version for this class, category and area; the one before ends on the day this begins."""
    offices.enter(actor, to="keep_limits")
    _check(new, at=at)
    here = Q(area__isnull=True) if new.area_id is None else Q(area_id=new.area_id)
    rows = SlaRule.objects.select_for_update().filter(here, klass=new.klass, category_code=new.category_code)
    before = rows.order_by("-version").first()
    if before is not None and before.valid_from > new.valid_from:
        raise Invalid(fields={"valid_from": _("前一版从更晚的日期起生效，请选那一天或以后。")})
    rows.filter(valid_to__isnull=True).update(valid_to=new.valid_from)
    rule = SlaRule.objects.create(
        klass=new.klass, category_code=new.category_code, area_id=new.area_id,
        version=before.version + 1 if before else 1, limits={kind: list(pair) for kind, pair in new.limits.items()},
        valid_from=new.valid_from, reason=new.reason.strip()[:200],
    )  # fmt: skip
    announce(LimitsChanged(rule_id=rule.pk, klass=rule.klass, version=rule.version), by=actor, at=at)
    return rule


def _check(new: NewLimits, *, at: datetime) -> None:
    need_code(new.klass, CLASSES, "klass", _("请选择类别等级。"))
    need(new.reason, "reason", _("请写明为什么修改。"))
    if new.valid_from < at.date():
        raise Invalid(fields={"valid_from": _("不能改过去的时限，请选今天或以后。")})
    if new.category_code and (len(new.category_code) < 4 or category(new.category_code) is None):
        raise Invalid(fields={"category_code": _("没有这个类别，请重新选择。")})
    if not new.limits:
        raise Invalid(fields={"finish": _("请至少改一项时限。")})
    for kind, (amount, unit) in new.limits.items():
        if kind not in CHANGEABLE or unit not in UNITS or not 1 <= amount <= MOST:
            raise Invalid(fields={kind: _("请填 1 到 400 的整数和单位。")})
