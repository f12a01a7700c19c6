"""What organisations refuse, in the words of the office."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import Conflict, DomainError, Invalid, NotAllowed


class ParentNotAllowed(Invalid):
    code = "parent_not_allowed"
    message = _("这类组织不能设在所选的上级之下")
    way_out = _("请改选上级，或先在组织类别中调整允许的上级。")


class GrantToOneself(NotAllowed):
    code = "grant_to_oneself"
    message = _("不能给自己授权")
    way_out = _("请由另一位安全管理员办理。")


class AdministratorsExclude(Conflict):
    code = "administrators_exclude"
    message = _("系统、安全、审计三类管理员不能由同一人担任")
    way_out = _("请先终止原授权，或另选人员。")


class AlreadyHeld(Conflict):
    code = "already_held"
    message = _("这项授权或任职已经存在，时间重叠")
    way_out = _("请先终止原有的一项，再重新登记。")


class BodyStillCarries(DomainError):
    code = "body_still_carries"
    message = _("该组织还有下级或任职，不能撤销")
    way_out = _("请先移交下级组织、终止任职，再撤销。")


class ImportRefused(Invalid):
    """`rows` holds every row that must be mended; nothing was taken in."""

    code = "import_refused"
    message = _("文件中有需要修改的行，没有导入任何内容")
    way_out = _("请按行号修改后重新上传。")
