"""Is it an answer? Hints for whoever approves, each with its reason; never a verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.language.likeness import grams, said

SHORTEST, WORDS = 4, 10
COPIED = 0.75
TEMPLATE_TIMES = 3
HOLLOW = re.compile(
    r"已?(?:收悉|知悉|阅|转办|转交|转相关部门|办结|处理|解决|答复|回复|落实|完毕|受理)|(?:正在|将)?(?:积极)?(?:处理|协调|研究|推进|跟进)中?"
    r"|(?:情况)?(?:属实|了解)|(?:感谢|谢谢)[^。，]*|请(?:您)?(?:谅解|理解|放心|知悉|耐心等待)|高度重视|(?:敬请|请)[^。，]{0,4}"
)
ELEMENTS: dict[str, tuple[Any, re.Pattern[str]]] = {
    "who": (
        _("何人（哪个单位、谁去办的）"),
        re.compile(r"(?:我|本)(?:单位|局|街道|社区|中心|队|办|所|站|镇|委)|工作人员|执法|队员|网格员|物业|社区|街道|城管|住建|环保|公司|施工方|局|部门|师傅"),
    ),
    "when": (
        pgettext_lazy("inside a sentence", "何时"),
        re.compile(r"\d+\s*[月日号时点]|[今昨前当次]日|[今昨前明]天|上午|下午|晚上|上周|本周|近日|小时内|工作日|\d{4}[-/.]\d|月底|月初|春节"),
    ),
    "where": (
        pgettext_lazy("inside a sentence", "何地"),
        re.compile(r"现场|到场|小区|路|街|巷|号楼|幢|栋|单元|门口|广场|公园|学校|市场|河|桥|站|楼道|地下|车库|商铺|工地|实地|上门"),
    ),
    "cause": (
        _("起因或依据"),
        re.compile(r"因|由于|原因|经查|经核|核实|查明|发现|依据|根据|按照|规定|条例|属于|导致|造成|故障|老化|损坏"),
    ),
    "course": (
        _("经过（做了什么）"),
        re.compile(
            r"已?(?:更换|修复|维修|修好|清理|清运|清除|拆除|整改|安装|疏通|补种|修剪|恢复|约谈|督促|责令|处罚|张贴|巡查|联系|告知|协调|调解|退还|"
            r"发放|办理|检测|排查|施工|加固|封堵|劝离|登记|换|修)"
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hint:
    """What to look at: `empty`, `off_point`, `copied_call`, `template`, `elements`; and why, in the reader's words."""

    code: str
    reason: Any
    missing: tuple[Any, ...] = ()


def answer_hints(
    asked: str, answered: str, *, done: str = "", places: Sequence[str] = (), same_before: int = 0
) -> list[Hint]:
    """`done` is what the unit wrote down besides the answer; `same_before` how often much the same was answered to
    other calls."""
    if len(said(HOLLOW.sub("，", answered), ignore=places)) < SHORTEST:
        return [Hint("empty", _("答复几乎没有内容，只有“已处理、已转办”一类的话。"))]
    found = []
    mine, theirs = grams(answered, ignore=places), grams(asked, ignore=places)
    if len(mine) >= WORDS and len(np.intersect1d(mine, theirs)) / len(mine) >= COPIED:
        found.append(Hint("copied_call", _("答复大半是诉求人自己的话，没有说办了什么。")))
    elif len(theirs) >= WORDS // 2 and not _meets(asked, f"{answered} {done}", places):
        found.append(Hint("off_point", _("答复里没有提到诉求人说的事，请看是否答非所问。")))
    if same_before >= TEMPLATE_TIMES:
        found.append(Hint("template", _("几乎一样的答复已经用在别的诉求上，请看是否套话。")))
    lacking = tuple(word for word, pattern in ELEMENTS.values() if not pattern.search(f"{answered} {done}"))
    if lacking:
        found.append(Hint("elements", _("五要素不全，没有看到："), lacking))
    return found


def _meets(asked: str, answered: str, places: Sequence[str]) -> bool:
    return bool(len(np.intersect1d(grams(asked, ignore=places), grams(answered, ignore=places))))
