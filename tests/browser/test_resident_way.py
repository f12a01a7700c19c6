"""A newcomer with a phone of 360 px goes the whole way: report, confirmation, tracking by code, question, rating,
objection, reopening; the main way in Chinese, large and English. HUYING_SHOTS=<folder> keeps a picture of each page."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from playwright.sync_api import Page, expect

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.states import S
from huying.documents.models import Document
from huying.kernel.clock import now
from huying.notices.public import box
from tests.cases.makers import HUAYUAN, Life, Settled, a_filing, settle
from tests.documents.conftest import a_photo
from tests.people.postbox import Postbox
from tests.stories.plot import live_on
from tests.territory.makers import outlined

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "3 单元楼道灯不亮已经三天，晚上回家摸黑，老人下楼很危险，希望尽快修好。"
LOOKS = {"plain": {}, "elder": {"elder": True}, "en": {"language": "en"}}
Look = Callable[[Page, str], None]


@pytest.fixture
def postbox(settings: Any) -> Iterator[list[Any]]:
    settings.HUYING_CODE_SENDER = "tests.people.postbox.Postbox"
    Postbox.sent.clear()
    yield Postbox.sent
    Postbox.sent.clear()


@pytest.fixture
def look(holds: Callable[..., None]) -> Look:
    """Nothing that axe finds, nothing over the edge; and a picture, if somebody wants to see."""

    def check(page: Page, name: str) -> None:
        page.evaluate("scrollTo(0, 0)")
        if folder := os.environ.get("HUYING_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
        holds(page, wide=False)

    return check


def life_of(town: Settled, case: Case) -> Life:
    return Life(town, case.pk, now() + timedelta(seconds=1))


def report(page: Page, *, anonymous: bool = False) -> None:
    page.locator("#id_words").fill(WORDS)
    page.locator("#id_place").fill("颐和公馆")
    page.locator("#id_category_code").select_option(HUAYUAN)
    if anonymous:
        page.locator("input[name=confidentiality][value=P2]").check()
        return
    page.locator("#id_consent").check()
    page.locator("#id_phone").fill("13955550177")
    page.locator("button[name=send_code]").click()
    expect(page.locator("#contact .notice")).to_be_visible(timeout=30_000)


def send(page: Page) -> None:
    page.locator("form[data-draft] .form-actions .btn-primary").click()


def follow(page: Page, button: str) -> None:
    """Press what leads to another page, and be there."""
    with page.expect_navigation(timeout=30_000):
        page.locator(button).click()


def press(page: Page, step: str, text: str = "") -> None:
    """One step of the case page, with words where it asks for some."""
    fold = page.locator(f"details:has(form[action$='/{step}/']) summary")
    if fold.count():
        fold.click()
    if text:
        page.locator(f"form[action$='/{step}/'] textarea").fill(text)
    follow(page, f"form[action$='/{step}/'] button.btn")


def reported(page: Page, look: Look, postbox: list[Any], name: str) -> str:
    """From the empty page to the tracking code."""
    look(page, f"1-report-{name}")
    send(page)
    expect(page.locator(".error-summary")).to_be_visible(timeout=30_000)
    look(page, f"2-report-missing-{name}")
    report(page)
    look(page, f"3-report-code-{name}")
    page.locator("#id_code").fill(postbox[-1].code)
    send(page)
    page.wait_for_url("**/report/filed/", timeout=30_000)
    look(page, f"4-filed-{name}")
    return str(re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.locator("main").inner_text())[0])


@pytest.mark.parametrize("name", list(LOOKS))
def test_the_whole_way_of_a_newcomer(opened, look, postbox, name):
    town = settle()
    code = reported(opened("/report/", **LOOKS[name]), look, postbox, name)
    life = life_of(town, Case.objects.get())
    life.ask()
    page = opened("/track/", **LOOKS[name])
    look(page, f"5-track-{name}")
    page.locator("#id_code").fill(code)
    follow(page, "main .btn-primary")
    look(page, f"6-asked-{name}")
    press(page, "answer", "3 单元，一到四层都不亮。")
    look(page, f"7-answered-{name}")

    life.at = now() + timedelta(seconds=2)
    live_on(life, "accept", "dispatch", "sign", "hand_in", "approve")
    page.reload()
    look(page, f"8-to-rate-{name}")
    for field, said in (("contacted", "1"), ("solved", "yes"), ("satisfied", "mostly")):
        page.locator(f"input[name={field}][value='{said}']").check()
    look(page, f"9-rating-{name}")
    press(page, "rate")
    look(page, f"10-closed-{name}")
    press(page, "reopen", "昨天又不亮了。")
    look(page, f"11-reopened-{name}")
    assert life.case.round == 2


def test_not_accepted_and_not_agreed(opened, look):
    town = settle()
    page = opened("/report/")
    report(page, anonymous=True)
    look(page, "20-anonymous")
    send(page)
    page.wait_for_url("**/report/filed/", timeout=30_000)
    life = life_of(town, Case.objects.get())
    life.refuse()
    follow(page, "main .btn-primary")
    look(page, "21-refused")
    press(page, "object", "这不是合同的事，是公共楼道。")
    look(page, "22-objected")
    assert do.decline_objection(life.by("裁定员"), text="确属合同约定", case_id=life.case_id, at=now())


def told_link(case: Case) -> str:
    text = " ".join(message.text for message in box("case", case.pk))
    return re.findall(r"https?://[^/]+(/rate/[^/]+/)", text)[0]


def test_somebody_reported_it_already_and_a_unit_is_found_by_name(opened, look):
    town = settle()
    now_at = now()
    first = do.file_case(town.resident, filing=a_filing(town, category_code=HUAYUAN, area_id=town.estate.pk), at=now_at)
    page = opened("/report/")
    report(page, anonymous=True)
    send(page)
    expect(page.locator("#alike-title")).to_be_visible(timeout=30_000)
    look(page, "30-alike")
    page.locator("button[formaction*='/like/']").click()
    page.wait_for_url("**/report/filed/", timeout=30_000)
    follow(page, "main .btn-primary")
    look(page, "31-joined")
    assert first.case.reporters.count() == 2

    page = opened("/report/")
    report(page, anonymous=True)
    page.locator("input[name=about_body]").check()
    page.locator("#id_body_name").fill("区")
    page.locator("button[name=find_body]").click()
    expect(page.locator("#body .field-error")).to_be_visible(timeout=30_000)
    page.locator("#id_body_name").fill("城管")
    page.locator("button[name=find_body]").click()
    expect(page.locator("input[name=target_body_id]").first).to_be_visible(timeout=30_000)
    look(page, "32-unit")


def test_rating_by_the_link_of_the_message(opened, look):
    town = settle()
    life = live_on(
        life_of(town, do.file_case(town.resident, filing=a_filing(town, category_code=HUAYUAN), at=now()).case),
        "accept", "dispatch", "sign",
    )  # fmt: skip
    life.hand_in(kind="explained", text="按规定不能在这里设点。", basis="市容条例第 20 条")
    life.approve()
    page = opened(told_link(life.case))
    expect(page.locator("input[name=accepts]")).to_be_hidden()
    for field, said in (("contacted", "1"), ("solved", "no"), ("satisfied", "mostly")):
        page.locator(f"input[name={field}][value='{said}']").check()
    page.locator("input[name=accepts]").check()
    look(page, "40-rate")
    follow(page, "main .btn-primary")
    expect(page.locator("main .notice")).to_be_visible()
    look(page, "41-rated")
    assert life.case.result_kind == "explained"


def test_without_scripts_a_stranger_reports_and_follows_it(opened, postbox):
    settle()
    page = opened("/report/", scripts=False)
    report(page)
    page.locator("#id_code").fill(postbox[-1].code)
    send(page)
    page.wait_for_url("**/report/filed/")
    code = re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page.locator("main").inner_text())[0]
    page = opened("/track/", scripts=False)
    page.locator("#id_code").fill(code)
    follow(page, "main .btn-primary")
    press(page, "add", "二层也不亮了。")

    expect(page.locator("main")).to_contain_text("二层也不亮了。")
    withdraw = page.locator("form[action$='/withdraw/']")
    withdraw.locator("button.btn").click()
    expect(withdraw.locator("input:invalid")).to_be_visible()  # nothing was sent: the box is not ticked
    withdraw.locator("input[type=checkbox]").check()
    withdraw.locator("button.btn").click()
    expect(page.locator("main")).to_contain_text("已撤回")
    assert Case.objects.get().state == S.WITHDRAWN


def withdrawn(page: Page, case: Case) -> None:
    """The dialog asks first; only its second button counts."""
    page.goto(page.url.replace("/report/filed/", f"/c/{case.number}/"), wait_until="networkidle")
    ask, dialog = page.locator("form[action$='/withdraw/'] button"), page.get_by_role("dialog")
    ask.click()
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()
    assert Case.objects.get().state == "S10"
    ask.click()
    with page.expect_navigation(timeout=30_000):
        dialog.get_by_role("button", name="撤回").click()
    assert Case.objects.get().state == "S83"
    expect(page.locator("main")).to_contain_text("已撤回")


def test_where_one_stands_a_point_and_a_photo_come_with_it_and_it_is_withdrawn_after_a_second_thought(
    opened, tmp_path, settings
):
    """Locate me, pick with the keys, a photo; then the dialog that asks before the press counts."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "kept"}}
    settings.STORAGES = {**settings.STORAGES, "documents": kept}
    storages._storages.clear()
    town = settle()
    outlined(town.grid, 0, 0, 10, 10)
    photo = tmp_path / "lamp.jpg"
    photo.write_bytes(a_photo().read())
    page = opened("/report/")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 118.7654, "latitude": 32.0612})
    report(page, anonymous=True)
    page.locator("#id_place").fill("")
    page.get_by_role("button", name="用我现在的位置").click()
    expect(page.locator("#id_lon")).to_have_value("118.765400")
    page.locator("[data-pick-lon]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    expect(page.locator("#id_lon")).not_to_have_value("118.765400")
    page.locator("#id_photos").set_input_files(str(photo))
    expect(page.locator(".picked img")).to_be_visible()
    send(page)
    page.wait_for_url("**/report/filed/", timeout=30_000)
    case = Case.objects.get()
    assert (case.area_id, case.lon > 118.7654, Document.objects.get().thing_id) == (town.grid.pk, True, case.pk)
    withdrawn(page, case)


def test_without_signal_a_report_waits_on_the_phone_and_goes_out_later(opened):
    settle()
    page = opened("/report/")
    report(page, anonymous=True)
    page.context.set_offline(True)
    send(page)
    expect(page.locator(".draft-note")).to_contain_text("还没有送达", timeout=30_000)
    page.context.set_offline(False)

    page.wait_for_url("**/report/filed/", timeout=60_000)
    assert Case.objects.get().words == WORDS
    assert page.evaluate("localStorage.length") == 0
