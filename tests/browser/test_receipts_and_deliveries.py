"""The public check of a receipt, and what could not be delivered, on a phone and on a desk."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huying.config import middleware
from huying.kernel import sealing
from huying.kernel.actor import Actor, Post
from huying.kernel.journal import announce
from huying.kernel.models import Delivery
from huying.kernel.receipts import receipt_for
from tests.browser.conftest import DESK, PHONE
from tests.kernel.world import AT, CLERK, PathSwept, behind_the_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HUYING_SHOTS", "")
KEEPER = Actor(kind="person", account_id=901, posts=(Post("system_admin", "/"),))


def shoot(page: Page, name: str, width: int) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_resident_checks_a_receipt(
    open_page: Callable[..., Page],
    axe_finds_nothing: Callable[[Page], None],
    fits: Callable[[Page], None],
    width: int,
) -> None:
    for _ in range(3):
        announce(PathSwept(path_id=5), by=CLERK, at=AT)
    code = receipt_for("path", 5).code
    page = open_page(**(PHONE if width == 360 else DESK))
    page.goto("/verify/")
    shoot(page, "verify", width)
    for state, words in (("unsealed", "尚未封存"), ("unchanged", "没有被改动"), ("changed", "与回执不符")):
        if state == "unchanged":
            sealing.seal_committed(at=AT)
        if state == "changed":
            behind_the_back("UPDATE kernel_journalrow SET by = 99 WHERE thing_id = 5 AND seq = 2")
        page.get_by_role("textbox").last.fill(code.lower().replace("-", " "))
        page.get_by_role("button", name="核验").click()
        expect(page.locator("#verdict")).to_contain_text(words)
        axe_finds_nothing(page)
        fits(page)
        shoot(page, f"verify-{state}", width)
    page.get_by_role("textbox").last.fill("case-5-7-4K2M")
    page.get_by_role("button", name="核验").click()
    expect(page.locator("#verdict")).to_contain_text("认不出这张回执")
    assert page.get_by_role("textbox").last.input_value() == "case-5-7-4K2M"
    shoot(page, "verify-unknown", width)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_system_administrator_puts_stuck_deliveries_back(
    monkeypatch: pytest.MonkeyPatch,
    open_page: Callable[..., Page],
    axe_finds_nothing: Callable[[Page], None],
    fits: Callable[[Page], None],
    width: int,
) -> None:
    monkeypatch.setattr(middleware, "actor_of", lambda _request: KEEPER)
    row = announce(PathSwept(path_id=5), by=CLERK, at=AT)
    for handler in ("huying.notices.handlers.tell_the_reporter", "huying.cases.handlers.recompute_due_times"):
        Delivery.objects.create(
            row_id=row.id,
            row_at=AT,
            next_at=AT,
            handler=handler,
            attempts=10,
            stuck=True,
            last_error="OperationalError",
        )
    page = open_page(**(PHONE if width == 360 else DESK))
    page.goto("/manage/deliveries/")
    axe_finds_nothing(page)
    fits(page)
    shoot(page, "deliveries", width)
    page.get_by_role("checkbox").first.check()
    page.get_by_label("原因").fill("短信网关已恢复")
    page.get_by_role("button", name="重新投递").click()
    expect(page.get_by_text("已重新投递 1 条")).to_be_visible()
    assert Delivery.objects.filter(stuck=True).count() == 1
