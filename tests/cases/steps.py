"""Each step of the table as somebody takes it, with what has to lie there before: `TAKE[step](life)`."""

from collections.abc import Callable
from datetime import date, timedelta

from huying.cases import actions as do
from huying.cases.models import Case
from huying.cases.states import S
from huying.kernel.actor import SYSTEM
from tests.cases.makers import ALL_WELL, ELEMENTS, NOT_SOLVED, PARTLY, Life

Take = Callable[[Life], object]


def _ask_extension(life: Life) -> object:
    return do.ask_extension(life.unit("负责人"), amount=2, text="等配件到货", **life.next())


def _decide_extension(life: Life) -> object:
    _ask_extension(life)
    return do.decide_extension(life.by("派单员"), agreed=True, text="", **life.next())


def _ask_suspension(life: Life) -> object:
    pause = do.Pause("season", "要等天暖", "气温回升", (life.at + timedelta(days=20)).date())
    return do.ask_suspension(life.unit("负责人"), pause=pause, **life.next())


def _suspend(life: Life) -> object:
    _ask_suspension(life)
    return do.suspend(life.by("派单员"), **life.next())


def _refuse_suspension(life: Life) -> object:
    _ask_suspension(life)
    return do.refuse_suspension(life.by("督办员"), text="可以先办一部分", **life.next())


def _ask_termination(life: Life) -> object:
    return do.ask_termination(life.unit("负责人"), reason="no_cooperation", text="三次约定都不开门", **life.next())


def _terminate(life: Life) -> object:
    _ask_termination(life)
    return do.terminate(life.by("派单员"), text="同意", **life.next())


def _refuse_termination(life: Life) -> object:
    _ask_termination(life)
    return do.refuse_termination(life.by("派单员"), text="再约一次", **life.next())


def _object(life: Life) -> object:
    return do.object_to(life.by("张先生"), text="这不是合同的事", **life.next())


def _uphold(life: Life) -> object:
    _object(life)
    return do.uphold_objection(life.by("裁定员"), text="属于公共职责", **life.next())


def _decline(life: Life) -> object:
    _object(life)
    return do.decline_objection(life.by("裁定员"), text="确属合同约定", **life.next())


def _refuse(life: Life) -> object:
    do.propose_refusal(life.by("受理员"), ground="N6", text="这是双方合同里的约定。", **life.next())
    return do.refuse(life.by("复核员"), agreed=True, **life.next())


def _add_helper(life: Life) -> object:
    other = "住建" if life.case.lead_body_id != life.town.body("住建") else "城管"
    helper = do.HelperPart(life.town.body(other), "查看管线")
    return do.add_helper(life.unit("负责人"), helper=helper, working_days=2, **life.next())


def _return_part(life: Life) -> object:
    other = "住建" if life.case.lead_body_id != life.town.body("住建") else "城管"
    _add_helper(life)
    return do.return_part(life.by(f"{other}经办"), text="管线没有问题", **life.next())


def _answer_whistle(life: Life) -> object:
    return do.answer_whistle(life.by("住建经办"), coming=True, text="", **life.next())


def _decide_escalation(life: Life) -> object:
    decision = do.Decision("由城管牵头整治", life.town.body("城管"), 10)
    return do.decide_escalation(life.by("指挥长"), decision=decision, **life.next())


def _accept_return(life: Life) -> object:
    sending = do.Sending(life.town.body("住建"), reason="按清单属住建", by_phone=True)
    return do.accept_return(life.by("派单员"), sending=sending, text="退单有理", **life.next())


def _adjudicate(life: Life) -> object:
    sending = do.Sending(life.town.body("住建"), by_phone=True)
    given = {"sending": sending, "ruling_ref": "裁2026-1", "text": "按清单由住建主办"}
    return do.adjudicate(life.by("裁定员"), **given, **life.next())


def _ask_reopening(life: Life) -> object:
    """A second “not solved”: two rounds before it."""
    return do.rate(life.by("张先生"), answers=NOT_SOLVED, **life.next())


def _list_open(life: Life) -> object:
    review = (life.at + timedelta(days=30)).date()
    listing = do.Listing("资金没有到位", "明年立项改造", "老旧管网待改造", life.town.body("住建"), review)
    return do.list_open_matter(life.by("考评员"), listing=listing, **life.next())


def _merge(life: Life) -> object:
    """Into whatever Mr Wang reported, which the unit is working on."""
    main = Case.objects.filter(filed_by_id=life.by("王先生").account_id, state=S.IN_HANDLING).last()
    assert main is not None
    return do.merge(life.by("派单员"), main_id=main.pk, text="同一处垃圾", **life.next())


def _step_back(life: Life) -> object:
    return do.step_back(life.by("张先生"), **life.next())


def _close_answered(life: Life) -> object:
    return do.close_answered(SYSTEM, **life.next())


def _close_unrated(life: Life) -> object:
    """Somebody tried at least once."""
    do.record_call(life.by("回访员"), way="phone", reached=False, **life.next())
    return do.close_unrated(SYSTEM, **life.next())


def _by_system(action: Callable[..., object]) -> Take:
    return lambda life: action(SYSTEM, **life.next())


