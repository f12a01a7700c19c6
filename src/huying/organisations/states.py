"""States of a body, levels, roles and post kinds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.kernel.workflow import Edge, Workflow

DRAFT, ACTIVE, MERGED, CLOSED = "draft", "active", "merged", "closed"

BODY_FLOW = Workflow(
    initial=DRAFT,
    final=(MERGED, CLOSED),
    edges=(
        Edge("B01", "activate", DRAFT, ACTIVE, ("security_admin",)),
        Edge("B02", "rename", ACTIVE, None, ("security_admin",)),
        Edge("B03", "move", ACTIVE, None, ("security_admin",)),
        Edge("B04", "merge", ACTIVE, MERGED, ("security_admin",)),
        Edge("B05", "close", ACTIVE, CLOSED, ("security_admin",)),
        Edge("B06", "close", DRAFT, CLOSED, ("security_admin",)),
    ),
)

LEVELS: tuple[str, ...] = ("province", "city", "county", "street", "community", "grid", "estate", "building")

ADMINISTRATORS: tuple[str, ...] = ("system_admin", "security_admin", "audit_admin")


def body_states() -> list[tuple[str, Promise]]:
    return [(DRAFT, _("筹建")), (ACTIVE, _("在用")), (MERGED, _("已并入")), (CLOSED, pgettext_lazy("a unit", "已撤销"))]


def body_levels() -> list[tuple[str, Promise]]:
    return [
        ("province", _("省级")),
        ("city", _("市级")),
        ("county", _("区县级")),
        ("street", _("街道级")),
        ("community", _("社区级")),
        ("grid", _("网格")),
        ("estate", _("小区")),
        ("building", _("楼栋")),
    ]


def change_kinds() -> list[tuple[str, Promise]]:
    return [
        ("founded", _("设立")),
        ("activated", pgettext_lazy("a unit", "启用")),
        ("renamed", _("更名")),
        ("moved", _("调整上级或区域")),
        ("edited", _("变更登记事项")),
        ("merged", _("并入其他组织")),
        ("closed", pgettext_lazy("a unit", "撤销")),
    ]


def post_kinds() -> list[tuple[str, Promise]]:
    return [
        ("secretary", _("书记")),
        ("deputy_secretary", _("副书记")),
        ("director", _("主任")),
        ("deputy_director", _("副主任")),
        ("leader", _("负责人")),
        ("member", _("委员")),
        ("part_time_member", _("兼职委员")),
        ("worker", _("工作人员")),
    ]


def roles() -> list[tuple[str, Promise]]:
    """Every role that can be granted; what each may do stands in the rules of the contexts."""
    return [
        ("intake", _("受理员")),
        ("dispatcher", _("派单员")),
        ("adjudicator", _("异议审核员")),
        ("handler", _("承办单位经办人")),
        ("unit_lead", _("承办单位负责人")),
        ("grid_worker", _("网格员")),
        ("street_coordinator", _("街道统筹员")),
        ("county_command", _("县级指挥中心")),
        ("supervisor", _("督办员")),
        ("callback", _("回访员")),
        ("reviewer", _("考评复核员")),
        ("dpo", _("个人信息保护负责人")),
        ("list_keeper", _("清单管理员（编办）")),
        ("community_secretary", _("社区书记")),
        ("system_admin", _("系统管理员")),
        ("security_admin", _("安全管理员")),
        ("audit_admin", _("审计管理员")),
    ]


# These roles are held for one body; without it nobody would know whose tray the holder works.
BODY_ROLES: tuple[str, ...] = ("handler", "unit_lead")
LINE_ROLES = (
    *BODY_ROLES, "dispatcher", "adjudicator", "street_coordinator", "county_command", "supervisor", "callback",
    "reviewer", "dpo",
)  # fmt: skip
"""Roles whose work lies with units, so that it can be limited to the units of one line."""
