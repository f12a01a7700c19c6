"""Closed lists of the domain as codes with words: kinds of input, channels, classes, grounds, reasons, results."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases.states import Word

KINDS: dict[str, Word] = {
    "enquiry": _("咨询"),
    "help": _("求助"),
    "complaint": _("投诉"),
    "report": _("举报"),
    "suggestion": _("建议"),
    "praise": _("表扬"),
}
CHANNELS: dict[str, Word] = {
    "web": _("网页"),
    "phone": _("电话"),
    "desk": _("窗口"),
    "helper": _("代办"),
    "grid": _("网格员代报"),
    "hotline": _("12345 转来"),
    "system": _("其他系统"),
}
CLASSES: dict[str, Word] = {
    "E": _("特急件"),
    "U": _("紧急件"),
    "C": _("咨询件"),
    "G": _("一般件"),
    "X": _("复杂疑难件"),
    "L": _("法定时限件"),
}
URGENCY = "EUCGXL"
"""From the most to the least urgent; a step to the left never makes a limit later."""
CONFIDENTIALITY: dict[str, Word] = {"P0": _("经办人可知"), "P1": _("保密"), "P2": _("匿名")}
RESULT_KINDS: dict[str, Word] = {
    "solved": _("已解决"),
    "explained": _("已解释说明"),
    "not_accepted": _("不予受理"),
    "other_body": _("由其他机构办理"),
    "open_matter": _("暂不能解决，已挂账"),
    "terminated": _("终止办理"),
    "withdrawn": _("已撤回"),
    "answered": pgettext_lazy("it was so", "即时答复"),
}
OUTSIDE_CHANNELS: dict[str, Word] = {
    "110": _("公安 110"),
    "119": _("消防 119"),
    "120": _("急救 120"),
    "122": _("交通事故 122"),
    "court": _("人民法院（诉讼）"),
    "arbitration": _("仲裁机构"),
    "discipline": _("纪检监察 12388"),
    "review": _("行政复议机构"),
    "disclosure": _("政府信息公开申请"),
    "petition": _("信访部门"),
    "12345": _("当地 12345"),
}
URGENT_CHANNELS = ("110", "119", "120", "122")
RETURN_REASONS: dict[str, Word] = {
    "not_ours": _("按清单不属本单位职责"),
    "wrong_area": _("不在本单位服务区域"),
    "duplicate": _("重复件"),
    "outside_government": _("不属政府职责"),
    "wrong_class": _("类别或等级有误"),
}
SUSPENSION_REASONS: dict[str, Word] = {
    "season": _("受季节限制"),
    "court": _("等待司法程序"),
    "contract": _("合同期限未到"),
    "material": _("等待诉求人提供材料"),
    "construction": _("已列入施工计划"),
}
TERMINATION_REASONS: dict[str, Word] = {
    "no_cooperation": _("诉求人拒绝必要的配合"),
    "ground_found": _("办理中发现不予受理情形"),
}
WHISTLE_KINDS: dict[str, Word] = {
    "W1": _("群众诉求"),
    "W2": _("综合执法"),
    "W3": _("应急处置"),
    "W4": _("重点工作"),
}
WHISTLE_CAUSES: dict[str, Word] = {
    "departments": _("需要几个部门配合"),
    "enforcement": _("需要执法权"),
    "emergency": _("紧急情况"),
}
LEVELS: dict[str, Word] = {"street": _("街道"), "county": _("县级指挥中心"), "meeting": _("专题会")}
SOLVED: dict[str, Word] = {"yes": _("已解决"), "partly": _("部分解决"), "no": _("未解决")}
SATISFIED: dict[str, Word] = {"yes": _("满意"), "mostly": _("基本满意"), "no": _("不满意")}
RATING_REASONS: dict[str, Word] = {
    "not_contacted": _("没有联系我"),
    "not_done": _("没有做"),
    "half_done": _("只做了一部分"),
    "came_back": _("问题又出现"),
    "attitude": _("态度不好"),
    "too_slow": _("太慢"),
    "other": _("其他"),
}
CONTACT_WAYS: dict[str, Word] = {
    "phone": _("电话"),
    "visit": _("当面"),
    "message": _("平台消息"),
    "sms": _("短信"),
}
REJECTIONS: dict[str, Word] = {"empty": _("没有实质内容"), "off_point": _("答非所问"), "untrue": _("与事实不符")}
CARD_CAUSES: dict[str, Word] = {
    "three_quarters": _("已用去期限的四分之三"),
    "auto_signed": _("超时自动签收"),
    "bad_return": _("退单不成立"),
    "late": _("超过期限"),
    "untrue": _("结果与事实不符"),
    "unsolved_twice": _("第二次未解决"),
}
SUPERVISE_CAUSES: dict[str, Word] = {
    "red_card": _("红牌后一个工作日仍未办结"),
    "refused": _("拒不办理"),
    "many_people": _("涉及多人"),
    "harm": _("造成损害"),
}
SUPERVISE_LEVELS: dict[int, Word] = {1: _("日常督办"), 2: _("挂牌督办"), 3: _("约谈督办")}
RECLASSIFY_REASONS: dict[str, Word] = {
    "wrong_category": _("类别选错"),
    "more_urgent": _("比原先判断的更急"),
    "less_urgent": _("没有原先判断的急"),
    "wrong_place": _("地点有误"),
    "new_facts": _("有新情况"),
}
TOLERANCE_REASONS: dict[str, Word] = {
    "objective_limit": _("客观条件限制"),
    "force_majeure": _("不可抗力"),
    "wrong_card": _("牌发错了"),
}
EXCLUSIONS: dict[str, Word] = {
    "answered_at_once": _("咨询已即时答复"),
    "praise": _("表扬"),
    "ground_found": _("事后发现属不予受理情形"),
    "no_legal_ground": _("诉求没有法律依据，已解释并有凭据"),
    "waiting": _("等待立法或规划"),
    "not_empowered": _("主办单位没有这项权限"),
}
"""Why a rating may be left out of the rates (C.10); the reviewer says which, with words."""
INTERESTS: dict[str, Word] = {
    "relative": _("与当事人是近亲属"),
    "interest": _("与这件事有利害关系"),
    "complained_about": _("被反映的人就是自己"),
    "other": _("其他可能影响公正的情形"),
}
REOPEN_REASONS: dict[str, Word] = {"came_back": _("问题又出现"), "new_facts": _("有新情况")}
CLOCK_KINDS: dict[str, Word] = {
    "accept": pgettext_lazy("the step", "受理"),
    "reply": _("补充"),
    "dispatch": _("派单"),
    "consult": _("派前会商"),
    "sign": _("签收"),
    "contact": _("先行联系"),
    "finish": _("办结"),
    "plan": _("办理计划"),
    "progress": _("告知进展"),
    "return_window": _("可退单"),
    "return_decision": _("退单审核"),
    "return_pause": _("退单期间停表"),
    "dispute": _("争议裁定"),
    "part": _("协办"),
    "whistle_answer": _("吹哨应答"),
    "arrival": _("到场"),
    "decision": _("会商决定"),
    "suspension_review": _("暂缓复查"),
    "result_review": _("结果审核"),
    "site_check": _("现场核查"),
    "callback": _("回访"),
    "reopen_decision": _("重办审核"),
    "rating": pgettext_lazy("the words", "评价"),
    "objection": _("提出异议"),
    "objection_decision": _("异议审核"),
    "matter_review": _("挂账复查"),
    "supervise": _("督办"),
    "archive": _("归档"),
}


OWED_BY: dict[str, Word] = {
    "accept": pgettext_lazy("who owes it", "受理员"),
    "reply": pgettext_lazy("who owes it", "您"),
    "dispatch": pgettext_lazy("who owes it", "派单员"),
    "consult": pgettext_lazy("who owes it", "派单员"),
    "return_decision": pgettext_lazy("who owes it", "派单员"),
    "dispute": pgettext_lazy("who owes it", "裁定员"),
    "decision": pgettext_lazy("who owes it", "会商召集人"),
    "result_review": pgettext_lazy("who owes it", "派单员"),
    "site_check": pgettext_lazy("who owes it", "网格员"),
    "callback": pgettext_lazy("who owes it", "您"),
    "rating": pgettext_lazy("who owes it", "您"),
    "reopen_decision": pgettext_lazy("who owes it", "派单员"),
    "objection_decision": pgettext_lazy("who owes it", "异议审核员"),
    "matter_review": pgettext_lazy("who owes it", "考评复核员"),
}
"""Which desk owes what is due next, in the reader's words; what is not here is owed by the unit that answers."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a case is not accepted, and the way that the resident is told instead (C.6)."""

    code: str
    word: Word
    route: Word
    basis: str


