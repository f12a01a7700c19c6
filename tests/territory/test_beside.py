"""What is written beside areas: boundaries from files, population, grid duties and sizes."""

import json
from datetime import date

import pytest

from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.errors import Invalid, NotAllowed
from huying.territory import public
from huying.territory.actions.outlines import Outline, check_file, import_boundaries, move_boundary
from huying.territory.actions.places import (
    Duty,
    SizeBand,
    import_population,
    set_grid_duty,
    set_grid_size_rule,
    set_population,
)
from huying.territory.geometry import wgs84_to_gcj02
from huying.territory.models import AreaChange, Boundary, GridDuty, Population
from huying.territory.queries.grids import grids_outside_band
from tests.territory.makers import FOUNDED, SETTLED, a_district, an_area, at_point, square, system_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_district()


def a_file(*features):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code, "name": "x"}, "geometry": geometry}
            for code, geometry in features
        ],
    }


def test_a_file_of_boundaries_is_checked_feature_by_feature_and_nothing_is_kept_while_one_is_wrong(town):
    open_ring = square(0, 0, 1, 1)
    open_ring["coordinates"][0].pop()
    crossing = [at_point(0, 0), at_point(1, 1), at_point(1, 0), at_point(0, 1), at_point(0, 0)]
    bow_tie = {"type": "Polygon", "coordinates": [crossing]}
    file = a_file(
        (town.grids[0].code, open_ring),
        (town.grids[1].code, bow_tie),
        ("990106009009", square(0, 0, 1, 1)),
        (town.grids[2].code, {"type": "Point", "coordinates": [118.7, 32.0]}),
        (town.grids[3].code, square(2, 0, 3, 2)),
    )
    rows = check_file(file, crs="cgcs2000")
    assert [bool(row.faults) for row in rows] == [True, True, True, True, False]
    assert "没有闭合" in rows[0].faults[0]
    assert "自相交" in rows[1].faults[0]
    count = Boundary.objects.count()
    with pytest.raises(Invalid) as refused:
        import_boundaries(SYSTEM, collection=file, outline=Outline({}), decision=FOUNDED, at=SETTLED)
    assert set(refused.value.fields) == {"1", "2", "3", "4"}
    assert Boundary.objects.count() == count


def test_overlapping_neighbours_are_reported_and_kept_only_when_that_is_accepted(town):
    file = a_file((town.grids[3].code, square(2, 0, 3.5, 2)))
    (row,) = check_file(file, crs="cgcs2000")
    assert not row.faults
    assert "重叠" in row.remarks[0]
    kwargs = {"collection": file, "outline": Outline({}, source="测绘"), "decision": FOUNDED, "at": SETTLED}
    with pytest.raises(Invalid, match="重叠"):
        import_boundaries(SYSTEM, **kwargs)
    (kept,) = import_boundaries(SYSTEM, **kwargs, accept_overlaps=True)
    assert (kept.area_id, kept.source, kept.sketch) == (town.grids[3].pk, "测绘", False)
    assert AreaChange.objects.filter(area=town.grids[3], kind="boundary").count() == 2


def test_a_file_in_gcj02_is_kept_in_cgcs2000_with_where_it_came_from(town):
    shifted = square(3, 0, 4, 2)
    shifted["coordinates"] = [[wgs84_to_gcj02(*p) for p in shifted["coordinates"][0]]]
    file = a_file((town.grids[4].code, shifted))
    (kept,) = import_boundaries(SYSTEM, collection=file, outline=Outline({}, "gcj02"), decision=FOUNDED, at=SETTLED)
    kept.refresh_from_db()
    assert kept.src_crs == "gcj02"
    assert kept.geometry["coordinates"][0][0] == pytest.approx(at_point(3, 0), abs=1e-6)


@pytest.mark.parametrize("file", [{}, {"type": "FeatureCollection", "features": []}, {"type": "Feature"}])
def test_a_file_without_features_is_refused(file):
    with pytest.raises(Invalid):
        check_file(file, crs="cgcs2000")


