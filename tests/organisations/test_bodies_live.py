"""Bodies are founded, renamed, moved, merged and closed, and their history tells it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed, NotFound, StepNotAllowed
from huying.kernel.kept import tokens
from huying.kernel.models import JournalRow
from huying.organisations.actions.bodies import (
    BodyDetails,
    NewBody,
    activate_body,
    edit_body,
    found_bodies,
    found_body,
    move_body,
    rename_body,
    serve_area,
    stop_serving,
)
from huying.organisations.actions.endings import close_body, merge_body
from huying.organisations.errors import BodyStillCarries, ParentNotAllowed
from huying.organisations.models import Body, BodyKind
from huying.organisations.public import bodies_serving, body_brief, body_briefs, load_defaults
from tests.organisations.makers import AT, DAY, a_body, a_holder, a_post, a_town, an_actor

pytestmark = pytest.mark.django_db
LATER = date(2026, 6, 1)


def test_the_default_kinds_are_those_of_the_specification_and_load_once():
    load_defaults(SYSTEM, at=AT)

    assert set(BodyKind.objects.values_list("code", flat=True)) == {
        *("P10 P15 P20 P21 P30 P31 P32 P40 P45 P50 P60 P70 P71 P72 P75 P80 P90".split()),
        *("G10 G20 R10 R11 R12 R13 S10 S20 S21 O10 O20 N10 N11 N20 N30 N31 U10 Q10 H10 J10 L10".split()),
    }
    assert load_defaults(SYSTEM, at=AT) == 0


def test_a_courtyard_group_directly_under_a_street_is_refused():
    town = a_town()
    county = a_body(town.county, kind="P10")
    street = a_body(town.streets[0], kind="P20", parent=county)

    with pytest.raises(ParentNotAllowed) as refused:
        a_body(town.communities[0], kind="P50", parent=street)

    assert refused.value.facts["allowed"] == ["P30", "P40"]
    assert refused.value.fields.keys() == {"line_parent_id"}


def test_the_depth_of_the_line_is_data():
    town = a_town()
    body = a_body(town.county, kind="P10")
    for kind, area in (("P20", town.streets[0]), ("P30", town.communities[0]), ("P40", town.grids[0])):
        body = a_body(area, kind=kind, parent=body)
    group = a_body(town.grids[0], kind="P50", parent=body)

    assert group.line_path.count("/") == 6
    assert group.line_path.endswith(f"/{body.pk}/{group.pk}/")


def test_only_one_broad_committee_stands_under_a_street_committee():
    town = a_town()
    street = a_body(town.streets[0], kind="P20", parent=a_body(town.county, kind="P10"))
    a_body(town.streets[0], kind="P21", parent=street)

    with pytest.raises(ParentNotAllowed):
        a_body(town.streets[0], kind="P21", parent=street)


def test_many_bodies_are_founded_with_one_decision_or_none_of_them():
    town = a_town()
    street = a_body(town.streets[0], kind="P20", parent=a_body(town.county, kind="P10"))
    before = Body.objects.count()
    broad = [NewBody("P21", name, town.streets[0].pk, line_parent_id=street.pk) for name in ("大工委", "又一个大工委")]
    with pytest.raises(ParentNotAllowed):
        found_bodies(SYSTEM, bodies=broad, reason="演练", at=AT)
    taken = NewBody("G10", "城管局", town.county.pk, functions=("urban_management",))
    with pytest.raises(Invalid):
        found_bodies(SYSTEM, bodies=[taken, taken], reason="演练", at=AT)
    assert Body.objects.count() == before

    bureau, committee = found_bodies(SYSTEM, bodies=[taken, broad[0]], reason="演练", at=AT)
    assert (bureau.line_path, committee.line_path) == (f"/{bureau.pk}/", f"{street.line_path}{committee.pk}/")
    assert body_brief(bureau.pk).functions == ("urban_management",)
    change = bureau.changes.get()
    assert (change.kind, change.reason, change.after["functions"]) == ("founded", "演练", ["urban_management"])
    assert JournalRow.objects.filter(thing="body", thing_id__in=[bureau.pk, committee.pk]).count() == 2


def test_line_and_area_are_two_independent_parents():
    town = a_town()
    bureau = a_body(town.county, "区城管局", function="urban_management")
    squad = a_body(town.streets[0], "宁海路城管中队", function="urban_management", parent=bureau)

    assert squad.line_parent == bureau
    assert squad.area == town.streets[0]
    assert squad.level == "street"


def test_a_renamed_body_keeps_its_old_name_in_the_history():
    town = a_town()
    body = a_body(town.county, "区城管局")

    rename_body(SYSTEM, body_id=body.pk, name="区城市管理局", on=LATER, reason="机构改革方案", at=AT)

    change = body.changes.get(kind="renamed")
    assert (change.before["name"], change.after["name"]) == ("区城管局", "区城市管理局")
    assert (change.on, change.reason) == (LATER, "机构改革方案")
    assert JournalRow.objects.filter(thing="body", thing_id=body.pk, code="organisations.body_changed").exists()


def test_a_change_without_a_reason_is_refused():
    town = a_town()
    body = a_body(town.county)

    with pytest.raises(Invalid) as refused:
        rename_body(SYSTEM, body_id=body.pk, name="新名称", on=LATER, reason=" ", at=AT)

    assert "reason" in refused.value.fields
    body.refresh_from_db()
    assert body.name != "新名称"


def test_a_moved_body_takes_everything_below_it_along():
    town = a_town()
    old, new = a_body(town.county, "区甲局"), a_body(town.county, "区乙局")
    squad = a_body(town.streets[0], parent=old)
    post = a_body(town.communities[0], parent=squad)

    move_body(
        SYSTEM, body_id=squad.pk, line_parent_id=new.pk, area_id=town.streets[1].pk, on=LATER, reason="划转", at=AT
    )

    post.refresh_from_db()
    assert post.line_path == f"/{new.pk}/{squad.pk}/{post.pk}/"
    assert Body.objects.get(pk=squad.pk).area == town.streets[1]


def test_a_body_cannot_move_below_itself():
    town = a_town()
    top = a_body(town.county)
    below = a_body(town.county, parent=top)

    with pytest.raises(ParentNotAllowed):
        move_body(SYSTEM, body_id=top.pk, line_parent_id=below.pk, area_id=town.county.pk, on=LATER, reason="误", at=AT)


def test_a_merged_body_hands_its_children_and_its_areas_over():
    town = a_town()
    gone, stays = a_body(town.county, "区旅游局"), a_body(town.county, "区文化局")
    child = a_body(town.streets[0], parent=gone)
    serve_area(SYSTEM, body_id=gone.pk, area_id=town.streets[1].pk, on=DAY, at=AT)

    merge_body(SYSTEM, body_id=gone.pk, into_id=stays.pk, on=LATER, reason="合并方案", at=AT)

    gone.refresh_from_db()
    child.refresh_from_db()
    assert (gone.state, gone.merged_into, gone.valid_to) == ("merged", stays, LATER)
    assert child.line_path == f"/{stays.pk}/{child.pk}/"
    assert stays.served_areas.get().area == town.streets[1]


def test_a_body_with_people_in_it_is_not_closed_until_they_have_left():
    town = a_town()
    body = a_body(town.county)
    a_holder("handler", town.county, body=body)

    with pytest.raises(BodyStillCarries) as refused:
        close_body(SYSTEM, body_id=body.pk, on=LATER, reason="撤销", at=AT)
    assert refused.value.facts["roles"] == 1

    empty = a_body(town.county)
    close_body(SYSTEM, body_id=empty.pk, on=LATER, reason="撤销", at=AT)
    with pytest.raises(StepNotAllowed):
        rename_body(SYSTEM, body_id=empty.pk, name="回来", on=LATER, reason="误", at=AT)


def test_a_draft_serves_nobody_until_it_is_activated():
    town = a_town()
    body = a_body(town.county, function="housing", draft=True)
    assert bodies_serving(functions=("housing",), area_id=town.grids[0].pk, on=LATER) == []

    activate_body(SYSTEM, body_id=body.pk, on=date(2026, 3, 1), reason="揭牌", at=AT)

    assert [b.id for b in bodies_serving(functions=("housing",), area_id=town.grids[0].pk, on=LATER)] == [body.pk]
    assert bodies_serving(functions=("housing",), area_id=town.grids[0].pk, on=date(2026, 2, 1)) == []


def test_bodies_serving_a_place_come_nearest_first_and_departments_before_the_street():
    town = a_town()
    county = a_body(town.county, "区城管局", function="urban_management")
    office = a_body(town.streets[0], "宁海路街道办", kind="G20", function=("street", "urban_management"))
    squad = a_body(town.streets[0], "宁海路中队", function="urban_management", parent=county)
    a_body(town.streets[1], "湖南路中队", function="urban_management", parent=county)

    found = bodies_serving(functions=("城管执法",), area_id=town.grids[0].pk, on=LATER)

    assert [body.id for body in found] == [squad.pk, office.pk, county.pk]
    assert found[0].function == "城管执法"


def test_functions_are_found_by_code_name_and_other_names():
    town = a_town()
    body = a_body(town.county, function="fire")

    for word in ("fire", "消防", "消防救援"):
        assert [b.id for b in bodies_serving(functions=(word,), area_id=town.county.pk, on=LATER)] == [body.pk]


def test_a_station_serves_a_second_street_until_it_no_longer_does():
    town = a_town()
    station = a_body(town.streets[0], function="public_security")
    serve_area(SYSTEM, body_id=station.pk, area_id=town.streets[1].pk, on=DAY, at=AT)
    there = {"functions": ("public_security",), "area_id": town.grids[3].pk}
    assert [b.id for b in bodies_serving(**there, on=LATER)] == [station.pk]

    stop_serving(SYSTEM, body_id=station.pk, area_id=town.streets[1].pk, on=date(2026, 7, 1), at=AT)

    assert bodies_serving(**there, on=date(2026, 7, 1)) == []
    assert [b.id for b in bodies_serving(**there, on=date(2026, 6, 30))] == [station.pk]


def test_a_wrong_credit_code_is_refused_and_a_second_body_with_the_same_code_too():
    town = a_town()
    with pytest.raises(Invalid) as refused:
        a_body(town.county, uscc="91350100M000100Y44")
    assert "uscc" in refused.value.fields

    a_body(town.county, uscc="91350100m000100y43")
    with pytest.raises(Invalid):
        a_body(town.county, uscc="91350100M000100Y43")


def test_edited_details_leave_the_rest_alone():
    town = a_town()
    body = a_body(town.county, office_phone="83370000", function="housing")

    edit_body(
        SYSTEM, body_id=body.pk, details=BodyDetails(public_contact="山西路 1 号", functions=("land",)), on=LATER,
        reason="搬迁", at=AT,
    )  # fmt: skip

    brief = body_brief(body.pk)
    assert (brief.office_phone, brief.public_contact, brief.functions) == ("83370000", "山西路 1 号", ("land",))
    assert body.changes.get(kind="edited").before == {"public_contact": "", "functions": ["housing"]}


def test_only_the_security_administrator_of_the_area_keeps_its_bodies():
    town = a_town()
    body = a_body(town.streets[0])
    here, there = an_actor("security_admin", town.streets[0]), an_actor("security_admin", town.streets[1])
    clerk = an_actor("intake", town.county)

    assert rename_body(here, body_id=body.pk, name="新名", on=LATER, reason="更名", at=AT).name == "新名"
    for other in (there, clerk):
        with pytest.raises(NotAllowed):
            rename_body(other, body_id=body.pk, name="别名", on=LATER, reason="更名", at=AT)
        with pytest.raises(NotAllowed):
            found_body(other, body=NewBody(kind="G10", name="新局", area_id=town.streets[0].pk), reason="设", at=AT)


def test_a_body_of_an_unknown_area_is_not_found():
    a_town()
    with pytest.raises(NotFound):
        found_body(SYSTEM, body=NewBody(kind="G10", name="某局", area_id=999_999_999), reason="设", at=AT)


def test_briefs_of_many_bodies_cost_three_queries_and_the_next_time_none(django_assert_num_queries):
    town = a_town()
    ids = [a_body(town.county, function="housing").pk for _ in range(20)]

    assert tokens()
    with django_assert_num_queries(3):
        assert len(body_briefs(ids)) == 20
    with django_assert_num_queries(0):
        assert len(body_briefs(ids)) == 20


@pytest.mark.constraint
def test_the_database_refuses_a_body_that_is_its_own_parent_or_ended_without_a_day():
    town = a_town()
    body = a_body(town.county)
    for change in (f"line_parent_id = {body.pk}", "state = 'closed'", "state = 'merged', valid_to = now()"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE organisations_body SET {change} WHERE id = %s", [body.pk])


def test_a_post_is_opened_in_a_body():
    town = a_town()
    post = a_post(a_body(town.communities[0], kind="R10"))
    assert (post.title, post.seats) == ("主任", 1)
