"""Where a point lies: outlines in memory, as a tree, as long as the version in the database is theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.utils.translation import gettext as _

from huying.territory import geometry
from huying.territory import states as s
from huying.territory.models import Boundary
from huying.territory.queries.version import territory_version


@dataclass(frozen=True, slots=True)
class Located:
    """The area found, its level (coarser than asked where nothing finer is drawn) and why."""

    area_id: int
    path: str
    level: str
    name: str
    sketch: bool
    asked: str

    @property
    def reason(self) -> str:
        text = _("该点在“%(name)s”的界线内") % {"name": self.name}
        if self.level != self.asked:
            text += _("（更细的界线尚未绘制）")
        return text + _("（示意，非法定界线）") if self.sketch else text


@dataclass(frozen=True, slots=True)
class _Layer:
    tree: Any
    areas: tuple[tuple[int, str, str, bool], ...]  # id, path, name, sketch; by id, so that a shared border is decided


@dataclass(slots=True)
class Locator:
    """All current outlines of one version, one tree for each level."""

    version: str
    layers: dict[str, _Layer] = field(default_factory=dict)

    def find(self, lon: float, lat: float, *, level: str = s.GRID) -> Located | None:
        """The area of this level around a CGCS2000 point, else of the next coarser level that is drawn."""
        point = shapely.points(lon, lat)
        for name in s.coarser(level):
            layer = self.layers.get(name)
            if layer is None:
                continue
            hits = layer.tree.query(point, predicate="intersects")
            if len(hits):
                area_id, path, title, sketch = layer.areas[int(hits.min())]
                return Located(area_id, path, name, title, sketch, level)
        return None


_kept: list[Locator] = []


def locator() -> Locator:
    """The trees in force, built anew after any change. One small query to be sure that they are not stale."""
    version = territory_version()
    if not _kept or _kept[0].version != version:
        _kept[:] = [_built(version)]
    return _kept[0]


def locate_point(lon: float, lat: float, *, crs: str = "wgs84", level: str = s.GRID) -> Located | None:
    """The area around a point, or None outside of everything that is drawn. ValueError for a point off the globe."""
    return locator().find(*geometry.to_cgcs2000(lon, lat, crs), level=level)


def locate_points(
    points: Iterable[tuple[float, float]], *, crs: str = "wgs84", level: str = s.GRID
) -> list[Located | None]:
    """Many points with one look at the version."""
    trees = locator()
    return [trees.find(*geometry.to_cgcs2000(lon, lat, crs), level=level) for lon, lat in points]


def _built(version: str) -> Locator:
    rows = (
        Boundary.objects.filter(valid_to=None, area__valid_to=None)
        .exclude(area__kind="micro")
        .order_by("area_id")
        .values_list("area__level", "area_id", "area__path", "area__name", "sketch", "geometry")
    )
    by_level: dict[str, list[Sequence[Any]]] = {}
    for level, *row in rows.iterator(chunk_size=5000):
        by_level.setdefault(level, []).append(row)
    return Locator(version, {level: _layer(found) for level, found in by_level.items()})


def _layer(rows: list[Sequence[Any]]) -> _Layer:
    shapes = [shapely.geometry.shape(row[4]) for row in rows]
    shapely.prepare(shapes)
    return _Layer(shapely.STRtree(shapes), tuple((row[0], row[1], row[2], row[3]) for row in rows))
