"""Mechanisms of organisations, each shown as the inventory asks for it."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from huying.kernel.actor import SYSTEM
from huying.organisations.actions.bodies import move_body
from huying.organisations.actions.endings import close_body
from huying.organisations.actions.imports import import_bodies
from huying.organisations.errors import ParentNotAllowed
from huying.organisations.models import Appointment, Body
from huying.territory.models import Area
from tests.organisations.makers import AT, DAY, Town, a_body, a_holder, a_town
from tests.organisations.test_imports import sample
from tests.people.makers import an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def keeper(town: Town) -> Client:
    client = Client()
    client.force_login(a_holder("security_admin", town.county))
    return client


def shown(client: Client, name: str, asked: dict[str, str] | None = None, **parts: object) -> str:
    answer = client.get(reverse(f"organisations:{name}", kwargs=parts or None), asked or {})
    assert answer.status_code == 200
    return answer.content.decode()


def take_in(town: Town, name: str) -> list[Body]:
    text = sample(town, name).encode()
    return import_bodies(SYSTEM, area_id=town.county.pk, data=text, on=DAY, reason="组织架构文件", at=AT)


def line_of(body: Body) -> list[str]:
    """The kinds from the top of its line down to this body."""
    kinds = dict(Body.objects.values_list("pk", "kind__code"))
    return [kinds[int(part)] for part in body.line_path.strip("/").split("/")]


def lowest(bodies: list[Body]) -> Body:
    return max(bodies, key=lambda body: body.line_path.count("/"))


def test_moving_one_link_never_changes_the_other(town, keeper):
    one, two = a_body(town.county, "区甲局"), a_body(town.county, "区乙局")
    squad = a_body(town.streets[0], "宁海路中队", parent=one)
    note = {"on": date(2026, 6, 1), "reason": "划转", "at": AT}

    move_body(SYSTEM, body_id=squad.pk, line_parent_id=two.pk, area_id=town.streets[0].pk, **note)
    squad.refresh_from_db()
    assert (squad.line_parent, squad.area) == (two, town.streets[0])

    move_body(SYSTEM, body_id=squad.pk, line_parent_id=two.pk, area_id=town.streets[1].pk, **note)
    squad.refresh_from_db()
    assert (squad.line_parent, squad.line_path) == (two, f"/{two.pk}/{squad.pk}/")
    assert squad.area == town.streets[1]
    assert [set(change.after) for change in squad.changes.filter(kind="moved").order_by("id")] == [
        {"line_parent"}, {"area"}
    ]  # fmt: skip

    assert shown_in(keeper, town.streets[1]) == {"宁海路中队"}
    assert "宁海路中队" in keeper.get(f"/manage/bodies/{two.pk}/").content.decode()
    assert "宁海路中队" not in keeper.get(f"/manage/bodies/{one.pk}/").content.decode()


def test_a_firm_without_a_superior_shows_where_it_lies(town, keeper):
    """No line parent: the area it lies in is what looks after it."""
    firm = a_body(town.communities[0], "颐和面馆（个体）", kind="U10")
    a_body(town.communities[1], "东瓜市书店", kind="U10")

    assert firm.line_parent is None
    for area in (town.communities[0], town.streets[0], town.county):
        assert "颐和面馆（个体）" in shown_in(keeper, area)
    assert "颐和面馆（个体）" not in shown_in(keeper, town.communities[1])


def shown_in(client: Client, area: Area) -> set[str]:
    """Names of the bodies that the list shows for one area and what lies below it."""
    page = client.get(f"/manage/bodies/?area={area.pk}")
    return {body.name for body in page.context["page"].items}


def test_a_group_under_a_street_is_refused_and_four_and_five_tiers_both_come_in(town):
    county = a_body(town.county, "鼓楼区委", kind="P10")
    street = a_body(town.streets[0], "宁海路街道党工委", kind="P20", parent=county)
    with pytest.raises(ParentNotAllowed):
        a_body(town.grids[0], "直属党小组", kind="P50", parent=street)

    with transaction.atomic():
        four = take_in(town, "four_tiers")
        assert line_of(lowest(four)) == ["P10", "P20", "P30", "P40", "P50", "P60"]
        assert len(four) == 4
        transaction.set_rollback(True)
    close_body(SYSTEM, body_id=street.pk, on=DAY, reason="重新设立", at=AT)
    five = take_in(town, "five_tiers")
    assert line_of(lowest(five)) == ["P10", "P20", "P31", "P40", "P50", "P60"]
    assert len(five) == 5


def test_the_chain_of_six_links_comes_in_and_the_path_is_shown_from_the_courtyard_to_the_county(town, keeper):
    take_in(town, "six_tiers")
    group = Body.objects.get(kind__code="P50")

    page = shown(keeper, "body", body_id=group.pk)

    chain = ["鼓楼区委", "宁海路街道党工委", "颐和路社区党委", "第一网格党支部", "颐和路 8 号院党小组"]
    line = page.split("上级组织（条）")[1].split("</dd>")[0]
    assert [line.index(name) for name in chain] == sorted(line.index(name) for name in chain)
    below = page.split("下级组织</h2>")[1].split("</section>")[0]
    assert "三单元党员中心户" in below


def test_a_local_name_for_a_member_of_a_grid_team_is_added_by_hand_and_found(town, keeper):
    team = a_body(town.grids[0], "第一网格服务队", kind="N20")
    an_account(login_name="ahong")

    typed = {"title": "西昌格格", "kind": "worker", "seats": 3, "reason": "格长招募"}
    assert keeper.post(reverse("organisations:open-post", kwargs={"body_id": team.pk}), typed).status_code == 302
    post = team.posts.get()
    typed = {"account": "ahong", "since": "2026-06-01", "reason": "聘任文件"}
    assert keeper.post(reverse("organisations:appoint", kwargs={"post_id": post.pk}), typed).status_code == 302

    assert Appointment.objects.get().post.title == "西昌格格"
    assert "西昌格格" in shown(keeper, "body", body_id=team.pk)
    found = shown(keeper, "posts", {"words": "西昌格格"})
    assert "第一网格服务队" in found


def test_each_of_the_four_kinds_around_a_community_is_found_with_the_contact_of_its_office(town, keeper):
    four = {"N11": "夕阳红合唱队", "O10": "颐和公馆业委会", "O20": "金陵物业公司", "U10": "第一小学"}
    service = a_body(town.communities[0], "颐和路社区居委会", kind="R10")
    for number, (kind, name) in enumerate(four.items()):
        parent = service if kind in ("N11", "O10") else None
        a_body(town.communities[0], name, kind=kind, parent=parent, office_phone=f"025-8337000{number}")

    for number, (kind, name) in enumerate(four.items()):
        rows = shown(keeper, "bodies", {"kind": kind}).split("<tbody")[1]
        assert name in rows
        assert f"025-8337000{number}" in rows
        assert not any(other in rows for other in four.values() if other != name)
        assert name in shown(keeper, "bodies", {"words": name[:3]})

    contacts = {field.name for field in Body._meta.concrete_fields if "phone" in field.name or "contact" in field.name}
    assert contacts == {"office_phone", "public_contact"}
