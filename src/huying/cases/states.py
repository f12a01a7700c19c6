"""The 24 states of a case, the words for them, and the table of all 53 transitions (T01–T53)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.kernel.workflow import Edge, Workflow

Tone = Literal["quiet", "work", "asked", "done", "late"]
Word = str | Promise


class S(StrEnum):
    """Codes of the states, as the domain numbers them."""

    DRAFT = "S05"
    SUBMITTED = "S10"
    ASKED = "S11"
    NOT_ACCEPTED = "S12"
    PASSED_ON = "S13"
    ANSWERED = "S14"
    MERGED = "S15"
    ACCEPTED = "S20"
    CONSULTED = "S21"
    DISPATCHED = "S30"
    RETURNED = "S31"
    DISPUTED = "S32"
    IN_HANDLING = "S40"
    ESCALATED = "S41"
    SUSPENDED = "S42"
    HANDED_IN = "S50"
    SITE_CHECK = "S51"
    TO_BE_JUDGED = "S60"
    REOPENED = "S70"
    CLOSED = "S80"
    OPEN_MATTER = "S81"
    TERMINATED = "S82"
    WITHDRAWN = "S83"
    ARCHIVED = "S90"


@dataclass(frozen=True, slots=True)
class StateWords:
    """What a state is called: by staff, by the resident, and what the resident may expect next."""

    staff: Word
    resident: Word
    next: Word
    tone: Tone
    link: int
    """Which of the four links 受理 → 办理 → 反馈 → 评价 is current (1–4; 5 when all are done)."""


STATES: dict[S, StateWords] = {
    S.DRAFT: StateWords(_("草稿"), _("草稿"), _("还在您的设备里，没有送达"), "quiet", 1),
    S.SUBMITTED: StateWords(_("待受理"), _("已提交"), _("受理员核对后告诉您由谁来办"), "work", 1),
    S.ASKED: StateWords(_("待补充"), _("请补充"), _("请补充所缺内容，补上后继续办，期间不计时"), "asked", 1),
    S.NOT_ACCEPTED: StateWords(_("不予受理"), _("不予受理"), _("不同意的，5 个工作日内可以提出异议"), "late", 5),
    S.PASSED_ON: StateWords(_("已转专线/转外部"), _("已转办"), _("由所列渠道继续办理"), "done", 5),
    S.ANSWERED: StateWords(
        pgettext_lazy("it was so", "即时答复"), _("已答复"), _("不满意的，3 天内可以要求转办"), "done", 4
    ),
    S.MERGED: StateWords(_("已并件"), _("并入处理中"), _("与同一件事一起办，结果单独告诉您"), "work", 2),
    S.ACCEPTED: StateWords(_("待派单"), _("已受理"), _("派单员正在确定承办单位"), "work", 1),
    S.CONSULTED: StateWords(_("派前会商"), _("已受理"), _("几家单位正在商定由谁来办"), "work", 1),
    S.DISPATCHED: StateWords(_("待签收"), _("已派单"), _("承办单位签收后会先与您联系"), "work", 2),
    S.RETURNED: StateWords(_("退单审核"), _("已派单"), _("正在核对由哪家单位办理"), "work", 2),
    S.DISPUTED: StateWords(_("争议裁定"), _("已派单"), _("上级正在裁定由哪家单位办理"), "work", 2),
    S.IN_HANDLING: StateWords(_("办理中"), _("办理中"), _("承办单位正在办理"), "work", 2),
    S.ESCALATED: StateWords(_("提级会商"), _("会商中"), _("几个部门正在一起商定办法"), "work", 2),
    S.SUSPENDED: StateWords(_("挂起"), _("暂缓"), _("条件具备或到复查日期后继续办"), "asked", 2),
    S.HANDED_IN: StateWords(_("待审核"), _("办理完成，审核中"), _("派单员正在审核办理结果"), "work", 3),
    S.SITE_CHECK: StateWords(_("现场核查"), _("审核中"), _("网格员到现场核对结果"), "work", 3),
    S.TO_BE_JUDGED: StateWords(_("待回访"), _("请评价"), _("请告诉我们解决了没有"), "asked", 4),
    S.REOPENED: StateWords(_("重办"), _("重新办理"), _("派单员正在重新派单"), "work", 2),
    S.CLOSED: StateWords(_("已结案"), _("已办结"), _("15 天内有新情况可以要求重办"), "done", 5),
    S.OPEN_MATTER: StateWords(_("有条件办结（挂账）"), _("已答复，列入挂账清单"), _("到复查日期再办"), "asked", 5),
    S.TERMINATED: StateWords(
        _("终止办理"), pgettext_lazy("how it ended", "终止"), _("不同意的，5 个工作日内可以提出异议"), "late", 5
    ),
    S.WITHDRAWN: StateWords(pgettext_lazy("how it ended", "撤回"), _("已撤回"), _("需要时可以重新反映"), "quiet", 5),
    S.ARCHIVED: StateWords(_("归档"), _("已归档"), _("个人信息已封存"), "quiet", 5),
}

OPEN = (
    S.SUBMITTED, S.ASKED, S.MERGED, S.ACCEPTED, S.CONSULTED, S.DISPATCHED, S.RETURNED, S.DISPUTED, S.IN_HANDLING,
    S.ESCALATED, S.SUSPENDED, S.HANDED_IN, S.SITE_CHECK, S.TO_BE_JUDGED, S.REOPENED,
)  # fmt: skip
ENDED = (S.NOT_ACCEPTED, S.PASSED_ON, S.CLOSED, S.OPEN_MATTER, S.TERMINATED, S.WITHDRAWN)
WITH_A_LEAD = (
    S.DISPATCHED, S.RETURNED, S.DISPUTED, S.IN_HANDLING, S.ESCALATED, S.SUSPENDED, S.HANDED_IN, S.SITE_CHECK,
    S.TO_BE_JUDGED,
)  # fmt: skip
STORED = tuple(state for state in S if state is not S.DRAFT)


def case_states() -> list[tuple[str, Word]]:
    """Choices for the column; a callable, so that a new word is not a migration."""
    return [(state.value, words.staff) for state, words in STATES.items() if state is not S.DRAFT]


def _edges(
    id_: str, step: str, sources: tuple[S, ...], target: S | None, who: tuple[str, ...], clock: str = ""
) -> list[Edge]:
    """One row of the domain's table, written out for every state it starts from."""
    to = None if target is None else target.value
    return [Edge(id_, step, source.value, to, who, clock) for source in sources]


