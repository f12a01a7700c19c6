"""Areas are created, renamed, merged, split, moved and dissolved, and old data finds its way."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from huying.kernel.actor import GUEST, SYSTEM
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.journal import story
from huying.territory import errors, public
from huying.territory.actions.life import create_area, create_areas, dissolve_area, recode_area, rename_area
from huying.territory.actions.moves import Part, merge_areas, move_area, split_area
from huying.territory.actions.records import Decision, NewArea
from huying.territory.models import Area, AreaChange, Boundary
from tests.territory.makers import a_district, an_area, system_admin

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BEFORE, DAY = date(2026, 6, 30), date(2026, 7, 1)
DECISION = Decision(on=DAY, reason="区划调整方案", document_no="望政发〔2026〕7号")


@pytest.fixture
def town():
    return a_district()


def test_a_new_grid_gets_the_next_code_of_its_community_and_a_fact(town):
    admin = system_admin(town.county)
    new = NewArea("grid", "槐树里第三网格")
    grid = create_area(admin, parent_id=town.community.pk, new=new, decision=DECISION, at=NOW)
    assert (grid.code, grid.kind, grid.path) == ("990106001001003", "base", f"{town.community.path}{grid.pk}/")
    change = AreaChange.objects.get(area=grid)
    assert (change.kind, change.on, change.reason, change.by) == ("create", DAY, "区划调整方案", admin.account_id)
    row = story("area", grid.pk).get()
    assert row.code == "territory.area_changed"
    assert "方案" not in str(row.facts)


def test_several_areas_of_one_parent_come_at_once_or_not_at_all(town):
    given = {"parent_id": town.community.pk, "decision": DECISION, "at": NOW}
    new = [NewArea("grid", "一号"), NewArea("grid", "二号"), NewArea("grid", "学校", kind="exclusive")]
    grids = create_areas(SYSTEM, new=new, **given)
    assert [grid.code[-3:] for grid in grids] == ["003", "004", "801"]
    assert {grid.path for grid in grids} == {f"{town.community.path}{grid.pk}/" for grid in grids}
    assert AreaChange.objects.filter(area__in=grids, kind="create").count() == 3
    assert all(story("area", grid.pk).count() == 1 for grid in grids)
    same = [
        NewArea("grid", "三号", code=f"{town.community.code}777"),
        NewArea("grid", "四号", code=f"{town.community.code}777"),
    ]
    with pytest.raises(errors.CodeTaken):
        create_areas(SYSTEM, new=same, **given)


def test_exclusive_and_micro_grids_take_codes_of_their_own_band(town):
    school = an_area(town.community, "grid", "第一小学专属网格", kind="exclusive")
    micro = an_area(town.grid, "grid", "一号微网格", kind="micro")
    assert (school.code, micro.code) == ("990106001001801", "99010600100100101")
    with pytest.raises(errors.WrongPlace):
        an_area(micro, "grid", "更小的", kind="micro")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code": "990106002009"}, errors.CodeMalformed),
        ({"code": "990106001001"}, errors.CodeTaken),
        ({"level": "county", "code": "990107000000"}, errors.WrongPlace),
        ({"code": "12"}, errors.CodeMalformed),
        ({"name": "  "}, Invalid),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(town, change, error):
    count = Area.objects.count()
    new = replace(NewArea("community", "新社区", "990106001009"), **change)
    with pytest.raises(error):
        create_area(system_admin(town.county), parent_id=town.street.pk, new=new, decision=DECISION, at=NOW)
    assert Area.objects.count() == count


def test_a_change_needs_a_reason_and_a_day_that_has_come(town):
    admin = system_admin(town.county)
    with pytest.raises(Invalid):
        rename_area(admin, area_id=town.grid.pk, name="新名", decision=replace(DECISION, reason=" "), at=NOW)
    tomorrow = replace(DECISION, on=date(2026, 11, 17))
    with pytest.raises(Invalid):
        rename_area(admin, area_id=town.grid.pk, name="新名", decision=tomorrow, at=NOW)
    early = replace(DECISION, on=date(2019, 1, 1))
    with pytest.raises(errors.NotInOrder):
        rename_area(admin, area_id=town.grid.pk, name="新名", decision=early, at=NOW)


def test_only_the_system_administrator_of_the_place_may_change_it(town):
    stranger = system_admin(town.streets[1])
    for actor in (GUEST, stranger):
        with pytest.raises(NotAllowed):
            rename_area(actor, area_id=town.street.pk, name="新街道", decision=DECISION, at=NOW)
    rename_area(stranger, area_id=town.streets[1].pk, name="新街道", decision=DECISION, at=NOW)


def test_a_renamed_area_is_still_found_under_its_former_name(town):
    rename_area(system_admin(town.county), area_id=town.street.pk, name="望湖街道", decision=DECISION, at=NOW)
    found = public.locate_text("槐荫街道办事处门口")
    assert found[0].area_id == town.street.pk
    assert "曾用名" in found[0].reason
    assert public.area_brief(town.grid.pk).full_name.startswith("望江区望湖街道")


def test_codes_have_a_history_by_year_and_what_is_below_follows(town):
    recode_area(SYSTEM, area_id=town.street.pk, code="990106011000", decision=DECISION, at=NOW)
    town.grid.refresh_from_db()
    town.estate.refresh_from_db()
    assert (town.grid.code, town.estate.code) == ("990106011001001", "990106011001X001")
    assert public.area_on("990106001000", BEFORE).id == town.street.pk
    assert public.area_on("990106001000", DAY) is None
    assert public.area_on("990106011001001", DAY).id == town.grid.pk
    years = [(row.code, row.year_from, row.year_to) for row in public.codes_of(town.street.pk)]
    assert years == [("990106001000", 2020, 2026), ("990106011000", 2026, None)]


def test_a_merged_community_passes_on_its_grids_names_boundary_and_old_data(town):
    a, b, _c = town.communities
    old_b_grid = town.grids[2]
    merge_areas(system_admin(town.county), source_ids=[b.pk], into_id=a.pk, decision=DECISION, at=NOW)
    b.refresh_from_db()
    old_b_grid.refresh_from_db()
    assert (b.valid_to, b.path) == (DAY, f"{a.path}{b.pk}/")
    assert old_b_grid.path == f"{a.path}{old_b_grid.pk}/"
    assert old_b_grid.code == "990106001001003"
    assert public.successors(b.pk) == [a.pk]
    assert public.locate_text("柳岸社区")[0].area_id == a.pk
    assert public.locate_point(118.715, 32.005, level="community").area_id == a.pk
    assert not Boundary.objects.filter(area=b, valid_to=None).exists()
    assert list(public.rolled_up(b.path, BEFORE)) == [b.path, old_b_grid.path]
    rolled = public.rolled_up(a.path, BEFORE)
    assert rolled.holds(town.grid.path)
    assert not rolled.holds(old_b_grid.path)


def test_a_split_needs_a_home_for_every_child_when_the_old_area_ends(town):
    a = town.community
    half = Part(NewArea("community", "槐东社区", "990106001003"), (town.grids[0].pk,))
    other = Part(NewArea("community", "槐西社区", "990106001004"), ())
    with pytest.raises(Invalid):
        split_area(SYSTEM, area_id=a.pk, parts=[half, other], keep=False, decision=DECISION, at=NOW)
    rest = replace(other, child_ids=(town.grids[1].pk,))
    east, west = split_area(SYSTEM, area_id=a.pk, parts=[half, rest], keep=False, decision=DECISION, at=NOW)
    town.grids[0].refresh_from_db()
    assert town.grids[0].code == "990106001003001"
    assert public.successors(a.pk) == [east.pk, west.pk]
    rolled = public.rolled_up(a.path, BEFORE)
    assert [rolled.holds(p) for p in (a.path, town.grids[0].path, east.path)] == [True, True, False]


def test_a_split_may_leave_the_old_area_with_the_rest(town):
    part = Part(NewArea("community", "槐东社区", "990106001003"), (town.grids[0].pk,))
    (east,) = split_area(SYSTEM, area_id=town.community.pk, parts=[part], keep=True, decision=DECISION, at=NOW)
    assert [c.id for c in public.children(town.community.pk)] == [town.grids[1].pk]
    assert [c.id for c in public.children(east.pk)] == [town.grids[0].pk]


def test_a_moved_community_takes_everything_along_and_rolls_up_to_where_it_was(town):
    a = town.community
    move_area(SYSTEM, area_id=a.pk, parent_id=town.streets[1].pk, decision=DECISION, code="990106002002", at=NOW)
    town.buildings[0].refresh_from_db()
    assert town.buildings[0].path.startswith(town.streets[1].path)
    assert town.buildings[0].code == "99010600200200001"
    a.refresh_from_db()
    assert public.rolled_up(town.streets[1].path, BEFORE).without == (a.path,)
    assert set(public.rolled_up(town.street.path, BEFORE)) == {town.street.path, a.path}
    assert list(public.rolled_up(town.street.path, DAY)) == [town.street.path]


def test_an_area_with_something_below_it_is_not_dissolved(town):
    with pytest.raises(errors.StillInUse):
        dissolve_area(SYSTEM, area_id=town.estate.pk, decision=DECISION, at=NOW)
    for building in town.buildings:
        dissolve_area(SYSTEM, area_id=building.pk, decision=DECISION, at=NOW)
    dissolve_area(SYSTEM, area_id=town.estate.pk, decision=DECISION, at=NOW)
    with pytest.raises(errors.AreaEnded):
        rename_area(SYSTEM, area_id=town.estate.pk, name="再来", decision=DECISION, at=NOW)
    assert public.locate_text("金桂花园3幢") == []


@pytest.mark.constraint
def test_the_database_refuses_two_living_areas_with_one_code_and_a_path_that_is_not_its_own(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.filter(pk=town.grids[1].pk).update(code=town.grids[0].code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.filter(pk=town.grids[1].pk).update(path="/1/2/")


def test_names_sort_by_pinyin_and_numbers_by_value(town):
    for name in ("重庆路第10网格", "重庆路第2网格", "安定网格"):
        an_area(town.communities[2], "grid", name)
    names = [c.name for c in public.children(town.communities[2].pk)]
    assert names == ["安定网格", "重庆路第2网格", "重庆路第10网格", "东风第二网格", "东风第一网格"]
