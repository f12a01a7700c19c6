"""Coordinates at the edge (GCJ-02 and BD-09 to CGCS2000), checked outlines, and sketches drawn from centre points.

CGCS2000 and WGS84 differ by centimetres and are taken as they are. GCJ-02 shifts a point by a published approximation
that has no closed inverse; the inverse here iterates until it is true to well under a metre. Outside mainland China the
shift is not applied.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, get_args

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

Crs = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
CRS: tuple[str, ...] = get_args(Crs)
"""Every system in which a point may be handed in."""
Point = tuple[float, float]

_AXIS = 6378245.0  # Krasovsky 1940, as the shift uses it
_ECCENTRICITY = 0.00669342162296594323
_BD_TURN = math.pi * 3000.0 / 180.0


def to_cgcs2000(lon: float, lat: float, crs: str = "wgs84") -> Point:
    """The point as it is kept. Raises ValueError for a system that is not known or a point off the globe."""
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        raise ValueError(f"not on the globe: {lon}, {lat}")
    if crs in ("wgs84", "cgcs2000"):
        return lon, lat
    if crs == "gcj02":
        return gcj02_to_wgs84(lon, lat)
    if crs == "bd09":
        return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))
    raise ValueError(f"unknown coordinate system: {crs}")


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """The shift that commercial maps in China apply."""
    if not in_shifted_region(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + _waves(x, x, 150.0, 300.0)
    d_lat = (
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + _waves(x, y, 160.0, 320.0)
    )
    radians = math.radians(lat)
    magic = 1.0 - _ECCENTRICITY * math.sin(radians) ** 2
    d_lat = math.degrees(d_lat / ((_AXIS * (1.0 - _ECCENTRICITY)) / (magic * math.sqrt(magic))))
    d_lon = math.degrees(d_lon / (_AXIS / math.sqrt(magic) * math.cos(radians)))
    return lon + d_lon, lat + d_lat


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """The inverse, by iteration until the forward shift meets the point within about a millimetre."""
    guess_lon, guess_lat = lon, lat
    for _round in range(12):
        shifted_lon, shifted_lat = wgs84_to_gcj02(guess_lon, guess_lat)
        off_lon, off_lat = shifted_lon - lon, shifted_lat - lat
        guess_lon, guess_lat = guess_lon - off_lon, guess_lat - off_lat
        if abs(off_lon) < 1e-8 and abs(off_lat) < 1e-8:
            break
    return guess_lon, guess_lat


def gcj02_to_bd09(lon: float, lat: float) -> Point:
    z = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_TURN)
    theta = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_TURN)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


def bd09_to_gcj02(lon: float, lat: float) -> Point:
    """The inverse, by the same iteration."""
    guess_lon, guess_lat = lon - 0.0065, lat - 0.006
    for _round in range(12):
        shifted_lon, shifted_lat = gcj02_to_bd09(guess_lon, guess_lat)
        off_lon, off_lat = shifted_lon - lon, shifted_lat - lat
        guess_lon, guess_lat = guess_lon - off_lon, guess_lat - off_lat
        if abs(off_lon) < 1e-9 and abs(off_lat) < 1e-9:
            break
    return guess_lon, guess_lat


def in_shifted_region(lon: float, lat: float) -> bool:
    """The rectangle in which the shift is applied, as the maps do."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def metres_between(a: Point, b: Point) -> float:
    """Great-circle distance, good to half a percent."""
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 2 * 6371008.8 * math.asin(math.sqrt(h))


def outline(geojson: dict[str, Any], crs: str = "cgcs2000") -> BaseGeometry:
    """A Polygon or MultiPolygon in CGCS2000. Raises ValueError when it is no outline at all."""
    if geojson.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError("not a Polygon or MultiPolygon")
    try:
        read = shape(geojson)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise ValueError("coordinates cannot be read") from error
    if read.is_empty:
        raise ValueError("no coordinates")
    return moved(read, lambda lon, lat: to_cgcs2000(lon, lat, crs))


def faults(geojson: dict[str, Any]) -> list[str]:
    """What is wrong with an outline: `open_ring`, `invalid: …` (crossing lines, loops). Empty means it is sound."""
    polygons = geojson["coordinates"] if geojson["type"] == "MultiPolygon" else [geojson["coordinates"]]
    if any(len(ring) < 4 or list(ring[0]) != list(ring[-1]) for polygon in polygons for ring in polygon):
        return ["open_ring"]
    reason = shapely.is_valid_reason(shape(geojson))
    return [] if reason == "Valid Geometry" else [f"invalid: {reason}"]


