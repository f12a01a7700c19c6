"""Kinds and states of lists, classes of cases, kinds of community work."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huying.kernel.workflow import Edge, Workflow

DRAFT, IN_FORCE, REPEALED = "draft", "in_force", "repealed"

LIST_FLOW = Workflow(
    initial=DRAFT,
    final=(REPEALED,),
    edges=(
        Edge("L01", "edit", DRAFT, None, ("list_keeper",)),
        Edge("L02", "put_in_force", DRAFT, IN_FORCE, ("list_keeper",)),
        Edge("L03", "repeal", IN_FORCE, REPEALED, ("list_keeper",)),
        Edge("L04", "discard", DRAFT, REPEALED, ("list_keeper",)),
    ),
)

L1, L2, L3 = "L1", "L2", "L3"
LAWFUL, ASSIST, NEGATIVE = "lawful", "assist", "negative"
OPEN, TAKEN, DECLINED = "open", "taken", "declined"


def list_kinds() -> list[tuple[str, Promise]]:
    return [(L1, _("“一网统管”职责清单")), (L2, _("属地管理责任清单")), (L3, _("社区工作清单"))]


def list_states() -> list[tuple[str, Promise]]:
    return [(DRAFT, _("草拟")), (IN_FORCE, _("生效")), (REPEALED, _("废止"))]


def classes() -> list[tuple[str, Promise]]:
    return [
        ("E", _("特急件")),
        ("U", _("紧急件")),
        ("C", _("咨询件")),
        ("G", _("一般件")),
        ("X", _("复杂疑难件")),
        ("L", _("法定时限件")),
    ]


def lead_levels() -> list[tuple[str, Promise]]:
    """Levels of a body that a list item may name; empty means any level, nearest first."""
    return [
        ("city", _("市级")),
        ("county", _("区县级")),
        ("street", _("街道级")),
        ("community", _("社区级")),
        ("grid", _("网格")),
        ("estate", _("小区")),
    ]


def limit_units() -> list[tuple[str, Promise]]:
    return [
        ("minute", _("分钟")),
        ("hour", _("小时")),
        ("work_hour", _("工作小时")),
        ("work_day", _("个工作日")),
        ("day", _("天")),
    ]


def work_kinds() -> list[tuple[str, Promise]]:
    return [(LAWFUL, _("依法履职")), (ASSIST, _("协助政府")), (NEGATIVE, _("负面事项"))]


def streams() -> list[tuple[str, Promise]]:
    return [("party", _("党务")), ("residents", _("居务")), ("government", _("政务"))]


def proposal_states() -> list[tuple[str, Promise]]:
    return [(OPEN, _("待处理")), (TAKEN, _("已采纳")), (DECLINED, _("不采纳"))]
