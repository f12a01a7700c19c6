"""What can go wrong with areas."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import Conflict, Invalid, StepNotAllowed


class CodeTaken(Conflict):
    code = "area_code_taken"
    message = _("这个代码已经有区划在用")
    way_out = _("请核对代码，或先办理原区划的变更。")


class CodeMalformed(Invalid):
    code = "area_code_malformed"
    message = _("代码不符合编码规则")


class WrongPlace(Invalid):
    code = "area_wrong_place"
    message = _("这一级区划不能设在所选的上级之下")


class AreaEnded(StepNotAllowed):
    code = "area_ended"
    message = _("该区划已经撤并，不能再变更")
    way_out = _("请到承接它的区划上办理。")


class NotInOrder(StepNotAllowed):
    code = "area_change_not_in_order"
    message = _("变更日期早于该区划上一次变更")
    way_out = _("请按时间先后登记；如日期有误，请核对文件。")


class StillInUse(StepNotAllowed):
    code = "area_still_in_use"
    message = _("该区划下还有未撤并的下级")
    way_out = _("请先划转或撤销下级，或选择合并。")
