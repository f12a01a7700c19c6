"""Boundaries: one outline or a whole GeoJSON file, checked before anything is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import shape

from huying.kernel.actor import Actor
from huying.kernel.errors import Invalid
from huying.territory import geometry
from huying.territory import states as s
from huying.territory.actions.records import Decision, area_for, check_decision, record, touch_version
from huying.territory.models import Area, Boundary

OVERLAP_ALLOWED = 0.005
"""Share of the smaller outline that two neighbours may have in common before it is reported."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A Polygon or MultiPolygon as it came, with the system of its coordinates."""

    geojson: Mapping[str, Any]
    crs: str = "cgcs2000"
    source: str = ""
    accuracy_m: float | None = None
    sketch: bool = False


@dataclass(slots=True)
class Checked:
    """One feature of a file: the area it is for, what is wrong (`faults`) and what should be looked at."""

    place: int
    name: str
    code: str
    area: Area | None = None
    geometry: dict[str, Any] | None = None
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def move_boundary(
    actor: Actor, *, outlines: Mapping[int, Outline], decision: Decision, at: datetime, accept_overlaps: bool = False
) -> list[Boundary]:
    """New outlines of one or several areas at once, e.g. of two neighbours whose border moves."""
    touch_version()
    areas = [area_for(actor, pk) for pk in sorted(outlines)]
    check_decision(decision, at=at)
    drawn = {area.pk: _sound(outlines[area.pk]) for area in areas}
    overlaps = overlaps_of(drawn)
    if overlaps and not accept_overlaps:
        raise Invalid(_("界线与相邻区划重叠"), fields={"outline": "；".join(overlaps)})
    made = [_keep(area, drawn[area.pk], outlines[area.pk], decision) for area in areas]
    for area in areas:
        record(actor, area, s.BOUNDARY, decision, at=at)
    return made


def _sound(outline: Outline) -> dict[str, Any]:
    drawn, faults = read_outline(dict(outline.geojson), outline.crs)
    if drawn is None or faults:
        raise Invalid(_("界线有错误，没有保存"), fields={"outline": "；".join(faults)})
    return drawn


def read_outline(geojson: dict[str, Any], crs: str) -> tuple[dict[str, Any] | None, list[str]]:
    """The outline in CGCS2000, or what is wrong with it in words."""
    try:
        found = geometry.outline(geojson, crs)
        faults = geometry.faults(geojson)
    except (ValueError, TypeError, KeyError, IndexError):
        return None, [_("不是可以读取的面（需要经纬度的 Polygon 或 MultiPolygon）")]
    if faults:
        return None, [_fault_in_words(fault) for fault in faults]
    return geometry.as_geojson(found), []


def _fault_in_words(fault: str) -> str:
    if fault == "open_ring":
        return _("界线没有闭合：首尾两点应相同")
    return _("界线自相交或有重复：%(detail)s") % {"detail": fault.removeprefix("invalid: ")}


def overlaps_of(drawn: Mapping[int, dict[str, Any]]) -> list[str]:
    """Sentences about overlaps among these outlines and with the current ones of living siblings."""
    areas = {area.pk: area for area in Area.objects.filter(pk__in=drawn)}
    shapes = {pk: shape(found) for pk, found in drawn.items()}
    parents = {area.parent_id for area in areas.values()}
    others = Boundary.objects.filter(valid_to=None, area__valid_to=None, area__parent__in=parents).exclude(
        area_id__in=drawn
    )
    for row in others.select_related("area"):
        areas[row.area_id], shapes[row.area_id] = row.area, shape(row.geometry)
    return [_overlap_in_words(areas[a], areas[b], share) for a, b, share in _pairs(areas, shapes, set(drawn))]


def _pairs(areas: Mapping[int, Area], shapes: Mapping[int, Any], fresh: set[int]) -> list[tuple[int, int, float]]:
    ids = sorted(shapes)
    tree = shapely.STRtree([shapes[pk] for pk in ids])
    found = []
    for a in sorted(fresh):
        for place in sorted(tree.query(shapes[a], predicate="intersects")):
            b = ids[int(place)]
            fellows = areas[a].parent_id == areas[b].parent_id and areas[a].level == areas[b].level
            if fellows and (a < b or (b not in fresh and a != b)):
                share = geometry.overlap_share(shapes[a], shapes[b])
                if share > OVERLAP_ALLOWED:
                    found.append((a, b, share))
    return found


