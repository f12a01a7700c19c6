"""What scripts add: each island does its work, and only that."""

import hashlib
import io
import json
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from huying.config import middleware
from huying.evaluation.public import load_definitions
from huying.kernel.actor import SYSTEM
from tests.cases.makers import MONDAY, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


WORKER_STANDS = """async () => {
  for (;;) {
    const found = await navigator.serviceWorker.getRegistration("/report/");
    if (found && found.active) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}"""


def photo(width: int, height: int) -> dict[str, object]:
    kept = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(kept, "JPEG")
    return {"name": "楼道.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def test_what_was_begun_comes_back_and_is_forgotten_once_it_was_sent(opened):
    page = opened("/feedback/")
    page.get_by_label("说说看").fill("写到一半")
    page.wait_for_timeout(500)

    page.reload()
    expect(page.get_by_label("说说看")).to_have_value("写到一半")
    expect(page.locator(".draft-note")).to_contain_text("还没有送达")
    page.get_by_label("表扬").check()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("意见已收到")
    page.reload()
    assert page.evaluate("localStorage.length") == 0


def test_without_signal_the_phone_says_that_nothing_was_sent_and_sends_when_it_can(opened):
    page = opened("/feedback/")
    page.get_by_label("表扬").check()
    page.get_by_label("说说看").fill("在电梯里写的")
    page.context.set_offline(True)

    page.get_by_role("button", name="提交").click()
    expect(page.locator(".draft-note")).to_contain_text("还没有送达")
    page.context.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("意见已收到", timeout=20_000)


def test_a_report_can_be_begun_where_there_is_no_signal_at_all(opened, live_server):
    page = opened("/")
    page.evaluate(WORKER_STANDS)
    page.context.set_offline(True)

    page.goto(live_server.url + "/report/")

    expect(page.get_by_role("heading", level=1)).to_have_text("现在没有网络")
    kept = page.evaluate("caches.match('/offline/?language=zh-hans').then((found) => found.text())")
    assert "csrfmiddlewaretoken" not in kept


def test_large_photos_are_made_smaller_and_can_be_taken_out_again(opened):
    page = opened("/styleguide/")
    page.locator("#pick_photos").set_input_files([photo(3600, 2700), photo(400, 300)])

    expect(page.locator(".picked li")).to_have_count(2)
    side = page.evaluate(
        "createImageBitmap(document.getElementById('pick_photos').files[0]).then((b) => Math.max(b.width, b.height))"
    )
    assert side == 2560
    page.get_by_role("button", name="移除这张照片 1").click()
    assert page.evaluate("document.getElementById('pick_photos').files.length") == 1


def test_more_photos_than_allowed_are_refused_in_words(opened):
    page = opened("/styleguide/")

    page.locator("#pick_photos").set_input_files([photo(40, 30) for _ in range(4)])

    expect(page.locator("#main").get_by_text("最多 3 张")).to_be_visible()
    assert page.evaluate("document.getElementById('pick_photos').files.length") == 3


def test_the_device_proves_its_effort_without_a_puzzle(opened):
    page = opened("/styleguide/")
    page.locator("#pick_lon").focus()
    expect(page.locator("input[name=proof]")).not_to_have_value("", timeout=20_000)

    nonce = page.locator("input[name=proof]").input_value()

    digest = hashlib.sha256(f"sample:{nonce}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - 10) == 0


def test_a_place_is_chosen_on_the_map_with_the_keyboard_alone(opened):
    page = opened("/styleguide/")
    ground = page.locator(".map-ground").first
    expect(ground).to_be_visible()

    ground.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator("#pick_lon")).not_to_have_value("")
    assert 118 < float(page.locator("#pick_lon").input_value()) < 120


def test_the_map_asks_nobody_but_us(opened):
    asked = []
    page = opened("/about/")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("/about/", "/styleguide/"))
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith((page.url.split("/styleguide")[0], "blob:", "data:"))] == []


def test_with_a_key_the_map_asks_tianditu_and_still_nobody_else(opened, settings):
    settings.HUYING_TIANDITU_KEY = "a-key"
    asked = []
    page = opened("/about/")
    page.route("https://**", lambda route: route.abort())
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("/about/", "/styleguide/"))
    page.wait_for_load_state("networkidle")

    away = [url for url in asked if not url.startswith((page.url.split("/styleguide")[0], "blob:", "data:"))]
    assert {urlsplit(url).hostname.partition(".")[2] for url in away} == {"tianditu.gov.cn"}
    assert all("tk=a-key" in url for url in away)


def test_where_one_is_may_be_refused_and_the_form_goes_on(opened):
    page = opened("/styleguide/")

    page.get_by_role("button", name="用我现在的位置").first.click()

    expect(page.locator("#main").get_by_text("没有定位成功")).to_be_visible()


