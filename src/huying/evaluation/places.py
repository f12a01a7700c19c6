"""Which community a finer area counts for."""

from collections.abc import Iterable

from huying.territory.public import ancestor, area_briefs

FINER = ("grid", "estate", "building")


def places_of(area_ids: Iterable[int]) -> dict[int, int]:
    """Area → the community it lies in; what is not finer than a community is itself."""
    found = {}
    for area_id, brief in area_briefs(list(area_ids)).items():
        above = ancestor(area_id, "community") if brief.level in FINER else None
        found[area_id] = above.id if above else area_id
    return found
