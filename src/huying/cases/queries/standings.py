"""What stands open in a place as it was counted last: kept by the figures above, so that no page counts cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Standings:
    """Counts by the path of each place, the units that have something open, and when they were counted."""

    counted_at: datetime | None
    places: tuple[tuple[str, Counts], ...] = ()
    units: tuple[int, ...] = ()

    def under(self, *paths: str) -> Counts:
        """Added up over whatever lies under one of these paths."""
        total: Counts = {}
        for path, counts in self.places:
            if path.startswith(paths):
                for name, n in counts.items():
                    total[name] = total.get(name, 0) + n
        return total


Provider = Callable[[str, Sequence[int]], Standings]
_providers: list[Provider] = []


def register_standings(provider: Provider) -> None:
    """Called once, by whoever keeps the figures, when the apps are ready: `provider(path, without)` tells of that place
    without these cases."""
    _providers[:] = [provider]


def standings_in(path: str, *, without: Sequence[int] = ()) -> Standings:
    """`without`: cases that are hidden from whoever reads, so that no number counts what no row shows them."""
    return _providers[0](path, without) if _providers else Standings(None)