def test_a_boundary_that_moves_between_neighbours_keeps_the_old_one_as_history(town):
    decision = type(FOUNDED)(on=date(2025, 3, 1), reason="两网格边界调整")
    outlines = {town.grids[3].pk: Outline(square(2, 0, 2.4, 2)), town.grids[4].pk: Outline(square(2.4, 0, 4, 2))}
    move_boundary(system_admin(town.county), outlines=outlines, decision=decision, at=SETTLED)
    rows = list(Boundary.objects.filter(area=town.grids[3]).order_by("id").values_list("valid_from", "valid_to"))
    assert rows == [(date(2020, 1, 1), date(2025, 3, 1)), (date(2025, 3, 1), None)]


def test_population_comes_from_a_file_all_rows_or_none(town):
    code = town.street.code
    good = ["code,year,permanent", f"{code},2024,52340", f"{town.streets[1].code},2024,41000"]
    bad = [*good, "990199999999,2024,5", f"{code},24,5", f"{code},2024,许多"]
    with pytest.raises(Invalid) as refused:
        import_population(SYSTEM, lines=bad, source="统计年鉴", at=SETTLED)
    assert set(refused.value.fields) == {"4", "5", "6"}
    assert Population.objects.count() == 0
    for lines in (["code,year,permanent", f"{town.street.code},²,1"], ['code,year,permanent\r"', '"a\x00']):
        with pytest.raises(Invalid):
            import_population(SYSTEM, lines=lines, source="统计年鉴", at=SETTLED)
    assert import_population(SYSTEM, lines=good, source="统计年鉴", at=SETTLED) == 2
    assert import_population(SYSTEM, lines=good, source="统计年鉴", at=SETTLED) == 2
    assert (public.population(town.street.pk, 2024), public.population(town.street.pk, 2026)) == (52340, 52340)
    assert public.population(town.street.pk, 2023) is None
    set_population(SYSTEM, area_id=town.street.pk, year=2024, permanent=52000, source="更正", at=SETTLED)
    assert public.population(town.street.pk, 2024) == 52000


def test_a_guest_or_a_neighbour_changes_nothing_beside_an_area_either(town):
    for actor in (GUEST, system_admin(town.streets[1])):
        with pytest.raises(NotAllowed):
            set_grid_duty(actor, area_id=town.grid.pk, duty=Duty("x"), at=SETTLED)
        with pytest.raises(Invalid):
            import_population(actor, lines=["code,year,permanent", f"{town.street.code},2024,1"], source="", at=SETTLED)
    with pytest.raises(NotAllowed):
        set_grid_size_rule(GUEST, band=SizeBand("base", 1, 2, 3), decision=FOUNDED, at=SETTLED)


def test_grids_outside_the_band_of_their_rule_raise_an_alert_and_a_later_rule_takes_over(town):
    set_grid_size_rule(SYSTEM, band=SizeBand("base", 300, 500, 1000), decision=FOUNDED, at=SETTLED)
    (alert,) = grids_outside_band(town.county.path, on=date(2026, 6, 1))
    assert (alert.area_id, alert.reasons) == (town.grid.pk, ("居民 1180 人，多于 1000 人",))
    for grid, households in ((town.grids[1], 120), (town.grids[2], 640), (town.grids[3], 400)):
        set_grid_duty(SYSTEM, area_id=grid.pk, duty=Duty("所", households=households), at=SETTLED)
    school = an_area(town.community, "grid", "第一小学", kind="exclusive")
    set_grid_duty(SYSTEM, area_id=school.pk, duty=Duty("所", households=1), at=SETTLED)
    told = {a.area_id: a.reasons for a in grids_outside_band(town.county.path, on=date(2026, 6, 1))}
    assert set(told) == {town.grid.pk, town.grids[1].pk, town.grids[2].pk}
    later = type(FOUNDED)(on=date(2025, 1, 1), reason="新标准")
    set_grid_size_rule(SYSTEM, band=SizeBand("base", 100, 700, 2000), decision=later, at=SETTLED)
    assert grids_outside_band(town.county.path, on=date(2026, 6, 1)) == []
    assert len(grids_outside_band(town.county.path, on=date(2024, 12, 31))) == 3


def test_what_is_public_about_a_grid_is_kept_with_its_day_and_without_any_person(town):
    duty = GridDuty.objects.get(area=town.grid)
    assert (duty.complaint_phone, duty.current_on) == ("025-00000002", date(2026, 1, 5))
    assert not {f.name for f in GridDuty._meta.fields} & {"worker", "person", "account", "owner"}


def test_layers_can_be_written_as_json(town):
    assert json.loads(json.dumps(public.map_layers(town.county.path)))["type"] == "FeatureCollection"