def _overlap_in_words(a: Area, b: Area, share: float) -> str:
    return _("“%(a)s”与“%(b)s”重叠，占较小一块的 %(share)s%%") % {
        "a": a.name,
        "b": b.name,
        "share": f"{share * 100:.1f}",
    }


def _keep(area: Area, drawn: dict[str, Any], outline: Outline, decision: Decision) -> Boundary:
    _end_current(area, decision)
    centre = shape(drawn).representative_point()
    if area.lon is None or area.lat is None:
        area.lon, area.lat = round(centre.x, 6), round(centre.y, 6)
    area.sketch = outline.sketch
    area.save(update_fields=["lon", "lat", "sketch"])
    return Boundary.objects.create(
        area=area,
        geometry=drawn,
        source=outline.source,
        src_crs=outline.crs,
        accuracy_m=outline.accuracy_m,
        sketch=outline.sketch,
        valid_from=decision.on,
    )


def _end_current(area: Area, decision: Decision) -> None:
    current = Boundary.objects.filter(area=area, valid_to=None).first()
    if current is not None:
        current.valid_to = max(decision.on, current.valid_from)
        current.save(update_fields=["valid_to"])


def join_boundaries(into: Area, sources: list[Area], decision: Decision) -> None:
    """After a merge the target's outline is the union, when every part has one."""
    rows = list(Boundary.objects.filter(area__in=[into, *sources], valid_to=None))
    if len(rows) != len(sources) + 1:
        return
    union = shapely.union_all([shape(row.geometry) for row in rows])
    sketch = any(row.sketch for row in rows)
    _keep(into, geometry.as_geojson(union), Outline({}, source=rows[0].source, sketch=sketch), decision)


def check_file(collection: Mapping[str, Any], *, crs: str) -> list[Checked]:
    """Every feature of a GeoJSON file with its area (by property `code`) and its faults. Nothing is kept."""
    features = collection.get("features") if collection.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise Invalid(fields={"file": _("文件里没有要素：需要 GeoJSON FeatureCollection。")})
    rows = [_checked(place, feature, crs) for place, feature in enumerate(features, start=1)]
    seen: set[int] = set()
    for row in rows:
        if row.area is not None and row.area.pk in seen:
            row.faults.append(_("同一区划出现了两次"))
        if row.area is not None:
            seen.add(row.area.pk)
    sound = {row.area.pk: row for row in rows if row.area and row.geometry and not row.faults}
    for sentence in overlaps_of({pk: row.geometry for pk, row in sound.items() if row.geometry}):
        next(row for row in sound.values() if row.area and f"“{row.area.name}”" in sentence).remarks.append(sentence)
    return rows


def _checked(place: int, feature: Any, crs: str) -> Checked:
    properties = (feature.get("properties") or {}) if isinstance(feature, dict) else {}
    code, name = str(properties.get("code", "")).strip(), str(properties.get("name", "")).strip()
    row = Checked(place, name, code)
    row.area = Area.objects.filter(code=code, valid_to=None).exclude(level=s.BUILDING).first() if code else None
    if row.area is None:
        row.faults.append(_("没有这个代码的区划") if code else _("缺少属性 code（区划代码）"))
    outline = feature.get("geometry") if isinstance(feature, dict) else None
    row.geometry, faults = read_outline(outline, crs) if isinstance(outline, dict) else (None, [_("缺少界线")])
    row.faults += faults
    return row


@transaction.atomic
def import_boundaries(
    actor: Actor, *, collection: Mapping[str, Any], outline: Outline, decision: Decision, at: datetime,
    accept_overlaps: bool = False,
) -> list[Boundary]:  # fmt: skip
    """All outlines of a file or none. `outline` says system, source and sketch for all of them."""
    rows = check_file(collection, crs=outline.crs)
    wrong = {f"{row.place}": "；".join(row.faults) for row in rows if row.faults}
    if wrong:
        raise Invalid(_("文件里有错误，一条也没有保存"), fields=wrong)
    outlines = {
        row.area.pk: Outline(row.geometry, "cgcs2000", outline.source, outline.accuracy_m, outline.sketch)
        for row in rows
        if row.area and row.geometry
    }
    made = move_boundary(actor, outlines=outlines, decision=decision, at=at, accept_overlaps=accept_overlaps)
    Boundary.objects.filter(pk__in=[one.pk for one in made]).update(src_crs=outline.crs)
    return made
