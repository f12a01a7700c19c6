"""Coordinates at the edge, sound outlines, sketches."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from huying.territory import geometry as g

# WGS84 and the GCJ-02 that the published formula gives for it: Beijing (two), Shanghai, Shenzhen, and one abroad.
KNOWN = [
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((-122.4194, 37.7749), (-122.4194, 37.7749)),
]
in_china = st.tuples(st.floats(74.0, 134.0), st.floats(4.0, 53.0))


@pytest.mark.parametrize(("true", "shifted"), KNOWN)
def test_five_known_points_are_shifted_and_brought_back(true, shifted):
    assert g.wgs84_to_gcj02(*true) == pytest.approx(shifted, abs=1e-10)
    assert g.metres_between(g.to_cgcs2000(*shifted, "gcj02"), true) < 0.01


def test_a_known_bd09_point_is_reached_and_brought_back():
    assert g.gcj02_to_bd09(116.404, 39.915) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-10)
    assert g.metres_between(g.bd09_to_gcj02(116.41036949371029, 39.92133699351021), (116.404, 39.915)) < 0.01


@given(in_china)
def test_the_inverse_is_true_to_a_metre_everywhere_in_the_country(point):
    assert g.metres_between(g.to_cgcs2000(*g.wgs84_to_gcj02(*point), "gcj02"), point) < 0.1
    bd09 = g.gcj02_to_bd09(*g.wgs84_to_gcj02(*point))
    assert g.metres_between(g.to_cgcs2000(*bd09, "bd09"), point) < 0.5


@given(in_china)
def test_the_shift_is_hundreds_of_metres_so_mixing_systems_would_show(point):
    assert 10 < g.metres_between(g.wgs84_to_gcj02(*point), point) < 1500


def test_wgs84_and_cgcs2000_are_taken_as_they_are():
    assert g.to_cgcs2000(118.77, 32.06) == g.to_cgcs2000(118.77, 32.06, "cgcs2000") == (118.77, 32.06)


def test_points_off_the_globe_and_unknown_systems_are_refused():
    with pytest.raises(ValueError, match="globe"):
        g.to_cgcs2000(32.06, 118.77)
    with pytest.raises(ValueError, match="unknown"):
        g.to_cgcs2000(118.77, 32.06, "epsg:1")
    with pytest.raises(ValueError, match="globe"):
        g.to_cgcs2000(math.nan, 32.0)


def test_an_open_ring_and_a_bow_tie_are_told_apart():
    open_ring = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    sound = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    assert g.faults(open_ring) == ["open_ring"]
    assert g.faults(bow_tie)[0].startswith("invalid: Self-intersection")
    assert g.faults(sound) == []


def test_sketches_share_the_district_between_the_centres_without_gap_or_overlap():
    centres = [(118.77, 32.06), (118.78, 32.04), (118.765, 32.08), (118.75, 32.09)]
    clip = {
        "type": "Polygon",
        "coordinates": [[[118.7, 32.0], [118.8, 32.0], [118.8, 32.1], [118.7, 32.1], [118.7, 32.0]]],
    }
    cells = [shape(cell) for cell in g.sketch_polygons(centres, clip)]
    for cell, centre in zip(cells, centres, strict=True):
        assert cell.contains(Point(centre))
    assert sum(cell.area for cell in cells) == pytest.approx(0.01, rel=1e-6)
    assert max(g.overlap_share(a, b) for a in cells for b in cells if a is not b) < 1e-6


def test_each_place_of_a_sketch_belongs_to_its_nearest_centre():
    centres = [(118.77, 32.06), (118.78, 32.04), (118.765, 32.08)]
    cells = [shape(cell) for cell in g.sketch_polygons(centres)]
    for probe in [(118.772, 32.055), (118.766, 32.071), (118.779, 32.047)]:
        nearest = min(range(3), key=lambda i: g.metres_between(probe, centres[i]))
        assert cells[nearest].contains(Point(probe))


def test_nested_sketches_stay_inside_and_keep_their_number():
    outer = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2], [0, 0]]]}
    for count in (1, 2, 7, 23):
        centres = g.spread_points(outer, count)
        assert len(centres) == len(set(centres)) == count
        cells = [shape(cell) for cell in g.sketch_polygons(centres, outer)]
        assert sum(cell.area for cell in cells) == pytest.approx(3.0, rel=1e-6)


def test_two_centres_in_one_place_are_refused():
    with pytest.raises(ValueError, match="one place"):
        g.sketch_polygons([(1.0, 1.0), (1.0, 1.0)])
