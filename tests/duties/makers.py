"""Makers for every test: the category tree, a list in force, an item of each kind."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from huying.duties.models import ListDoc
from huying.duties.public import (
    Approval,
    HelperPart,
    NewItem,
    draft_list,
    load_categories,
    put_in_force,
    save_item,
)
from huying.kernel.actor import SYSTEM
from huying.territory.models import Area

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
_numbers = count(1)


def the_tree() -> None:
    """The shipped category tree."""
    load_categories(SYSTEM, at=AT, since=SINCE)


def an_item(category: str, lead: str = "", **rest: Any) -> NewItem:
    """An item with a code of its own; `helpers={"street": "巡查"}` for short."""
    helpers = tuple(HelperPart(function, part) for function, part in rest.pop("helpers", {}).items())
    given = {"code": f"{next(_numbers):04d}", "title": f"事项{category}"} | rest
    return NewItem(category=category, lead_function=lead, helpers=helpers, **given)


def a_draft(kind: str, area: Area, *items: NewItem) -> ListDoc:
    doc = draft_list(SYSTEM, kind=kind, area_id=area.pk, no=f"{kind}-{next(_numbers)}", title="清单", at=AT)
    for item in items:
        save_item(SYSTEM, doc_id=doc.pk, item=item, at=AT)
    return doc


def a_list(kind: str, area: Area, *items: NewItem, since: date = SINCE) -> ListDoc:
    """A list in force with these items."""
    doc = a_draft(kind, area, *items)
    approval = Approval(effective_from=since, approved_by="区政府", basis_file="鼓政发〔2026〕1 号")
    return put_in_force(SYSTEM, doc_id=doc.pk, approval=approval, at=AT)
