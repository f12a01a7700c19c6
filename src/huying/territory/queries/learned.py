"""What places are called by residents, as it was learned, for those who keep the areas."""

from django.db.models import QuerySet

from huying.kernel.actor import Actor
from huying.kernel.errors import NotFound
from huying.kernel.paging import Page, page_by_key
from huying.territory.models import Area, LearnedPlace
from huying.territory.rules import rules


def learned_places(actor: Actor, *, undone: bool = False, after: str = "") -> Page[LearnedPlace]:
    """Those in use, or those taken back; what was put right last comes first."""
    rows = _kept(actor).filter(undone_at__isnull=not undone)
    return page_by_key(rows, order=("-last_at", "-id"), after=after, size=50)


def learned_place(actor: Actor, place_id: int) -> LearnedPlace:
    place = _kept(actor).filter(pk=place_id).first()
    if place is None:
        raise NotFound(place=place_id)
    return place


def _kept(actor: Actor) -> QuerySet[LearnedPlace]:
    areas = rules.permitted(actor, to="change", rows=Area.objects.all())
    return LearnedPlace.objects.filter(area__in=areas).select_related("area")
