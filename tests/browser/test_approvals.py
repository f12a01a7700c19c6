"""Every approval of the product is read, typed and given on a phone: 360 px wide, by touch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from huying.calendars.public import seed_calendar
from huying.cases import actions as do
from huying.cases.queries import DESKS
from huying.cases.states import S
from huying.duties.models import ListDoc, ListProposal
from huying.duties.public import propose_change
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.clock import now
from huying.people.actions.rights import ask_for_rights
from huying.people.models import Account, ExportApproval, RightsRequest
from huying.people.public import ask_for_export
from tests.cases.makers import HUAYUAN, Life, Settled, settle
from tests.cases.steps import TAKE
from tests.duties.makers import a_draft, an_item
from tests.organisations.makers import an_actor
from tests.stories.plot import begin, live_on, send_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "情况已经核实，理由充分"
Check = Callable[[Page], None]


@dataclass
class Approval:
    """Where it lies, who gives it, what is typed, and whether it was given."""

    name: str
    address: str
    who: Actor
    given: Callable[[], bool]
    typed: dict[str, str] = field(default_factory=dict)
    step: str = ""


ON_A_CASE: tuple[tuple[str, str, S, tuple[str, ...], str, S | None, dict[str, str]], ...] = (
    # tab of a desk, step, the state before, what else happens first, who, the state after, what is typed
    ("intake second", "refuse", S.SUBMITTED, ("propose_refusal",), "复核员", S.NOT_ACCEPTED, {"agreed": "1"}),
    ("dispatch returned", "accept_return", S.RETURNED, (), "派单员", S.DISPATCHED, {"reason": TEXT, "text": TEXT}),
    ("dispatch returned", "reject_return", S.RETURNED, (), "派单员", S.DISPATCHED, {"text": TEXT}),
    ("dispatch reopening", "grant_reopening", S.REOPENED, ("unsolved",), "派单员", S.REOPENED, {"text": TEXT}),
    ("approval results", "approve_result", S.HANDED_IN, (), "派单员", S.TO_BE_JUDGED, {"text": TEXT}),
    ("approval results", "reject_result", S.HANDED_IN, (), "派单员", S.IN_HANDLING, {"text": TEXT}),
    ("approval extensions", "decide_extension", S.IN_HANDLING, ("ask_extension",), "派单员", None, {"agreed": "1"}),
    ("approval suspensions", "suspend", S.IN_HANDLING, ("ask_suspension",), "派单员", S.SUSPENDED, {}),
    ("approval terminations", "terminate", S.IN_HANDLING, ("ask_termination",), "派单员", S.TERMINATED, {"text": TEXT}),
    ("adjudication disputes", "adjudicate", S.DISPUTED, (), "裁定员", S.DISPATCHED, {"ruling_ref": TEXT, "text": TEXT}),
    ("adjudication objections", "uphold_objection", S.NOT_ACCEPTED, ("object",), "裁定员", S.SUBMITTED, {"text": TEXT}),
    ("adjudication objections", "decline_objection", S.NOT_ACCEPTED, ("object",), "裁定员", None, {"text": TEXT}),
    ("street escalated", "decide_escalation", S.ESCALATED, (), "统筹员", S.IN_HANDLING, {"text": TEXT}),
    ("county escalated", "decide_escalation", S.ESCALATED, (), "指挥长", S.IN_HANDLING, {"text": TEXT}),
)  # fmt: skip


def test_no_heap_of_decisions_is_left_out():
    waiting = {"second", "returned", "reopening", "results", "extensions", "suspensions", "terminations", "disputes",
               "objections", "escalated"}  # fmt: skip
    heaps = {f"{desk.code} {tab.code}" for desk in DESKS.values() for tab in desk.tabs if tab.code in waiting}
    assert heaps - {"unit returned"} == {row[0] for row in ON_A_CASE}
    assert len(DESKS["approval"].tabs) == len([heap for heap in heaps if heap.startswith("approval")]) + 1
    assert DESKS["approval"].tabs[1].code == "checks"


def waiting_on_cases(town: Settled, *, at: datetime) -> Iterator[Approval]:
    for heap, step, state, first, who, after, typed in ON_A_CASE:
        life = begin(state, town=town, at=at, category_code=HUAYUAN)
        for before in first:
            _happens(life, before)
        typed = typed | ({"body_id": str(town.body("环保"))} if step in ("accept_return", "adjudicate") else {})
        address = f"/desk/cases/{life.case.number}/"
        yield Approval(f"{heap}: {step}", address, town.actor(who), _done(life, step, after), typed, step)


def _happens(life: Life, what: str) -> None:
    if what == "unsolved":
        send_again(life)
        live_on(life, "unsolved")
    elif what == "propose_refusal":
        do.propose_refusal(life.by("受理员"), ground="N6", text="这是双方合同里的约定。", **life.next())
    else:
        TAKE[what](life)


def _done(life: Life, step: str, after: S | None) -> Callable[[], bool]:
    if step == "decide_extension":
        return lambda: life.case.extensions.filter(agreed=True).exists()
    if step == "decline_objection":
        return lambda: life.case.objections.filter(decided_at__isnull=False).exists()
    return lambda: life.case.state == after and (step != "grant_reopening" or life.case.round == 3)


def waiting_in_offices(town: Settled, *, at: datetime) -> Iterator[Approval]:
    """Exports, requests about data, changes of the lists."""
    dpo, keeper = town.actor("信息官"), an_actor("list_keeper", town.county)
    export = ask_for_export(town.actor("督办员"), what="cases.contacts", filters={}, row_count=3, reason="核对", at=at)
    wish = ask_for_rights(town.resident, kind="correct", words="请改成张伟", at=at)
    draft = a_draft("L2", town.county, an_item("0103", "housing"))
    asked: dict[str, Any] = {"item_id": None, "category_code": "0306", "lead_body_id": town.body("城管")}
    proposal = propose_change(SYSTEM, **asked, ruling_ref="case:1", at=at)
    rows = (
        (f"exports/{export.pk}/", dpo, {"approved": "yes", "reason": TEXT}, ExportApproval, export, "approved"),
        (f"rights/{wish.pk}/", dpo, {"granted": "yes", "answer": TEXT}, RightsRequest, wish, "done"),
        (f"lists/proposals/{proposal.pk}/", keeper, {"taken": "1", "note": TEXT}, ListProposal, proposal, "taken"),
        (f"lists/{draft.pk}/put-in-force/", keeper, {"approved_by": "区政府"}, ListDoc, draft, "in_force"),
    )
    for path, who, typed, model, row, after in rows:
        yield Approval(path, f"/manage/{path}", who, _stands(model, row.pk, after), typed)


def _stands(model: Any, pk: int, state: str) -> Callable[[], bool]:
    return lambda: model.objects.get(pk=pk).state == state


def form_of(page: Page, approval: Approval) -> Locator:
    if not approval.step:
        return page.locator("main form[method=post]")
    form = page.locator(f'form[action*="/{approval.step}/"]')
    folded = page.locator(f"details#step-{approval.step}:not([open]) > summary")
    if folded.count():
        folded.tap()
    return form


def fill(form: Locator, name: str, value: str) -> None:
    found = form.locator(f'[name="{name}"]')
    kind = found.first.evaluate("e => e.type || e.tagName")
    if kind == "radio":
        form.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind.startswith("select"):
        found.select_option(value)
    else:
        found.fill(value)


def press(page: Page, form: Locator) -> None:
    button = form.locator("button:not([type=button])").last
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["height"] >= 24
    asks_again = form.get_attribute("data-confirm")
    with page.expect_navigation():
        button.tap()
        if asks_again:
            page.locator("dialog .btn-primary").tap()


def test_every_approval_is_given_on_a_screen_of_360_px(phone, sign_in, fits):
    at = now() - timedelta(hours=3)
    seed_calendar(SYSTEM, at=at)
    town = settle()
    failed = []

    for approval in (*waiting_on_cases(town, at=at), *waiting_in_offices(town, at=at)):
        sign_in(phone, Account.objects.get(pk=approval.who.account_id))
        answer = phone.goto(approval.address)
        assert answer.status == 200, approval.name
        fits(phone)
        form = form_of(phone, approval)
        for name, value in approval.typed.items():
            fill(form, name, value)
        press(phone, form)
        fits(phone)
        if not approval.given():
            failed.append((approval.name, phone.locator("main").inner_text()[:400]))

    assert failed == []
