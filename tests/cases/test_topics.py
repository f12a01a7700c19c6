"""What many people bring at the same time becomes a topic: people are counted once, and nobody is kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huying.cases.likening import print_cases
from huying.cases.models import Case, LikenessRule, Topic, TopicCase
from huying.cases.queries.topics import topic, topics
from huying.cases.rules import topic_rules
from huying.cases.topicmaking import gather
from huying.kernel.errors import NotAllowed
from tests.cases.makers import MONDAY, NOISE, RUBBISH, Settled, filed, settle
from tests.people.makers import a_resident, person

pytestmark = pytest.mark.django_db
GRILL = (
    "楼下烧烤摊的油烟直往窗户里灌，半夜还吵。", "烧烤摊油烟太大，半夜吵得睡不着。", "门口烧烤油烟熏人，窗户不敢开。",
    "烧烤摊半夜油烟和吵闹，没法休息。", "又是那个烧烤摊，油烟灌进窗户。",
)  # fmt: skip
NOW = MONDAY + timedelta(days=2)


def crowd(town: Settled, *, people: int = 5, confidentiality: str = "P0") -> list[Case]:
    """As many people as asked for bring the same matter, an hour apart."""
    cases = []
    for number in range(people):
        town.actors[f"邻居{number}"] = person(a_resident("邻*", phone=f"138{town.grid.pk:04d}{number:04d}"))
        given = {"words": GRILL[number % 5], "confidentiality": confidentiality, "area_id": town.estate.pk}
        at = MONDAY + timedelta(hours=number)
        cases.append(filed(town, by=f"邻居{number}", at=at, category_code=NOISE, **given).case)
    return cases


def test_five_people_in_a_week_are_a_gathering_and_one_who_calls_often_is_one(client_as: Callable[..., Client]) -> None:
    town = settle()
    cases = crowd(town)
    filed(town, by="邻居0", at=MONDAY + timedelta(hours=9), category_code=NOISE, words=GRILL[1], area_id=town.estate.pk)
    filed(town, by="李阿姨", category_code=NOISE, words="学校早操的广播声音太响。", area_id=town.estate.pk)
    filed(town, by="王先生", category_code=RUBBISH, words="烧烤摊的垃圾没人清。", area_id=town.estate.pk)
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    assert gather(at=NOW) == 1
    found = Topic.objects.get()
    assert (found.matter, found.cases, found.people, found.gathered) == (NOISE, 6, 5, True)
    assert (found.first_at, found.last_at) == (MONDAY, MONDAY + timedelta(hours=9))
    assert any("烧烤" in word or "油烟" in word for word in found.keywords)
    assert found.core_id in {case.pk for case in cases}
    looking = {name for name, actor in town.actors.items() if topic_rules.allows(actor, to="see", row=found)}
    assert looking == {"派单员", "另一派单员", "统筹员", "指挥长", "督办员"}
    _row, shown = topic(town.actor("派单员"), topic_id=found.pk, at=NOW)
    assert (shown[0].id, len(shown)) == (found.core_id, 6), "the core stands first"
    client = client_as(town.actor("派单员"))
    page = client.get("/desk/topics/").content.decode()
    assert "集中诉求" in page
    assert "500 米内" in page
    one = client.get(f"/desk/topics/{found.pk}/").content.decode()
    assert cases[0].number in one
    assert "近 7 天人数" in one
    assert client.get("/desk/topics/points/").json()["type"] == "FeatureCollection"
    assert client_as(town.actor("网格员")).get("/desk/topics/").status_code == 403
    assert client_as(town.resident).get("/desk/topics/").status_code == 404


def test_a_topic_stays_itself_grows_and_goes() -> None:
    town = settle()
    crowd(town, people=2)
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    gather(at=NOW)
    first = Topic.objects.get()
    assert (first.cases, first.gathered) == (2, False)
    later = filed(town, by="李阿姨", at=NOW, category_code=NOISE, words=GRILL[2], area_id=town.estate.pk).case
    print_cases([later.pk])
    gather(at=NOW + timedelta(minutes=5))
    again = Topic.objects.get()
    assert (again.pk, again.cases, again.last_at) == (first.pk, 3, NOW)
    assert TopicCase.objects.count() == 3
    assert gather(at=NOW + timedelta(days=40)) == 0


def test_confidential_matters_are_in_no_topic_and_strangers_see_none() -> None:
    town = settle()
    crowd(town, people=3, confidentiality="P1")
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    assert gather(at=NOW) == 0
    with pytest.raises(NotAllowed):
        topics(town.resident)


def test_what_is_far_away_is_another_topic() -> None:
    town = settle()
    for area in (town.estate, town.other_street):
        type(area).objects.filter(pk=area.pk).update(lon=118.7 + (area.pk == town.estate.pk), lat=32.0)
    for number, area in enumerate((town.estate, town.estate, town.other_street, town.other_street)):
        by = ("张先生", "李阿姨", "王先生", "张先生")[number]
        filed(
            town, by=by, at=MONDAY + timedelta(hours=number), category_code=NOISE, words=GRILL[number], area_id=area.pk
        )
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    assert gather(at=NOW) == 2
    LikenessRule.objects.create(valid_from=NOW.date(), topic_metres=1_000_000)
    assert gather(at=NOW) == 2
    assert gather(at=NOW + timedelta(days=1)) == 1


def test_what_counts_as_alike_is_changed_with_a_reason(client_as: Callable[..., Client]) -> None:
    town = settle()
    client = client_as(town.actor("指挥长"))
    page = client.get("/manage/likeness/").content.decode()
    assert 'name="near_percent" value="12"' in page
    rule = {
        "valid_from": NOW.date().replace(year=2099).isoformat(), "metres": 300, "days": 14, "near_percent": 20,
        "far_percent": 40, "topic_people": 6, "topic_days": 10, "topic_metres": 800, "reason": "街道意见",
    }  # fmt: skip
    assert client.post("/manage/likeness/", {**rule, "days": 400}).status_code == 422
    assert client.post("/manage/likeness/", rule).status_code == 302
    assert LikenessRule.objects.get().days == 14
    assert client_as(town.actor("派单员")).get("/manage/likeness/").status_code == 403


def test_of_a_topic_with_a_complaint_about_their_own_body_staff_see_nothing(client_as: Callable[..., Client]) -> None:
    town = settle()
    crowd(town, people=2)
    about = {"words": GRILL[2], "area_id": town.estate.pk, "target_body_id": town.body("街道")}
    filed(town, by="李阿姨", at=MONDAY, category_code=NOISE, **about)
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    assert gather(at=NOW) == 1
    found = Topic.objects.get()
    assert (found.cases, len(topics(town.actor("派单员")))) == (3, 1)
    own = client_as(town.actor("统筹员"))
    assert "没有" in own.get("/desk/topics/").content.decode()
    assert own.get("/desk/topics/points/").json()["features"] == []
    assert own.get(f"/desk/topics/{found.pk}/").status_code == 404
