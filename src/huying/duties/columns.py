"""The columns of a list as a spreadsheet: for export, for the empty template, and for reading one back."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.duties.states import L1, L2, L3

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the field of an item; the label may be typed in either language."""

    name: str
    label: Label
    required: bool = False
    width: int = 16


CODE = Column("code", pgettext_lazy("in a duty list", "序号"), required=True, width=8)
TITLE = Column("title", pgettext_lazy("in a duty list", "事项"), required=True, width=28)
CATEGORY = Column("category", _("分类代码"), width=10)
LEAD = Column("lead_function", _("主办职能"), width=14)
LEVEL = Column("lead_level", _("主办层级"), width=10)
HELPERS = Column("helpers", _("协办及分工"), width=36)
BASIS = Column("basis", _("依据"), width=28)

COLUMNS: dict[str, tuple[Column, ...]] = {
    L1: (
        CODE,
        Column("category", _("分类代码"), required=True, width=10),
        TITLE,
        Column("filing_standard", _("立案标准"), width=28),
        Column("lead_function", _("主办职能"), required=True, width=14),
        LEVEL,
        HELPERS,
        BASIS,
        Column("klass", _("办件类别"), width=10),
        Column("limit_amount", _("处置时限"), width=8),
        Column("limit_unit", _("时限单位"), width=10),
        Column("closing_standard", _("结案标准"), width=28),
        Column("escalation", _("升级路径"), width=24),
        Column("site_check", _("现场核查"), width=8),
    ),
    L2: (
        CODE,
        CATEGORY,
        TITLE,
        LEAD,
        LEVEL,
        Column("lead_duty", _("主体责任"), width=36),
        Column("street_duty", _("配合责任（街道）"), width=36),
        Column("community_part", _("社区配合"), width=24),
        HELPERS,
        Column("boundary_case", _("边界情形"), width=24),
        Column("joint_trigger", _("联合处置条件"), width=24),
        Column("exemption", _("免责情形"), width=24),
        BASIS,
    ),
    L3: (
        CODE,
        CATEGORY,
        TITLE,
        Column("work_kind", _("事项性质"), required=True, width=12),
        Column("stream", _("归口"), required=True, width=8),
        BASIS,
        Column("frequency", _("频次"), width=12),
        Column("material", _("材料"), width=24),
        Column("minutes_a_month", _("每月用时（分钟）"), width=10),
        Column("paying_body", _("经费来源"), width=16),
    ),
}
