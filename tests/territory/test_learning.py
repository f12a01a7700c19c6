"""A wrong guess that was put right once is right the next time; what is learned can be taken back."""

import pytest

from huying.kernel.actor import SYSTEM
from huying.kernel.errors import NotFound
from huying.territory import public
from huying.territory.actions.learning import learn_place, phrase_of, unlearn_place, use_place_again
from huying.territory.models import LearnedPlace
from tests.territory.makers import SETTLED, a_district, an_area, system_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return a_district()


def learn(said: str, area_id: int) -> LearnedPlace | None:
    return learn_place(SYSTEM, said=said, area_id=area_id, origin_id=17, at=SETTLED)


def test_what_was_put_right_once_is_right_next_time(town):
    other = an_area(town.grids[3], "estate", "金桂花园小区")
    assert public.place_meant("金桂花园小区三幢").best is None
    assert public.place_meant("老机修厂门口").choices == ()

    learn("老机修厂3幢2单元501室", town.buildings[0].pk)
    learn("金桂花园小区8号楼", other.pk)
    best = public.place_meant("我住老机修厂，楼上漏水").best
    assert best is not None
    assert (best.area_id, "以前受理员" in best.reason) == (town.estate.pk, True)
    assert public.place_meant("金桂花园小区停水").best.area_id == other.pk
    assert public.place_meant("槐荫街道金桂花园小区停水").choices[0].area_id in (town.estate.pk, other.pk)


def test_two_who_mean_different_places_by_one_name_are_asked_until_one_is_said_more_often(town):
    first = learn("水塔下", town.communities[0].pk)
    second = learn("水塔下", town.communities[1].pk)
    first.refresh_from_db()
    assert first.undone_at is not None, "the newer correction counts where each was made once"
    assert public.place_meant("水塔下面积水").best.area_id == second.area_id
    learn("水塔下", town.communities[1].pk)
    learn("水塔下", town.communities[0].pk)
    assert {guess.area_id for guess in public.place_meant("水塔下面积水").choices} == {first.area_id, second.area_id}


def test_it_can_be_taken_back_and_used_again_by_who_keeps_the_area(town):
    place = learn("老机修厂", town.estate.pk)
    keeper = system_admin(town.county)
    with pytest.raises(NotFound):
        unlearn_place(system_admin(town.streets[1]), place_id=place.pk, reason="不是这里", at=SETTLED)
    unlearn_place(keeper, place_id=place.pk, reason="不是这里", at=SETTLED)
    assert public.place_meant("老机修厂").choices == ()
    use_place_again(keeper, place_id=place.pk, reason="核对过了", at=SETTLED)
    assert public.place_meant("老机修厂").best.area_id == town.estate.pk


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("老机修厂3幢2单元501室", "老机修厂"), ("我在老机修厂门口附近", "老机修厂"),
        ("槐荫街道槐树里社区老机修厂", "老机修厂"), ("老机修厂宿舍-2-501", "老机修厂宿舍"),
        ("王先生家", ""), ("13912345678", ""), ("3幢2单元", ""), ("张三家楼下", ""),
        ("", ""), ("a b", ""),
        ("王建国门口", ""),
        ("王建国那里", ""),
        ("找张三", ""),
        ("欧阳修文的车库", ""),
        ("王家湾", "王家湾"),
        ("王府大街旁边", "王府大街"),
    ],
)  # fmt: skip
def test_nothing_below_the_building_and_nobody_is_remembered(said, kept):
    assert phrase_of(said, above=["槐荫街道", "槐树里社区"]) == kept


def test_the_own_name_of_a_place_is_never_taught_away(town):
    assert learn("柳岸社区", town.communities[0].pk) is None
    assert public.place_meant("柳岸社区").best.area_id == town.communities[1].pk
