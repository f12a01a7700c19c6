"""Where a matter lies: what the written place means, and what follows when somebody puts it right."""

from datetime import datetime

from huying.cases.models import Case
from huying.kernel.actor import Actor
from huying.territory.public import Meant, area_brief, learn_place, place_meant


def meant_by(place: str, words: str = "") -> Meant:
    """What the place field means; where it says nothing known, whether the story itself names a place."""
    found = place_meant(place) if place.strip() else Meant(None)
    return found if found.choices or not words.strip() else place_meant(words)


def put_right(actor: Actor, case: Case, *, area_id: int | None, at: datetime) -> None:
    """It lies elsewhere than was guessed. What was written is remembered for the next time, unless it is confidential.
    The caller saves the case."""
    if not area_id or area_id == case.area_id:
        return
    area_brief(area_id)
    if not case.apart:
        learn_place(actor, said=case.place, area_id=area_id, origin_id=case.pk, at=at)
    case.area_id = area_id
