"""Every step that staff can take on a case, as a row: words, form, action. The page draws what is allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases.actions import (
    cards,
    closing,
    dispatching,
    fairness,
    handling,
    intake,
    judging,
    merging,
    orders,
    oversight,
    results,
    returns,
    suspending,
    whistles,
    writing,
)
from huying.cases.forms import staff as f
from huying.cases.forms.splitting import Split
from huying.cases.models import Case
from huying.cases.states import Word
from huying.kernel.actor import Actor

Given = dict[str, Any]
Act = Callable[[Actor, int, Given, datetime], Any]


@dataclass(frozen=True, slots=True)
class StaffStep:
    """`rule` is the rule and the step of the table; `photos_for` is the purpose of files that go along; `told` says
    what came of it where “done” is not enough."""

    rule: str
    label: Word
    form: type[f.StepForm]
    act: Act
    look: str = "outline"
    key: str = ""
    confirm: Word = ""
    group: str = "more"
    photos_for: str = ""
    told: Callable[[Any], Word] | None = None


def plain(action: Any, *names: str, **renamed: str) -> Act:
    """An action that takes the fields of its form by name."""

    def act(actor: Actor, case_id: int, given: Given, at: datetime) -> Any:
        values = {name: given[name] for name in names} | {new: given[old] for new, old in renamed.items()}
        return action(actor, case_id=case_id, at=at, **values)

    return act


def packed(action: Any, name: str, pack: Callable[[Given], Any], *names: str) -> Act:
    """An action that takes one value made of several fields, and some by name."""

    def act(actor: Actor, case_id: int, given: Given, at: datetime) -> Any:
        values = {field: given[field] for field in names}
        return action(actor, case_id=case_id, at=at, **{name: pack(given)}, **values)

    return act


def _acceptance(given: Given) -> intake.Acceptance:
    elements = {name: given[name] for name in ("who", "when", "where", "cause", "course")}
    return intake.Acceptance(
        elements=elements,
        wish=given["wish"],
        title=given["title"],
        category_code=given["category_code"],
        klass=given["klass"],
        target_body_id=given["target_body_id"],
        safety_of_others=given["safety_of_others"] or None,
        area_id=given["area_id"],
    )


def _sending(given: Given) -> orders.Sending:
    task = given["instructions"] or str(_("按职责清单配合"))
    return orders.Sending(
        body_id=given["body_id"],
        reason=given["reason"],
        instructions=given["instructions"],
        by_phone=given["by_phone"],
        helpers=tuple(orders.HelperPart(body_id, task) for body_id in given["helpers"]),
    )


def _reclassification(given: Given) -> dispatching.Reclassification:
    return dispatching.Reclassification(
        reason=given["reason"],
        klass=given["klass"],
        category_code=given["category_code"],
        place=given["place"],
        area_id=given["area_id"],
        text=given["text"],
    )


def _call(given: Given) -> whistles.Call:
    return whistles.Call(
        kind=given["kind"],
        cause=given["cause"],
        place=given["place"],
        facts=given["facts"],
        legal_basis=given["legal_basis"],
        body_ids=tuple(given["body_ids"]),
        meet_at=given["meet_at"],
        needed_power=given["needed_power"],
    )


def _decision(given: Given) -> whistles.Decision:
    return whistles.Decision(
        text=given["text"],
        lead_body_id=given["lead_body_id"],
        working_days=given["working_days"],
        helpers=tuple(orders.HelperPart(body_id, given["text"]) for body_id in given["helpers"]),
        ratings=given["ratings"],
    )


def _record_call(actor: Actor, case_id: int, given: Given, at: datetime) -> Any:
    answers = None
    if given["reached"] and given["solved"]:
        answers = judging.Answers(
            contacted=given["contacted"],
            solved=given["solved"],
            satisfied=given["satisfied"],
            reasons=tuple(given["reasons"]),
            words=given["text"],
            wants_more=given["wants_more"],
            accepts=given["accepts"],
        )
    return judging.record_call(
        actor, case_id=case_id, way=given["way"], reached=given["reached"], answers=answers, at=at
    )


def _add_helpers(actor: Actor, case_id: int, given: Given, at: datetime) -> Any:
    days = given["working_days"]
    parts = [orders.HelperPart(body_id, given["task"]) for body_id in given["helpers"]]
    return [handling.add_helper(actor, case_id=case_id, helper=part, working_days=days, at=at) for part in parts]


def _split(actor: Actor, case_id: int, given: Given, at: datetime) -> list[Case]:
    """Every part becomes a case, or none does: the page takes a step in one transaction."""
    seconds = [dispatching.SecondMatter(part.words, part.category_code) for part in given["matters"]]
    return [dispatching.split(actor, case_id=case_id, second=second, at=at) for second in seconds]


STAFF_STEPS: dict[str, StaffStep] = {
    # intake
    "accept": StaffStep(
        "accept", pgettext_lazy("the step", "受理"), f.Accept,
        packed(intake.accept, "acceptance", _acceptance), "primary", "a", group="main"
    ),
    "answer": StaffStep(
        "answer", _("即时答复"), f.Answer, plain(intake.answer, "text", "knowledge_id"), key="d", group="main"
    ),
    "ask": StaffStep("ask", _("请补充"), f.Text, plain(intake.ask, "text"), key="b"),
    "pass_on": StaffStep("pass_on", _("转外部渠道"), f.PassOn, plain(intake.pass_on, "channel", "text")),
    "propose_refusal": StaffStep(
        "propose_refusal", _("提出不予受理"), f.ProposeRefusal,
        plain(intake.propose_refusal, "ground", "text", "earlier_number"),
    ),
    "refuse": StaffStep("refuse", _("复核不予受理"), f.Decide, plain(intake.refuse, "agreed", "text"), group="main"),
    # dispatch
    "dispatch": StaffStep(
        "dispatch", _("派单"), f.Send, packed(dispatching.dispatch, "sending", _sending), "primary", "enter",
        group="main",
    ),
    "redispatch": StaffStep(
        "redispatch", _("重新派单"), f.Send, packed(dispatching.redispatch, "sending", _sending), "primary", "enter",
        group="main",
    ),
    "consult": StaffStep("consult", _("派前会商"), f.Text, plain(dispatching.consult, "text"), key="h"),
    "conclude_consultation": StaffStep(
        "conclude_consultation", _("会商结束"), f.Text, plain(dispatching.conclude_consultation, "text"), group="main"
    ),
    "reclassify": StaffStep(
        "reclassify", _("改类别或件型"), f.Reclassify, packed(dispatching.reclassify, "change", _reclassification)
    ),
    "split": StaffStep(
        "split", _("拆成几件"), Split, _split,
        told=lambda cases: _("拆出 %(numbers)s，等待受理。") % {"numbers": "、".join(case.number for case in cases)},
    ),
    "merge": StaffStep("merge", _("并件"), f.Merge, plain(merging.merge, "main_id", "text"), key="m"),
    "unmerge": StaffStep("unmerge", _("拆开并件"), f.Text, plain(merging.unmerge, "text")),
    "accept_return": StaffStep(
        "accept_return", _("同意退单，改派"), f.AcceptReturn,
        packed(returns.accept_return, "sending", _sending, "text"), "primary", group="main",
    ),
    "reject_return": StaffStep("reject_return", _("退单不成立"), f.Text, plain(returns.reject_return, "text"),
                               group="main"),
    "refer_dispute": StaffStep("refer_dispute", _("报裁定"), f.Text, plain(returns.refer_dispute, "text")),
    "adjudicate": StaffStep(
        "adjudicate", _("裁定"), f.Adjudicate,
        packed(returns.adjudicate, "sending", _sending, "ruling_ref", "text"), "primary", group="main",
    ),
    # the unit
    "sign": StaffStep("sign", _("签收"), f.NoWords, plain(handling.sign), "primary", "s", group="main"),
    "return_order": StaffStep(
        "return_order", _("退单"), f.ReturnOrder,
        packed(returns.return_order, "given", lambda g: returns.Return(
            reason=g["reason"], clause=g["clause"], text=g["text"], suggested_body_id=g["suggested_body_id"])),
    ),
    "log_contact": StaffStep(
        "log_contact", _("记联系"), f.Contact, plain(handling.log_contact, "way", "reached", "text"), key="c",
        group="main",
    ),
    "hand_in": StaffStep(
        "hand_in", _("报结果"), f.HandIn,
        packed(results.hand_in, "outcome", lambda g: results.Outcome(
            text=g["text"], done=g["done"], talk=g["talk"], kind=g["kind"], basis=g["basis"],
            handles=g["handles"])),
        "primary", "r", group="main", photos_for="case.result",
    ),
    "report_progress": StaffStep(
        "report_progress", _("告知进展"), f.Text, plain(writing.report_progress, "text")
    ),
    "add_helper": StaffStep("add_helper", _("请协办"), f.AddHelper, _add_helpers),
    "return_part": StaffStep("return_part", _("报协办结果"), f.Text, plain(handling.return_part, "text"),
                             group="main"),
    "ask_extension": StaffStep(
        "ask_extension", _("申请延期"), f.AskExtension, plain(handling.ask_extension, "amount", "text")
    ),
    "decide_extension": StaffStep(
        "decide_extension", _("审延期"), f.Decide, plain(handling.decide_extension, "agreed", "text"), group="main"
    ),
    "ask_suspension": StaffStep(
        "ask_suspension", _("申请挂起"), f.AskSuspension,
        packed(suspending.ask_suspension, "pause", lambda g: suspending.Pause(
            reason=g["reason"], text=g["text"], condition=g["condition"], review_on=g["review_on"])),
    ),
    "suspend": StaffStep("suspend", _("同意挂起"), f.MaybeText, plain(suspending.suspend, "text"), group="main"),
    "refuse_suspension": StaffStep(
        "refuse_suspension", _("不同意挂起"), f.Text, plain(suspending.refuse_suspension, "text"), group="main"
    ),
    "prolong_suspension": StaffStep(
        "prolong_suspension", _("继续挂起"), f.Prolong, plain(suspending.prolong_suspension, "review_on", "text")
    ),
    "resume": StaffStep("resume", _("恢复办理"), f.NoWords, plain(suspending.resume), group="main"),
    "change_handler": StaffStep(
        "change_handler", _("换经办人"), f.ChangeHandler, plain(handling.change_handler, "account_id")
    ),
    "ask_termination": StaffStep(
        "ask_termination", _("申请终止"), f.AskTermination,
        plain(closing.ask_termination, "reason", "ground", "text"),
    ),
    "refuse_termination": StaffStep(
        "refuse_termination", _("不同意终止"), f.Text, plain(closing.refuse_termination, "text"), group="main"
    ),
    "terminate": StaffStep(
        "terminate", _("同意终止"), f.Text, plain(closing.terminate, "text"), "danger",
        confirm=_("终止后不再办理，诉求人会收到理由和异议办法。确定终止吗？"), group="main",
    ),
    # together
    "whistle": StaffStep("whistle", _("吹哨"), f.BlowWhistle, packed(whistles.whistle, "call", _call)),
    "answer_whistle": StaffStep(
        "answer_whistle", _("应答吹哨"), f.AnswerWhistle, plain(whistles.answer_whistle, "coming", "text"),
        "primary", group="main",
    ),
    "arrive": StaffStep(
        "arrive", _("已到场"), f.Arrive, plain(whistles.arrive, "rating_of_caller"), group="main"
    ),
    "raise_level": StaffStep("raise_level", _("提级"), f.Text, plain(whistles.raise_level, "text")),
    "decide_escalation": StaffStep(
        "decide_escalation", _("作出决定"), f.DecideEscalation,
        packed(whistles.decide_escalation, "decision", _decision), "primary", group="main",
    ),
    # the result
    "order_site_check": StaffStep(
        "order_site_check", _("请网格员现场核查"), f.NoWords, plain(results.order_site_check), group="main"
    ),
    "pass_site_check": StaffStep(
        "pass_site_check", _("现场通过"), f.SiteCheckPassed, plain(results.pass_site_check, "text", "handles"),
        "primary", group="main", photos_for="case.check",
    ),
    "fail_site_check": StaffStep(
        "fail_site_check", _("现场没有办好"), f.SiteCheckFailed, plain(results.fail_site_check, "text", "handles"),
        group="main", photos_for="case.check",
    ),
    "approve_result": StaffStep(
        "approve_result", _("通过，请诉求人评价"), f.MaybeText, plain(results.approve_result, "text"), "primary", "y",
        group="main",
    ),
    "reject_result": StaffStep(
        "reject_result", _("退回重办"), f.RejectResult, plain(results.reject_result, "rejection", "text"), key="n",
        group="main",
    ),
    "record_call": StaffStep("try_callback", _("登记回访"), f.RecordCall, _record_call, "primary", "c", group="main"),
    "grant_reopening": StaffStep(
        "grant_reopening", _("同意重办"), f.Text, plain(judging.grant_reopening, "text"), group="main"
    ),
    "escalate_round": StaffStep(
        "escalate_round", _("第三次未解决，提级"), f.Text, plain(judging.escalate_round, "text"), group="main"
    ),
    "list_open_matter": StaffStep(
        "list_open_matter", _("列入挂账"), f.ListOpenMatter,
        packed(closing.list_open_matter, "listing", lambda g: closing.Listing(
            reason=g["reason"], plan=g["plan"], public_text=g["public_text"], body_id=g["body_id"],
            review_on=g["review_on"], privacy=g["privacy"])),
    ),
    "settle_open_matter": StaffStep(
        "settle_open_matter", _("挂账销号"), f.Text, plain(closing.settle_open_matter, "text"), group="main"
    ),
    "uphold_objection": StaffStep(
        "uphold_objection", _("异议成立"), f.Text, plain(closing.uphold_objection, "text"), group="main"
    ),
    "decline_objection": StaffStep(
        "decline_objection", _("异议不成立"), f.Text, plain(closing.decline_objection, "text"), group="main"
    ),
    # oversight
    "supervise": StaffStep(
        "supervise", _("督办"), f.Supervise, plain(oversight.supervise, "level", "cause", "text", "working_days")
    ),
    "answer_supervision": StaffStep(
        "answer_supervision", _("回复督办"), f.Text, plain(oversight.answer_supervision, "text"), group="main"
    ),
    "exclude_rating": StaffStep(
        "exclude_rating", _("剔除评价"), f.ExcludeRating, plain(fairness.exclude_rating, "round", "reason", "text")
    ),
    "include_rating": StaffStep(
        "include_rating", _("重新计入"), f.IncludeRating, plain(fairness.include_rating, "round", "text")
    ),
    "recuse": StaffStep("recuse", _("我要回避"), f.Recuse, plain(fairness.recuse, "reason", "text")),
    "order_recusal": StaffStep(
        "order_recusal", _("责令回避"), f.OrderRecusal, plain(fairness.order_recusal, "account_id", "reason", "text")
    ),
    "lift_card": StaffStep(
        "lift_card", _("撤牌（容错）"), f.LiftCard, plain(cards.lift_card, "card_id", "reason", "text")
    ),
    "change_confidentiality": StaffStep(
        "change_confidentiality", _("改保密级别"), f.ChangeLevel,
        plain(oversight.change_confidentiality, "level", "consent", "text"),
    ),
    "write_note": StaffStep("write_note", _("写备注"), f.WriteNote, plain(writing.write_note, "text", "audience")),
}  # fmt: skip
