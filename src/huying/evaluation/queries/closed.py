"""The sums of a month for every area and every unit at once."""

from collections import defaultdict
from collections.abc import Iterator

from huying.evaluation.measures import ALL
from huying.evaluation.models import Tally, grouped
from huying.evaluation.periods import Period
from huying.evaluation.queries.sums import Counts, Scope
from huying.evaluation.states import Slice
from huying.organisations.public import body_briefs
from huying.territory.public import area_briefs, areas_within, home_path

LEVELS = ("county", "city", "street", "community")


def sums_of_everything(period: Period) -> Iterator[tuple[Scope, Counts]]:
    """Each area of the place that is served, coarse to fine, then each unit; areas without anything come too."""
    yield from _areas(period)
    yield from _units(period)


def _rows(slice_: Slice, period: Period, column: str) -> dict[int, Counts]:
    rows = Tally.objects.filter(slice=slice_.value, grain="m", start__gte=period.start, start__lt=period.end)
    return grouped(rows, column, *ALL)


def _areas(period: Period) -> Iterator[tuple[Scope, Counts]]:
    found = _rows(Slice.PLACE, period, "place_id")
    by_path: dict[str, Counts] = defaultdict(lambda: dict.fromkeys(ALL, 0))
    for place_id, place in area_briefs(list(found)).items():
        steps = place.path.strip("/").split("/")
        for depth in range(1, len(steps) + 1):
            counts = by_path[f"/{'/'.join(steps[:depth])}/"]
            for name, n in found[place_id].items():
                counts[name] += n
    for level in LEVELS:
        for area in areas_within(home_path(), level=level):
            yield Scope.of_area(area), by_path[area.path]


def _units(period: Period) -> Iterator[tuple[Scope, Counts]]:
    found = _rows(Slice.UNIT, period, "body_id")
    for body_id, body in body_briefs(found).items():
        yield Scope.of_unit(body), found[body_id]
