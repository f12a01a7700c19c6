"""Areas, a grid's public page and the working calendar as an administrator sees them, on a phone and on a desk."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huying.calendars.actions import change_day
from huying.config import middleware
from huying.kernel.actor import SYSTEM, Actor, Post
from tests.calendars.makers import on
from tests.territory.makers import District, a_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HUYING_SHOTS", "")


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> District:
    """The district, seen by its system administrator on a Monday in November 2026."""
    town = a_district()
    admin = Actor(kind="person", account_id=901, posts=(Post("system_admin", "/"),))
    monkeypatch.setattr(middleware, "actor_of", lambda _request: admin)
    monkeypatch.setattr(middleware, "now", lambda: on("2026-11-16 10:00"))
    change_day(
        SYSTEM,
        day=on("2026-12-07 00:00").date(),
        works=False,
        name="停水检修",
        reason="全区停水",
        at=on("2026-11-16 10:00"),
    )
    return town


def addresses(town: District) -> dict[str, str]:
    return {
        "grid": f"/grids/{town.grid.code}/",
        "manage-area": f"/manage/areas/{town.community.pk}/",
        "manage-grid": f"/manage/areas/{town.grid.pk}/",
        "area-create": f"/manage/areas/{town.community.pk}/create/",
        "area-merge": f"/manage/areas/{town.community.pk}/merge/",
        "area-split": f"/manage/areas/{town.community.pk}/split/",
        "area-boundary": f"/manage/areas/{town.grid.pk}/boundary/",
        "area-changes": "/manage/areas/changes/",
        "area-boundaries": "/manage/areas/boundaries/",
        "area-sizes": "/manage/areas/grids/",
        "calendar": "/manage/calendar/",
        "calendar-next": "/manage/calendar/2027/",
        "calendar-day": "/manage/calendar/days/2026-12-07/",
        "calendar-publish": "/manage/calendar/publish/",
        "calendar-hours": "/manage/calendar/hours/",
    }


def test_every_page_fits_and_axe_finds_nothing(
    town: District,
    phone: Page,
    holds: Callable[..., None],
) -> None:
    for name, address in addresses(town).items():
        phone.goto(address, wait_until="load")
        expect(phone.locator("h1")).to_be_visible()
        holds(phone, shown=lambda width, name=name: keep(phone, f"{name}-{width}"))


def keep(page: Page, name: str) -> None:
    """For looking at: HUYING_SHOTS=folder."""
    if SHOTS:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_a_holiday_notice_is_typed_looked_at_and_published(town: District, desk: Page) -> None:
    desk.goto("/manage/calendar/2027/")
    desk.get_by_role("link", name="录入放假安排").click()
    desk.get_by_label("依据").fill("国办发明电〔2026〕9号")
    desk.get_by_label("或直接填写").fill(
        "2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦\n2027-01-09,班,元旦"
    )
    desk.get_by_role("button", name="看看会影响多少").click()
    expect(desk.get_by_text("保存后会这样")).to_be_visible()
    desk.get_by_role("button", name="确认保存").click()
    expect(desk.get_by_text("已公布")).to_be_visible()
    expect(desk.get_by_role("link", name="9 班")).to_be_visible()
