"""Refusals in the words of cases."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import DomainError, Invalid


class AskedOnce(DomainError):
    code = "asked_once"
    message = _("已经请诉求人补充过一次")
    way_out = _("请按现有内容受理，或说明理由不予受理。")


class SecondReaderNeeded(DomainError):
    code = "second_reader_needed"
    message = _("不予受理要由另一个人复核")
    way_out = _("请同岗位的同事打开这一件，复核后生效。")


class WindowOver(DomainError):
    code = "window_over"
    message = _("已经过了可以这样做的期限")
    way_out = _("有新情况的，请重新反映，并写上原编号。")


class ReturnRefused(DomainError):
    code = "return_refused"
    message = _("不能退单")
    way_out = _("可以申请协办、延期或提请会商；对职责有异议的，请由派单员提请裁定。")


class OnceOnly(DomainError):
    code = "once_only"
    message = _("每一轮只能做一次")
    way_out = _("仍有困难的，可以提请会商或申请暂缓。")


class TooLong(DomainError):
    code = "too_long"
    message = _("超过了允许的最长时间")
    way_out = _("请改短后再提交。")


class ConflictOfInterest(DomainError):
    code = "conflict_of_interest"
    message = _("不能派给被反映的单位")
    way_out = _("请改派其上级单位或另一家有职责的单位。")


class ReasonNeeded(Invalid):
    code = "reason_needed"
    message = _("请写明理由")


class UrgentNotAllowed(DomainError):
    code = "urgent_not_allowed"
    message = _("特急件和紧急件不能派前会商")
    way_out = _("请立即派单，同时电话通知承办单位。")


class AlreadyRated(DomainError):
    code = "already_rated"
    message = _("这一轮已经评价过了")
    way_out = _("有新情况的，可以在案件页面要求重办。")


class LinkUsed(DomainError):
    code = "link_used"
    message = _("这个评价链接已经用过或已失效")
    way_out = _("可以用编号和查询码打开案件页面。")


class TriesExhausted(DomainError):
    code = "tries_exhausted"
    message = _("这一轮的回访次数已经用完，或要换一天再打")
    way_out = _("诉求人仍可用链接评价；窗口期满后记为未评价。")


class PartsOpen(DomainError):
    code = "parts_open"
    message = _("还有协办单位没有交回")
    way_out = _("请先催回或取消协办，再交办理结果。")


class CheckNeeded(DomainError):
    code = "check_needed"
    message = _("这一类要先现场核查")
    way_out = _("请先派网格员核查，核查通过后再审核。")


class SafetyOfOthers(DomainError):
    code = "safety_of_others"
    message = _("这件事关系到别人的安全，不能整件撤回")
    way_out = _("您可以退出，之后不再联系您，事情会继续办完。")


class ConsentNeeded(DomainError):
    code = "consent_needed"
    message = _("降低保密程度要诉求人同意")
    way_out = _("请先取得诉求人同意并记录，再改。")


class EffortNeeded(DomainError):
    code = "effort_needed"
    message = _("页面的自动校验没有完成")
    way_out = _("请刷新页面再提交，您填写的内容还在；也可以打电话或到社区窗口反映。")


class NotMergeable(DomainError):
    code = "not_mergeable"
    message = _("这两件不能并在一起")
    way_out = _("只能把还没办结的件并入另一件正在办的主件。")


class NoSuggestion(DomainError):
    code = "no_suggestion"
    message = _("清单上没有唯一对得上的单位")
    way_out = _("请打开这一件，看理由后自己选单位派出。")
