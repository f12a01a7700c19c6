"""Every desk and the case page with work on them, on a phone and at a desk: nothing sideways, console silent."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huying.cases.actions import Point
from huying.cases.indexing import write_down
from huying.cases.models import Case
from huying.cases.queries import DESKS
from huying.cases.states import S
from huying.config import middleware
from huying.kernel.actor import GUEST, SYSTEM, Actor, Post
from huying.territory.public import learn_place, set_jurisdiction
from tests.browser.conftest import PHONE
from tests.cases.makers import MONDAY, Settled, a_case, settle
from tests.cases.test_desk_lists import SEATS, more_like

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HUYING_SHOTS", "")
KEEPER = Actor(kind="person", account_id=901, posts=(Post("system_admin", "/"),))
LONG = "三单元一楼到六楼的楼道灯全部不亮，物业说等配件，已经两个星期了，老人晚上下楼很危险，请尽快来修"
HERE = Point(118.7698, 32.0604, "cgcs2000")
LIVED = (
    S.SUBMITTED, S.ASKED, S.ACCEPTED, S.CONSULTED, S.MERGED, S.DISPATCHED, S.RETURNED, S.DISPUTED, S.IN_HANDLING,
    S.ESCALATED, S.SUSPENDED, S.HANDED_IN, S.SITE_CHECK, S.TO_BE_JUDGED, S.REOPENED, S.OPEN_MATTER, S.NOT_ACCEPTED,
)  # fmt: skip
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
def look_at(open_page: Callable[..., Page], holds: Callable[..., None]) -> Callable[..., None]:
    """Opens each page on a phone and (`wide`: all, or some) made as wide as a desk, as whoever it is for."""

    def nothing_scrolls(page: Page) -> None:
        assert page.viewport_size["width"] > 360 or page.evaluate(SIDEWAYS) == []

    def look(pages: Shown, come_as: Callable[[Actor], None], *, wide: slice = slice(None)) -> None:
        found, broad = [], pages[wide]
        page = open_page(**PHONE)
        for name, address, actor in pages:
            come_as(actor)
            answer = page.goto(address)
            assert answer.status == 200, (name, answer.status)
            nothing_scrolls(page)
            try:
                on_desk = (name, address, actor) in broad
                holds(page, wide=on_desk, shown=lambda width, name=name: shoot(page, name, width))
            except AssertionError as wrong:
                found.append(f"{name}: {wrong}")
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
    set_jurisdiction(SYSTEM, area_id=town.county.pk, at=MONDAY)
    cases = {state: a_case(town, in_state=state, words=LONG, point=HERE) for state in LIVED}
    return town, cases


def test_every_desk_with_work_on_it_holds_on_a_phone_and_at_a_desk(look_at, come_as, desk):
    town, cases = a_busy_town()
    pages = [("today", "/desk/", town.actor("派单员")), ("search", "/desk/search/?text=GL", town.actor("派单员"))]
    pages += [(f"desk-{code}", f"/desk/{code}/", town.actor(SEATS[code])) for code in DESKS]
    pages += [("filing", "/desk/filing/", town.actor("受理员")), ("limits", "/manage/limits/", KEEPER)]
    pages += [("limits-new", "/manage/limits/new/", KEEPER), ("templates", "/manage/templates/", KEEPER)]
    write_down([case.pk for case in cases.values()])
    learn_place(SYSTEM, said="老机修厂", area_id=town.estate.pk, origin_id=1, at=MONDAY)
    pages += [("find", "/search/?q=楼", town.actor("派单员")), ("learned", "/manage/areas/learned/", KEEPER)]
    pages += [("find-items", "/search/?kind=items&q=垃圾", town.actor("派单员"))]
    pages += [("find-nothing", "/search/?q=区住建局", town.actor("派单员"))]
    pages += [("grids", "/grids/?q=颐和路社区", GUEST), ("grids-of", f"/grids/of/{town.community.pk}/", GUEST)]

    look_at(pages, come_as, wide=slice(0, None, 2))
    come_as(town.actor("指挥长"))
    desk.goto("/desk/county/")
    desk.locator(".map-pin").press("Enter")
    expect(desk).to_have_url(re.compile(f"/desk/cases/{cases[S.ESCALATED].number}/$"))


def test_the_case_page_holds_in_every_hand(look_at, come_as):
    town, cases = a_busy_town()
    pages = [
        (f"case-{state.name}-{nth}", f"/desk/cases/{cases[state].number}/", town.actor(who))
        for nth, (state, who) in enumerate(OPENED_AS)
    ]

    look_at(pages, come_as, wide=slice(0, None, 3))


def test_a_dispatcher_works_through_the_list_by_the_keyboard_alone(desk, come_as):
    town = settle()
    first = a_case(town, in_state=S.ACCEPTED)
    more_like(first, many=120)
    come_as(town.actor("派单员"))
    desk.goto("/desk/dispatch/")
    rows = desk.locator("tbody tr")

    expect(rows).to_have_count(50)
    desk.get_by_role("link", name="更多").click()
    expect(rows).to_have_count(100)
    desk.keyboard.press("j")
    expect(desk.locator("tr.is-here")).to_contain_text(first.number)
    desk.keyboard.press("Enter")
    expect(desk.locator(".panel-body .why").first).to_contain_text("区城管局")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messages")).to_contain_text(f"派单：{first.number}，已办好")
    expect(desk.locator("tr.is-here")).to_contain_text("XX-2026-100000")
    first.refresh_from_db()
    assert (first.state, first.lead_body_id) == (S.DISPATCHED, town.body("城管"))

    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("选中或取消")
    desk.keyboard.press("Escape")
    desk.keyboard.press("x")
    desk.get_by_role("button", name="按建议派出").click()
    desk.get_by_role("dialog").get_by_role("button", name="按建议派出").click()
    expect(desk.get_by_text("按建议派出：1 件都办成了")).to_be_visible()


def test_a_grid_worker_checks_with_one_thumb_and_no_signal(phone, come_as):
    town = settle()
    case = a_case(town, in_state=S.SITE_CHECK)
    come_as(town.actor("网格员"))
    phone.goto("/desk/")
    done = phone.get_by_role("button", name="办好了")

    expect(phone.get_by_role("heading", level=1)).to_have_text("现场核查")
    expect(phone.locator(".grid-card")).to_contain_text("3 单元")
    expect(phone.locator(".grid-card")).to_contain_text("清运两车")
    assert phone.locator("input[type=file]").first.get_attribute("capture") == "environment"
    for button in (done, phone.get_by_text("没有办好", exact=True)):
        assert button.bounding_box()["height"] >= 60
    phone.wait_for_function("document.querySelector('.draft-note') !== null")
    phone.context.set_offline(True)
    done.click()
    expect(phone.get_by_text("还没有送达").first).to_be_visible()
    case.refresh_from_db()
    assert case.state == S.SITE_CHECK

    phone.context.set_offline(False)
    expect(phone.locator(".messages")).to_contain_text("现场通过", timeout=30_000)
    case.refresh_from_db()
    assert case.state == S.HANDED_IN


def test_rows_that_do_not_come_are_said_to_have_failed(opened, come_as):
    town = settle()
    more_like(a_case(town, in_state=S.ACCEPTED), many=60)
    come_as(town.actor("派单员"))
    page = opened("/desk/dispatch/", width=1280)

    page.context.set_offline(True)
    page.get_by_role("link", name="更多").click()
    expect(page.locator(".more-failed")).to_contain_text("没有打开，请检查网络后再试")
    page.context.set_offline(False)
    page.get_by_role("link", name="更多").click()

    expect(page.locator("tbody tr")).to_have_count(61)


def test_an_order_prints_on_one_sheet_of_a4(desk, come_as):
    town = settle()
    case = a_case(town, in_state=S.IN_HANDLING, words=LONG * 6)
    come_as(town.actor("派单员"))
    desk.goto(f"/desk/cases/{case.number}/print/")

    sheet = desk.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert b"594.9" in sheet
    assert b"841.9" in sheet
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="打印")).to_be_hidden()
    expect(desk.get_by_text("打印时间 20")).to_be_visible()