RESIDENT, SYSTEM_ = "resident", "system"
ANY = tuple(s for s in STORED if s is not S.ARCHIVED)
WITHDRAWABLE = tuple(s for s in OPEN)
DISPATCHABLE = (S.ACCEPTED, S.DISPATCHED, S.IN_HANDLING)

_TABLE: list[list[Edge]] = [
    _edges("T01", "file", (S.DRAFT,), S.SUBMITTED, (RESIDENT, "intake"), "start accept"),
    _edges("T02", "pass_on", (S.SUBMITTED,), S.PASSED_ON, ("intake",), "stop"),
    _edges("T03", "propose_refusal", (S.SUBMITTED,), None, ("intake",)),
    _edges("T03", "refuse", (S.SUBMITTED,), S.NOT_ACCEPTED, ("intake",), "stop; start objection window"),
    _edges("T04", "object", (S.NOT_ACCEPTED,), None, (RESIDENT,)),
    _edges("T04", "uphold_objection", (S.NOT_ACCEPTED,), S.SUBMITTED, ("adjudicator",), "restart accept"),
    _edges("T04", "decline_objection", (S.NOT_ACCEPTED,), None, ("adjudicator",)),
    _edges("T05", "ask", (S.SUBMITTED,), S.ASKED, ("intake",), "stop accept"),
    _edges("T05", "answer_question", (S.ASKED,), S.SUBMITTED, (RESIDENT,), "go on with accept"),
    _edges("T05", "lapse", (S.ASKED,), S.WITHDRAWN, (SYSTEM_,), "stop"),
    _edges("T06", "answer", (S.SUBMITTED,), S.ANSWERED, ("intake",), "stop; start rating window"),
    _edges("T07", "contest_answer", (S.ANSWERED,), S.ACCEPTED, (RESIDENT,), "start dispatch"),
    _edges("T08", "accept", (S.SUBMITTED,), S.ACCEPTED, ("intake",), "start dispatch"),
    _edges("T09", "merge", DISPATCHABLE, S.MERGED, ("dispatcher",), "stop; follows the main case"),
    _edges("T10", "unmerge", (S.MERGED,), S.ACCEPTED, ("dispatcher",), "own clocks go on with time used"),
    _edges("T11", "consult", (S.ACCEPTED,), S.CONSULTED, ("dispatcher",), "dispatch goes on; start consult"),
    _edges("T11", "conclude_consultation", (S.CONSULTED,), S.ACCEPTED, ("dispatcher",), "stop consult"),
    _edges("T12", "dispatch", (S.ACCEPTED, S.CONSULTED), S.DISPATCHED, ("dispatcher",), "start sign, contact, finish"),
    _edges("T13", "sign", (S.DISPATCHED,), S.IN_HANDLING, ("handler", "unit_lead"), "stop sign"),
    _edges("T14", "auto_sign", (S.DISPATCHED,), S.IN_HANDLING, (SYSTEM_,), "stop sign; yellow card"),
    _edges("T15", "return_order", (S.DISPATCHED,), S.RETURNED, ("unit_lead",), "finish pauses, at most 1 working day"),
    _edges("T16", "accept_return", (S.RETURNED,), S.DISPATCHED, ("dispatcher",), "new unit: full limits"),
    _edges("T16", "reject_return", (S.RETURNED,), S.DISPATCHED, ("dispatcher",), "same unit: goes on with time used"),
    _edges("T17", "refer_dispute", (S.RETURNED,), S.DISPUTED, ("dispatcher",)),
    _edges("T18", "adjudicate", (S.DISPUTED,), S.DISPATCHED, ("adjudicator",), "new finish limit from now"),
    _edges("T19", "log_contact", (S.IN_HANDLING,), None, ("handler", "unit_lead"), "stop contact"),
    _edges("T20", "add_helper", (S.IN_HANDLING,), None, ("unit_lead",), "start part"),
    _edges("T20", "return_part", (S.IN_HANDLING,), None, ("helper",), "stop part"),
    _edges("T21", "ask_extension", (S.IN_HANDLING,), None, ("unit_lead",)),
    _edges("T21", "decide_extension", (S.IN_HANDLING,), None, ("dispatcher",), "new limit after approval"),
    _edges("T22", "ask_suspension", (S.IN_HANDLING,), None, ("unit_lead",)),
    _edges("T22", "refuse_suspension", (S.IN_HANDLING,), None, ("dispatcher", "supervisor")),
    _edges("T22", "suspend", (S.IN_HANDLING,), S.SUSPENDED, ("dispatcher", "supervisor"), "stop; start review"),
    _edges("T22", "prolong_suspension", (S.SUSPENDED,), None, ("dispatcher", "supervisor"), "new review date"),
    _edges("T23", "resume", (S.SUSPENDED,), S.IN_HANDLING, (SYSTEM_, "unit_lead"), "go on with time left"),
    _edges("T24", "whistle", (S.IN_HANDLING,), S.ESCALATED, ("street_coordinator", "unit_lead"), "start arrival"),
    _edges("T24", "answer_whistle", (S.ESCALATED,), None, ("called_unit",), "stop answer or arrival"),
    _edges("T25", "raise_level", (S.ESCALATED,), None, ("street_coordinator", "county_command"), "new decision limit"),
    _edges("T25", "decide_escalation", (S.ESCALATED,), S.IN_HANDLING, ("street_coordinator", "county_command"),
           "new limit set by decision"),
    _edges("T26", "hand_in", (S.IN_HANDLING,), S.HANDED_IN, ("unit_lead",), "stop finish"),
    _edges("T27", "order_site_check", (S.HANDED_IN,), S.SITE_CHECK, ("dispatcher",), "start site check"),
    _edges("T27", "pass_site_check", (S.SITE_CHECK,), S.HANDED_IN, ("grid_worker",), "stop site check"),
    _edges("T28", "reject_result", (S.HANDED_IN,), S.IN_HANDLING, ("dispatcher",), "finish goes on with time used"),
    _edges("T29", "approve_result", (S.HANDED_IN,), S.TO_BE_JUDGED, ("dispatcher",), "start call-back"),
    _edges("T30", "judge_solved", (S.TO_BE_JUDGED,), S.CLOSED, ("callback", RESIDENT), "stop; rating stored"),
    _edges("T31", "judge_unsolved", (S.TO_BE_JUDGED,), S.REOPENED, (RESIDENT, "callback"), "round + 1"),
    _edges("T31", "ask_reopening", (S.TO_BE_JUDGED,), None, (RESIDENT, "callback"), "start reopening decision"),
    _edges("T31", "grant_reopening", (S.TO_BE_JUDGED,), S.REOPENED, ("dispatcher",), "round + 1"),
    _edges("T32", "redispatch", (S.REOPENED,), S.DISPATCHED, ("dispatcher",), "half limits, at least 1 working day"),
    _edges("T33", "list_open_matter", (S.TO_BE_JUDGED,), S.OPEN_MATTER, ("reviewer",), "start review"),
    _edges("T34", "review_open_matter", (S.OPEN_MATTER,), S.REOPENED, (SYSTEM_,), "round + 1"),
    _edges("T35", "ask_termination", (S.IN_HANDLING,), None, ("unit_lead",)),
    _edges("T35", "refuse_termination", (S.IN_HANDLING,), None, ("dispatcher",)),
    _edges("T35", "terminate", (S.IN_HANDLING,), S.TERMINATED, ("dispatcher",), "stop; start objection window"),
    _edges("T36", "withdraw", WITHDRAWABLE, S.WITHDRAWN, (RESIDENT,), "stop"),
    _edges("T36", "step_back", WITHDRAWABLE, None, (RESIDENT,), "goes on without the person"),
    _edges("T37", "reopen", (S.CLOSED,), S.REOPENED, (RESIDENT,), "round + 1"),
    _edges("T38", "archive", ENDED, S.ARCHIVED, (SYSTEM_,)),
    _edges("T39", "supervise", ANY, None, ("supervisor", SYSTEM_)),
    _edges("T40", "change_confidentiality", ANY, None, ("dpo",)),
    _edges("T41", "escalate_round", (S.TO_BE_JUDGED,), S.ESCALATED, ("dispatcher",), "start decision"),
    _edges("T42", "list_open_matter", (S.SUSPENDED,), S.OPEN_MATTER, ("reviewer",), "start review"),
    _edges("T43", "settle_open_matter", (S.OPEN_MATTER,), S.CLOSED, ("reviewer",), "stop review; rating invited"),
    _edges("T44", "fail_site_check", (S.SITE_CHECK,), S.IN_HANDLING, ("grid_worker",), "finish goes on, time used"),
    _edges("T45", "close_answered", (S.ANSWERED,), S.CLOSED, (SYSTEM_, RESIDENT), "stop"),
    _edges("T46", "follow_main", (S.MERGED,), S.TO_BE_JUDGED, (SYSTEM_,), "own call-back starts"),
    _edges("T47", "close_unrated", (S.TO_BE_JUDGED,), S.CLOSED, (SYSTEM_,), "stop; not rated, outside all rates"),
    _edges("T48", "judge_partly", (S.TO_BE_JUDGED,), S.REOPENED, (RESIDENT, "callback"), "round + 1"),
    _edges("T49", "reclassify", DISPATCHABLE, None, ("dispatcher",), "counted again from first dispatch"),
    _edges("T50", "change_handler", (S.IN_HANDLING,), None, ("unit_lead",), "unchanged"),
    _edges("T51", "split", (S.SUBMITTED,), None, ("intake", "dispatcher"), "own clocks from the split"),
    _edges("T51", "split", (S.ACCEPTED, S.IN_HANDLING), None, ("dispatcher",), "own clocks from the split"),
    _edges("T52", "object", (S.TERMINATED,), None, (RESIDENT,)),
    _edges("T52", "uphold_objection", (S.TERMINATED,), S.IN_HANDLING, ("adjudicator",), "finish goes on, time used"),
    _edges("T52", "decline_objection", (S.TERMINATED,), None, ("adjudicator",)),
    _edges("T53", "reopen_matter", (S.OPEN_MATTER,), S.REOPENED, (RESIDENT,), "round + 1"),
]  # fmt: skip

CASE_FLOW = Workflow(initial=S.DRAFT.value, final=[S.ARCHIVED.value], edges=[edge for row in _TABLE for edge in row])

CASE_STEPS = tuple(dict.fromkeys(edge.step for edge in CASE_FLOW.edges))
