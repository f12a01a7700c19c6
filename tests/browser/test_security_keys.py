"""A security key as second factor, with Chromium's virtual one: added, used at signing in, beside codes, removed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huying.people.models import Account, SignInEvent
from tests.people.coming_in import PASSWORD
from tests.people.makers import an_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(open_page: Callable[..., Page], live_server: LiveServer, settings: Any) -> Page:
    """A phone with a key in it. Keys belong to names, never to numbers: the place is called localhost."""
    settings.ALLOWED_HOSTS = ["*"]
    here = live_server.url.replace("127.0.0.1", "localhost")
    phone = open_page(viewport={"width": 360, "height": 740}, base_url=here)
    browser = phone.context.new_cdp_session(phone)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return phone


def come_in(page: Page, account: Account) -> None:
    page.goto("/account/sign-in/password/")
    page.get_by_label("登录名").fill(account.login_name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def add_a_key(page: Page, name: str) -> None:
    page.goto("/account/second-factor/webauthn/add/")
    page.get_by_label("给它起个名字").fill(name)
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/recovery-codes/")


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def test_a_key_is_added_and_opens_the_next_time(page: Page, axe_finds_nothing: Check, fits: Check) -> None:
    wang = an_account(password=PASSWORD)
    come_in(page, wang)
    page.goto("/account/second-factor/webauthn/add/")
    axe_finds_nothing(page)
    fits(page)
    add_a_key(page, "办公室的钥匙")
    assert Authenticator.objects.get(user=wang, type="webauthn").wrap().name == "办公室的钥匙"

    sign_out(page)
    come_in(page, wang)
    page.wait_for_url("**/second-factor/authenticate/")
    axe_finds_nothing(page)
    fits(page)
    page.get_by_role("button", name="用安全密钥登录").click()
    page.wait_for_url("**/desk/")
    assert SignInEvent.objects.filter(account_id=wang.pk, method="second_factor", outcome="entered").exists()


def test_a_key_stands_beside_recovery_codes(page: Page) -> None:
    wang = an_account(password=PASSWORD)
    come_in(page, wang)
    add_a_key(page, "钥匙")
    spare = page.locator("main code").first.inner_text()
    sign_out(page)
    come_in(page, wang)
    page.get_by_label("验证码或备用码").fill(spare)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk/")


def test_a_key_that_was_not_registered_does_not_open(page: Page) -> None:
    wang = an_account(password=PASSWORD)
    come_in(page, wang)
    add_a_key(page, "钥匙")
    row = Authenticator.objects.get(user=wang, type="webauthn")
    sign_out(page)
    come_in(page, wang)
    page.wait_for_url("**/second-factor/authenticate/")
    an_account("李社工", password=PASSWORD)
    Authenticator.objects.filter(pk=row.pk).update(user=Account.objects.latest("pk"))  # while the page stood open
    page.get_by_role("button", name="用安全密钥登录").click()
    expect(page).to_have_url(re.compile("sign-in|second-factor"))
    assert not SignInEvent.objects.filter(account_id=wang.pk, method="second_factor", outcome="entered").exists()


def test_a_key_is_renamed_and_removed(page: Page, axe_finds_nothing: Check, fits: Check) -> None:
    wang = an_account(password=PASSWORD)
    come_in(page, wang)
    add_a_key(page, "旧名字")
    page.goto("/account/second-factor/webauthn/")
    axe_finds_nothing(page)
    fits(page)
    page.get_by_role("link", name="改名 旧名字").click()
    page.get_by_label("给它起个名字").fill("新名字")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="新名字")).to_be_visible()
    page.get_by_role("link", name="移除 新名字").click()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("还没有安全密钥")).to_be_visible()
    assert not Authenticator.objects.filter(user=wang).exists()


def test_without_a_key_the_page_says_what_else_helps(open_page: Callable[..., Page], live_server: LiveServer) -> None:
    wang = an_account(password=PASSWORD)
    page = open_page(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    come_in(page, wang)
    page.goto("/account/second-factor/webauthn/add/")
    page.evaluate("""() => {
        navigator.credentials.create = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    }""")
    page.get_by_role("button", name="添加").click()
    expect(page.locator("[data-securitykey-trouble]")).to_contain_text("验证码")
    assert not Authenticator.objects.filter(user=wang).exists()
