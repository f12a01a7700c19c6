"""Names of the portal: kinds and states of feedback, and the facts that a site states about itself."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OPEN = "open"
ANSWERED = "answered"

FEEDBACK_STATES = {OPEN: _("等待答复"), ANSWERED: _("已答复")}

FEEDBACK_KINDS = {
    "fault": _("用着出错了"),
    "idea": _("希望改进"),
    "complaint": _("投诉"),
    "praise": _("表扬"),
}

# What a public site says at its foot, in this order (M.7).
SITE_FACTS = {
    "hosted_by": pgettext_lazy("site", "主办单位"),
    "run_by": pgettext_lazy("site", "承办单位"),
    "contact": pgettext_lazy("site", "联系方式"),
    "icp": _("ICP 备案号"),
    "police_record": _("公安备案号"),
    "site_code": _("网站标识码"),
}


def feedback_states() -> list[tuple[str, object]]:
    return list(FEEDBACK_STATES.items())


def feedback_kinds() -> list[tuple[str, object]]:
    return list(FEEDBACK_KINDS.items())
