"""Category × place × class → lead, helpers, limit, ground, with the reason and why others did not match."""

from datetime import date

import pytest
from django.utils import translation

from huying.calendars.public import Limit
from huying.duties.public import explained, who_answers
from huying.organisations.models import Body
from tests.duties.makers import a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_town

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


def ask(town: Town, category: str, *, klass: str = "G", grid: int = 0, targets: tuple[Body, ...] = ()):
    return who_answers(
        category_code=category,
        area_id=town.grids[grid].pk,
        klass=klass,
        on=ON,
        target_body_ids=tuple(body.pk for body in targets),
    )


def test_the_nearest_body_with_the_function_leads_and_the_reason_names_the_item(town):
    bureau = a_body(town.county, "区城管局", function="urban_management")
    squad = a_body(town.streets[0], "宁海路中队", function="urban_management", parent=bureau)
    office = a_body(town.streets[0], "宁海路街道办", kind="G20", function="street")
    doc = a_list(
        "L1", town.county,
        an_item("0304", "urban_management", code="0304", title="占道经营", helpers={"street": "疏导"}, klass="G",
                limit_amount=5, limit_unit="work_day", basis="市容条例"),
    )  # fmt: skip

    answer = ask(town, "030401")

    assert answer.lead.id == squad.pk
    assert [(h.function, h.part, h.body.id) for h in answer.helpers] == [("街道", "疏导", office.pk)]
    assert (answer.limit, answer.basis, answer.doc_no, answer.item_code) == (
        Limit(5, "work_day"), "市容条例", doc.no, "0304",
    )  # fmt: skip
    assert answer.reason == f"派给宁海路中队：{doc.no}第 0304 条“占道经营”"
    assert [(o.title, o.why) for o in answer.others] == [("区城管局", "有更近的同类单位")]


def test_where_no_squad_serves_the_street_the_bureau_answers(town):
    bureau = a_body(town.county, "区城管局", function="urban_management")
    a_body(town.streets[0], function="urban_management", parent=bureau)
    a_list("L1", town.county, an_item("0304", "urban_management"))

    assert ask(town, "0304", grid=3).lead.id == bureau.pk


def test_an_item_that_names_a_level_is_for_bodies_of_that_level(town):
    bureau = a_body(town.county, "区城管局", function="urban_management")
    a_body(town.streets[0], function="urban_management", parent=bureau)
    a_list("L1", town.county, an_item("0304", "urban_management", lead_level="county"))

    assert ask(town, "0304").lead.id == bureau.pk


def test_a_level_that_is_missing_here_passes_to_the_next_wider_one_and_says_so(town):
    bureau = a_body(town.county, "区城管局", function="urban_management")
    a_list("L1", town.county, an_item("0304", "urban_management", lead_level="street"))

    answer = ask(town, "0304")

    assert answer.lead.id == bureau.pk
    assert "清单写的是街道级单位，本地没有，由区城管局承办" in answer.reason


def test_the_more_specific_entry_wins_and_the_other_says_why_it_did_not(town):
    fire, housing = a_body(town.county, function="fire"), a_body(town.county, function="housing")
    a_list("L1", town.county, an_item("0106", "housing", title="小区秩序"), an_item("010601", "fire", title="飞线充电"))

    charging, clutter = ask(town, "010601"), ask(town, "010602")

    assert (charging.lead.id, clutter.lead.id) == (fire.pk, housing.pk)
    assert [(o.title, o.why) for o in charging.others] == [("小区秩序", "有更具体的事项条目")]


def test_an_item_of_the_class_asked_wins_over_one_of_another_class(town):
    fire, market = a_body(town.county, function="fire"), a_body(town.county, function="market_regulation")
    a_list(
        "L1", town.county,
        an_item("0102", "fire", klass="E", title="困人"), an_item("0102", "market_regulation", klass="U", title="故障"),
    )  # fmt: skip

    urgent, usual = ask(town, "0102", klass="E"), ask(town, "0102", klass="U")

    assert (urgent.lead.id, usual.lead.id) == (fire.pk, market.pk)
    assert [o.why for o in urgent.others] == ["这一条只管紧急件"]


def test_a_limit_of_another_class_does_not_hold(town):
    a_body(town.county, function="fire")
    a_list("L1", town.county, an_item("0102", "fire", klass="U", limit_amount=24, limit_unit="hour"))

    assert ask(town, "0102", klass="U").limit == Limit(24, "hour")
    other = ask(town, "0102", klass="X")
    assert other.limit is None
    assert "按类别时限办理" in other.reason


