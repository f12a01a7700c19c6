"""Lists, their items and the knowledge entries that hold these words, among those that the asker may see."""

from django.db.models import Model

from huying.duties.models import Knowledge, ListDoc, ListItem
from huying.duties.models.words import DOC_COLUMNS, ITEM_COLUMNS, KNOWLEDGE_COLUMNS
from huying.duties.rules import knowledge_rules, list_rules
from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key
from huying.kernel.search import Hit, containing, excerpt, marked


def lists_with(actor: Actor, *, words: str, after: str | None = None, size: int = 20) -> Page[Hit]:
    """Versions of lists by title, number, approval and basis; the newest first."""
    rows = containing(list_rules.permitted(actor, to="see", rows=ListDoc.objects.all()), words, *DOC_COLUMNS)
    page = page_by_key(rows.select_related("area"), order=("-id",), after=after, size=size)
    return Page([_doc(doc, words) for doc in page], page.next_cursor)


def _doc(doc: ListDoc, words: str) -> Hit:
    note = f"{doc.get_kind_display()} · {doc.area.short_name or doc.area.name} · {doc.get_state_display()}"
    said = f"{doc.no} · {doc.approved_by} {doc.basis_file}".strip(" ·")
    return Hit(doc.pk, marked(doc.title, words), excerpt(said, words), note)


def items_with(actor: Actor, *, words: str, after: str | None = None, size: int = 20) -> Page[Hit]:
    """Items of lists in which the words stand: what it is, whose duty, standards, limits of it; the newest first."""
    seen = list_rules.permitted(actor, to="see", rows=ListDoc.objects.all())
    rows = containing(ListItem.objects.filter(doc__in=seen), words, *ITEM_COLUMNS)
    page = page_by_key(rows.select_related("doc"), order=("-id",), after=after, size=size)
    return Page([_item(item, words) for item in page], page.next_cursor)


def _item(item: ListItem, words: str) -> Hit:
    note = f"{item.doc.title} {item.code} · {item.doc.get_state_display()}"
    return Hit(item.pk, marked(item.title, words), excerpt(_said(item, ITEM_COLUMNS), words), note, item.doc_id)


def knowledge_with(actor: Actor, *, words: str, after: str | None = None, size: int = 20) -> Page[Hit]:
    """Knowledge entries by question, answer and source; the newest first."""
    rows = containing(
        knowledge_rules.permitted(actor, to="see", rows=Knowledge.objects.all()), words, *KNOWLEDGE_COLUMNS
    )
    page = page_by_key(rows, order=("-id",), after=after, size=size)
    return Page(
        [Hit(row.pk, marked(row.question, words), excerpt(row.answer, words), row.source) for row in page],
        page.next_cursor,
    )


def _said(row: Model, columns: tuple[str, ...]) -> str:
    return " · ".join(text for name in columns[1:] if (text := str(getattr(row, name))))
