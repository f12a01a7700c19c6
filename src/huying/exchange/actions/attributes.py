"""What apps ask about matters of a kind."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.duties.public import category
from huying.exchange.events import AttributeEnded, AttributeSet
from huying.exchange.models import DATATYPES, ServiceAttribute
from huying.exchange.rules import rules
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid, NotFound
from huying.kernel.journal import announce

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,23}")
OURS = ("kind", "wish")


@dataclass(frozen=True, slots=True)
class NewAttribute:
    category_code: str
    code: str
    description: str
    datatype: str = "string"
    required: bool = False
    variable: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def set_attribute(actor: Actor, *, attribute: NewAttribute, reason: str, at: datetime) -> ServiceAttribute:
    """A new question, or a new form of one: the old form ends."""
    rules.enter(actor, to="keep_questions")
    _check(attribute, at=at)
    same = {"category_code": attribute.category_code, "code": attribute.code}
    ServiceAttribute.objects.filter(**same, until=None).update(until=at)
    made = ServiceAttribute.objects.create(
        **same, variable=attribute.variable, datatype=attribute.datatype, required=attribute.required,
        description=attribute.description.strip()[:120], hint=attribute.hint.strip()[:120],
        choices=[list(pair) for pair in attribute.choices], since=at,
    )  # fmt: skip
    fact = AttributeSet(attribute_id=made.pk, category_code=made.category_code, required=made.required)
    announce(fact, by=actor, at=at, reason=reason)
    return made


def _check(attribute: NewAttribute, *, at: datetime) -> None:
    lists = attribute.datatype.endswith("list")
    found = category(attribute.category_code, on=at.date())
    wrong = {
        "category_code": found is None or (not found.active and _("没有这个类别，请重新选择。")),
        "code": (attribute.code in OURS or not CODE.fullmatch(attribute.code)) and _("代码用字母开头的字母、数字。"),
        "datatype": attribute.datatype not in DATATYPES and _("请选择答案的形式。"),
        "description": not attribute.description.strip() and _("请写问题。"),
        "choices": lists != bool(attribute.choices) and _("可选的答案只有列表需要，列表至少要有一个。"),
        "required": attribute.required and not attribute.variable and _("只显示的内容不能要求回答。"),
    }
    fields = {name: words for name, words in wrong.items() if words}
    if fields:
        raise Invalid(fields=fields)


@transaction.atomic
def end_attribute(actor: Actor, *, attribute_id: int, reason: str, at: datetime) -> ServiceAttribute:
    rules.enter(actor, to="keep_questions")
    row = ServiceAttribute.objects.select_for_update().filter(pk=attribute_id, until=None).first()
    if row is None:
        raise NotFound(attribute=attribute_id)
    row.until = at
    row.save(update_fields=["until"])
    announce(AttributeEnded(attribute_id=row.pk), by=actor, at=at, reason=reason)
    return row
