"""Filling a draft from a spreadsheet: all rows or none, with every row to be mended named at once."""

from collections import Counter
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from huying.duties.actions.lists import draft_for, known_words
from huying.duties.columns import COLUMNS
from huying.duties.errors import ImportRefused
from huying.duties.events import ListItemsImported
from huying.duties.items import NewItem, Words, columns, faults
from huying.duties.models import ListDoc, ListItem
from huying.duties.sheets import RowFault, read, rows_of
from huying.kernel.actor import Actor
from huying.kernel.journal import announce
from huying.kernel.tables import FileUnreadable
from huying.organisations.public import functions_named


@transaction.atomic
def import_items(actor: Actor, *, doc_id: int, data: bytes, at: datetime, reason: str = "") -> ListDoc:
    """The file becomes the whole draft: what it does not name is gone. Raises ImportRefused with every fault."""
    doc = draft_for(actor, doc_id)
    try:
        items, wrong = read(doc.kind, data, functions=functions_named())
    except FileUnreadable as unreadable:
        raise ImportRefused(fields={"file": str(unreadable)}, rows=[]) from unreadable
    words = known_words()
    if not wrong:
        wrong = _row_faults(items, rows_of(doc.kind, data), doc.kind, words)
    if wrong:
        raise ImportRefused(rows=wrong)
    if not items:
        raise ImportRefused(fields={"file": _("表格里没有任何事项。")}, rows=[])
    doc.items.all().delete()
    ListItem.objects.bulk_create(ListItem(doc=doc, kind=doc.kind, **columns(item, words=words)) for item in items)
    digest = sha256(data).hexdigest()
    imported = ListItemsImported(list_id=doc.pk, count=len(items), file_hash=digest)
    announce(imported, by=actor, at=at, reason=reason)
    return doc


def _row_faults(items: list[NewItem], numbers: list[int], kind: str, words: Words) -> list[RowFault]:
    labels = {column.name: str(column.label) for column in COLUMNS[kind]}
    found = [
        RowFault(number, labels.get(name, name), text)
        for number, item in zip(numbers, items, strict=True)
        for name, text in faults(item, kind=kind, words=words).items()
    ]
    codes = Counter(item.code for item in items)
    found += [
        RowFault(number, labels["code"], _("序号“%(value)s”重复。") % {"value": item.code})
        for number, item in zip(numbers, items, strict=True)
        if item.code and codes[item.code] > 1
    ]
    return sorted(found, key=lambda fault: fault.row)
