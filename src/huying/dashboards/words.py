"""What each measure, light and age is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Word = str | Promise

MEASURE_WORDS: dict[str, Word] = {
    "inputs": _("来件"),
    "matters": _("事项（并件只算一件）"),
    "accept_due": _("受理时限已见分晓"),
    "accepted_in_time": _("受理及时"),
    "found_by_staff": _("网格员先发现"),
    "answered_at_once": pgettext_lazy("it was so", "即时答复"),
    "not_accepted": _("不予受理"),
    "withdrawn": pgettext_lazy("how it ended", "撤回"),
    "confidential": _("保密或匿名"),
    "merged": _("已并件"),
    "dispatched": pgettext_lazy("it was so", "派单"),
    "returned": pgettext_lazy("it was so", "退单"),
    "returned_with_ground": _("退单成立，改派"),
    "bad_return": _("退单不成立"),
    "sign_due": _("签收时限已见分晓"),
    "signed_in_time": _("签收及时"),
    "contact_due": _("先行联系时限已见分晓"),
    "contacted_in_time": _("联系及时"),
    "finish_due": _("办结时限已见分晓"),
    "finished_in_limit": _("按期办结"),
    "finished": _("办结送评"),
    "excluded": _("经复核剔除"),
    "counted": _("计入考评"),
    "responded": _("及时签收并联系"),
    "rated": _("有效回访"),
    "solved": _("已解决"),
    "partly": _("部分解决"),
    "satisfied": _("满意"),
    "mostly": _("基本满意"),
    "reopened": _("又重办"),
    "hops_1": _("第一家就办成"),
    "hops_2": _("经两家办成"),
    "hops_3": _("经三家办成"),
    "hops_more": _("经四家以上办成"),
    "hours_8": _("8 小时内"),
    "hours_24": _("8–24 小时"),
    "hours_72": _("1–3 天"),
    "hours_120": _("3–5 天"),
    "hours_240": _("5–10 天"),
    "hours_more": _("10 天以上"),
    "handed_in": _("交出结果"),
    "rejected": _("结果被退回"),
    "untrue": _("结果与事实不符"),
    "called": _("被呼叫的部门次"),
    "call_answered": _("已答复"),
    "on_site_in_time": _("按时到场"),
    "review_due": _("挂账到了复查日期或已销号"),
    "settled": _("挂账已销号"),
}
STANDING_WORDS: dict[str, Word] = {
    "open": _("在办"),
    "late": _("已超期"),
    "soon": _("快到期"),
    "fine": pgettext_lazy("light", "正常"),
    "escalated": _("会商中"),
    "suspended": _("暂缓"),
    "to_be_judged": _("待评价"),
    "supervised": _("督办中"),
    "open_matters": _("挂账"),
    "age_1": _("1 天内"),
    "age_3": _("1–3 天"),
    "age_7": _("3–7 天"),
    "age_15": _("7–15 天"),
    "age_30": _("15–30 天"),
    "age_more": _("30 天以上"),
}

PART_WORDS: dict[str, Word] = {
    "areas": _("按区域"), "months": _("十二个月"), "kinds": _("反映最多的和热点"), "reasons": _("为什么"),
    "others": _("其他指标"),
}  # fmt: skip
"""What of the page of a place or a unit has an address of its own."""

SETTING_WORDS: dict[str, Word] = {
    "indicator": _("看哪个比率"),
    "above": _("高于多少提醒（%）"),
    "below": _("低于多少提醒（%）"),
    "share": _("少了几成提醒（%）"),
    "sigmas": _("超出平时几倍波动"),
    "weeks": _("和前几周比"),
    "least": _("至少多少才算"),
    "level": _("到哪一级找"),
}
"""The numbers of an alert rule, as the form and the list say them."""

LEVEL_WORDS: dict[str, Word] = {"street": _("街道"), "community": _("社区")}

STANDING_MEANS: dict[str, Word] = {
    "open": _("还有人要办的：从来件到评价结束之前，挂账的不算。"),
    "late": _("在办的里，眼下要做的一步已过时限。"),
    "soon": _("在办的里，时限用了四分之三，还没到。"),
    "fine": _("在办的里，时限用了不到四分之三。"),
    "escalated": _("街道吹哨、上级正在会商的。"),
    "suspended": _("经批准暂缓、时限停着的。"),
    "to_be_judged": _("结果已经反馈，等群众评价或回访的。"),
    "supervised": _("在办的里，被督办的。"),
    "open_matters": _("一时办不了、列入挂账清单的。"),
}
"""What a number of what is open counts, where its name does not say it."""

MEASURE_MEANS: dict[str, Word] = {
    "inputs": _("群众来一次、跟着说一次“我也是”，都算一件来件，算在来的那一天。"),
    "matters": _("同一件事只算一件：并进别的件的不另算。"),
    "dispatched": _("派出去一次算一次，算在派出的那一天；退回后改派的再算一次。"),
    "finished": _("结果被采用的派单，算在交出结果的那一天。"),
    "returned": _("派单后被承办单位退回的，算在派出的那一天。"),
    "excluded": _("经考评复核，写明理由，不计入三率的办结件。"),
    "rejected": _("交出的结果被审批退回的次数，算在交出的那一天。"),
    "not_accepted": _("写明理由不予受理的来件，算在来的那一天。"),
}
"""What a sum counts and on which day, where no indicator stands behind it."""

RULE_WORDS: dict[str, Word] = {"place": _("某处"), "matter": _("某类事"), "value": "N", "compared": "M"}