TAKE: dict[str, Take] = {
    "pass_on": lambda life: do.pass_on(life.by("受理员"), channel="110", **life.next()),
    "propose_refusal": lambda life: do.propose_refusal(
        life.by("受理员"), ground="N6", text="这是双方合同里的约定。", **life.next()
    ),
    "refuse": _refuse,
    "object": _object,
    "uphold_objection": _uphold,
    "decline_objection": _decline,
    "ask": lambda life: life.ask(),
    "answer_question": lambda life: do.answer_question(life.by("张先生"), text="3 单元 2 层", **life.next()),
    "lapse": _by_system(do.lapse),
    "answer": lambda life: life.answer(),
    "contest_answer": lambda life: do.contest_answer(life.by("张先生"), text="没有答到点上", **life.next()),
    "accept": lambda life: do.accept(life.by("受理员"), acceptance=do.Acceptance(ELEMENTS, "清走"), **life.next()),
    "merge": _merge,
    "unmerge": lambda life: do.unmerge(life.by("派单员"), text="不是同一处", **life.next()),
    "consult": lambda life: life.consult(),
    "conclude_consultation": lambda life: do.conclude_consultation(life.by("派单员"), text="由城管办", **life.next()),
    "dispatch": lambda life: do.dispatch(life.by("派单员"), sending=life.sending(), **life.next()),
    "sign": lambda life: life.sign(),
    "auto_sign": _by_system(do.auto_sign),
    "return_order": lambda life: life.return_order(),
    "accept_return": _accept_return,
    "reject_return": lambda life: do.reject_return(life.by("派单员"), text="清单写明由该单位办", **life.next()),
    "refer_dispute": lambda life: life.refer(),
    "adjudicate": _adjudicate,
    "log_contact": lambda life: do.log_contact(
        life.unit("经办"), way="phone", reached=True, text="约好下午上门", **life.next()
    ),
    "add_helper": _add_helper,
    "return_part": _return_part,
    "ask_extension": _ask_extension,
    "decide_extension": _decide_extension,
    "ask_suspension": _ask_suspension,
    "refuse_suspension": _refuse_suspension,
    "suspend": _suspend,
    "prolong_suspension": lambda life: do.prolong_suspension(
        life.by("派单员"), review_on=date(2026, 12, 15), text="还没有回暖", **life.next()
    ),
    "resume": _by_system(do.resume),
    "whistle": lambda life: life.whistle(),
    "answer_whistle": _answer_whistle,
    "raise_level": lambda life: do.raise_level(life.by("统筹员"), text="街道没有执法权", **life.next()),
    "decide_escalation": _decide_escalation,
    "hand_in": lambda life: life.hand_in(),
    "order_site_check": lambda life: life.order_check(),
    "pass_site_check": lambda life: do.pass_site_check(life.by("网格员"), text="干净了", **life.next()),
    "fail_site_check": lambda life: do.fail_site_check(life.by("网格员"), text="还有一堆", **life.next()),
    "reject_result": lambda life: do.reject_result(
        life.by("派单员"), rejection="off_point", text="没有回答诉求", **life.next()
    ),
    "approve_result": lambda life: life.approve(),
    "judge_solved": lambda life: do.rate(life.by("张先生"), answers=ALL_WELL, **life.next()),
    "judge_unsolved": lambda life: do.rate(life.by("张先生"), answers=NOT_SOLVED, **life.next()),
    "judge_partly": lambda life: do.rate(life.by("张先生"), answers=PARTLY, **life.next()),
    "redispatch": lambda life: do.redispatch(life.by("派单员"), sending=life.sending(), **life.next()),
    "list_open_matter": _list_open,
    "review_open_matter": _by_system(do.review_open_matter),
    "ask_termination": _ask_termination,
    "refuse_termination": _refuse_termination,
    "terminate": _terminate,
    "withdraw": lambda life: do.withdraw(life.by("张先生"), **life.next()),
    "step_back": _step_back,
    "reopen": lambda life: do.reopen(life.by("张先生"), reason="came_back", text="又堆满了", **life.next()),
    "archive": _by_system(do.archive),
    "supervise": lambda life: do.supervise(
        life.by("督办员"), level=1, cause="harm", text="请两日内办结", working_days=2, **life.next()
    ),
    "change_confidentiality": lambda life: do.change_confidentiality(life.by("信息官"), level="P1", **life.next()),
    "settle_open_matter": lambda life: do.settle_open_matter(life.by("考评员"), text="已经提前改造完成", **life.next()),
    "close_answered": _close_answered,
    "close_unrated": _close_unrated,
    "reclassify": lambda life: do.reclassify(
        life.by("派单员"), change=do.Reclassification("more_urgent", klass="U"), **life.next()
    ),
    "change_handler": lambda life: do.change_handler(
        life.unit("负责人"), account_id=life.unit("经办").account_id, **life.next()
    ),
    "split": lambda life: do.split(
        life.by("派单员"), second=do.SecondMatter("另外楼下有流动摊贩", "0304"), **life.next()
    ),
    "reopen_matter": lambda life: do.reopen_matter(life.by("张先生"), text="又漏水了", **life.next()),
}
"""Steps that a person or the worker takes by themselves."""

WITHIN_OTHERS = {
    "file": "there is no case yet",
    "follow_main": "taken when the main case is approved",
    "ask_reopening": "a second “not solved”",
    "grant_reopening": "needs a second “not solved” before it",
    "escalate_round": "needs a third “not solved” before it",
}
"""Steps shown by tests of their own, and why they stand apart here."""
