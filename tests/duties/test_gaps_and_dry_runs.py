"""Gaps, overlaps, alarms, and what a draft list would change for past cases."""

from datetime import date

import pytest

from huying.duties.actions.categories import CategoryFace, save_category
from huying.duties.public import save_item
from huying.duties.queries.dryrun import PastCase, dry_run
from huying.duties.queries.gaps import alarms, coverage
from huying.kernel.actor import SYSTEM
from huying.organisations.actions.endings import close_body
from tests.duties.makers import AT, a_draft, a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_town

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


def test_every_category_without_an_answer_is_a_gap_at_the_places_that_lack_it(town):
    a_body(town.streets[0], function="sanitation")
    a_body(town.county, function="fire")
    a_list("L1", town.county, an_item("0701", "fire"), an_item("0301", "sanitation"))

    found = coverage(area_path=town.county.path, on=ON)

    gaps = {gap.category.code: gap for gap in found.gaps}
    assert (found.categories, found.places) == (89, 2)
    assert "0701" not in gaps
    assert [place.id for place in gaps["0301"].places] == [town.streets[1].pk]
    assert not gaps["0301"].everywhere
    assert "环卫" in gaps["0301"].reason
    assert gaps["0302"].everywhere
    assert len(gaps) == 88


def test_categories_for_which_several_bodies_match_are_overlaps(town):
    pair = {a_body(town.county, function=f).pk for f in ("environment", "public_security")}
    a_list("L1", town.county, an_item("0603", "environment"), an_item("0603", "public_security"))

    (overlap,) = coverage(area_path=town.county.path, on=ON).overlaps

    assert overlap.category.code == "0603"
    assert {body.id for body in overlap.bodies} == pair


def test_the_whole_view_costs_a_handful_of_queries(town, django_assert_max_num_queries):
    a_body(town.county, function="fire")
    a_list("L1", town.county, *(an_item(code, "fire") for code in ("0701", "0301", "0401")))
    with django_assert_max_num_queries(12):
        coverage(area_path=town.county.path, on=ON, level="community")


def test_an_item_whose_function_nobody_has_any_more_raises_an_alarm(town):
    body = a_body(town.county, function="fire")
    a_body(town.county, function="housing")
    a_list("L1", town.county, an_item("0701", "fire"), an_item("0201", "housing"))
    assert alarms(on=ON) == []

    close_body(SYSTEM, body_id=body.pk, on=date(2026, 6, 1), reason="机构改革", at=AT)

    (alarm,) = alarms(on=ON)
    assert (alarm.item.category.code, alarm.code, alarm.function) == ("0701", "nobody_at_work", "消防")


def test_an_item_whose_category_has_left_the_tree_raises_an_alarm(town):
    a_body(town.county, function="fire")
    a_list("L1", town.county, an_item("0701", "fire"))
    save_category(
        SYSTEM, face=CategoryFace("0701", "消防隐患", default_class="U", active_to=date(2026, 6, 1)), at=AT
    )  # fmt: skip

    assert [alarm.code for alarm in alarms(on=ON)] == ["category_vanished"]


def test_a_dry_run_shows_who_gains_who_loses_and_what_is_uncovered(town):
    fire, housing = a_body(town.county, "消防", function="fire"), a_body(town.county, "住建", function="housing")
    a_list("L1", town.county, an_item("0701", "fire"), an_item("0201", "fire"), an_item("0304", "fire"))
    draft = a_draft("L1", town.county)
    draft.items.all().delete()
    for item in (an_item("0701", "fire"), an_item("0201", "housing"), an_item("0304", "gas_company")):
        save_item(SYSTEM, doc_id=draft.pk, item=item, at=AT)
    place = town.grids[0].pk
    cases = (
        [PastCase("0701", place, "U", fire.pk)] * 5
        + [PastCase("0201", place, "L", fire.pk)] * 3
        + [PastCase("0304", place, "G", fire.pk)] * 2
    )

    result = dry_run(draft, cases=cases, on=ON)

    assert (result.total, result.same, result.moved) == (10, 5, 3)
    assert [(s.body.id, s.had, s.would_have, s.gained) for s in result.gaining] == [(housing.pk, 0, 3, 3)]
    assert [(s.body.id, s.had, s.would_have, s.lost) for s in result.losing] == [(fire.pk, 10, 5, 5)]
    assert result.uncovered == (("0304", 2),)
    assert result.undecided == ()


def test_a_case_on_which_the_draft_leaves_a_choice_stays_with_whom_it_was(town):
    one, two = a_body(town.county, function="fire"), a_body(town.county, function="housing")
    draft = a_draft("L1", town.county, an_item("0701", "fire"), an_item("0701", "housing"))
    place = town.grids[0].pk
    cases = [PastCase("0701", place, "U", one.pk), PastCase("0701", place, "U", None)]

    result = dry_run(draft, cases=cases, on=ON)

    assert (result.same, result.undecided) == (1, (("0701", 1),))
    assert {shift.body.id for shift in result.shifts} == {one.pk}
    assert two.pk != one.pk
