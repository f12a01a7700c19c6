"""Keeping knowledge entries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huying.duties.events import KnowledgeSaved
from huying.duties.models import Category, Knowledge
from huying.duties.queries.knowledge import knowledge_entry
from huying.duties.rules import knowledge_rules
from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.kernel.journal import announce


@dataclass(frozen=True, slots=True)
class NewKnowledge:
    question: str
    answer: str
    source: str
    valid_from: date
    valid_to: date | None = None
    category: str = ""
    keywords: tuple[str, ...] = ()


@transaction.atomic
def save_knowledge(
    actor: Actor, *, entry: NewKnowledge, at: datetime, knowledge_id: int | None = None, reason: str = ""
) -> Knowledge:
    """A new entry or another wording of one; an entry without a source is refused."""
    if knowledge_id is None:
        knowledge_rules.enter(actor, to="manage")
        row = Knowledge()
    else:
        row = knowledge_entry(actor, knowledge_id, to="manage", lock=True)
    category = Category.objects.filter(code=entry.category).first() if entry.category else None
    if wrong := _faults(entry, category):
        raise Invalid(fields=wrong)
    row.question, row.answer, row.source = entry.question.strip(), entry.answer.strip(), entry.source.strip()
    row.category, row.keywords = category, [word.strip() for word in entry.keywords if word.strip()]
    row.valid_from, row.valid_to, row.saved_at = entry.valid_from, entry.valid_to, at
    row.save()
    announce(
        KnowledgeSaved(
            knowledge_id=row.pk, category_code=entry.category, valid_from=row.valid_from, valid_to=row.valid_to
        ),
        by=actor,
        at=at,
        reason=reason,
    )
    return row


def _faults(entry: NewKnowledge, category: Category | None) -> dict[str, str]:
    required = {"question": _("请填写问题。"), "answer": _("请填写答复。"), "source": _("请写明来源，例如文件名称。")}
    found = {name: text for name, text in required.items() if not getattr(entry, name).strip()}
    if entry.category and category is None:
        found["category"] = _("没有这个分类，请从列表中选择。")
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        found["valid_to"] = _("有效期止不能早于有效期起。")
    return found
