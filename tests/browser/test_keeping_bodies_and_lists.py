"""The pages on which bodies, roles, lists and knowledge are kept hold on a desk and a phone; axe finds nothing."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from huying.duties.public import NewKnowledge, propose_change, save_knowledge
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.organisations.actions.bodies import rename_body
from huying.people.models import Account
from tests.duties.makers import a_draft, a_list, an_item, the_tree
from tests.organisations.makers import Town, a_body, a_holder, a_post, a_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
SignIn = Callable[[Page, Account], None]
YESTERDAY = now() - timedelta(days=1)


@dataclass
class Scene:
    town: Town
    pages: dict[str, list[str]]


@pytest.fixture
def scene() -> Scene:
    """A small town with a list in force, a draft, a proposal and an answer."""
    the_tree()
    town = a_town()
    bureau = a_body(town.county, "鼓楼区城市管理局", function="urban_management", office_phone="025-83370000")
    squad = a_body(town.streets[0], "宁海路街道城管中队", function="urban_management", parent=bureau)
    a_body(town.streets[0], "宁海路街道办事处", kind="G20", function="street")
    rename_body(
        SYSTEM, body_id=bureau.pk, name="鼓楼区城管执法局", on=date(2026, 6, 1), reason="机构改革方案", at=now()
    )
    post = a_post(squad, "中队长", kind="leader")
    limited = {"limit_amount": 5, "limit_unit": "work_day", "klass": "G", "basis": "市容环境卫生管理条例第十四条"}
    doc = a_list(
        "L1", town.county,
        an_item("0304", "urban_management", title="占道经营与流动摊贩", helpers={"street": "疏导点"}, **limited),
        an_item("0405", "heating_company", title="供热"),
    )  # fmt: skip
    draft = a_draft("L1", town.county, an_item("0301", "urban_management", title="暴露垃圾"))
    propose_change(SYSTEM, item_id=None, category_code="0306", lead_body_id=squad.pk, ruling_ref="case:1", at=YESTERDAY)
    entry = NewKnowledge(
        "居住证怎么办理？", "带身份证和居住证明到派出所窗口。", "居住证暂行条例第九条", date(2026, 1, 1)
    )
    known = save_knowledge(SYSTEM, entry=entry, at=now())
    security = [
        "bodies/", f"bodies/{bureau.pk}/", "bodies/new/", f"bodies/{bureau.pk}/rename/", "bodies/import/", "posts/",
        f"posts/{post.pk}/", f"posts/{post.pk}/appoint/", "roles/", "roles/new/", "kinds/", "kinds/P50/", "functions/",
    ]  # fmt: skip
    gone = f"items/{draft.items.all()[0].pk}/remove/"
    on_draft = ("", "items/new/", gone, "import/", "difference/", "dry-run/?days=90", "put-in-force/")
    keeper = [
        "categories/", "categories/0304/", "lists/", f"lists/{doc.pk}/", *(f"lists/{draft.pk}/{p}" for p in on_draft),
        "lists/gaps/", "lists/proposals/", "knowledge/", f"knowledge/{known.pk}/",
    ]  # fmt: skip
    return Scene(town, {"security_admin": security, "list_keeper": keeper})


def keep(page: Page, name: str) -> None:
    """A photograph, when HUYING_SHOTS names a directory to look at."""
    if os.environ.get("HUYING_SHOTS"):
        page.screenshot(path=str(Path(os.environ["HUYING_SHOTS"]) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("role", ["security_admin", "list_keeper"])
def test_the_pages_hold_and_axe_finds_nothing(
    role: str, scene: Scene, phone: Page, sign_in: SignIn, holds: Callable[..., None]
) -> None:
    sign_in(phone, a_holder(role, scene.town.county, at=YESTERDAY))
    for path in scene.pages[role]:
        answer = phone.goto(f"/manage/{path}")
        assert answer is not None
        assert answer.status == 200, path
        name = f"manage-{path.split('?')[0].strip('/').replace('/', '-')}"
        holds(phone, shown=lambda width, name=name: keep(phone, f"{name}-{width}"))


def test_a_wrong_form_says_at_its_field_what_to_do_and_keeps_what_was_typed(
    scene: Scene, desk: Page, sign_in: SignIn, axe_finds_nothing: Check
) -> None:
    sign_in(desk, a_holder("security_admin", scene.town.county, at=YESTERDAY))
    desk.goto("/manage/bodies/new/")
    desk.get_by_label("类别").select_option("P50")
    desk.get_by_label("名称", exact=True).fill("颐和路 8 号院党小组")
    desk.get_by_label("所在区域（块）").fill("宁海路街道")
    desk.get_by_label("依据或原因").fill("成立批复")
    desk.get_by_role("button", name="登记").click()

    desk.get_by_text("这类组织不能设在这个上级之下").first.wait_for()
    keep(desk, "manage-bodies-new-refused-1280")
    assert desk.get_by_label("名称", exact=True).input_value() == "颐和路 8 号院党小组"
    axe_finds_nothing(desk)
