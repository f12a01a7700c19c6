"""Where a message leads: contexts above say the page of their own things."""

from collections.abc import Callable

from huying.kernel.actor import Actor

PageOf = Callable[[Actor, int], str]
_pages: dict[str, PageOf] = {}


def page_of_thing(thing: str, page: PageOf) -> None:
    """Called once by the context that owns this kind of thing, when its app is ready; "" when there is no page."""
    _pages[thing] = page


def href(actor: Actor, thing: str, thing_id: int) -> str:
    page = _pages.get(thing)
    return page(actor, thing_id) if page else ""
