"""The three guards of D.1, the samples of D.2 and vector 10 of U.1."""

from datetime import date

import pytest

from huying.duties.public import DepartmentLeads, NotOnTheList, guard_dispatch, who_answers
from huying.kernel.errors import NotFound
from tests.duties.makers import a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_town

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


@pytest.fixture
def town() -> Town:
    the_tree()
    return a_town()


def guard(body, category: str, *, as_lead: bool = True, adjudicated: bool = False) -> None:
    guard_dispatch(body_id=body.pk, category_code=category, as_lead=as_lead, on=ON, adjudicated=adjudicated)


def test_vector_10_a_community_as_lead_for_a_non_list_item_is_refused_with_the_nearest_item(town):
    committee = a_body(town.communities[0], kind="R10", function="residents_committee")
    bureau = a_body(town.county, "区城管局", function="urban_management")
    squad = a_body(town.streets[0], "宁海路中队", function="urban_management", parent=bureau)
    doc = a_list("L1", town.county, an_item("0203", "urban_management", code="0203", title="违法建设"))

    with pytest.raises(NotOnTheList) as refused:
        guard(committee, "020301")

    assert refused.value.facts["nearest"] == {
        "doc_no": doc.no,
        "item_code": "0203",
        "title": "违法建设",
        "function": "城管执法",
        "body_id": squad.pk,
        "body_name": "宁海路中队",
    }


def test_without_any_department_item_the_refusal_stands_and_names_none(town):
    committee = a_body(town.communities[0], kind="R10")
    with pytest.raises(NotOnTheList) as refused:
        guard(committee, "0304")
    assert refused.value.facts["nearest"] is None


@pytest.mark.parametrize("kind", ["R10", "R11", "R12", "R13", "S10", "P30", "P31", "P32"])
@pytest.mark.parametrize(
    ("work_kind", "as_lead", "allowed"),
    [
        ("lawful", True, True),
        ("lawful", False, True),
        ("assist", True, False),
        ("assist", False, True),
        ("negative", True, False),
        ("negative", False, False),
        (None, True, False),
        (None, False, False),
    ],
)
def test_a_community_leads_what_is_its_own_and_helps_where_it_may(town, kind, work_kind, as_lead, allowed):
    parents = {
        "R11": "R10", "R12": "R10", "R13": "R10", "S10": "G20", "P30": "P20", "P31": "P20", "P32": "P30", "P20": "P10",
    }  # fmt: skip

    def made(code: str):
        parent = made(parents[code]) if code in parents else None
        return a_body(town.communities[0], kind=code, parent=parent)

    body = made(kind)
    if work_kind:
        a_list("L3", town.county, an_item("1301", work_kind=work_kind, stream="residents"))

    if allowed:
        guard(body, "130101", as_lead=as_lead)
    else:
        with pytest.raises(NotOnTheList):
            guard(body, "130101", as_lead=as_lead)


def test_a_more_specific_negative_entry_takes_back_what_the_wider_one_allows(town):
    committee = a_body(town.communities[0], kind="R10")
    a_list(
        "L3", town.county,
        an_item("1301", work_kind="lawful", stream="residents"),
        an_item("130101", work_kind="negative", stream="government", title="证明开具"),
    )  # fmt: skip

    guard(committee, "130103")
    with pytest.raises(NotOnTheList):
        guard(committee, "130101")


def test_a_department_leads_before_the_street_unless_a_ruling_says_otherwise(town):
    housing = a_body(town.county, "区房产局", function="housing")
    office = a_body(town.streets[0], "宁海路街道办", kind="G20", function="street")
    a_list("L1", town.county, an_item("0103", "housing"), an_item("0103", "street"))

    with pytest.raises(DepartmentLeads) as refused:
        guard(office, "0103")
    assert refused.value.facts["nearest"]["body_id"] == housing.pk
    guard(office, "0103", as_lead=False)
    guard(office, "0103", adjudicated=True)
    guard(housing, "0103")


def test_the_street_leads_what_only_the_street_is_named_for(town):
    office = a_body(town.streets[0], kind="G20", function="street")
    a_list("L1", town.county, an_item("0103", "street"))
    guard(office, "0103")


def test_a_ruling_never_makes_a_community_lead_what_is_not_its_own(town):
    committee = a_body(town.communities[0], kind="R10")
    with pytest.raises(NotOnTheList):
        guard(committee, "0304", adjudicated=True)


def test_a_body_that_does_not_exist_is_not_found(town):
    with pytest.raises(NotFound):
        guard_dispatch(body_id=0, category_code="0304", as_lead=True, on=ON)


SAMPLES = [
    # D.2: code, category, lead, street's part, community's part
    ("SD-01", "010601", "fire", "巡查、劝阻、上报、协调选址", "宣传、收集建议"),
    ("SD-02", "0203", "urban_management", "发现、劝阻、报告、配合拆除秩序", "反映线索"),
    ("SD-03", "0404", "gas_company", "组织宣传、协调入户时间", "通知居民"),
    ("SD-04", "060401", "environment", "协调、巡查", "收集意见"),
    ("SD-05", "0903", "education", "报告线索", ""),
    ("SD-06", "010202", "property", "协调现场", "安抚、告知"),
    ("SD-07", "0107", "housing", "组织应急物业、组建物管会", "议事、公开"),
    ("SD-08", "020503", "housing", "联合检查组织", ""),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample[0] for sample in SAMPLES])
def test_the_samples_of_the_territorial_list_give_lead_street_and_community_their_parts(town, sample):
    code, category, function, street_part, community_part = sample
    lead = a_body(town.county, kind="O20" if function == "property" else "G10", function=function)
    office = a_body(town.streets[0], kind="G20", function="street")
    committee = a_body(town.communities[0], kind="R10", function="community")
    parts = {"street": street_part} | ({"community": community_part} if community_part else {})
    a_list("L2", town.county, an_item(category, function, code=code, street_duty=street_part, helpers=parts))
    if community_part:
        a_list("L3", town.county, an_item(category, work_kind="assist", stream="government"))

    answer = who_answers(category_code=category, area_id=town.grids[0].pk, klass="", on=ON)

    assert (answer.lead.id, answer.item_code) == (lead.pk, code)
    assert [h.body.id for h in answer.helpers] == [office.pk, committee.pk][: len(parts)]
    assert [h.part for h in answer.helpers] == list(parts.values())
    with pytest.raises(NotOnTheList):
        guard(committee, category)


def test_a_helper_from_the_community_needs_its_own_item(town):
    a_body(town.county, function="fire")
    a_body(town.communities[0], kind="R10", function="community")
    a_list("L1", town.county, an_item("0701", "fire", helpers={"community": "宣传"}))

    assert who_answers(category_code="0701", area_id=town.grids[0].pk, klass="", on=ON).helpers[0].body is None


def test_a_reported_department_neither_leads_before_the_street_nor_is_shown_as_the_nearest(town):
    housing = a_body(town.county, "区房产局", function="housing")
    office = a_body(town.streets[0], kind="G20", function="street")
    committee = a_body(town.communities[0], kind="R10")
    a_list("L1", town.county, an_item("0103", "housing"), an_item("0103", "street"))
    reported = {"category_code": "0103", "as_lead": True, "on": ON, "target_body_ids": (housing.pk,)}

    guard_dispatch(body_id=office.pk, **reported)
    with pytest.raises(NotOnTheList) as refused:
        guard_dispatch(body_id=committee.pk, **reported)
    assert refused.value.facts["nearest"] is None