GROUNDS: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        Ground(
            "N1",
            _("应当通过或已经进入诉讼、仲裁、纪检监察、行政复议、信息公开渠道"),
            _("请向受理机关（法院、仲裁机构、纪检监察 12388、复议机构）提出或查询进展。"),
            "F1-11",
        ),
        Ground("N2", _("已进入信访渠道"), _("请向信访部门查询办理进展。"), "F1-11"),
        Ground(
            "N3",
            _("同一事实和理由正在办理或已经办结"),
            _("请用原编号和查询码查看进展或结果；有新情况可在原件上补充。"),
            "F1-11-3",
        ),
        Ground(
            "N4",
            _("涉及国家秘密、商业秘密或他人隐私"),
            _("请改写后再提交，不要包含这些内容；涉密事项请向有关机关反映。"),
            "F1-11",
        ),
        Ground("N5", _("违反法律或公序良俗"), _("可以就合法的部分重新提出；需要法律意见请拨打 12348。"), "F1-11"),
        Ground(
            "N6",
            _("属于私人合同或市场行为，不在公共职责内"),
            _("可以协商、申请人民调解或拨打 12315、12348；涉嫌违法的部分会转监管部门。"),
            "F1-11-5",
        ),
        Ground("N7", _("不在本地区"), _("请拨打事发地区号加 12345。"), ""),
        Ground("N8", _("已有合法合理的结论"), _("结论见原件；不服的可以依法申请复议或提起诉讼。"), "F2-19-4"),
        Ground(
            "N9",
            _("经一次补充仍无法确定地点或事项"),
            _("请带上更具体的地点或照片重新反映，也可以到社区窗口由工作人员代办。"),
            "",
        ),
    )
}
