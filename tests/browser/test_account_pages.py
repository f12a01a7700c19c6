"""Signing in and my account on a phone; the administrators' pages on a desk: they hold, and axe finds nothing."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.organisations.public import grant_role
from huying.people import public
from huying.people.actions.tokens import NewToken, make_token
from huying.people.models import Account
from tests.organisations.makers import an_area
from tests.people.coming_in import PASSWORD
from tests.people.makers import a_resident, an_account, person, with_role
from tests.people.postbox import Postbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE_NUMBER = "13955550177"
MINE = [
    "/account/", "/account/data/?clear=1", "/account/consents/", "/account/phone/", "/account/close/", "/my/",
    "/account/guardian/", "/account/password/",
]  # fmt: skip
OFFICES = [
    ("system_admin", "/manage/accounts/"),
    ("system_admin", "/manage/accounts/open/"),
    ("system_admin", "/manage/tokens/"),
    ("audit_admin", "/manage/reads/"),
    ("audit_admin", "/manage/sign-ins/"),
    ("dpo", "/manage/rights/"),
    ("dpo", "/manage/exports/"),
    ("dpo", "/manage/purposes/"),
]
ON_A_PHONE = {
    "system_admin": (
        "/manage/", "/manage/areas/?all=1", "/manage/areas/population/", "/manage/site/", "/manage/feedback/",
        "/manage/categories/new/", "/manage/knowledge/new/",
    ),
    "audit_admin": ("/manage/journal/",),
    "list_keeper": ("/manage/lists/new/",),
}  # fmt: skip
Check = Callable[[Page], None]
SignIn = Callable[[Page, Account], None]


def keep(page: Page, name: str) -> None:
    """A photograph, when HUYING_SHOTS names a directory to look at."""
    if os.environ.get("HUYING_SHOTS"):
        page.screenshot(path=str(Path(os.environ["HUYING_SHOTS"]) / f"{name}.png"), full_page=True)


def holder(role: str) -> Account:
    """A colleague with one role, by the real grant."""
    account = an_account("王社工")
    grant_role(SYSTEM, account_id=account.pk, role=role, area_id=an_area().pk, reason="任命", at=now() - timedelta(1))
    return account


def test_a_resident_signs_in_on_a_phone(phone: Page, axe_finds_nothing: Check, fits: Check, settings: Any) -> None:
    settings.HUYING_CODE_SENDER = "tests.people.postbox.Postbox"
    Postbox.sent.clear()
    phone.goto("/account/sign-in/?next=/account/data/")
    keep(phone, "sign-in")
    axe_finds_nothing(phone)
    phone.get_by_label("手机号").fill(PHONE_NUMBER)
    phone.get_by_role("button", name="获取验证码").click()
    phone.get_by_role("heading", name="输入验证码").wait_for()
    keep(phone, "sign-in-code")
    axe_finds_nothing(phone)
    fits(phone)
    phone.get_by_label("验证码").fill(Postbox.sent[0].code)
    phone.get_by_role("button", name="登录", exact=True).click()
    phone.get_by_role("heading", name="我的信息").wait_for()
    assert "139****0177" in phone.content()


def test_my_pages_hold_on_a_phone(phone: Page, axe_finds_nothing: Check, fits: Check, sign_in: SignIn) -> None:
    zhang = a_resident(phone=PHONE_NUMBER)
    call = "satisfaction_call"
    public.record_consent(person(zhang), purpose=call, version="2026-1", account_id=zhang.pk, at=now())
    sign_in(phone, zhang)
    for path in MINE:
        phone.goto(path)
        keep(phone, f"mine{path.split('?')[0].replace('/', '-')}")
        fits(phone)
        axe_finds_nothing(phone)


def test_pages_before_the_door_hold_on_a_phone(phone: Page, axe_finds_nothing: Check, fits: Check) -> None:
    for path in ("/account/sign-in/password/", "/account/notices/", "/account/inactive/"):
        phone.goto(path)
        keep(phone, f"door{path.replace('/', '-')}")
        fits(phone)
        axe_finds_nothing(phone)


def test_staff_set_up_a_second_factor_on_a_phone(phone: Page, axe_finds_nothing: Check, fits: Check) -> None:
    wang = an_account(password=PASSWORD)
    phone.goto("/account/sign-in/password/?next=/account/second-factor/totp/activate/")
    phone.get_by_label("登录名").fill(wang.login_name)
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录", exact=True).click()
    phone.get_by_role("heading", name="启用二次验证").wait_for()
    assert phone.locator("img[src^='data:image/svg']").evaluate("picture => picture.naturalWidth") > 0
    keep(phone, "second-factor")
    fits(phone)
    axe_finds_nothing(phone)


def fill_the_lists() -> None:
    """Something to see in every list."""
    record = public.seal_person(SYSTEM, purpose="case_contact", fields={"phone": PHONE_NUMBER}, at=now())
    public.unseal(person(an_account("李经办")), record_id=record, task="case:17", at=now())
    public.ask_for_export(
        with_role("supervisor"), what="cases.contacts", filters={}, row_count=12, reason="核对回访名单", at=now()
    )
    public.purpose_now("case_contact")
    new = NewToken("12345 平台", ("cases:read",), now() + timedelta(days=90), body_id=1)
    make_token(SYSTEM, new=new, at=now())


def test_the_offices_pages_hold_on_a_desk(desk: Page, axe_finds_nothing: Check, fits: Check, sign_in: SignIn) -> None:
    fill_the_lists()
    for role, path in OFFICES:
        sign_in(desk, holder(role))
        desk.goto(path)
        keep(desk, f"office{path.replace('/', '-')}")
        fits(desk)
        axe_finds_nothing(desk)


def test_pages_of_administration_hold_on_a_phone(
    phone: Page, axe_finds_nothing: Check, fits: Check, sign_in: SignIn
) -> None:
    fill_the_lists()
    for role, paths in ON_A_PHONE.items():
        sign_in(phone, holder(role))
        for path in paths:
            answer = phone.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            keep(phone, f"phone{path.split('?')[0].replace('/', '-')}")
            fits(phone)
            axe_finds_nothing(phone)


def test_the_page_of_one_account_holds_on_a_desk(
    desk: Page, axe_finds_nothing: Check, fits: Check, sign_in: SignIn
) -> None:
    colleague = an_account("赵社工")
    sign_in(desk, holder("security_admin"))
    desk.goto(f"/manage/accounts/{colleague.pk}/")
    desk.get_by_label("理由").fill("离岗审查")
    desk.get_by_role("button", name="锁定").click()
    desk.get_by_text("离岗审查").wait_for()
    keep(desk, "office-account")
    fits(desk)
    axe_finds_nothing(desk)
