"""The administration pages of bodies, posts and roles: what the keeper does by hand, and what others do not see."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huying.kernel.actor import SYSTEM
from huying.organisations.actions.bodies import rename_body
from huying.organisations.models import Appointment, Body, BodyFunction, OfficePost, RoleGrant
from huying.organisations.public import Term, appoint
from tests.organisations.makers import AT, Town, a_body, a_holder, a_post, a_town
from tests.people.makers import a_resident, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def client_of(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def keeper(town) -> Client:
    return client_of(a_holder("security_admin", town.county))


@pytest.fixture
def clerk(town) -> Client:
    return client_of(a_holder("intake", town.county))


def post(client: Client, name: str, typed: dict[str, object], **parts: object):
    return client.post(reverse(f"organisations:{name}", kwargs=parts or None), typed)


NOTE = {"on": "2026-06-01", "reason": "机构文件"}


def test_a_body_is_founded_on_one_page(town, keeper):
    typed = NOTE | {"kind": "G10", "name": "区城管局", "area": "鼓楼区", "functions": ["urban_management"]}
    answer = post(keeper, "found", typed)

    body = Body.objects.get(name="区城管局")
    assert answer.url == reverse("organisations:body", kwargs={"body_id": body.pk})
    page = keeper.get(answer.url).content.decode()
    assert "已登记。" in page
    assert "城管执法" in page
    assert body.changes.get().reason == "机构文件"


def test_what_was_typed_stays_beside_what_is_wrong(town, keeper):
    typed = NOTE | {"kind": "G10", "name": "区城管局", "area": "火星", "uscc": "123", "reason": ""}
    answer = post(keeper, "found", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有找到“火星”" in page
    assert 'value="区城管局"' in page


def test_a_refusal_of_the_tree_rules_stands_at_the_field(town, keeper):
    street = a_body(town.streets[0], "宁海路街道党工委", kind="P20", parent=a_body(town.county, kind="P10"))
    typed = NOTE | {"kind": "P50", "name": "党小组", "area": town.grids[0].code, "line_parent": street.name}

    answer = post(keeper, "found", typed)

    assert answer.status_code == 422
    assert "这类组织不能设在这个上级之下，可以的上级：" in answer.content.decode()


def test_each_step_has_its_page_and_leaves_its_row(town, keeper):
    body, other = a_body(town.county, "区甲局"), a_body(town.county, "区乙局")
    steps = [
        ("rename", NOTE | {"name": "区丙局"}),
        ("move", NOTE | {"area": town.streets[0].code, "line_parent": f"#{other.pk}"}),
        ("edit", NOTE | {"office_phone": "83370000", "level": "street", "functions": ["housing"]}),
        ("serve", NOTE | {"area": town.streets[1].code}),
        ("stop-serving", NOTE | {"area": town.streets[1].code, "on": "2026-07-01"}),
        ("merge", NOTE | {"into": "区乙局"}),
    ]
    for step, typed in steps:
        address = reverse("organisations:body-step", kwargs={"body_id": body.pk, "step": step})
        assert keeper.get(address).status_code == 200
        assert keeper.post(address, typed).status_code == 302, step

    kinds = list(body.changes.order_by("id").values_list("kind", flat=True))
    assert kinds == ["founded", "renamed", "moved", "edited", "merged"]
    body.refresh_from_db()
    assert (body.name, body.state, body.office_phone) == ("区丙局", "merged", "83370000")


def test_a_former_name_still_finds_the_body(town, keeper):
    body = a_body(town.county, "区旅游局")
    rename_body(SYSTEM, body_id=body.pk, name="区文旅局", on=date(2026, 6, 1), reason="改革", at=AT)

    page = keeper.get(reverse("organisations:bodies"), {"words": "旅游局"}).content.decode()

    assert "区文旅局" in page


def test_names_sort_by_pinyin(town, keeper):
    for name in ("珠江路所", "宁海路所", "安品街所"):
        a_body(town.county, name)
    page = keeper.get(reverse("organisations:bodies")).content.decode()
    assert page.index("安品街所") < page.index("宁海路所") < page.index("珠江路所")


def test_the_list_pages_by_key_and_costs_the_same_for_any_length(town, keeper, django_assert_max_num_queries):
    for _ in range(60):
        a_body(town.county, function="housing")
    with django_assert_max_num_queries(16):
        first = keeper.get(reverse("organisations:bodies")).content.decode()
    assert "更多" in first


def test_a_file_with_a_wrong_row_names_the_row_and_takes_nothing_in(town, keeper):
    text = f"编号,类别代码,名称,上级,区划代码\n1,G10,区甲局,,{town.county.code}\n2,Z9,区乙局,,{town.county.code}\n"
    typed = NOTE | {"area": "鼓楼区", "file": SimpleUploadedFile("bodies.csv", text.encode())}

    answer = post(keeper, "import", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这个组织类别" in page
    assert "<td>3</td>" in page
    assert not Body.objects.filter(name="区甲局").exists()
    assert keeper.get(reverse("organisations:form-file")).content.decode().startswith("\ufeff编号 *")


def test_a_post_is_opened_filled_emptied_and_closed(town, keeper):
    body = a_body(town.communities[0], kind="R10")
    person = an_account(login_name="wang")
    typed = {"title": "主任", "kind": "director", "seats": 1}
    assert post(keeper, "open-post", typed, body_id=body.pk).status_code == 422
    assert post(keeper, "open-post", typed | {"reason": "换届选举"}, body_id=body.pk).status_code == 302
    seat = OfficePost.objects.get()

    typed = {"account": "wang", "since": "2026-01-01", "reason": "选举结果"}
    assert post(keeper, "appoint", typed, post_id=seat.pk).status_code == 302
    row = Appointment.objects.get(account=person)
    assert "选举结果" in keeper.get(reverse("organisations:post", kwargs={"post_id": seat.pk})).content.decode()

    gone = {"on": "2026-06-30", "reason": "辞职"}
    assert post(keeper, "end-appointment", gone, appointment_id=row.pk).status_code == 302
    assert post(keeper, "close-post", {"reason": "换届"}, post_id=seat.pk).status_code == 302
    assert "主任" in keeper.get(reverse("organisations:body", kwargs={"body_id": body.pk})).content.decode()
    assert keeper.get(reverse("organisations:posts")).status_code == 200


def test_a_role_is_given_and_ended_and_the_person_sees_their_own(town, keeper):
    person = an_account(login_name="li")
    answer = post(keeper, "grant", {"account": "li", "role": "dispatcher", "area": town.county.code, "reason": "任命"})
    assert answer.status_code == 302
    grant = RoleGrant.objects.get(account=person)

    own = client_of(person).get(reverse("organisations:roles")).content.decode()
    assert "派单员" in own
    assert "安全管理员</td>" not in own

    assert post(keeper, "end-role", {"reason": "调离"}, grant_id=grant.pk).status_code == 302
    assert "调离" in keeper.get(reverse("organisations:roles"), {"state": "ended"}).content.decode()


def test_two_administrations_for_one_person_are_refused_on_the_page(town, keeper):
    an_account(login_name="li")
    typed = {"account": "li", "role": "system_admin", "area": town.county.code, "reason": "任命"}
    assert post(keeper, "grant", typed).status_code == 302
    answer = post(keeper, "grant", typed | {"role": "audit_admin"})
    assert answer.status_code == 422
    assert "不能由同一人担任" in answer.content.decode()


def test_a_kind_gets_another_parent_and_a_function_another_name(town, keeper):
    typed = {"name": "楼院党小组", "parents": ["P40", "P30", "P31"], "active": "on", "reason": "区委组织部通知"}
    assert post(keeper, "kind", typed, code="P50").status_code == 302
    assert "P31" in keeper.get(reverse("organisations:kinds")).content.decode()
    assert "区委组织部通知" in keeper.get(reverse("organisations:kind", kwargs={"code": "P50"})).content.decode()

    typed = {"code": "meteorology", "name": "气象", "aliases": "气象局、天气", "is_department": "on", "active": "on",
             "reason": "机构改革"}  # fmt: skip
    assert post(keeper, "function-new", typed).status_code == 302
    assert post(keeper, "function-new", typed | {"code": "weather"}).status_code == 422
    assert post(keeper, "function", typed | {"name": "气象服务"}, code="meteorology").status_code == 302
    assert BodyFunction.objects.get(code="meteorology").aliases == ["气象局", "天气"]
    assert "气象服务" in keeper.get(reverse("organisations:functions")).content.decode()


def test_a_colleague_without_the_role_reads_but_changes_nothing(town, clerk):
    body = a_body(town.county, "区甲局")
    seat = a_post(a_body(town.communities[0], kind="R10"))
    for name in ("bodies", "posts", "roles", "kinds", "functions"):
        assert clerk.get(reverse(f"organisations:{name}")).status_code == 200
    assert "可以办的" not in clerk.get(reverse("organisations:body", kwargs={"body_id": body.pk})).content.decode()

    for step in ("rename", "move", "edit", "merge", "close", "serve"):
        assert post(clerk, "body-step", NOTE | {"name": "改"}, body_id=body.pk, step=step).status_code == 403
    assert post(clerk, "appoint", {}, post_id=seat.pk).status_code == 403
    assert post(clerk, "open-post", {}, body_id=body.pk).status_code == 403
    assert post(clerk, "grant", {}).status_code == 403
    assert post(clerk, "kind", {}, code="P50").status_code == 403
    assert post(clerk, "function-new", {}).status_code == 403
    typed = NOTE | {"kind": "G10", "name": "区乙局", "area": town.county.code}
    assert post(clerk, "found", typed).status_code == 403
    assert not Body.objects.filter(name="区乙局").exists()


def test_who_holds_a_post_is_not_shown_to_every_colleague(town, clerk):
    seat = a_post(a_body(town.communities[0], kind="R10"))
    person = an_account("王主任")
    appoint(SYSTEM, post_id=seat.pk, account_id=person.pk, term=Term(date(2026, 1, 1)), reason="选举", at=AT)
    assert "王主任" not in clerk.get(reverse("organisations:post", kwargs={"post_id": seat.pk})).content.decode()


def test_for_residents_and_guests_the_pages_do_not_exist(town):
    address = reverse("organisations:bodies")
    assert client_of(a_resident()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_unknown_body_or_step_is_not_found(town, keeper):
    body = a_body(town.county)
    assert keeper.get(reverse("organisations:body", kwargs={"body_id": 987_654})).status_code == 404
    assert keeper.get(reverse("organisations:body-step", kwargs={"body_id": body.pk, "step": "fly"})).status_code == 404


@pytest.mark.parametrize("named", ["²", "٣", "9" * 30, "-1", "1 or 1"])
def test_a_number_that_no_area_has_narrows_nothing_and_breaks_nothing(town, clerk, named):
    a_body(town.county, "区城管局")
    page = clerk.get("/manage/bodies/", {"area": named})
    assert page.status_code == 200
    assert "区城管局" in page.content.decode()
