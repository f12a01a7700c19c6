"""The area a form or a file names, or NotFound."""

from huying.kernel.errors import NotFound
from huying.territory.public import AreaBrief, area_brief


def place(area_id: int) -> AreaBrief:
    try:
        return area_brief(area_id)
    except KeyError:
        raise NotFound(area=area_id) from None
