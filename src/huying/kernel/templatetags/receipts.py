"""A receipt on a page: `{% load receipts %}{% receipt "case" view.id %}`."""

from typing import Any

from django import template

from huying.kernel.errors import NotFound
from huying.kernel.receipts import receipt_for

register = template.Library()


@register.inclusion_tag("kernel/receipt.html")
def receipt(thing: str, thing_id: int) -> dict[str, Any]:
    """The code of the newest step, to copy or print, and the way to check it; nothing while there is no story."""
    try:
        return {"receipt": receipt_for(thing, thing_id)}
    except NotFound:
        return {"receipt": None}
