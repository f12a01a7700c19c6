"""A handler covers a face by drawing on the photo; messages are read and wordings changed. Seen at 360 and 1280 px."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from huying.documents import guards, public, storage
from huying.documents.models import Document
from huying.kernel.actor import SYSTEM, Actor
from huying.notices import actions as notices
from huying.notices.moments import moment
from huying.notices.recipients import Recipient
from huying.people.models import Account
from huying.people.public import install_purposes
from tests.documents.conftest import a_photo
from tests.notices.conftest import DISPATCHED, SENT
from tests.organisations.makers import a_holder, a_town

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = Path("var/shots")


@pytest.fixture
def handler(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Somebody with a post, who handles case 17."""
    install_purposes()
    account = a_holder("system_admin", a_town().county)

    def mine(actor: Actor, thing_id: int, moment: datetime) -> bool:
        return actor.account_id == account.pk

    monkeypatch.setitem(guards._guards, "case", guards.Guard(sees=mine, handles=mine))
    return account


@pytest.fixture
def photo(at: datetime, handler: Account, settings: Any, tmp_path: Path) -> Document:
    owner = Actor("person", account_id=handler.pk)
    document = public.take_in(owner, file=a_photo(size=(800, 600)), name="a", purpose="case.report", at=at)
    return public.attach(owner, document_ids=[document.pk], thing="case", thing_id=17, at=at)[0]


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_a_face_is_covered_by_drawing(
    photo: Document, handler: Account, desk: Page, sign_in: Any, axe_finds_nothing: Any, fits: Any
) -> None:
    sign_in(desk, handler)
    desk.goto(f"/documents/{photo.pk}/mask/")
    frame = desk.locator(".masker img")
    frame.evaluate("image => image.decode()")
    box = frame.bounding_box()
    assert box is not None
    desk.mouse.move(box["x"] + 5, box["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    desk.mouse.up()
    shoot(desk, "mask-1280")
    axe_finds_nothing(desk)
    fits(desk)
    desk.get_by_role("button", name="生成遮挡件").click()
    desk.get_by_text("别人看到的样子").wait_for()
    variant = photo.variants.get(kind="masked")
    covered = Image.open(io.BytesIO(b"".join(storage.read(variant.key, sealed=False))))
    assert max(covered.getpixel((200, 150))) < 60
    assert covered.getpixel((700, 500))[2] > 200


def test_it_is_covered_by_numbers_on_a_phone_without_scripts(
    photo: Document, handler: Account, open_page: Callable[..., Page], sign_in: Any
) -> None:
    phone = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    sign_in(phone, handler)
    phone.goto(f"/documents/{photo.pk}/mask/")
    phone.get_by_text("用数字写遮挡框").click()
    for label, number in (("左（%）", "0"), ("上（%）", "0"), ("宽（%）", "50"), ("高（%）", "50")):
        phone.get_by_label(label).first.fill(number)
    shoot(phone, "mask-360-no-scripts")
    phone.get_by_role("button", name="生成遮挡件").click()
    phone.get_by_text("别人看到的样子").wait_for()
    photo.refresh_from_db()
    assert photo.boxes[0]["width"] == 0.5


def test_the_drawing_tool_is_worked_by_keys_on_a_phone(
    photo: Document, handler: Account, phone: Page, sign_in: Any, axe_finds_nothing: Any, fits: Any
) -> None:
    sign_in(phone, handler)
    phone.goto(f"/documents/{photo.pk}/mask/")
    phone.locator(".masker + button").click()
    phone.keyboard.press("ArrowLeft")
    shoot(phone, "mask-360")
    axe_finds_nothing(phone)
    fits(phone)
    phone.get_by_role("button", name="生成遮挡件").click()
    phone.get_by_text("别人看到的样子").wait_for()
    photo.refresh_from_db()
    assert photo.boxes == [{"left": 0.39, "top": 0.4, "width": 0.2, "height": 0.15, "way": "solid"}]


PAGES = {
    "inbox": "/inbox/",
    "inbox-settings": "/inbox/settings/",
    "templates": "/manage/templates/",
    "template": "/manage/templates/case.not_accepted/",
    "stuck": "/manage/messages/",
    "body-channels": "/manage/body-channels/",
    "uploads": "/manage/uploads/",
    "upload": "/manage/uploads/case.report/",
}


def test_pages_fit_and_axe_finds_nothing(
    handler: Account, at: datetime, phone: Page, sign_in: Any, holds: Callable[..., None]
) -> None:
    for case, (template, facts) in enumerate((("case.sent", SENT), ("case.dispatched", DISPATCHED)), start=17):
        notices.send(to=Recipient(account_id=handler.pk), template=template, facts=facts, about=("case", case), at=at)
    notices.change_template(
        SYSTEM,
        code="case.not_accepted",
        language="zh-hans",
        words=moment("case.not_accepted").words("zh-hans"),
        reason="更清楚",
        at=at,
    )
    sign_in(phone, handler)
    for name, path in PAGES.items():
        phone.goto(path)
        holds(phone, shown=lambda width, name=name: shoot(phone, f"{name}-{width}"))
