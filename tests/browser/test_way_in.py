"""The first page and its switches, as people with a phone, a keyboard or no scripts meet them."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/", "/open-matters/", "/about/", "/privacy/", "/accessibility/", "/feedback/", "/feedback/answer/", "/offline/",
    "/nowhere/",
]  # fmt: skip


@pytest.mark.parametrize("look", [{}, {"elder": True}, {"language": "en"}])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(opened, holds, fits, look):
    page = opened("/", **look)
    for path in PAGES:
        page.goto(path)
        holds(page, wide=not look)
        page.set_viewport_size({"width": 320, "height": 740})
        fits(page)  # as magnified to twice the size
        page.set_viewport_size({"width": 360, "height": 800})


@pytest.mark.parametrize("path", ["/", "/styleguide/", "/styleguide/?desk=1"])
def test_the_content_policy_refuses_nothing_that_a_page_brings(desk, path):
    """The page itself fails the test when its console complains."""
    answer = desk.goto(path)
    desk.wait_for_load_state("networkidle")

    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_the_first_tab_leads_past_the_head_to_the_text(opened):
    page = opened("/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_the_elder_version_is_larger_and_its_buttons_are_higher(opened):
    plain, large = opened("/feedback/"), opened("/feedback/", elder=True)

    def height(page):
        return page.locator("button.btn-primary").bounding_box()["height"]

    assert large.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    assert height(plain) >= 48
    assert height(large) >= 60


@pytest.mark.parametrize("scripts", [True, False])
def test_someone_turns_on_the_elder_version_and_english_with_or_without_scripts(opened, scripts):
    page = opened("/about/", scripts=scripts)

    page.get_by_role("button", name="长辈版").click()
    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("data-elder", "")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/about/")


def test_without_scripts_someone_says_what_is_wrong_with_the_product(opened):
    page = opened("/feedback/", scripts=False)

    page.get_by_label("希望改进").check()
    page.get_by_label("说说看").fill("字再大一点就好了")
    page.get_by_role("button", name="提交").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("意见已收到")


def test_a_form_with_a_mistake_puts_the_reader_at_the_list_of_mistakes(opened):
    page = opened("/feedback/")

    page.get_by_label("说说看").fill("字再大一点就好了")
    page.get_by_role("button", name="提交").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("说说看")).to_have_value("字再大一点就好了")
