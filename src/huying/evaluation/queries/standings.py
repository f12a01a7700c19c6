"""What stands open, place by place, for the desks below: they count nothing themselves."""

from django.db.models import Q

from huying.cases.public import Standings
from huying.evaluation.models import Standing
from huying.evaluation.queries.sums import in_place, read_up_to
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs


def standings_in(path: str) -> Standings:
    """Of each place under this path, and which units of it have something open."""
    rows = list(Standing.objects.filter(in_place(path) | Q(body_id__gt=0)).values_list("place_id", "body_id", "counts"))
    briefs = area_briefs([place_id for place_id, body_id, _counts in rows if not body_id])
    places = tuple((briefs[one].path, counts) for one, body_id, counts in rows if not body_id and one in briefs)
    at_work = body_briefs([body_id for _place, body_id, counts in rows if body_id and counts.get("open")])
    units = tuple(pk for pk, body in at_work.items() if (body.area_path or "").startswith(path))
    return Standings(read_up_to().counted_at, places, units)
