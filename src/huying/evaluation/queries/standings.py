"""What stands open, place by place, for the desks below: they count nothing themselves."""

from collections.abc import Sequence

from django.db.models import Q

from huying.cases.public import Standings
from huying.evaluation.models import Standing
from huying.evaluation.queries.sums import in_place, read_up_to
from huying.evaluation.standing import counted_among
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs


def standings_in(path: str, without: Sequence[int] = ()) -> Standings:
    """Of each place under this path, and which units of it have something open; `without` what is hidden from whoever
    reads: it stands beside the counts once more, as less than nought."""
    rows = list(Standing.objects.filter(in_place(path) | Q(body_id__gt=0)).values_list("place_id", "body_id", "counts"))
    briefs = area_briefs([place_id for place_id, body_id, _counts in rows if not body_id])
    places = tuple((briefs[one].path, counts) for one, body_id, counts in rows if not body_id and one in briefs)
    read = read_up_to()
    if without and read.counted_at:
        hidden = counted_among(without, at=read.counted_at)
        lying = area_briefs(hidden)
        places += tuple((lying[one].path, {name: -n for name, n in counts.items()}) for one, counts in hidden.items())
    at_work = body_briefs([body_id for _place, body_id, counts in rows if body_id and counts.get("open")])
    units = tuple(pk for pk, body in at_work.items() if (body.area_path or "").startswith(path))
    return Standings(read.counted_at, places, units)
