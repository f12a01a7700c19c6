"""A real Chromium against a real server: `phone` (360 px) and `desk` (1280 px) are pages, `sign_in` opens a session."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from huying.kernel import built
from huying.people.models import Account
from huying.people.sessions import SessionStore
from tests.browser.chromium import launched
from tests.browser.screens import ELDER, LANGUAGE

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}

# Playwright's synchronous pages run a loop in this thread; Django would take that for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's own browser, and the built front end for it to look at.

    One for each file: while it is open a loop runs in this thread, and tests of the worker want a loop of their own.
    """
    assert built.manifest(), "The front end is not built: python3 dev.py test does it, or `npm run build` in frontend/."
    with launched() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """`open_page(**PHONE, locale="en-US")`: a page of its own; what the console complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def make(**options: Any) -> Page:
        chosen = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": live_server.url, **options}
        context = chromium.new_context(**chosen)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """`opened("/", width=1280, elder=True, language="en", scripts=False)`: a page of ours, loaded.

    For tests that take the network away or the scripts, where the console complains rightly.
    """
    contexts: list[BrowserContext] = []

    def make(path: str, *, width: int = 360, elder: bool = False, language: str = "", scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN", java_script_enabled=scripts,
            has_touch=width < 700, base_url=live_server.url,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(10_000)
        chosen = {ELDER: "on" if elder else "", LANGUAGE: language}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in chosen.items() if v])
        page = context.new_page()
        page.goto(path, wait_until="load")
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A resident's phone, 360 px wide."""
    return open_page(**PHONE)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """A desk, 1280 px wide."""
    return open_page(**DESK)


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, Account], None]:
    """`sign_in(page, account)`: a session without the sign-in pages, which have tests of their own."""

    def open_session(page: Page, account: Account) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": live_server.url}
        page.context.add_cookies([cookie])

    return open_session


WANTED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """options => axe.run(options).then(found => found.violations.map(
    one => [one.id, one.nodes.map(node => node.html.slice(0, 120))]))"""
AXE = Axe().axe_script


@pytest.fixture
def axe_finds_nothing() -> Callable[..., None]:
    """`axe_finds_nothing(page)`: no violation of WCAG 2.2 AA or of good practice that a machine can see.

    Half of its time goes into contrast, which a second look at the same page in another width need not ask again.
    """

    def check(page: Page, *, contrast: bool = True) -> None:
        page.evaluate(AXE)
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": WANTED}, "resultTypes": ["violations"]}
        if not contrast:
            options["rules"] = {"color-contrast": {"enabled": False}}
        assert page.evaluate(RUN_AXE, options) == []

    return check


@pytest.fixture
def holds(axe_finds_nothing: Callable[..., None], fits: Callable[[Page], None]) -> Callable[..., None]:
    """`holds(page)`: a page loaded at 360 px is whole there, in 长辈版, and made as wide as a desk."""

    def check(page: Page, *, wide: bool = True, shown: Callable[[int], None] = lambda _width: None) -> None:
        size = page.viewport_size
        fits(page)
        shown(size["width"])
        axe_finds_nothing(page)
        page.evaluate("document.documentElement.toggleAttribute('data-elder')")
        fits(page)
        page.evaluate("document.documentElement.toggleAttribute('data-elder')")
        if wide:
            page.set_viewport_size({"width": 1280, "height": 800})
            fits(page)
            shown(1280)
            axe_finds_nothing(page, contrast=False)
            page.set_viewport_size(size)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)`: nothing sticks out sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check
