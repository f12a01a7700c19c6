"""What people refuses, in the words of the person who reads it."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import DomainError, Invalid, NotAllowed, TooMany


class CodeWrong(Invalid):
    """Said for a wrong, an old and a used code alike, so that nobody learns which it was."""

    code = "code_wrong"
    message = _("验证码不正确或已过期")
    way_out = _("请核对后再试，或重新获取验证码。")


class Locked(TooMany):
    code = "locked"
    message = _("连续输错 5 次，已暂停 15 分钟")
    way_out = _("请 15 分钟后再试。工作人员可请安全管理员解锁。")


class AccountInactive(NotAllowed):
    code = "account_inactive"
    message = _("这个账号已停用")
    way_out = _("如有疑问，请到街道服务大厅或拨打 12345 询问。")


class NoSuchPurpose(Invalid):
    code = "no_such_purpose"
    message = _("没有登记这个处理目的，不能收集个人信息")


class FieldNotInPurpose(Invalid):
    code = "field_not_in_purpose"
    message = _("这项个人信息不在该处理目的之内，不能收集")


class ConsentNeeded(NotAllowed):
    code = "consent_needed"
    message = _("需要您先同意这项个人信息处理规则")
    way_out = _("请阅读告知书后选择同意；不同意也不影响其他服务。")


class GuardianNeeded(NotAllowed):
    code = "guardian_needed"
    message = _("未满十四周岁，需要监护人先同意")
    way_out = _("请监护人在“我的账户”里用自己的手机验证后同意。")


class AskedTooSoon(NotAllowed):
    code = "asked_too_soon"
    message = _("对方已表示不同意，90 天内不得再次询问")


class TaskNeeded(Invalid):
    code = "task_needed"
    message = _("查看个人信息必须说明是为了哪一件工作")


class Erased(DomainError):
    code = "erased"
    message = _("这份个人信息已按规定删除")


class SamePerson(NotAllowed):
    code = "same_person"
    message = _("申请人不能自己批准")
    way_out = _("请另一位有权限的同事批准。")


class ApprovalNeeded(NotAllowed):
    code = "approval_needed"
    message = _("导出含个人信息的数据须经第二人批准")
    way_out = _("请先提出申请，批准后 24 小时内使用一次。")


class ReasonNeeded(Invalid):
    code = "reason_needed"
    message = _("请写明理由")


class TokenRefused(NotAllowed):
    code = "token_refused"
    message = _("令牌无效、已过期或已撤销")
    way_out = _("请联系系统管理员换发。")
