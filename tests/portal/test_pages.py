"""The way in: what anybody sees, in either language, large or not."""

import re

import pytest
from django.test import Client

from huying.kernel.actor import Actor, Post
from huying.portal.pages.menu import navigation_for

pytestmark = pytest.mark.django_db

DISPATCHER = Actor(kind="person", account_id=7, posts=(Post("dispatcher", "/1/"),))
PUBLIC = [
    "/", "/about/", "/privacy/", "/accessibility/", "/feedback/", "/feedback/answer/", "/offline/", "/open-matters/",
    "/grids/",
]  # fmt: skip


def text_of(response: object) -> str:
    return response.content.decode()


@pytest.mark.parametrize("path", PUBLIC)
def test_a_stranger_may_read_every_public_page_and_finds_one_heading_and_a_way_to_the_text(path):
    page = text_of(Client().get(path))

    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert 'id="main"' in page
    assert 'lang="zh-CN"' in page


@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_carries_a_script_or_a_style_that_the_policy_would_refuse(path):
    page = text_of(Client().get(path))

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_the_foot_leads_to_what_the_law_wants_said(client):
    page = text_of(client.get("/"))

    for href in ("/about/", "/privacy/", "/accessibility/", "/feedback/"):
        assert f'href="{href}"' in page


def test_someone_who_turns_on_the_elder_version_keeps_it_and_comes_back_to_the_same_page(client):
    answer = client.post("/elder/", {"elder": "on", "next": "/about/"})

    assert answer.headers["Location"] == "/about/"
    assert "data-elder" in text_of(client.get("/"))
    client.post("/elder/", {"elder": "off", "next": "/about/"})
    assert "data-elder" not in text_of(client.get("/"))


def test_someone_who_reads_english_says_it_once(client):
    client.post("/language/", {"language": "en", "next": "/"})

    page = text_of(client.get("/privacy/"))
    assert 'lang="en"' in page


def test_a_browser_that_asks_for_english_gets_it_unasked():
    assert 'lang="en"' in text_of(Client(headers={"accept-language": "en-GB"}).get("/"))


def test_a_language_that_we_do_not_speak_changes_nothing(client):
    client.post("/language/", {"language": "xx", "next": "/"})

    assert 'lang="zh-CN"' in text_of(client.get("/"))


@pytest.mark.parametrize("switch", ["/elder/", "/language/"])
def test_a_switch_never_leads_away_from_us(client, switch):
    answer = client.post(switch, {"elder": "on", "language": "en", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_a_colleague_lands_on_the_desk_and_sees_only_the_places_of_that_role(client_as):
    client = client_as(DISPATCHER)

    assert client.get("/").headers["Location"] == "/desk/"
    page = text_of(client.get("/desk/"))
    assert "派单台" in page
    assert "站点信息" not in page


def test_a_colleague_may_look_at_what_residents_see(client_as):
    assert client_as(DISPATCHER).get("/?resident=1").status_code == 200


def test_a_guest_who_asks_for_the_desk_signs_in_and_comes_back(client):
    assert client.get("/desk/").headers["Location"] == "/account/sign-in/?next=/desk/"


def test_a_guest_who_is_refused_is_shown_where_to_sign_in(client):
    there = client.get("/manage/site/")
    assert there["Location"] == "/account/sign-in/?next=/manage/site/"
    assert client.get(there["Location"]).status_code == 200


def test_a_dispatcher_has_nothing_to_manage(client_as):
    assert client_as(DISPATCHER).get("/manage/").status_code == 403
    assert client_as(DISPATCHER).get("/manage/site/").status_code == 403


def test_the_navigation_marks_the_place_where_one_is():
    here = [item for group in navigation_for(DISPATCHER, "/desk/") for item in group["items"] if item["current"]]

    assert [item["href"] for item in here] == ["/desk/"]


def test_a_page_that_does_not_exist_says_so_and_shows_the_way_home(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "没有找到" in text_of(answer)
    assert 'href="/"' in text_of(answer)


def test_the_app_can_be_put_on_the_home_screen(client):
    said = client.get("/manifest.webmanifest").json()

    assert said["start_url"] == "/"
    assert said["icons"]


def test_the_worker_keeps_only_the_shell_and_our_own_files(client):
    script = text_of(client.get("/worker.js"))

    assert 'credentials: "omit"' in script
    assert "http" not in script


def test_the_shell_for_a_place_without_signal_says_honestly_that_nothing_was_sent(client):
    page = text_of(client.get("/offline/"))

    assert "还没有送达" in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/?desk=1"])
def test_developers_can_see_every_piece(client, path):
    assert client.get(path).status_code == 200


def test_a_missing_answer_is_asked_for_in_plain_words(client):
    page = text_of(client.post("/feedback/", {"kind": "idea"}))

    assert "请填写这一项。" in page
    assert "字段" not in page


def test_the_english_pages_hold_no_chinese_but_the_name_of_the_language():
    reader = Client(headers={"accept-language": "en"})

    for path in PUBLIC:
        page = re.sub(r'<button[^>]*lang="zh-CN">中文</button>', "", text_of(reader.get(path)))
        assert not re.findall(r"[一-鿿]+", page), path
