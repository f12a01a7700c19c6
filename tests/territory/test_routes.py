"""The same reads and changes as JSON."""

import pytest

from huying.kernel.actor import Actor, Post
from huying.territory import geometry
from tests.territory.makers import a_district, at_point, square, system_admin

pytestmark = pytest.mark.django_db
API = "/api/v1/territory/"
WHY = {"on": "2026-07-01", "reason": "区划调整"}


@pytest.fixture
def town():
    return a_district()


@pytest.fixture
def admin(town, client_as):
    return client_as(system_admin(town.county))


def send(client, path, body):
    return client.post(API + path, body, content_type="application/json")


def test_children_are_listed_by_pinyin_and_page_by_page(town, client):
    first = client.get(f"{API}areas", {"parent_id": town.county.pk, "size": 1}).json()
    assert [row["name"] for row in first["items"]] == ["槐荫街道"]
    second = client.get(f"{API}areas", {"parent_id": town.county.pk, "size": 1, "after": first["next"]}).json()
    assert [row["name"] for row in second["items"]] == ["柳浦街道"]
    assert second["next"] is None
    assert client.get(f"{API}areas", {"q": "金桂"}).json()["items"][0]["full_name"].endswith("金桂花园小区")


def test_one_area_comes_with_its_codes_and_changes(town, client):
    found = client.get(f"{API}areas/{town.street.pk}").json()
    assert found["codes"] == [{"code": "990106001000", "year_from": 2020, "year_to": None}]
    assert {change["kind"] for change in found["changes"]} == {"create", "boundary"}
    assert client.get(f"{API}areas/999999").status_code == 404


def test_layers_carry_a_tag_and_are_sent_again_only_after_a_change(town, client, admin):
    first = client.get(f"{API}layers")
    assert first["Content-Type"] == "application/json"
    assert first.json()["features"][0]["properties"]["name"] == "望江区"
    tag = first["ETag"]
    again = client.get(f"{API}layers", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    send(admin, f"areas/{town.grid.pk}/rename", {"name": "新网格", **WHY})
    changed = client.get(f"{API}layers", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    streets = client.get(f"{API}layers", {"area_id": town.street.pk, "levels": "street"})
    assert len(streets.json()["features"]) == 1


def test_a_point_and_a_text_are_located_without_standing_in_an_address(town, client):
    lon, lat = geometry.wgs84_to_gcj02(*at_point(0.5, 1.5))
    found = send(client, "locate/point", {"lon": lon, "lat": lat, "crs": "gcj02"}).json()
    assert (found["area_id"], found["level"]) == (town.grid.pk, "grid")
    assert "界线内" in found["reason"]
    assert send(client, "locate/point", {"lon": 1.0, "lat": 1.0}).status_code == 404
    assert send(client, "locate/point", {"lon": 200.0, "lat": 1.0}).status_code == 422
    (guess,) = send(client, "locate/text", {"text": "金桂花园3幢"}).json()
    assert guess["area_id"] == town.buildings[0].pk
    assert client.get(f"{API}locate/text").status_code == 405


def test_the_duty_of_a_grid_is_public(town, client, admin):
    body = {"contact_office": "居委会", "complaint_phone": "025-2", "reason": "换了办公室"}
    assert send(admin, f"areas/{town.grid.pk}/duty", body).json()["complaint_phone"] == "025-2"
    assert client.get(f"{API}grids/{town.grid.code}").json()["contact_office"] == "居委会"
    assert client.get(f"{API}grids/1").status_code == 404


def test_every_change_of_the_pages_is_also_a_route(town, admin):
    made = send(admin, "areas", {"parent_id": town.community.pk, "area": {"level": "grid", "name": "三网格"}, **WHY})
    assert (made.status_code, made.json()["code"]) == (201, "990106001001003")
    grid = made.json()["id"]
    a, b, c = (area.pk for area in town.communities)
    steps = [
        (f"areas/{grid}/rename", {"name": "第三网格", **WHY}, 200),
        (f"areas/{grid}/boundary", {"geometry": square(0, 0, 0.1, 0.1), "accept_overlaps": True, **WHY}, 200),
        (f"areas/{grid}/move", {"parent_id": c, **WHY}, 200),
        (f"areas/{grid}/aliases", {"text": "三格", "kind": "alias", "reason": "居民都这样叫"}, 201),
        (f"areas/{grid}/dissolve", WHY, 200),
        (f"areas/{a}/recode", {"code": "990106001009", **WHY}, 200),
        (f"areas/{a}/population", {"year": 2025, "permanent": 6120}, 204),
        (f"areas/{a}/merge", {"source_ids": [b], **WHY}, 200),
        (
            f"areas/{c}/split",
            {
                "keep": True,
                "parts": [
                    {"area": {"level": "community", "name": "东南社区", "code": "990106002002"}, "child_ids": []}
                ],
                **WHY,
            },
            200,
        ),
    ]
    for path, body, status in steps:
        answer = send(admin, path, body)
        assert answer.status_code == status, (path, answer.content.decode())


def test_refusals_are_problems_with_a_code(town, admin, client, client_as):
    taken = send(
        admin,
        "areas",
        {"parent_id": town.street.pk, "area": {"level": "community", "name": "又一个", "code": "990106001001"}, **WHY},
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "area_code_taken")
    body = {"name": "新名", **WHY}
    assert send(client, f"areas/{town.grid.pk}/rename", body).status_code == 401
    dispatcher = client_as(Actor(kind="person", account_id=3, posts=(Post("dispatcher", town.county.path),)))
    assert send(dispatcher, f"areas/{town.grid.pk}/rename", body).json()["code"] == "not_allowed"
    assert send(admin, f"areas/{town.grid.pk}/rename", {"name": "新名", "on": "2026-07-01"}).status_code == 422


def test_a_building_a_size_rule_and_files_come_in_over_json(town, admin):
    assert (
        send(
            admin, f"areas/{town.buildings[0].pk}/building", {"number": "5", "units": 2, "reason": "新挂牌"}
        ).status_code
        == 204
    )
    rule = {"kind": "base", "households_min": 200, "households_max": 400, "residents_max": 900, **WHY}
    put = admin.put(f"{API}grid-sizes", rule, content_type="application/json")
    assert put.status_code == 204, put.content
    wrong = admin.put(f"{API}grid-sizes", rule | {"kind": "nonsense"}, content_type="application/json")
    assert wrong.json()["fields"].keys() == {"kind"}

    lines = ["code,year,permanent", f"{town.street.code},2025,51000", "000000000000,2025,1"]
    refused = send(admin, "population", {"lines": lines, "source": "统计公报"})
    assert refused.json()["fields"].keys() == {"3"}
    assert send(admin, "population", {"lines": lines[:2], "source": "统计公报"}).json() == {"count": 1}

    shape = {"type": "Feature", "properties": {"code": "nowhere"}, "geometry": None}
    file = {"collection": {"type": "FeatureCollection", "features": [shape]}, **WHY}
    assert send(admin, "boundaries", file).status_code == 422
