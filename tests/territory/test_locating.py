"""Where a point lies and what a text means."""

import pytest

from huying.kernel.actor import SYSTEM
from huying.kernel.kept import tokens
from huying.territory import geometry, public
from huying.territory.actions.outlines import Outline, move_boundary
from huying.territory.actions.places import add_alias
from huying.territory.models import Area
from tests.territory.makers import FOUNDED, SETTLED, a_district, an_area, at_point, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_district()


def test_a_point_lies_in_its_grid_with_the_reason(town):
    found = public.locate_point(*at_point(0.5, 1.5))
    assert (found.area_id, found.path, found.level) == (town.grid.pk, town.grid.path, "grid")
    assert found.reason == "该点在“槐树里第一网格”的界线内（示意，非法定界线）"


def test_a_point_from_another_map_is_converted_first(town):
    true = at_point(0.5, 1.001)  # eleven metres inside of the northern grid: unconverted it would be elsewhere
    gcj = geometry.wgs84_to_gcj02(*true)
    assert public.locate_point(*gcj, crs="gcj02").area_id == town.grid.pk
    assert public.locate_point(*geometry.gcj02_to_bd09(*gcj), crs="bd09").area_id == town.grid.pk
    assert public.locate_point(*gcj).area_id != town.grid.pk


def test_where_no_grid_is_drawn_the_community_or_street_answers_and_says_so(town):
    move_boundary(SYSTEM, outlines={town.grid.pk: Outline(square(0, 1.5, 1, 2))}, decision=FOUNDED, at=SETTLED)
    found = public.locate_point(*at_point(0.5, 1.2))
    assert (found.area_id, found.level) == (town.community.pk, "community")
    assert "尚未绘制" in found.reason


def test_a_point_on_a_shared_border_always_gets_the_same_grid_and_one_outside_gets_none(town):
    assert {public.locate_point(*at_point(0.5, 1)).area_id for _again in range(5)} == {town.grid.pk}
    assert public.locate_point(116.4, 39.9) is None


def test_a_change_of_a_boundary_shows_at_once(town):
    probe = at_point(2.9, 1)
    assert public.locate_point(*probe).area_id == town.grids[3].pk
    outlines = {
        town.grids[3].pk: Outline(square(2, 0, 2.5, 2)),
        town.grids[4].pk: Outline(square(2.5, 0, 4, 2)),
    }
    move_boundary(SYSTEM, outlines=outlines, decision=FOUNDED, at=SETTLED)
    assert public.locate_point(*probe).area_id == town.grids[4].pk


def test_what_another_process_changed_is_never_served_stale(town):
    probe = at_point(0.5, 1.5)
    before = public.territory_version()
    assert public.locate_point(*probe).name == "槐树里第一网格"
    Area.objects.filter(pk=town.grid.pk).update(name="别处改过的")  # as another process would, then its fresh token
    add_alias(SYSTEM, area_id=town.grid.pk, text="某处", at=SETTLED)
    assert public.territory_version() != before
    assert public.locate_point(*probe).name == "别处改过的"


def test_many_points_take_one_query(town, django_assert_num_queries):
    public.locate_point(*at_point(0, 0))
    with django_assert_num_queries(1):
        found = public.locate_points([at_point(x / 10, 1.5) for x in range(1, 40)])
    assert len({one.area_id for one in found}) == 4


@pytest.mark.parametrize(
    ("text", "who", "why"),
    [
        ("金桂花园小区3幢2单元楼道灯不亮", "building 3", "3幢2单元"),
        ("金桂花园三幢", "building 3", "三幢"),
        ("金桂花园小区 １２ 号楼 电梯坏了", "building 12", "12号楼"),
        ("金桂花园小区7幢", "estate", "没有登记“7幢”"),
        ("老纺织大院门口", "estate", "俗称"),
        ("望江区槐荫街道金桂花园小区", "estate", "金桂花园小区"),
        ("槐树里社区居委会旁边", "community 0", "槐树里社区"),
        ("槐荫路56号对面", "community 0", "门牌"),
        ("槐荫路120号", "community 1", "门牌"),
        ("柳浦街道办事处", "street 1", "柳浦街道"),
    ],
)
def test_a_text_leads_to_the_place_with_the_reason(town, text, who, why):
    kind, _space, number = who.partition(" ")
    expected = {
        "building": dict(zip(("3", "12"), town.buildings, strict=True)).get(number),
        "estate": town.estate,
        "community": town.communities[int(number or 0) % 3],
        "street": town.streets[int(number or 0) % 2],
    }[kind]
    best = public.locate_text(text)[0]
    assert (best.area_id, best.path) == (expected.pk, expected.path)
    assert why in best.reason
    assert best.score >= 0.7


