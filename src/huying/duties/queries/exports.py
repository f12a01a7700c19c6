"""A list as a file for those who may see it."""

from huying.duties.items import HelperPart, NewItem
from huying.duties.models import ListItem
from huying.duties.queries.lists import items_of, list_for
from huying.duties.sheets import written
from huying.kernel.actor import Actor
from huying.organisations.public import function_list


def exported(actor: Actor, doc_id: int) -> bytes:
    doc = list_for(actor, doc_id)
    return written(doc.kind, [as_typed(item) for item in items_of(doc)], functions=_names())


def form_for(kind: str) -> bytes:
    """The empty form with its headings."""
    return written(kind, [], functions={})


def as_typed(item: ListItem) -> NewItem:
    """The row in the words in which it was typed."""
    same = {name: getattr(item, name) for name in NewItem.__dataclass_fields__ if name not in {"category", "helpers"}}
    helpers = tuple(HelperPart(helper["function"], helper.get("part", "")) for helper in item.helpers)
    return NewItem(category=item.category_code, helpers=helpers, **same)


def _names() -> dict[str, str]:
    return {function.code: function.name for function in function_list()}