def test_a_department_leads_before_the_street_also_when_the_street_is_nearer(town):
    housing = a_body(town.county, "区房产局", function="housing")
    a_body(town.streets[0], "宁海路街道办", kind="G20", function="street")
    a_list("L1", town.county, an_item("0103", "street", title="业委会指导"))
    a_list("L2", town.county, an_item("0103", "housing", title="业委会监管"))

    answer = ask(town, "0103")

    assert answer.lead.id == housing.pk
    assert [(o.title, o.why) for o in answer.others] == [("业委会指导", "部门与街道都有职责的，由部门主办")]


def test_the_streets_own_list_comes_before_the_list_of_the_county(town):
    one, two = a_body(town.county, function="sanitation"), a_body(town.county, function="urban_management")
    a_list("L1", town.county, an_item("0302", "sanitation"))
    a_list("L1", town.streets[0], an_item("0302", "urban_management"))

    assert ask(town, "0302").lead.id == two.pk
    assert ask(town, "0302", grid=3).lead.id == one.pk


def test_nothing_on_the_list_is_a_gap(town):
    answer = ask(town, "0304")

    assert answer.is_gap
    assert "空白" in answer.reason


def test_an_item_without_an_active_body_is_a_gap_that_names_what_is_missing(town):
    a_list("L1", town.county, an_item("0405", "heating_company", title="供热"))

    answer = ask(town, "0405")

    assert answer.is_gap
    assert [(o.title, o.why) for o in answer.others] == [("供热", "没有在用的“供热企业”单位服务这个地点")]


def test_several_bodies_at_the_same_distance_ask_the_dispatcher(town):
    firms = {a_body(town.grids[0], kind="O20", function="property").pk for _ in range(2)}
    a_list("L1", town.county, an_item("0105", "property"))

    answer = ask(town, "0105")

    assert answer.lead is None
    assert {body.id for body in answer.choices} == firms
    assert "2 个单位都符合清单，请派单员选定" in answer.reason


def test_two_departments_named_by_two_items_ask_the_dispatcher(town):
    pair = {a_body(town.county, function=function).pk for function in ("environment", "urban_management")}
    a_list("L1", town.county, an_item("0603", "environment"), an_item("0603", "urban_management"))

    assert {body.id for body in ask(town, "0603").choices} == pair


def test_the_reported_body_never_answers_nor_does_anyone_below_it(town):
    bureau = a_body(town.county, "区城管局", function="urban_management")
    squad = a_body(town.streets[0], "宁海路中队", function="urban_management", parent=bureau)
    a_list("L1", town.county, an_item("0304", "urban_management", title="占道"))

    by_bureau = ask(town, "0304", targets=(squad,))
    by_nobody = ask(town, "0304", targets=(bureau,))

    assert by_bureau.lead.id == bureau.pk
    assert "宁海路中队是被反映单位或其下级，按规定回避" in by_bureau.reason
    assert by_nobody.is_gap
    assert [o.reason.code for o in by_nobody.others] == ["recused"]


def test_the_reported_body_does_not_help_either(town):
    a_body(town.county, function="fire")
    office = a_body(town.streets[0], kind="G20", function="street")
    a_list("L1", town.county, an_item("0701", "fire", helpers={"street": "劝导"}))

    assert ask(town, "0701", targets=(office,)).helpers[0].body is None


def test_a_community_leads_only_by_an_item_of_its_own_list(town):
    committee = a_body(town.communities[0], kind="R10", function="community")
    a_list(
        "L1", town.county, an_item("1301", "community", title="社区事务"), an_item("0301", "community", title="垃圾")
    )
    a_list("L3", town.county, an_item("1301", title="社区事务办理", work_kind="lawful", stream="residents"))

    assert ask(town, "130101").lead.id == committee.pk
    refused = ask(town, "0301")
    assert refused.is_gap
    assert [o.reason.code for o in refused.others] == ["not_on_community_list"]


def test_a_list_of_another_day_does_not_answer(town):
    a_body(town.county, function="fire")
    a_list("L1", town.county, an_item("0701", "fire"), since=date(2026, 12, 1))

    assert ask(town, "0701").is_gap


def test_one_question_costs_few_queries(town, django_assert_max_num_queries):
    a_body(town.county, function="fire")
    a_list("L1", town.county, an_item("0701", "fire"))

    with django_assert_max_num_queries(14):
        ask(town, "070101")


def test_a_stored_answer_is_explained_in_the_language_of_its_reader(town):
    a_body(town.county, "区消防大队", function="fire")
    a_list("L1", town.county, an_item("0701", "fire", code="7", title="消防"), an_item("07", "fire", title="公共安全"))
    stored = ask(town, "0701").stored()

    with translation.override("en"):
        again = explained(stored)
        assert again.reason.startswith("Assigned to 区消防大队")
        assert [o.why for o in again.others] == ["A more specific item matches"]