def test_a_road_without_a_number_is_ambiguous_and_gives_every_community_it_runs_through(town):
    guesses = public.locate_text("槐荫路上有个井盖松了")
    assert {g.area_id for g in guesses} == {town.communities[0].pk, town.communities[1].pk}
    assert len({g.score for g in guesses}) == 1
    assert guesses[0].score <= 0.5


def test_a_house_number_that_nobody_registered_leads_to_every_community_of_the_road_but_faintly(town):
    guesses = public.locate_text("槐荫路500号")
    assert {g.area_id for g in guesses} == {town.communities[0].pk, town.communities[1].pk}
    assert all(g.score <= 0.3 and "没有登记这个门牌" in g.reason for g in guesses)


def test_a_street_and_a_community_in_it_with_the_same_short_name_are_both_told(town):
    street = an_area(town.county, "street", "人民路街道", "990106003000")
    community = an_area(street, "community", "人民路社区", "990106003001")
    assert {g.area_id for g in public.locate_text("人民路上路灯坏了")} == {street.pk, community.pk}
    assert [g.area_id for g in public.locate_text("人民路街道人民路社区")] == [community.pk]


def test_everyday_words_are_not_taken_for_short_names(town):
    an_area(town.street, "community", "希望社区", "990106001003")
    assert public.locate_text("希望有关部门尽快处理") == []


def test_two_estates_of_one_name_are_told_apart_by_the_street_that_is_named(town):
    other = an_area(town.grids[3], "estate", "金桂花园小区")
    assert {g.area_id for g in public.locate_text("金桂花园小区")} == {town.estate.pk, other.pk}
    best, second = public.locate_text("柳浦街道的金桂花园小区")
    assert (best.area_id, second.area_id) == (other.pk, town.estate.pk)
    assert best.score - second.score >= 0.2
    assert [g.area_id for g in public.locate_text("金桂花园小区", within_path=town.street.path)] == [town.estate.pk]


@pytest.mark.parametrize("text", ["", "楼道灯不亮", "3幢2单元", "。" * 5000, "%_\\'\""])
def test_a_text_that_names_no_known_place_gives_nothing(town, text):
    assert public.locate_text(text) == []


def test_layers_are_our_own_vectors_with_a_version_and_say_that_they_are_sketches(town):
    layers = public.map_layers(town.street.path)
    assert layers["version"] == public.territory_version()
    assert layers["sketch"] is True
    assert [f["properties"]["level"] for f in layers["features"]] == ["street", "community", "community"] + ["grid"] * 3
    only = public.map_layers(town.county.path, levels=("street",))
    assert [f["properties"]["name"] for f in only["features"]] == ["槐荫街道", "柳浦街道"]


def test_briefs_of_many_areas_take_two_queries_and_the_next_time_none(town, django_assert_num_queries):
    ids = [area.pk for area in (*town.grids, *town.buildings)]
    assert tokens()
    with django_assert_num_queries(2):
        found = public.area_briefs(ids)
    with django_assert_num_queries(0):
        assert public.area_briefs(ids) == found
    assert found[town.buildings[0].pk].full_name == "望江区槐荫街道槐树里社区槐树里第一网格金桂花园小区3幢"
    assert public.ancestor(town.buildings[0].pk, "street").id == town.street.pk
    assert public.ancestor(town.street.pk, "grid") is None
    assert public.home().id == town.county.pk
