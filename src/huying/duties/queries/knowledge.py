"""Answers that can be given at once."""

from datetime import date

from django.db.models import Q, QuerySet

from huying.duties.models import Knowledge
from huying.duties.queries.categories import codes_above
from huying.duties.rules import knowledge_rules
from huying.kernel.actor import Actor


def knowledge_for(*, on: date, category_code: str = "", text: str = "", limit: int = 5) -> list[Knowledge]:
    """Entries that hold on that day, best first: words of the text they share, then how close their category is."""
    rows = valid_on(on).select_related("category")
    above = codes_above(category_code) if category_code else ()
    if above and not text:
        rows = rows.filter(category__code__in=above)
    scored = [(_score(entry, above, text), entry) for entry in rows]
    found = [(score, entry) for score, entry in scored if score > (0, 0)]
    found.sort(key=lambda pair: (-pair[0][0], -pair[0][1], -pair[1].pk))
    return [entry for _score_, entry in found[:limit]]


def valid_on(on: date) -> QuerySet[Knowledge]:
    return Knowledge.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def knowledge_entry(actor: Actor, knowledge_id: int, *, to: str = "see", lock: bool = False) -> Knowledge:
    return knowledge_rules.door(actor, Knowledge.objects.all(), to=to, lock=lock, pk=knowledge_id)


def knowledge_seen(actor: Actor, *, words: str = "", on: date | None = None) -> QuerySet[Knowledge]:
    rows = knowledge_rules.permitted(actor, to="see", rows=Knowledge.objects.select_related("category"))
    if words:
        rows = rows.filter(Q(question__icontains=words) | Q(answer__icontains=words) | Q(keywords__contains=[words]))
    if on is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return rows.order_by("-valid_from", "-id")


def _score(entry: Knowledge, above: tuple[str, ...], text: str) -> tuple[int, int]:
    words = sum(len(word) for word in entry.keywords if word in text) if text else 0
    code = entry.category.code if entry.category else ""
    return words, len(code) if code in above else 0


def knowledge(knowledge_id: int, *, on: date) -> Knowledge | None:
    """One entry, if it holds on that day."""
    return valid_on(on).filter(pk=knowledge_id).first()
