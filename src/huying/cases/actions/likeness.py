"""When two cases are candidates for the same matter is data: from a day on, with a reason."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases.events import LikenessChanged
from huying.cases.models import LikenessRule
from huying.cases.rules import offices
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce

BOUNDS = {
    "metres": (10, 5000), "days": (1, 90), "near_percent": (0, 100), "far_percent": (10, 100),
    "topic_people": (2, 1000), "topic_days": (1, 30), "topic_metres": (50, 20_000),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewLikeness:
    """What shall hold from a day on."""

    valid_from: date
    reason: str
    metres: int = 200
    days: int = 30
    near_percent: int = 12
    far_percent: int = 35
    topic_people: int = 5
    topic_days: int = 7
    topic_metres: int = 500


@transaction.atomic
def keep_likeness(actor: Actor, *, new: NewLikeness, at: datetime) -> LikenessRule:
    """Replaces what was kept for the same day; earlier days stay as they were."""
    offices.enter(actor, to="keep_likeness")
    if new.valid_from < at.date():
        raise Invalid(fields={"valid_from": _("请选今天或以后的日期。")})
    values = {name: value for name, value in asdict(new).items() if name in BOUNDS}
    for name, (least, most) in BOUNDS.items():
        if not least <= values[name] <= most:
            raise Invalid(fields={name: _("请填 %(least)d 到 %(most)d 的整数。") % {"least": least, "most": most}})
    rule, _created = LikenessRule.objects.update_or_create(valid_from=new.valid_from, defaults=values)
    announce(LikenessChanged(rule_id=rule.pk, **values), by=actor, at=at, reason=new.reason)
    return rule
