"""Every desk and the case page with work on them, on a phone and at a desk: nothing sideways, console silent."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from huying.cases.models import Case
from huying.cases.queries import DESKS
from huying.cases.states import S
from huying.config import middleware
from huying.kernel.actor import Actor, Post
from tests.browser.conftest import DESK, PHONE
from tests.cases.makers import Settled, a_case, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HUYING_SHOTS", "")
KEEPER = Actor(kind="person", account_id=901, posts=(Post("system_admin", "/"),))
LONG = "三单元一楼到六楼的楼道灯全部不亮，物业说等配件，已经两个星期了，老人晚上下楼很危险，请尽快来修"
LIVED = (
    S.SUBMITTED, S.ASKED, S.ACCEPTED, S.CONSULTED, S.MERGED, S.DISPATCHED, S.RETURNED, S.DISPUTED, S.IN_HANDLING,
    S.ESCALATED, S.SUSPENDED, S.HANDED_IN, S.SITE_CHECK, S.TO_BE_JUDGED, S.REOPENED, S.OPEN_MATTER, S.NOT_ACCEPTED,
)  # fmt: skip
SEATS = {
    "intake": "受理员", "dispatch": "派单员", "unit": "城管负责人", "approval": "派单员", "adjudication": "裁定员",
    "callback": "回访员", "supervision": "督办员", "open-matters": "考评员", "county": "指挥长", "street": "统筹员",
    "grid": "网格员",
}  # fmt: skip
OPENED_AS = (
    (S.SUBMITTED, "受理员"), (S.ACCEPTED, "派单员"), (S.DISPATCHED, "城管负责人"), (S.RETURNED, "派单员"),
    (S.DISPUTED, "裁定员"), (S.IN_HANDLING, "城管经办"), (S.IN_HANDLING, "城管负责人"), (S.ESCALATED, "统筹员"),
    (S.HANDED_IN, "派单员"), (S.SITE_CHECK, "网格员"), (S.TO_BE_JUDGED, "回访员"), (S.SUSPENDED, "督办员"),
    (S.OPEN_MATTER, "考评员"),
)  # fmt: skip

Check = Callable[[Page], None]
Shown = list[tuple[str, str, Actor]]
SIDEWAYS = """() => [...document.querySelectorAll('main *')].filter((e) => {
  const how = getComputedStyle(e).overflowX;
  return (how === 'auto' || how === 'scroll') && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'TEXTAREA';
}).map((e) => e.className || e.tagName)"""


@pytest.fixture
def come_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Actor], None]:
    """Who sits before the browser from now on. Signing in has tests of its own."""
    seat: dict[str, Actor] = {}
    monkeypatch.setattr(middleware, "actor_of", lambda _request: seat["actor"])
    return lambda actor: seat.update(actor=actor)


@pytest.fixture
def look_at(open_page: Callable[..., Page], axe_finds_nothing: Check, fits: Check) -> Callable[..., None]:
    """Opens each page on a phone and (`wide`: all, or some) at a desk, as whoever it is for."""

    def nothing_scrolls(page: Page) -> None:
        assert page.viewport_size["width"] > 360 or page.evaluate(SIDEWAYS) == []

    def look(pages: Shown, come_as: Callable[[Actor], None], *, wide: slice = slice(None)) -> None:
        found = []
        for width, options in ((360, PHONE), (1280, DESK)):
            page = open_page(**options)
            for name, address, actor in pages if width == 360 else pages[wide]:
                come_as(actor)
                answer = page.goto(address)
                assert answer.status == 200, (name, answer.status)
                shoot(page, name, width)
                for check in (fits, nothing_scrolls, axe_finds_nothing):
                    try:
                        check(page)
                    except AssertionError as wrong:
                        found.append(f"{name} at {width}: {wrong}")
        assert found == []

    return look


def shoot(page: Page, name: str, width: int) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(200)
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def a_busy_town() -> tuple[Settled, dict[S, Case]]:
    """A case in each state that lies on some desk, one of them long and with everything on it."""
    town = settle()
    cases = {state: a_case(town, in_state=state, words=LONG) for state in LIVED}
    return town, cases


def test_every_desk_with_work_on_it_holds_on_a_phone_and_at_a_desk(look_at, come_as):
    town, _cases = a_busy_town()
    pages = [("today", "/desk/", town.actor("派单员")), ("search", "/desk/search/?text=GL", town.actor("派单员"))]
    pages += [(f"desk-{code}", f"/desk/{code}/", town.actor(SEATS[code])) for code in DESKS]
    pages += [("filing", "/desk/filing/", town.actor("受理员")), ("limits", "/manage/limits/", KEEPER)]
    pages += [("limits-new", "/manage/limits/new/", KEEPER), ("templates", "/manage/templates/", KEEPER)]

    look_at(pages, come_as)


def test_the_case_page_holds_in_every_hand(look_at, come_as):
    town, cases = a_busy_town()
    pages = [
        (f"case-{state.name}-{nth}", f"/desk/cases/{cases[state].number}/", town.actor(who))
        for nth, (state, who) in enumerate(OPENED_AS)
    ]

    look_at(pages, come_as, wide=slice(0, None, 3))