def overlap_share(a: BaseGeometry, b: BaseGeometry) -> float:
    """How much of the smaller outline lies in the other, 0 to 1. Touching borders are 0."""
    smaller = min(a.area, b.area)
    return float(a.intersection(b).area / smaller) if smaller else 0.0


def moved(geometry: BaseGeometry, step: Callable[[float, float], Point]) -> BaseGeometry:
    """Every vertex moved by the step."""
    return shapely.transform(geometry, lambda xy: [step(float(x), float(y)) for x, y in xy])


def as_geojson(geometry: BaseGeometry, digits: int = 7) -> dict[str, Any]:
    """Rounded to about a centimetre; a collection that clipping left behind keeps only its polygons."""
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type in ("Polygon", "MultiPolygon")]
    polygons: list[BaseGeometry] = [p for part in parts for p in getattr(part, "geoms", [part])]
    whole = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)  # type: ignore[arg-type]
    rounded = shapely.transform(whole, lambda xy: xy.round(digits))
    read: dict[str, Any] = _lists(mapping(rounded))
    return read


def sketch_polygons(points: Sequence[Point], clip: dict[str, Any] | BaseGeometry | None = None) -> list[dict[str, Any]]:
    """One outline for each point, in the order given: what is nearer to it than to any other, inside `clip`.

    A sketch for maps where no legal boundary is published (示意，非法定界线). Without `clip` the outer edge is the hull
    of the points, widened by a quarter of its size. Two points in one place raise ValueError.
    """
    if len(set(points)) != len(points):
        raise ValueError("two points in one place")
    edge = _edge(points, clip)
    if len(points) == 1:
        return [as_geojson(edge)]
    stretch = math.cos(math.radians(edge.centroid.y))  # a degree of longitude is shorter than one of latitude
    flat = [(lon * stretch, lat) for lon, lat in points]
    flat_edge = moved(edge, lambda lon, lat: (lon * stretch, lat))
    clipped = (cell.intersection(flat_edge) for cell in _cells(flat, flat_edge))
    return [as_geojson(moved(cell, lambda x, y: (x / stretch, y))) for cell in clipped]


def _cells(points: Sequence[Point], edge: BaseGeometry) -> list[BaseGeometry]:
    """The cell of each point. Points in a perfect lattice can make broken cells: then all are nudged by centimetres."""
    for attempt in range(8):
        nudged = [
            (x + attempt * 1e-7 * math.sin(7.0 * place), y + attempt * 1e-7 * math.cos(11.0 * place))
            for place, (x, y) in enumerate(points)
        ]
        cells = list(shapely.voronoi_polygons(shapely.MultiPoint(nudged), extend_to=edge, ordered=True).geoms)
        whole = all(cell.is_valid and cell.intersects(shapely.Point(p)) for cell, p in zip(cells, nudged, strict=True))
        if whole:
            return cells
    raise ValueError("these points make no sound sketch")


def spread_points(geojson: dict[str, Any], count: int) -> list[Point]:
    """`count` points spread over an outline, west to east and north to south: centres for nested sketches."""
    area = shape(geojson)
    shapely.prepare(area)
    west, south, east, north = area.bounds
    side = math.sqrt(max(area.area, 1e-12) / count)
    while True:
        inside = [p for p in _lattice(west, south, east, north, side) if area.contains(shapely.Point(p))]
        if len(inside) >= count:
            keep = [inside[i * len(inside) // count] for i in range(count)]
            return sorted(keep, key=lambda p: (p[0], -p[1]))
        side *= 0.85


def _lattice(west: float, south: float, east: float, north: float, side: float) -> Iterable[Point]:
    columns = max(1, math.ceil((east - west) / side))
    rows = max(1, math.ceil((north - south) / side))
    for column in range(columns):
        for row in range(rows):
            shift = 0.25 if row % 2 else -0.25
            yield west + (column + 0.5 + shift) * (east - west) / columns, north - (row + 0.5) * (north - south) / rows


def _edge(points: Sequence[Point], clip: dict[str, Any] | BaseGeometry | None) -> BaseGeometry:
    if clip is not None:
        return shape(clip) if isinstance(clip, dict) else clip
    hull = shapely.MultiPoint(points).convex_hull
    west, south, east, north = hull.bounds
    return hull.buffer(max(east - west, north - south, 0.004) / 4, quad_segs=4)


def _waves(x: float, along: float, twelfth: float, thirtieth: float) -> float:
    """The periodic part of the shift."""

    def wave(value: float) -> float:
        return math.sin(value * math.pi)

    slow = twelfth * wave(along / 12.0) + thirtieth * wave(along / 30.0)
    return (20.0 * (wave(6.0 * x) + wave(2.0 * x) + wave(along)) + 40.0 * wave(along / 3.0) + slow) * 2.0 / 3.0


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, tuple) else value
