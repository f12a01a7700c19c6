"""What the lists refuse."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import DomainError, Invalid, StepNotAllowed


class NotOnTheList(DomainError):
    """`facts["nearest"]` holds the nearest department item: doc_no, item_code, title, function, body_id, body_name."""

    code = "not_on_the_list"
    message = _("这件事不在社区工作清单内，不能派给社区")
    way_out = _("请改派给清单上的职能部门。")


class DepartmentLeads(NotOnTheList):
    code = "department_leads"
    message = _("部门与街道都有职责的事项，由部门主办")
    way_out = _("请派给清单上的职能部门，街道可作为协办。")


class ListInForce(StepNotAllowed):
    code = "list_in_force"
    message = _("清单已生效，不能直接修改")
    way_out = _("请先“建立新版本”，改好后再使其生效。")


class ListOverlap(Invalid):
    code = "list_overlap"
    message = _("同一区域的同类清单在这段时间已有生效版本")
    way_out = _("请把生效日期改到现行版本之后。")


class ImportRefused(Invalid):
    """`rows` holds every row to be mended, as (row number, column, what to do); nothing was taken in."""

    code = "import_refused"
    message = _("表格中有需要修改的行，没有导入任何内容")
    way_out = _("请按行号修改后重新上传。")
