"""Has this been said already? Near by in words that are alike, or anywhere in much the same words."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huying.cases import actions as do
from huying.cases.likening import _after, forget_old_prints, print_cases
from huying.cases.models import Case, CasePrint, LikenessRule
from huying.cases.queries.near import alike_anywhere, already_reported
from huying.cases.states import S
from huying.kernel.journal import story
from tests.cases.makers import ELEMENTS, LAMPS, MONDAY, RUBBISH, Settled, a_case, filed, settle

pytestmark = pytest.mark.django_db
PILE = "路口堆了一大堆垃圾，苍蝇乱飞，没人清运。"
LATER = MONDAY + timedelta(days=1)
PEOPLE = ("王先生", "李阿姨", "张先生", "王先生")


def near(town: Settled, words: str) -> list[tuple[int, int | None]]:
    found = already_reported(category_code=RUBBISH, area_id=town.estate.pk, at=LATER, words=words)
    return [(one.id, one.likeness) for one in found]


def test_a_neighbour_is_shown_what_is_alike_and_why(client_as: Callable[..., Client]) -> None:
    town = settle()
    same = filed(town, area_id=town.estate.pk, words=PILE).case
    other = filed(town, by="李阿姨", area_id=town.estate.pk, words="颐和公馆的分类投放亭门锁着，进不去。").case
    assert print_cases([same.pk, other.pk]) == 2
    found = near(town, "颐和公馆路口的垃圾堆了好几天没人清运，苍蝇多")
    assert [pk for pk, _likeness in found] == [same.pk]
    assert found[0][1] is not None
    assert found[0][1] >= 30
    asked = {
        "words": "路口垃圾堆了好几天，没人清运", "kind": "complaint", "category_code": RUBBISH, "place": "颐和公馆",
        "confidentiality": "P0", "consent": "on",
    }  # fmt: skip
    page = client_as(town.actor("王先生")).post("/report/", asked).content.decode()
    assert "附近有人说过 1 件差不多的事" in page
    assert "都写到 “垃圾”" in page


def test_guessing_tells_nobody_what_a_neighbour_wrote_or_where_exactly(client_as: Callable[..., Client]) -> None:
    town = settle()
    words = f"{PILE}二楼王建国天天往下扔，电话 13812345678，他家 502。"
    case = filed(town, area_id=town.estate.pk, words=words).case
    found = already_reported(category_code=RUBBISH, area_id=town.estate.pk, at=LATER, words=words)
    assert [(one.id, one.words) for one in found] == [(case.pk, ("垃圾",))]
    assert "王建国" not in str(found)
    told = set()
    for lon, lat in ((118.77012, 32.06012), (118.77088, 32.06088), (118.7705, 32.0601)):
        Case.objects.filter(pk=case.pk).update(lon=lon, lat=lat, src_crs="wgs84")
        asked_from = [(118.769 + step / 2500, 32.0595 + other / 2500) for step in range(8) for other in range(8)]
        near_by = [already_reported(category_code=RUBBISH, point=point, at=LATER) for point in asked_from]
        told.add(tuple(one.metres for found in near_by for one in found))
    assert len(told) == 1, "points of one cell look alike from everywhere"
    assert {metres % 50 for metres in told.pop() if metres is not None} == {0}


def test_what_was_filed_a_moment_ago_counts_and_the_threshold_is_data() -> None:
    town = settle()
    case = filed(town, area_id=town.estate.pk, words=PILE).case
    assert not CasePrint.objects.exists()
    assert [pk for pk, _likeness in near(town, PILE)] == [case.pk]
    LikenessRule.objects.create(valid_from=MONDAY.date(), near_percent=90)
    assert near(town, "路口垃圾堆了好几天") == []
    LikenessRule.objects.create(valid_from=LATER.date(), near_percent=0, days=1)
    assert [pk for pk, _likeness in near(town, "别的")] == [case.pk]


def test_of_confidential_matters_nothing_is_compared() -> None:
    town = settle()
    hidden = filed(town, words=PILE, confidentiality="P1").case
    spoken = filed(town, by="李阿姨", words=PILE).case
    assert print_cases([hidden.pk, spoken.pk]) == 1
    assert not hasattr(Case.objects.get(pk=hidden.pk), "case_print")
    assert [one.id for one in alike_anywhere(spoken, at=LATER)] == []


def test_what_becomes_confidential_is_forgotten_in_the_same_moment() -> None:
    town = settle()
    case = filed(town, words=PILE).case
    print_cases([case.pk])
    do.change_confidentiality(town.actor("信息官"), case_id=case.pk, level="P1", at=LATER)
    assert not CasePrint.objects.exists()
    assert print_cases([case.pk]) == 0


def test_a_dispatcher_finds_the_same_words_anywhere_and_merges(
    client_as: Callable[..., Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    town = settle()
    first = a_case(town, in_state=S.ACCEPTED, area_id=town.other_street.pk, place="", words=PILE)
    again = a_case(town, in_state=S.ACCEPTED, words="您好，我要反映：路口堆了一大堆垃圾，苍蝇乱飞，没人清运，谢谢。")
    for number in range(4):
        filed(town, at=MONDAY + timedelta(hours=number), words=f"第 {number} 个站牌看不清，字都掉了。")
    print_cases(list(Case.objects.values_list("pk", flat=True)))
    with django_assert_max_num_queries(4):
        found = alike_anywhere(again, at=LATER)
    assert [one.id for one in found] == [first.pk]
    assert found[0].likeness is not None
    assert found[0].likeness > 80
    client = client_as(town.actor("派单员"))
    page = client.get(f"/desk/cases/{again.number}/").content.decode()
    assert "在全区找说得差不多的" in page
    assert first.number not in page
    page = client.get(f"/desk/cases/{again.number}/?anywhere=1").content.decode()
    assert first.number in page
    assert "文字相近" in page
    merged = client.post(
        f"/desk/cases/{again.number}/merge/", {"main_id": first.pk, "text": "同一堆垃圾", "version": ""}
    )
    assert merged.status_code == 302
    assert Case.objects.get(pk=again.pk).merged_into_id == first.pk


def test_the_worker_reads_on_in_the_journal() -> None:
    town = settle()
    case = filed(town, words=PILE).case
    rows = list(story("case", case.pk))
    _after(rows, since=MONDAY + timedelta(days=1))
    assert not CasePrint.objects.exists()
    _after(rows, since=MONDAY - timedelta(days=1))
    assert CasePrint.objects.get().case_id == case.pk


def test_what_intake_puts_right_is_compared_where_and_as_what_it_is() -> None:
    town = settle()
    case = filed(town, area_id=town.estate.pk, words=PILE).case
    print_cases([case.pk])
    assert CasePrint.objects.get().place_id == town.community.pk, "an estate is compared within its community"
    right = do.Acceptance(
        elements=ELEMENTS, wish="清走", klass="G", category_code=LAMPS, area_id=town.other_street.pk
    )  # fmt: skip
    do.accept(town.actor("受理员"), case_id=case.pk, acceptance=right, at=MONDAY + timedelta(hours=1))
    _after(list(story("case", case.pk)), since=MONDAY - timedelta(days=1))
    kept = CasePrint.objects.get()
    assert (kept.matter, kept.place_id) == (LAMPS[:4], town.other_street.pk)


def test_prints_from_before_are_given_the_place_that_new_ones_get() -> None:
    town = settle()
    places = [town.estate, town.community, town.other_street, town.grid]
    cases = [filed(town, by=who, area_id=one.pk).case for one, who in zip(places, PEOPLE, strict=True)]
    print_cases([case.pk for case in cases])
    right = dict(CasePrint.objects.values_list("case_id", "place_id"))
    assert [right[case.pk] for case in cases] == [
        town.community.pk, town.community.pk, town.other_street.pk, town.community.pk,
    ]  # fmt: skip
    CasePrint.objects.update(place_id=town.county.pk)
    with connection.cursor() as asked:
        asked.execute(import_module("huying.cases.migrations.0027_prints_know_their_place").FILLED)
    assert dict(CasePrint.objects.values_list("case_id", "place_id")) == right


def test_old_prints_go_away() -> None:
    town = settle()
    case = filed(town, words=PILE).case
    print_cases([case.pk])
    assert forget_old_prints(at=MONDAY + timedelta(days=300)) == 0
    assert forget_old_prints(at=MONDAY + timedelta(days=401)) == 1


def test_who_files_by_the_api_hears_at_once_what_it_sounds_like_who_answers_and_what_is_alike(
    client_as: Callable[..., Client],
) -> None:
    town = settle()
    same = filed(town, area_id=town.estate.pk, words=PILE).case
    hidden = filed(town, by="李阿姨", area_id=town.estate.pk, words=PILE, confidentiality="P1").case
    print_cases([same.pk, hidden.pk])
    body = {"words": PILE, "category_code": RUBBISH, "area_id": town.estate.pk, "consent_version": "1"}
    told = client_as(town.actor("王先生")).post("/api/v1/cases/", body, content_type="application/json").json()
    look = told["first_look"]
    assert [one["number"] for one in look["alike"]] == [same.number]
    assert look["unit"]
    assert look["sounds_like"][0]["code"] == RUBBISH[:4]
    secret = client_as(town.actor("王先生")).post(
        "/api/v1/cases/", body | {"confidentiality": "P1"}, content_type="application/json"
    )
    assert secret.json()["first_look"] | {"unit": ""} == {"sounds_like": [], "unit": "", "alike": []}
