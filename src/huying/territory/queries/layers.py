"""Our own vectors for maps: outlines as GeoJSON with a version."""

from typing import Any

from django.db.models import Q

from huying.territory import states as s
from huying.territory.models import Boundary
from huying.territory.queries.version import territory_version

DRAWN = (s.COUNTY, s.STREET, s.COMMUNITY, s.GRID)


def map_layers(path: str, *, levels: tuple[str, ...] = DRAWN, asked: int | None = None) -> dict[str, Any]:
    """The outlines under a path as a FeatureCollection; `version` changes with any change of the territory.

    Coarse levels come first, so that drawing in order puts the fine ones on top. `asked` marks the area it is about.
    """
    rows = (
        Boundary.objects.filter(valid_to=None, area__valid_to=None, area__path__startswith=path)
        .filter(Q(area__level__in=levels) | Q(area=asked))
        .select_related("area")
    )
    order = {level: place for place, level in enumerate(s.LEVELS)}
    found = sorted(rows, key=lambda row: (order[row.area.level], row.area_id))
    return {
        "type": "FeatureCollection",
        "version": territory_version(),
        "sketch": any(row.sketch for row in found),
        "features": [_feature(row, asked) for row in found],
    }


def layers_etag(path: str, levels: tuple[str, ...] = DRAWN) -> str:
    """What `map_layers` would be, without building it."""
    return f"{territory_version()}-{path.replace('/', '.')}-{'.'.join(levels)}"


def _feature(row: Boundary, asked: int | None) -> dict[str, Any]:
    area = row.area
    return {
        "type": "Feature",
        "id": area.pk,
        "geometry": row.geometry,
        "properties": {
            "area_id": area.pk,
            "path": area.path,
            "level": area.level,
            "kind": area.kind,
            "code": area.code,
            "name": area.name,
            "lon": area.lon,
            "lat": area.lat,
            "sketch": row.sketch,
            "asked": area.pk == asked,
        },
    }