def test_where_one_is_fills_in_the_place(opened):
    page = opened("/styleguide/")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 118.7654, "latitude": 32.0612})

    page.get_by_role("button", name="用我现在的位置").first.click()

    expect(page.locator("#pick_lon")).to_have_value("118.765400")


def test_a_list_is_worked_through_with_keys(opened):
    page = opened("/styleguide/?desk=1", width=1280)
    page.wait_for_load_state("networkidle")

    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.locator("tbody tr").nth(1).locator("input")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("下一条")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_be_visible()


def test_keys_stay_silent_while_someone_types(opened):
    page = opened("/styleguide/?desk=1", width=1280)

    page.locator("#pick_lon").fill("")
    page.locator("#pick_lon").press_sequentially("jx?")

    expect(page.locator("#pick_lon")).to_have_value("jx?")
    expect(page.locator("tr.is-here")).to_have_count(0)


def test_a_row_opens_beside_the_list_on_a_desk_and_as_a_page_on_a_phone(opened):
    desk = opened("/styleguide/?desk=1", width=1280)
    desk.wait_for_load_state("networkidle")
    desk.get_by_role("link", name="楼道灯不亮").click()
    expect(desk.locator(".panel h2").first).to_be_visible()
    assert "desk=1" in desk.url
    desk.keyboard.press("Escape")
    expect(desk.locator(".panel")).to_have_count(0)

    phone = opened("/styleguide/?desk=1")
    phone.get_by_role("link", name="楼道灯不亮").click()
    phone.wait_for_url("**/styleguide/?")


def test_what_cannot_be_undone_is_asked_once_in_the_words_of_its_consequence(opened):
    page = opened("/styleguide/")
    page.wait_for_load_state("networkidle")

    page.locator(".press").get_by_role("button", name="撤回").click()
    expect(page.get_by_role("dialog")).to_contain_text("撤回后不再办理")
    page.get_by_role("button", name="取消").click()
    assert "sure" not in page.url
    page.locator(".press").get_by_role("button", name="撤回").click()
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()

    page.wait_for_url("**sure=1")


def test_faces_are_covered_with_the_keyboard(opened):
    page = opened("/styleguide/", width=1280)
    page.wait_for_load_state("networkidle")

    page.get_by_role("button", name="加一块遮挡").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")

    [box] = json.loads(page.locator("#pick_boxes").input_value())
    assert box == {"x": 0.41, "y": 0.4, "w": 0.2, "h": 0.16}
    page.keyboard.press("Delete")
    assert json.loads(page.locator("#pick_boxes").input_value()) == []


def test_faces_are_covered_with_the_pointer(opened):
    page = opened("/styleguide/", width=1280)
    page.wait_for_load_state("networkidle")
    page.locator(".masker").evaluate("(place) => place.scrollIntoView({ block: 'center' })")
    place = page.locator(".masker").bounding_box()

    page.mouse.move(place["x"] + 0.1 * place["width"], place["y"] + 0.1 * place["height"])
    page.mouse.down()
    page.mouse.move(place["x"] + 0.3 * place["width"], place["y"] + 0.2 * place["height"])
    page.mouse.up()

    [box] = json.loads(page.locator("#pick_boxes").input_value())
    assert box["x"] == pytest.approx(0.1, abs=0.02)
    assert box["w"] == pytest.approx(0.2, abs=0.02)


def test_what_is_folded_on_a_phone_is_fetched_when_it_is_opened_and_at_a_desk_it_is_open(
    opened, holds, axe_finds_nothing, monkeypatch
):
    town = settle()
    load_definitions(SYSTEM, at=MONDAY)
    monkeypatch.setattr(middleware, "actor_of", lambda _request: town.actor("指挥长"))
    page = opened("/styleguide/")
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    address = f"/desk/figures/areas/{town.county.pk}/"
    page.goto(address, wait_until="networkidle")
    assert not [url for url in fetched if "chart" in url or "leaflet" in url or "map.json" in url]
    holds(page, wide=False)

    page.get_by_role("heading", name="十二个月").click()
    expect(page.locator(".chart svg")).to_be_visible()
    assert [url for url in fetched if "chart" in url]
    desk = opened(address, width=1280)
    expect(desk.locator(".chart svg")).to_be_visible()
    assert desk.locator("details[data-wide]:not([open])").count() == 0
    axe_finds_nothing(desk)


def test_the_bar_to_undo_goes_away_by_itself(opened):
    page = opened("/styleguide/")

    expect(page.locator(".undo")).to_be_visible()
    page.clock.install()
    page.reload()
    page.wait_for_load_state("networkidle")
    page.clock.run_for(9000)

    expect(page.locator(".undo")).to_have_count(0)


@pytest.mark.parametrize("path", ["/styleguide/", "/styleguide/?desk=1"])
def test_axe_finds_nothing_in_any_piece(opened, holds, path):
    page = opened(path)
    page.wait_for_load_state("networkidle")

    holds(page)
