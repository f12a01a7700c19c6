"""Where a case stands, for staff: whose turn it is, what comes next, until when."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huying.cases.models import Case
from huying.cases.states import S, Word
from huying.organisations.public import BodyBrief

THE_UNIT = ""
NEXT: dict[S, tuple[Word, Word]] = {
    S.SUBMITTED: (_("受理员"), _("核对要素后受理、答复、转办，或提出不予受理")),
    S.ASKED: (_("诉求人"), _("补充所缺内容；3 个工作日不补提醒一次，7 个工作日不补撤回")),
    S.NOT_ACCEPTED: (_("诉求人"), _("5 个工作日内可以提出异议；没有异议的，结束 30 天后归档")),
    S.PASSED_ON: (_("外部渠道"), _("由所转的渠道继续办；结束 30 天后归档")),
    S.ANSWERED: (_("诉求人"), _("3 天内可以评价或要求转办，到期自动结案")),
    S.MERGED: (_("主件的承办单位"), _("随主件办理，结果单独答复这位诉求人")),
    S.ACCEPTED: (_("派单员"), _("派给承办单位")),
    S.CONSULTED: (_("派单员"), _("会商结束后派单")),
    S.DISPATCHED: (THE_UNIT, _("签收；不属本单位的，在退单期内退单")),
    S.RETURNED: (_("派单员"), _("审核退单：改派、不同意，或报裁定")),
    S.DISPUTED: (_("裁定员"), _("裁定由谁承办")),
    S.IN_HANDLING: (THE_UNIT, _("先联系诉求人，办好后报结果")),
    S.ESCALATED: (_("街道统筹员或县级指挥中心"), _("各部门到场会商后作出决定")),
    S.SUSPENDED: (THE_UNIT, _("条件具备就恢复；到复查日期再看")),
    S.HANDED_IN: (_("派单员"), _("审核结果；要看现场的，先请网格员核查")),
    S.SITE_CHECK: (_("网格员"), _("到现场看，报办好了还是没有办好")),
    S.TO_BE_JUDGED: (_("诉求人或回访员"), _("评价或回访")),
    S.REOPENED: (_("派单员"), _("重新派单")),
    S.CLOSED: (_("诉求人"), _("15 天内可以要求重办；结束 30 天后归档")),
    S.OPEN_MATTER: (THE_UNIT, _("按计划推进，到复查日期重新办")),
    S.TERMINATED: (_("诉求人"), _("5 个工作日内可以提出异议；没有异议的，结束 30 天后归档")),
    S.WITHDRAWN: (_("系统"), _("结束 30 天后归档")),
    S.ARCHIVED: (_("个人信息保护负责人"), _("已归档，姓名电话已封存，只有信息保护负责人能看")),
}


TURN: dict[S, str] = {
    S.SUBMITTED: "accept", S.ASKED: "reply", S.ACCEPTED: "dispatch", S.CONSULTED: "consult", S.DISPATCHED: "sign",
    S.RETURNED: "return_decision", S.DISPUTED: "dispute", S.SUSPENDED: "suspension_review",
    S.HANDED_IN: "result_review", S.SITE_CHECK: "site_check", S.TO_BE_JUDGED: "callback", S.REOPENED: "dispatch",
    S.OPEN_MATTER: "matter_review", S.NOT_ACCEPTED: "objection", S.TERMINATED: "objection", S.ANSWERED: "rating",
}  # fmt: skip
"""The limit that binds whose turn it is; elsewhere the one that comes next."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose turn, and what next."""

    who: Word
    what: Word


def standing_of(case: Case, bodies: Mapping[int, BodyBrief]) -> Standing:
    who, what = NEXT[S(case.state)]
    if who == THE_UNIT:
        unit = bodies.get(case.lead_body_id or 0)
        who = unit.short_name or unit.name if unit else _("承办单位")
    return Standing(who, what)
