"""The area a form or a file names, or NotFound."""

from collections.abc import Iterable

from huying.kernel.errors import NotFound
from huying.territory.public import AreaBrief, area_brief, area_briefs


def place(area_id: int) -> AreaBrief:
    try:
        return area_brief(area_id)
    except KeyError:
        raise NotFound(area=area_id) from None


def places(area_ids: Iterable[int]) -> dict[int, AreaBrief]:
    """Several with one look; NotFound names the first that does not exist."""
    wanted = set(area_ids)
    found = area_briefs(wanted)
    if missing := wanted - set(found):
        raise NotFound(area=min(missing))
    return found
