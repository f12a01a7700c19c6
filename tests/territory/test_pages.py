"""The pages of the administration, and what is public about a grid."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from huying.kernel.actor import GUEST, Actor, Post
from huying.kernel.reasons import changes_of
from huying.territory.models import Alias, Area, AreaChange, Boundary, BoundaryDraft, GridDuty, GridSizeRule, Population
from tests.territory.makers import a_district, an_area, square, system_admin

pytestmark = pytest.mark.django_db
WHY = {"on": "2026-07-01", "reason": "区划调整", "document_no": "望政〔2026〕7号"}


@pytest.fixture
def town():
    return a_district()


@pytest.fixture
def admin(town, client_as):
    return client_as(system_admin(town.county))


def page(area, step=""):
    return f"/manage/areas/{area.pk}/" + (f"{step}/" if step else "")


def words(response):
    return response.content.decode()


def test_one_begins_at_the_area_that_is_served_and_sees_what_lies_below_by_pinyin(town, admin):
    first = admin.get("/manage/areas/")
    assert (first.status_code, first["Location"]) == (302, page(town.county))
    text = words(admin.get(page(town.county)))
    assert text.index("槐荫街道") < text.index("柳浦街道")
    assert "临江市" in text


def test_a_long_list_of_children_comes_page_by_page(town, admin, django_assert_max_num_queries):
    for n in range(1, 61):
        an_area(town.communities[2], "building", f"{n}号楼")
    with django_assert_max_num_queries(30):
        first = admin.get(page(town.communities[2]))
    assert "2号楼" in words(first)
    assert "60号楼" not in words(first)
    second = admin.get(page(town.communities[2]) + "?after=" + first.context["page"].next_cursor)
    assert "60号楼" in words(second)


@pytest.mark.parametrize(
    ("q", "found"), [("槐树", "槐树里社区"), ("990106002", "柳浦街道"), ("老纺织", "金桂花园小区")]
)
def test_an_area_is_found_by_name_by_code_and_by_what_people_call_it(town, admin, q, found):
    assert found in words(admin.get("/manage/areas/", {"q": q}))


def test_words_that_find_nothing_say_what_to_try(town, admin):
    assert "换个写法" in words(admin.get("/manage/areas/", {"q": "没有这里"}))


STORY = [
    ("create", {"kind": "grid:base", "name": "槐树里第三网格", "code": "", "lon": "", "lat": "", **WHY}),
    ("rename", {"name": "槐荫里社区", **WHY}),
    ("recode", {"code": "990106001009", **WHY}),
    ("move", {"parent_code": "990106002000", "code": "990106002009", **WHY}),
    ("alias", {"text": "槐树底下", "kind": "alias", "number_from": "", "number_to": "", "reason": "都这样叫"}),
    ("population", {"year": "2025", "permanent": "6120", "source": "统计年鉴"}),
]


@pytest.mark.parametrize(("step", "typed"), STORY)
def test_every_step_has_a_page_and_comes_back_to_the_area(town, admin, step, typed):
    assert admin.get(page(town.community, step)).status_code == 200
    done = admin.post(page(town.community, step), typed, follow=True)
    assert done.status_code == 200
    assert "已登记" in words(done)
    if step == "alias":
        assert [change.text for change in changes_of("area", town.community.pk)] == [typed["reason"]]
    elif "reason" in typed:
        change = AreaChange.objects.latest("id")
        assert (change.kind, change.reason, change.on) == (step, "区划调整", date(2026, 7, 1))


def test_two_communities_are_merged_on_the_page_and_the_history_shows_it(town, admin):
    a, b, _c = town.communities
    done = admin.post(page(a, "merge"), {"sources": [b.pk], "other_code": "", **WHY}, follow=True)
    assert "柳岸社区" in words(done)
    assert "合并" in words(done)
    gone = words(admin.get(page(b)))
    assert "已经撤并" in gone
    assert "望江区槐荫街道槐树里社区" in gone
    assert page(b, "rename") not in gone


def test_a_community_is_split_on_the_page(town, admin):
    typed = {"keep": "on", "name_1": "槐东社区", "code_1": "990106001003", "children_1": [town.grids[0].pk], **WHY}
    admin.post(page(town.community, "split"), typed)
    assert Area.objects.get(code="990106001003").children.get().pk == town.grids[0].pk


def test_a_building_ends_on_the_page(town, admin):
    admin.post(page(town.buildings[0], "dissolve"), WHY)
    town.buildings[0].refresh_from_db()
    assert town.buildings[0].valid_to == date(2026, 7, 1)


def test_a_refusal_keeps_what_was_typed_and_says_what_to_do(town, admin):
    typed = {"kind": "community:residents", "name": "新社区", "code": "990106002009", **WHY}
    refused = admin.post(page(town.street, "create"), typed)
    assert refused.status_code == 422
    assert "代码前段应与上级区划一致" in words(refused)
    assert 'value="新社区"' in words(refused)
    ended = admin.post(page(town.estate, "dissolve"), WHY)
    assert "请先划转或撤销下级" in words(ended)
    nowhere = admin.post(page(town.community, "move"), {"parent_code": "123", **WHY})
    assert "没有代码为 123 的区划" in words(nowhere)


def test_a_boundary_is_pasted_and_a_broken_one_refused(town, admin):
    typed = {"text": json.dumps(square(0, 1, 1, 1.9)), "crs": "cgcs2000", "source": "测绘", **WHY}
    admin.post(page(town.grid, "boundary"), typed)
    assert Boundary.objects.get(area=town.grid, valid_to=None).source == "测绘"
    for text, why in [
        ("{", "不是 JSON"),
        ('{"type":"Point","coordinates":[1,2]}', "不是可以读取的面"),
        ("", "请选择文件"),
    ]:
        refused = admin.post(page(town.grid, "boundary"), {**typed, "text": text})
        assert refused.status_code == 422
        assert why in words(refused)


def upload(client, features, crs="cgcs2000"):
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    file = BytesIO(content)
    file.name = "grids.geojson"
    return client.post("/manage/areas/boundaries/", {"file": file, "crs": crs, "source": "测绘院"}, follow=True)


def feature(area, *corners):
    return {"type": "Feature", "properties": {"code": area.code}, "geometry": square(*corners)}


def test_a_file_of_boundaries_is_looked_at_first_and_then_saved_whole(town, admin, client_as):
    preview = upload(admin, [feature(town.grids[0], 0, 1, 1, 2), feature(town.grids[1], 0, 0, 1, 1.2)])
    assert "有重叠" in words(preview)
    draft = BoundaryDraft.objects.get()
    there = f"/manage/areas/boundaries/{draft.pk}/"
    other = client_as(system_admin(town.county, account_id=77))
    assert other.get(there).status_code == 404
    assert "重叠" in words(admin.post(there, WHY))
    done = admin.post(there, {**WHY, "accept_overlaps": "on"}, follow=True)
    assert "已保存 2 条界线" in words(done)
    assert not BoundaryDraft.objects.exists()


def test_a_file_with_a_fault_cannot_be_saved_and_says_which_feature(town, admin):
    broken = feature(town.grids[0], 0, 1, 1, 2)
    broken["geometry"]["coordinates"][0].pop()
    count = Boundary.objects.count()
    preview = words(upload(admin, [broken, feature(town.grids[1], 0, 0, 1, 1)]))
    assert "没有闭合" in preview
    assert "保存全部界线" not in preview
    refused = admin.post(f"/manage/areas/boundaries/{BoundaryDraft.objects.get().pk}/", WHY)
    assert refused.status_code == 422
    assert "有错误，还不能保存" in words(refused)
    assert Boundary.objects.count() == count


def test_a_file_that_is_no_geojson_is_refused_at_once(admin):
    for content in (b"\xff\xfe", b"[]", b"hello"):
        file = BytesIO(content)
        file.name = "x.geojson"
        refused = admin.post("/manage/areas/boundaries/", {"file": file, "crs": "wgs84", "source": "x"})
        assert refused.status_code == 422


def test_population_comes_in_by_file_and_errors_name_their_rows(town, admin):
    def send(text):
        file = BytesIO(text.encode())
        file.name = "p.csv"
        return admin.post("/manage/areas/population/", {"file": file, "source": "年鉴"}, follow=True)

    refused = send(f"code,year,permanent\n{town.street.code},2025,x\n")
    assert "2:" in words(refused)
    assert "已保存 1 行" in words(send(f"code,year,permanent\n{town.street.code},2025,52340\n"))
    assert Population.objects.get().permanent == 52340


def test_the_size_of_grids_is_a_rule_with_a_day_and_its_page_names_who_is_outside(town, admin):
    typed = {"kind": "base", "households_min": "300", "households_max": "500", "residents_max": "1000", **WHY}
    told = words(admin.post("/manage/areas/grids/", typed, follow=True))
    assert GridSizeRule.objects.count() == 1
    assert "槐树里第一网格" in told
    assert "多于 1000 人" in told


def test_the_public_duty_of_a_grid_is_written_on_its_page_and_read_by_everyone(town, admin, client):
    typed = {
        "contact_office": "槐树里居委会",
        "contact_phone": "025-1",
        "complaint_phone": "025-2",
        "households": "430",
        "reason": "换了办公室",
    }
    admin.post(page(town.grid, "duty"), typed)
    assert GridDuty.objects.get(area=town.grid).households == 430
    text = words(client.get(f"/grids/{town.grid.code}/"))
    for word in ("槐树里第一网格", "槐荫街道", "槐树里居委会", "025-2", "金桂花园小区", "示意，非法定界线"):
        assert word in text
    assert client.get("/grids/990106001001099/").status_code == 404


def test_the_history_of_all_areas_can_be_read_and_narrowed(town, admin):
    text = words(admin.get("/manage/areas/changes/"))
    assert "设立" in text
    assert "金桂花园小区" in text
    assert "还没有" not in words(admin.get("/manage/areas/changes/?kind=create"))
    assert "没有变更记录" in words(admin.get("/manage/areas/changes/?kind=merge"))


def test_a_name_is_taken_off_again(town, admin):
    alias = Alias.objects.get(text="老纺织大院")
    there = f"/manage/areas/{town.estate.pk}/aliases/{alias.pk}/remove/"
    assert "老纺织大院" in words(admin.get(there))
    assert admin.post(there, {"reason": ""}).status_code == 422
    assert Alias.objects.filter(pk=alias.pk).exists()
    admin.post(there, {"reason": "没有人再这样叫"})
    assert not Alias.objects.filter(pk=alias.pk).exists()
    assert admin.get(there).status_code == 404
    assert "没有人再这样叫" in words(admin.get(f"/manage/areas/{town.estate.pk}/alias/"))


PAGES = ["manage-areas", "area-changes", "grid-sizes", "population-file", "boundary-file"]


@pytest.mark.parametrize("name", PAGES)
def test_a_guest_is_led_to_sign_in_and_other_colleagues_are_told_no(town, client_as, name):
    there = reverse(f"territory:{name}")
    assert client_as(GUEST).get(there).status_code == 302
    dispatcher = Actor(kind="person", account_id=3, posts=(Post("dispatcher", town.county.path),))
    assert client_as(dispatcher).get(there).status_code == 403


def test_an_administrator_of_another_place_sees_but_is_offered_no_step(town, client_as):
    neighbour = client_as(system_admin(town.streets[1]))
    assert page(town.street, "rename") not in words(neighbour.get(page(town.street)))
    refused = neighbour.post(page(town.street, "rename"), {"name": "别处", **WHY})
    assert refused.status_code == 422
    assert "没有做这件事的权限" in words(refused)


def test_steps_that_do_not_fit_a_level_are_not_there(town, admin):
    assert admin.get(page(town.community, "duty")).status_code == 404
    assert admin.get(page(town.community, "nothing")).status_code == 404
    assert admin.get("/manage/areas/999999/").status_code == 404
