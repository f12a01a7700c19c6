"""Bodies that hold these words in their names, number or public contact, among those that the asker may see."""

from huying.kernel.actor import Actor
from huying.kernel.paging import Page, page_by_key
from huying.kernel.search import Hit, containing, excerpt, marked
from huying.organisations.models import Body
from huying.organisations.models.bodies import BODY_COLUMNS
from huying.organisations.rules import body_rules


def bodies_with(actor: Actor, *, words: str, after: str | None = None, size: int = 20) -> Page[Hit]:
    """By pinyin; those that are closed or merged too, and it says so."""
    rows = containing(body_rules.permitted(actor, to="see", rows=Body.objects.all()), words, *BODY_COLUMNS)
    page = page_by_key(rows.select_related("kind", "area"), order=("sort_name", "id"), after=after, size=size)
    return Page([_hit(body, words) for body in page], page.next_cursor)


def _hit(body: Body, words: str) -> Hit:
    said = " · ".join(text for text in (body.short_name, body.uscc, body.office_phone, body.public_contact) if text)
    note = f"{body.kind.label} · {body.area.short_name or body.area.name} · {body.get_state_display()}"
    return Hit(body.pk, marked(body.name, words), excerpt(said, words), note)
